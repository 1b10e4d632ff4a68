"""The demonstration: a new workspace, and invented forms to drop into its inbox day by day.

What happens to them is not staged: the demo command drops each file and runs the real sweep, pack and papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.samples import Sample, load_samples, typed
from pipeline.records.settings import SETTINGS_FILE, load_settings
from pipeline.records.workspace import init_workspace, workspace_forms

SETTLE_SECONDS = 0.05  # the demo writes its files whole, so it need not wait for them
_SENT_AT = time(7, 40)
HELD = (date(2013, 5, 31), date(2013, 6, 24))  # meetings whose packs are past: only their records are shown
COMING = (date(2013, 9, 27), date(2013, 11, 22))
QUARTER = "2013-14-Q2"
CHAIR = date(2013, 9, 13)  # the day on which the chair decides about what came late
PREPARED = date(2013, 9, 27)  # the meeting whose whole preparation is shown
CIRCULATED, INVITED, BACK, LATE_RETURN = (date(2013, 9, n) for n in (9, 12, 17, 24))
DRIVE = "drive"  # the members' own folders, as on a share
ACCEPTED = "the baby is due in January, long before the panel meets in Cheltenham again"


_NAME = re.compile(r"^  - \{name: ([^,]+), role:", re.MULTILINE)
_BY = {"completed_role": "Safeguarding administrator", "completed_date": "16/09/2013", "attending": "yes"}
# what each agency answers about a case, in the check that was circulated to it
_CHECKS = {
    "POLICE": (
        {
            **_BY,
            "completed_by": "Ivor Maddox",
            "completed_contact": "01632 960155",
            "checked_systems": "Crime and intelligence records",
            "nil_return": "yes",
            "immediate_risk": "no",
        },
        "a nil return: one tick",
    ),
    "HEALTH_VISITING": (
        {
            **_BY,
            "completed_by": "Halina Nowak",
            "completed_contact": "halina.nowak@example.org",
            "checked_systems": "Child health records",
            "nil_return": "no",
            "person_1_known": "current",
            "person_1_from": "March 2007",
            "person_2_known": "current",
            "person_2_from": "May 2010",
            "person_3_known": "not_checked",
            "person_4_known": "no_trace",
            "summary_fact": "Seen at home four times since June; weights and reviews are up to date.",
            "good_practice": "Visits were planned together with the social worker.",
            "do_not_share": "A relative works in the team that keeps these records.",
            "immediate_risk": "no",
        },
        "a return: involved now, and something for the chair alone",
    ),
}


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
    _with_folders(folder.resolve() / SETTINGS_FILE)
    settings = load_settings(folder.resolve())
    settings = replace(settings, intake=replace(settings.intake, settle_seconds=SETTLE_SECONDS))
    forms = workspace_forms(settings)
    made: dict[str, bytes] = {}
    for sample in load_samples():
        made[sample.file] = _data(sample, forms[sample.form], settings.folders.forms, made)
    to = settings.names.email
    drops = tuple(Drop(s.dropped, s.dropped_as, _sent(s, made[s.file], to), s.shows) for s in load_samples())
    return Demo(settings, forms, drops)


def _with_folders(path: Path) -> None:
    """Give the members folders of their own, one of them large print, and keep passphrases in the workspace."""
    text = path.read_text("utf-8").replace("passphrases: auto", "passphrases: file")
    for name in _NAME.findall(text):
        edition = ", edition: large" if "Pennington" in name else ""
        text = text.replace(f"name: {name},", f'name: {name}, folder: "{DRIVE}/{name}"{edition},', 1)
        (path.parent / DRIVE / name).mkdir(parents=True)
    path.write_text(text, "utf-8")


def filled_check(demo: Demo, reference: str, agency: str) -> Drop:
    """The check that was circulated to an agency, filled in by it as a person does, on its way back."""
    from pipeline.papers.making.fill_pdf import fill_pdf

    folder = demo.settings.folders.outbox / PREPARED.isoformat() / "circulation" / agency
    sent = (folder / f"{reference}-check.pdf").read_bytes()
    said, shows = _CHECKS[agency]
    data = fill_pdf(sent, demo.forms["agency-check"], said)
    return Drop(BACK, f"{reference} check {agency}.pdf", data, shows)


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
