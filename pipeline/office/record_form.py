"""The record form of a meeting, pre-filled with all that is known beforehand. It comes back through the inbox."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Referral, Submission
from pipeline.office.desk import Desk
from pipeline.office.desk.after import RECORD_FORM
from pipeline.office.desk.invitations import attendance
from pipeline.office.desk.meetings import cases_of, meeting_on
from pipeline.office.desk.records import counted_records
from pipeline.records import files, outbox
from pipeline.records.register import MEETING_RECORD
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.counting.actions import lives
from pipeline.rules.counting.record_form import RecordAsked, RecordItems, record_items

FOLDER = "record"  # below the meeting's folder in the outbox


@dataclass(frozen=True)
class RecordForm:
    """The form that will be written. `people`, `cases` and `actions` are how many rows of each are filled in.

    `notes`: what a person should know of it, a sentence each; `left_out`: what the form has no row for.
    """

    day: date
    path: Path
    items: RecordItems
    people: int
    cases: int
    actions: int
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """A sentence for each table that has too few rows."""
        return self.items.left_out


def plan_record_form(desk: Desk, day: date) -> RecordForm:
    """What a meeting's form is pre-filled with; nothing is written. Raises NotFoundError for a day without one."""
    settings, meeting = desk.settings, meeting_on(desk.settings, day)
    form = desk.forms.get(MEETING_RECORD)
    if form is None:
        raise NotFoundError(f"{MEETING_RECORD}.yaml is not in {settings.folders.forms}: put it back.")
    asked = RecordAsked(
        meeting=meeting,
        next_day=min((m.day for m in settings.meetings if m.day > day), default=None),
        members=settings.members,
        invited=attendance(desk, day),
        cases=tuple(_case(desk, s) for s in cases_of(desk, day)),
        actions=tuple(a for a in lives(counted_records(desk, day - timedelta(days=1))) if a.open),
    )
    found = record_items(form, asked)
    path = settings.folders.outbox / day.isoformat() / FOLDER / f"meeting-record-{day.isoformat()}.docx"
    people, cases, actions = (
        sum(name.startswith(f"{table}_") and name.endswith(f"_{column}") for name in found.items)
        for table, column in (("att", "name"), ("case", "referral_ref"), ("action", "heading"))
    )
    return RecordForm(day, path, found, people, cases, actions, _notes(desk, day))


def write_record_form(desk: Desk, plan: RecordForm) -> Path:
    """Write the form; where it is. One that somebody has begun to fill in stays, and the new one lies beside it.

    Raises NotFoundError when the blank is not there, or StorageError.
    """
    from pipeline.papers.making.fill_word import fill_word

    form = desk.forms[MEETING_RECORD]
    blank = next((e.word for e in desk.editions if e.present and e.form.name == MEETING_RECORD), b"")
    if not blank:
        where = desk.settings.folders.forms
        raise NotFoundError(f"{MEETING_RECORD}.docx is not in {where}: run `pipeline forms build`.")
    data = fill_word(blank, form, plan.items.items)
    written = outbox.issue(_place(desk, plan), data)
    detail = {"file": written.name, "sha256": hashlib.sha256(data).hexdigest()}
    desk.register.note(RECORD_FORM, plan.day.isoformat(), detail)
    return written


def _place(desk: Desk, plan: RecordForm) -> Path:
    """The first of its names under which nothing lies but what the program wrote itself."""
    events = desk.register.facts(RECORD_FORM, subject=plan.day.isoformat())
    made = {"", *(e.said.get("sha256") for e in events)}
    names = dict.fromkeys((plan.path.name, *(str(e.said.get("file", "")) for e in events)))
    places = (plan.path.with_name(name) for name in names if name)
    free = next((place for place in places if outbox.sha256_of(place) in made), None)
    return free or files.free_path(plan.path.parent, plan.path.name)


def _case(desk: Desk, submission: Submission) -> Referral:
    history = desk.register.history(submission.reference)
    return referral_for_papers(desk.forms[submission.form_name], submission, history)


def _notes(desk: Desk, day: date) -> tuple[str, ...]:
    here = [s.reference for s in desk.register.meeting_records() if s.record.day("meeting_date") == day]
    return tuple(
        f"{reference} has arrived already. To correct it, change the form that was sent in, not this one: this one"
        " would take its place without its themes."
        for reference in here
    )
