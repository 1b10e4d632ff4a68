"""What was decided about a referral since it came in, and where it stands by that.

A decision counts for the versions filed before it. A later version that leads to the same meeting leaves it standing;
one that leads to another meeting (the referrer asks for it) goes there. What was declined or withdrawn stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pipeline.model.filing import Decision, Event, Ruling, Submission

RULED = tuple(
    ruling.value for ruling in Ruling
)  # the events that record a decision; their subject is the reference


def decision_detail(meeting: date | None, late: bool, reason: str) -> dict[str, object]:
    """What the event of a decision says."""
    return {"meeting": meeting.isoformat() if meeting else None, "late": late, "reason": reason}


def decisions(events: Iterable[Event]) -> Mapping[str, Decision]:
    """The last decision about each reference, from the events that record decisions, oldest first."""
    return {event.subject: _decision(event) for event in events}


def _decision(event: Event) -> Decision:
    said = event.said
    meeting = said.get("meeting")
    return Decision(
        Ruling(event.what),
        str(said.get("reason", "")),
        event.day,
        event.number,
        date.fromisoformat(meeting) if meeting else None,
        bool(said.get("late")),
    )


def stands(submission: Submission, decision: Decision | None) -> Submission:
    """The latest version of a referral with the decision about it, and with the meeting that it goes to by that."""
    if decision is None:
        return submission
    if decision.ended:
        return replace(submission, decision=decision)
    if decision.event > submission.event:
        return replace(submission, decision=decision, meeting=decision.meeting, late=decision.late)
    return replace(submission, decision=decision) if submission.meeting == decision.meeting else submission
