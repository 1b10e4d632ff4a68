"""The chair's sheet of a meeting: the answers that are for the chair alone, and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.filing import Submission
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import cases_of, meeting_on, withheld_from_chair
from pipeline.office.desk.urgent import alarm_of
from pipeline.records import outbox
from pipeline.rules.answers.chair_only import DO_NOT_SHARE
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.urgent import RISK_SEEN, at_risk
from pipeline.rules.correcting.confirmed import TO_CONFIRM, for_papers

if TYPE_CHECKING:
    from pipeline.papers.making.sheets.chair import ForTheChair

FOLDER = "chair"  # below the meeting's folder in the outbox
_RISK = "Immediate risk: the check says yes. "
_WAS_RISK = "Immediate risk: an earlier version of the check said yes. "
_RING = "See that children's social care has been rung."


@dataclass(frozen=True)
class ChairSheet:
    """What was, or would be, written: how many agencies' answers, and sentences on what is left out.

    `path` is None in a dry run and when there is nothing for the chair.
    """

    entries: int
    notes: tuple[str, ...]
    folder: Path
    path: Path | None = None
    issue: int = 0


def chair_sheet(desk: Desk, day: date, *, dry_run: bool = False) -> ChairSheet:
    """Write the chair's sheet; the same answers give the same file. Raises NotFoundError or StorageError."""
    meeting = meeting_on(desk.settings, day)
    kept_from = withheld_from_chair(desk, meeting.chair)
    found = [(check, _entry(desk, check)) for check in _checks(desk, day)]
    told = [(check, entry) for check, entry in found if entry.text or entry.risk]
    entries = tuple(entry for _, entry in told if entry.reference not in kept_from)
    notes = tuple(
        f"{check.reference} is not on it: the case is withheld from {meeting.chair}. Give it to whoever chairs it."
        for check, entry in told
        if entry.reference in kept_from
    )
    folder = desk.settings.folders.outbox / day.isoformat() / FOLDER
    if dry_run or not entries:
        return ChairSheet(len(entries), notes, folder)
    digest = hashlib.sha256(repr((entries, meeting, desk.settings.names)).encode("utf-8", "surrogatepass"))
    issue = desk.register.issue_of(f"chair-sheet-{day.isoformat()}", digest.hexdigest())
    path = outbox.issue(folder / f"chair-sheet-{day.isoformat()}.pdf", _drawn(desk, meeting, entries, issue))
    return ChairSheet(len(entries), notes, folder, path, issue)


def _checks(desk: Desk, day: date) -> Iterator[Submission]:
    """The checks about the meeting's cases, case by case; then those that name none of them but this meeting."""
    every = desk.register.agency_checks()
    references = [case.reference for case in cases_of(desk, day)]
    for reference in references:
        yield from (c for c in every if c.record.text("referral_ref") == reference)
    known = {s.reference for s in desk.register.referrals()}
    yield from (c for c in every if c.meeting == day and c.record.text("referral_ref") not in known)


def _entry(desk: Desk, check: Submission) -> ForTheChair:
    from pipeline.papers.making.sheets.chair import ForTheChair

    shown = for_papers(desk.forms[check.form_name], check).record
    text = shown.text(DO_NOT_SHARE)
    if text == TO_CONFIRM:
        text = f"{TO_CONFIRM} Something stands there; compare {check.reference} with its original."
    by = ", ".join(part for part in (shown.text("completed_by"), shown.text("completed_role")) if part)
    return ForTheChair(
        reference=check.record.text("referral_ref") or check.reference,
        agency=desk.settings.agency_name(check.record.text("agency")) or "an agency that is not named",
        who=f"{check.reference}, received {british(check.received)}" + (f", from {by}" if by else ""),
        text=text,
        risk=_risk(desk, check),
    )


def _risk(desk: Desk, check: Submission) -> str:
    """What the chair reads of an immediate risk: that it still has to be seen to, or who was rung."""
    alarm = alarm_of(desk, check)
    seen = desk.register.facts(RISK_SEEN, subject=check.reference)
    if alarm is None and not (seen and at_risk(check.record)):
        return ""
    said = _RISK if at_risk(check.record) else _WAS_RISK
    if alarm is not None:
        return said + _RING
    return f"{said}Children's social care has been rung ({seen[-1].said.get('said', '')}; {british(seen[-1].day)})."


def _drawn(desk: Desk, meeting: Meeting, entries: tuple[ForTheChair, ...], issue: int) -> bytes:
    from pipeline import __version__
    from pipeline.papers.making.binder import bind
    from pipeline.papers.making.fonts import register_fonts
    from pipeline.papers.making.sheets.chair import chair_strips
    from pipeline.papers.making.sheets.draw import PackPage, PrintLetters, Running, draw_pages
    from pipeline.papers.making.sheets.pack import lay_out

    settings, names = desk.settings, desk.settings.names
    letters = PrintLetters(register_fonts(settings.regular_font, settings.bold_font))
    place = f"{british(meeting.day)} · {settings.district_name(meeting.district)}"
    pages = [PackPage(p.marks, "For the chair only") for p in lay_out(chair_strips(entries, place, letters))]
    running = Running(settings.marking_on(meeting.day), names.panel, place, f"Issue {issue}")
    drawn = draw_pages(pages, (), running, letters.fonts)
    return bind(
        drawn, (), f"{names.panel}: chair's sheet for {british(meeting.day)}", f"panel-pipeline {__version__}"
    )
