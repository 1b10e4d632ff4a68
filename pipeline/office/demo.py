"""The demonstration: a new workspace, and invented forms to drop into its inbox day by day.

What happens to them is not staged: the demo command drops each file and runs the real sweep, pack and papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.samples import Sample, load_samples, typed
from pipeline.records.settings import load_settings
from pipeline.records.workspace import init_workspace, workspace_forms

SETTLE_SECONDS = 0.05  # the demo writes its files whole, so it need not wait for them
_SENT_AT = time(7, 40)
HELD = (date(2013, 5, 31), date(2013, 6, 24))  # meetings whose packs are past: only their records are shown
COMING = (date(2013, 9, 27), date(2013, 11, 22))
QUARTER = "2013-14-Q2"
CHAIR = date(2013, 9, 13)  # the day on which the chair decides about what came late
ACCEPTED = "the baby is due in January, long before the panel meets in Cheltenham again"


@dataclass(frozen=True)
class Drop:
    """One file dropped into the inbox on a day, and what it shows."""

    day: date
    name: str
    data: bytes
    shows: str


@dataclass(frozen=True)
class Demo:
    """A workspace made for the demo, and what will be dropped into it."""

    settings: Settings
    forms: Mapping[str, Form]
    drops: tuple[Drop, ...]

    def days(self) -> Iterator[tuple[date, tuple[Drop, ...]]]:
        """Each day with what is dropped on it, in order."""
        for day in sorted({d.day for d in self.drops}):
            yield day, tuple(d for d in self.drops if d.day == day)


def prepare_demo(folder: Path) -> Demo:
    """Make the workspace and fill in the invented forms.

    Raises WorkspaceError when the folder holds something already, DefinitionError or StorageError.
    """
    init_workspace(folder)
    settings = load_settings(folder.resolve())
    settings = replace(settings, intake=replace(settings.intake, settle_seconds=SETTLE_SECONDS))
    forms = workspace_forms(settings)
    made: dict[str, bytes] = {}
    for sample in load_samples():
        made[sample.file] = _data(sample, forms[sample.form], settings.folders.forms, made)
    to = settings.names.email
    drops = tuple(Drop(s.dropped, s.dropped_as, _sent(s, made[s.file], to), s.shows) for s in load_samples())
    return Demo(settings, forms, drops)


def drop(demo: Demo, one: Drop) -> Path:
    """Put one file into the inbox, as a person would."""
    path = demo.settings.folders.inbox / one.name
    path.write_bytes(one.data)
    return path


def _data(sample: Sample, form: Form, blanks: Path, made: Mapping[str, bytes]) -> bytes:
    if sample.copy_of:
        return made[sample.copy_of]
    data = _filled(sample, form, blanks)
    if sample.damage:  # the middle is gone, the end is there: it arrives whole and cannot be read
        data = data[:1000] + data[-1000:]
    return data


def _sent(sample: Sample, data: bytes, to: str) -> bytes:
    """The file that is dropped: the form itself, or the e-mail it came by."""
    mail = sample.mail
    if mail is None:
        return data
    from pipeline.papers.making.letter import Attachment, letter

    sent = datetime.combine(sample.dropped, _SENT_AT, UTC)
    return letter(mail.sender, to, mail.subject, mail.text, sent, (Attachment(sample.file, data),))


def _filled(sample: Sample, form: Form, blanks: Path) -> bytes:
    if sample.file.endswith(".yaml"):
        return typed(sample, form.id, form.version).encode()
    if sample.file.endswith(".docx"):
        from pipeline.papers.making.fill_word import fill_word

        return fill_word((blanks / f"{form.name}.docx").read_bytes(), form, sample.answers)
    from pipeline.papers.making.fill_pdf import fill_pdf

    return fill_pdf((blanks / f"{form.name}.pdf").read_bytes(), form, sample.answers)
