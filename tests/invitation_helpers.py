"""A workspace with two cases of one meeting, three people in their core groups, and the commands as typed."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

from click.testing import CliRunner, Result
from icalendar import Calendar, Event

from pipeline.cli.main import main
from pipeline.office.desk import Desk, open_desk
from pipeline.records.settings import load_settings
from pipeline.records.workspace import init_workspace, workspace_forms
from tests.intake_helpers import Inline, typed

DAY, NEXT = "2013-09-27", "2013-11-22"
MEGAN, OWEN, BRONWEN = (
    "megan.prosser@health.example.org",
    "owen.tredwell@council.example.org",
    "b.hale@school.example.org",
)
SECOND = {
    "child_1_forename": "Zsófia",
    "child_1_surname": "Harcastle",
    "child_1_nhs_no": "",
    "child_1_case_ref": "7044777",
    "child_1_dob": "01/02/2008",
    "child_2_forename": "Anwen",
    "child_2_surname": "Harcastle",
    "adult_1_name": "Mary Harcastle",
    "adult_2_name": "Iolo Harcastle",
    "ref_name": "Bronwen Hale",
    "ref_email": "b.hale@school.example.org",
    "ref_role": "Head teacher",
    "ref_agency": "EDUCATION",
    "cg_1_name": "Bronwen Hale",
    "cg_1_email": "B.Hale@School.example.org",
    "cg_1_agency": "EDUCATION",
    "cg_1_role": "Head teacher",
    "cg_2_email": "Owen.Tredwell@council.example.org",
    "cg_3_name": "Idris Vane",
    "cg_3_agency": "GP",
    "cg_3_lead": "no",
    "cg_3_invite": "no",
}
CHILDREN_AND_ADULTS = (
    "Tomos",
    "Ellery",
    "Vaughan",
    "Zoë",
    "Carys",
    "Łukasz",
    "Wiśniak",
    "Zsófia",
    "Harcastle",
    "Anwen",
)
FIRST_NAMES = ("Mary", "Iolo", "Rhys")


def run(root: Path, *words: str, today: str = "2013-09-10") -> Result:
    """A command as typed."""
    return CliRunner().invoke(
        main, ["--workspace", str(root), "--today", today, *words], prog_name="pipeline"
    )


def done(root: Path, *words: str, today: str = "2013-09-10") -> str:
    """What a command that works prints."""
    result = run(root, *words, today=today)
    assert result.exit_code == 0, result.output
    return result.output


def drop(root: Path, name: str, data: bytes, today: str = "2013-09-03") -> str:
    """Drop a form and take it in."""
    (root / "inbox" / name).write_bytes(data)
    return done(root, "ingest", today=today)


def workspace(root: Path) -> Path:
    """A new workspace with both cases filed."""
    init_workspace(root)
    (root / "inbox" / "a.yaml").write_bytes(typed())
    drop(root, "b.yaml", typed(**SECOND))
    return root


@contextmanager
def desk_of(root: Path, today: date = date(2013, 9, 10)) -> Iterator[Desk]:
    settings = load_settings(root)
    now = datetime(today.year, today.month, today.day, 9).astimezone()
    with open_desk(settings, workspace_forms(settings), lambda: now, sandbox=Inline()) as desk:
        yield desk


def letters(root: Path, day: str = DAY) -> set[str]:
    """The files of a meeting's letters."""
    folder = root / "outbox" / day / "letters"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def letter(root: Path, name: str, day: str = DAY) -> bytes:
    return (root / "outbox" / day / "letters" / name).read_bytes()


def mail(root: Path, name: str, day: str = DAY) -> EmailMessage:
    """A draft, read as any mail program reads it."""
    found = email.message_from_bytes(letter(root, name, day), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def entry(data: bytes) -> tuple[str, Event]:
    """A calendar file's method and its one entry."""
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return str(calendar["METHOD"]), event


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
