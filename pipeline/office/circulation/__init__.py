"""Circulating a meeting's referrals: a folder for each agency, with numbered copies, check forms and cover notes.

An agency's folder is written whole before its event is; killed between the two, the next run writes the same again.
What has been circulated is known by the events alone: it is not made again, also when its folder has been emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.filing import Submission
from pipeline.model.meeting import Meeting
from pipeline.model.people import PanelMember
from pipeline.office.circulation.copies import (
    Case,
    Checks,
    form_copy,
    names_one_of,
    open_case,
    without_naming,
)
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import CIRCULATED
from pipeline.office.desk.letters import letter_to, post
from pipeline.office.desk.meetings import cases_of, meeting_on, withheld_from_members
from pipeline.office.desk.people import recipient
from pipeline.records import files, outbox
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.identifiers import email
from pipeline.rules.asking.check_form import beyond, unconfirmed_people
from pipeline.rules.asking.circulating import CirculationPlan, Envelope, due_day, plan_circulation
from pipeline.rules.calendar.timeline import meeting_dates

if TYPE_CHECKING:
    from pipeline.papers.making.mail import Enclosure
    from pipeline.papers.making.sheets.draw import PrintLetters

FOLDER = "circulation"  # below the meeting's folder in the outbox
Progress = Callable[[str], None]
_KINDS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Circulated:
    """What was, or with a dry run would be, circulated. `due`: the day for the returns; no `paths` in a dry run."""

    plan: CirculationPlan
    due: date
    folder: Path
    paths: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    """What lies on the table while a meeting's papers are made."""

    desk: Desk
    meeting: Meeting
    letters: PrintLetters
    checks: Checks
    cases: dict[str, Case]
    due: date
    withheld: Mapping[str, frozenset[str]]  # member's name -> references

    def hidden(self, envelope: Envelope) -> frozenset[str]:
        """What is withheld from a reader of an envelope."""
        return frozenset().union(*(self.withheld.get(m.name, frozenset()) for m, _ in envelope.members))


def circulate(
    desk: Desk, day: date, *, dry_run: bool = False, progress: Progress | None = None
) -> Circulated:
    """Circulate what has not been circulated yet.

    Raises NotFoundError, GapsError (withheld from somebody who is no member), TemplateError, ConversionError or others.
    """
    settings = desk.settings
    meeting = meeting_on(settings, day)
    cases = cases_of(desk, day)
    names = {agency.code: agency.name for agency in settings.agencies}
    events = desk.register.facts(CIRCULATED, subject=day.isoformat())
    hidden = withheld_from_members(desk, [case.reference for case in cases])
    plan = plan_circulation(settings.members, cases, hidden, events, names)
    due = due_day(meeting_dates(day, settings.deadline_days, settings.timeline), desk.today)
    folder = settings.folders.outbox / day.isoformat() / FOLDER
    if not plan.envelopes:
        return Circulated(plan, due, folder, notes=plan.notes)
    table = replace(_table(desk, meeting, plan, cases, due), withheld=hidden)
    made = Circulated(plan, due, folder, notes=(*plan.notes, *_notes(table), *_as_sheets(table, plan)))
    return made if dry_run else replace(made, paths=tuple(_sent(table, made, progress)))


def _table(
    desk: Desk, meeting: Meeting, plan: CirculationPlan, cases: Sequence[Submission], due: date
) -> _Table:
    from pipeline.papers.making.fonts import register_fonts
    from pipeline.papers.making.sheets.draw import PrintLetters

    letters = PrintLetters(register_fonts(desk.settings.regular_font, desk.settings.bold_font))
    new = {copy.reference for envelope in plan.envelopes for copy in envelope.copies}
    opened = {
        case.reference: open_case(desk, case, number, meeting, letters)
        for number, case in enumerate(cases, 1)
        if case.reference in new
    }
    return _Table(desk, meeting, letters, Checks(desk), opened, due, {})


