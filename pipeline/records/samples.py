"""Invented referrals and meeting records: for the demo, for rehearsing templates and for trying settings out.

No person, school, street or number in them is real: telephone numbers come from the range kept for fiction, NHS
numbers from the range kept for tests, addresses end in example.org and postcodes in an area that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True)
class Covering:
    """The e-mail that a sample is attached to: its file, who sent it, its subject and text."""

    file: str
    sender: str
    subject: str
    text: str


@dataclass(frozen=True)
class Sample:
    """One file to drop: its name (whose ending is its carrier), the day it comes in, what it shows, its answers.

    `like` names another sample whose answers it starts from; `damage` cuts the file's end off; `copy` repeats
    the other sample byte for byte; `mail`: it is not dropped itself but in this e-mail.
    """

    file: str
    form: str
    dropped: date
    shows: str
    answers: Mapping[str, str]
    damage: bool = False
    copy_of: str = ""
    mail: Covering | None = None

    @property
    def dropped_as(self) -> str:
        """The name of the file that is dropped."""
        return self.mail.file if self.mail else self.file


def load_samples() -> tuple[Sample, ...]:
    """Every sample in the order in which it is dropped."""
    text = resources.files("pipeline.records").joinpath("samples.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    common = {form: _flat(answers) for form, answers in data["common"].items()}
    made: dict[str, Sample] = {}
    for entry in data["samples"]:
        sample = _sample(entry, common, made)
        made[sample.file] = sample
    return tuple(sorted(made.values(), key=lambda s: s.dropped))


def typed(sample: Sample, form_id: str, form_version: str) -> str:
    """The sample as a typed (YAML) form."""
    data = {"form": form_id, "version": form_version, **sample.answers}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def _sample(
    entry: Mapping[str, Any], common: Mapping[str, dict[str, str]], made: Mapping[str, Sample]
) -> Sample:
    form = str(entry["form"])
    start = made[entry["like"]].answers if "like" in entry else common.get(form, {})
    answers = {k: v for k, v in {**start, **_flat(entry.get("answers", {}))}.items() if v != ""}
    return Sample(
        file=str(entry["file"]),
        form=form,
        dropped=entry["dropped"],
        shows=str(entry["shows"]),
        answers=answers,
        damage=bool(entry.get("damage", False)),
        copy_of=str(entry.get("copy_of", "")),
        mail=Covering(**entry["mail"]) if "mail" in entry else None,
    )


def _flat(answers: Mapping[str, Any]) -> dict[str, str]:
    """Answers by slot: rows of a repeat become child_1_surname ..., lists become lines."""
    flat: dict[str, str] = {}
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value, start=1):
                flat |= {f"{name}_{number}_{column}": _text(cell) for column, cell in row.items()}
        else:
            flat[str(name)] = _text(value)
    return flat


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return "\n".join(str(v) for v in value)
    return str(value).strip()
