"""What a pack is made from, as one digest: while it is the same and the file is there, nothing has to be done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline import __version__
from pipeline.model.filing import Submission
from pipeline.model.pack import Gap, PackPlan, layout_from_json
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import CIRCULATED
from pipeline.office.desk.meetings import cases_of, meeting_on
from pipeline.office.desk.packs import built
from pipeline.records import outbox
from pipeline.rules.arriving.standing import RULED


def inputs_of(desk: Desk, day: date, accepted: str) -> str:
    """The digest. Raises NotFoundError when there is no meeting on that day."""
    meeting, settings = meeting_on(desk.settings, day), desk.settings
    rulings = desk.register.facts(*RULED)
    shaping = (
        __version__,
        meeting,
        settings.room_on(meeting),
        sorted((m.day, m.district) for m in settings.meetings),
        [*_of_cases(desk, cases_of(desk, day))],
        rulings[-1].number if rulings else 0,
        [event.number for event in desk.register.facts(CIRCULATED)],
        accepted,
        [desk.forms[name] for name in sorted(desk.forms)],
        (settings.names, settings.districts, settings.agencies, settings.pack, settings.deadline_days),
        (settings.marking_on(day), [(m.name, m.role, m.agency) for m in settings.members]),
        (str(settings.regular_font), str(settings.bold_font)),
    )
    return hashlib.sha256(repr(shaping).encode("utf-8", "surrogatepass")).hexdigest()


def _of_cases(desk: Desk, cases: tuple[Submission, ...]) -> Iterator[object]:
    """Each case and the agency checks about it: filed versions never change, so their events are enough."""
    for case in cases:
        checks = [(s.reference, s.version, s.event) for s in desk.register.agency_checks(case.reference)]
        yield case.reference, case.version, case.event, case.meeting, case.late, case.decision, checks


def standing(desk: Desk, day: date, inputs: str) -> tuple[Path, PackPlan] | None:
    """The pack made from the same inputs, when it is in the outbox as it was written; else None.

    The plan has its sections, gaps and notes; cases and agenda are not read again.
    """
    events = built(desk, day)
    if not events or events[-1].said.get("inputs") != inputs:
        return None
    said = events[-1].said
    path = desk.settings.folders.outbox / day.isoformat() / str(said["file"])
    manifest = path.with_name(f"{path.stem}.manifest.json")
    if not manifest.is_file() or outbox.sha256_of(path) != said.get("sha256"):
        return None
    layout = layout_from_json(said.get("layout") or said["sections"])
    meeting, settings = meeting_on(desk.settings, day), desk.settings
    plan = PackPlan(
        meeting=meeting,
        district=settings.district_name(meeting.district),
        marking=settings.marking_on(day),
        issue=layout.issue,
        cases=(),
        agenda=(),
        sections=layout.sections,
        gaps=tuple(Gap(*gap) for gap in said.get("gaps", ())),
        notes=tuple(said.get("notes", ())),
        accepted_gaps=str(said.get("accepted", "")),
        base=layout.base,
    )
    return path, plan