def _notes(table: _Table) -> Iterator[str]:
    for reference, case in sorted(table.cases.items()):
        if case.form is None:
            yield f"{reference} goes out as its case sheet: {case.why.rstrip('.')}."
        left = beyond(table.checks.form, case.referral)
        if left:
            yield f"{reference}: the check form has no room for {', '.join(left)}; ask about them in your own words."
        unsure = unconfirmed_people(case.referral)
        if unsure:
            yield (
                f"{reference}: something about {', '.join(unsure)} is not confirmed and not on the check form;"
                " finish its correction form first if you can."
            )
    if not table.desk.settings.secure_email_domains:
        yield "No secure e-mail domain is named in pipeline.yaml, so the cover notes' e-mails enclose no forms."


def _as_sheets(table: _Table, plan: CirculationPlan) -> Iterator[str]:
    for envelope in plan.envelopes:
        for copy in envelope.copies:
            case = table.cases[copy.reference]
            if case.form is not None and names_one_of(case, table.hidden(envelope)):
                agency = table.desk.settings.agency_name(envelope.agency)
                yield (
                    f"{copy.reference} goes to {agency} as its case sheet: its form names a case that is withheld from "
                    "a member there."
                )


def _sent(table: _Table, made: Circulated, progress: Progress | None) -> Iterator[Path]:
    for envelope in made.plan.envelopes:
        if progress:
            progress(table.desk.settings.agency_name(envelope.agency))
        papers = _papers(table, envelope)
        folder = made.folder / envelope.agency
        written = [_put(folder, name, data) for name, data in papers.items()]
        for member, references in envelope.members:
            own = tuple(f"{reference}-" for reference in references)
            enclosed = _enclosed(table.desk, member, {n: d for n, d in papers.items() if n.startswith(own)})
            written += _cover_note(table, folder, envelope, member, references, enclosed)
        _note(table, envelope)
        yield from written


def _papers(table: _Table, envelope: Envelope) -> dict[str, bytes]:
    """The copies and check forms of one agency, by file name."""
    desk, meeting = table.desk, table.meeting
    agency = desk.settings.agency_name(envelope.agency)
    hidden = table.hidden(envelope)
    papers: dict[str, bytes] = {}
    for copy in envelope.copies:
        case = without_naming(desk, table.cases[copy.reference], meeting, hidden, table.letters)
        name = f"{copy.reference}-form-copy-{copy.number}.pdf"
        papers[name] = form_copy(desk, case, meeting, copy, agency, table.letters)
        papers |= dict(table.checks.filled(case.referral, meeting, envelope.agency, table.due))
    return papers


def _put(folder: Path, name: str, data: bytes) -> Path:
    """Write a paper; one of its name that says something else stays, and the new one lies beside it."""
    path = folder / name
    if path.exists() and not outbox.holds(path, data):
        path = files.free_path(folder, name)
    return outbox.issue(path, data)


def _cover_note(
    table: _Table,
    folder: Path,
    envelope: Envelope,
    member: PanelMember,
    references: tuple[str, ...],
    enclosed: tuple[Enclosure, ...],
) -> tuple[Path, ...]:
    to, due = recipient(table.desk.settings, member), british(table.due)
    letter = replace(letter_to(table.desk, to, table.meeting, references), returns_due=due, reply_by=due)
    again = f"-{envelope.round}" if envelope.round > 1 else ""
    stem = f"cover-note-{files.safe_name(member.name, files.MEMBER_FILE)}{again}"
    return post(table.desk, folder, stem, "cover-note", letter, to, table.meeting, enclosed).paths


def _enclosed(desk: Desk, member: PanelMember, papers: dict[str, bytes]) -> tuple[Enclosure, ...]:
    """The forms go with the e-mail only to an address that is known to be secure."""
    from pipeline.papers.making.mail import Enclosure

    domains = desk.settings.secure_email_domains
    if not domains or not member.email or email(member.email, domains).warning:
        return ()
    return tuple(Enclosure(name, data, _KINDS[Path(name).suffix]) for name, data in papers.items())


def _note(table: _Table, envelope: Envelope) -> None:
    detail = {
        "agency": envelope.agency,
        "members": [member.name for member, _ in envelope.members],
        "references": [copy.reference for copy in envelope.copies],
        "copies": {copy.reference: copy.number for copy in envelope.copies},
        "versions": {copy.reference: copy.version for copy in envelope.copies},
        "due": table.due.isoformat(),
    }
    table.desk.register.note(CIRCULATED, table.meeting.day.isoformat(), detail)
