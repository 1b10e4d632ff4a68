"""What was decided about a referral since it came in, and where it stands by that.

A decision counts for the versions filed before it. A later version that leads to the same meeting leaves it standing;
one that leads to another meeting (the referrer asks for it) goes there. What was declined or withdrawn stays so.
What was asked about its meeting when it was filed is settled by a decision: it is asked and told no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pipeline.model.filing import Decision, Event, Ruling, Submission
from pipeline.rules.answers.dates import british

RULED = tuple(
    ruling.value for ruling in Ruling
)  # the events that record a decision; their subject is the reference


_WORDS = {Ruling.ACCEPTED_LATE: "accepted late by the chair"}
_SETTLED = ("X4", "meeting")  # codes of what is said about a referral's meeting when it is filed


def decision_detail(
    meeting: date | None, late: bool, reason: str, since: date | None = None
) -> dict[str, object]:
    """What the event of a decision says. `since`: the day on which lateness was judged."""
    said: dict[str, object] = {
        "meeting": meeting.isoformat() if meeting else None,
        "late": late,
        "reason": reason,
    }
    return said | ({"since": since.isoformat()} if since else {})


def decisions(events: Iterable[Event]) -> Mapping[str, Decision]:
    """The last decision about each reference, from the events that record decisions, oldest first."""
    return {event.subject: _decision(event) for event in events}


def _decision(event: Event) -> Decision:
    said = event.said
    meeting, since = said.get("meeting"), said.get("since")
    return Decision(
        Ruling(event.what),
        str(said.get("reason", "")),
        event.day,
        event.number,
        date.fromisoformat(meeting) if meeting else None,
        bool(said.get("late")),
        date.fromisoformat(since) if since else None,
    )


def decision_words(decision: Decision) -> str:
    """What was decided, when and why: "deferred on 20 September 2013 to the meeting on 22 November 2013: no time"."""
    what = f"{_WORDS.get(decision.ruling, decision.ruling.value)} on {british(decision.day)}"
    to = decision.meeting if decision.ruling in (Ruling.MOVED, Ruling.DEFERRED) else None
    where = f" to the meeting on {british(to)}" if to else ""
    return f"{what}{where}: {decision.reason}" if decision.reason else what + where


def late_words(reference: str) -> str:
    """What stands beside a referral that came late, with the line to type."""
    return f'late: the chair decides (pipeline accept-late {reference} --reason "...")'


def stands(submission: Submission, decision: Decision | None) -> Submission:
    """The latest version of a referral with the decision about it, and with the meeting that it goes to by that."""
    if decision is None:
        return submission
    if decision.ended:
        return replace(submission, decision=decision)
    if decision.event > submission.event:
        return _settled(replace(submission, meeting=decision.meeting, late=decision.late), decision)
    return _settled(submission, decision) if submission.meeting == decision.meeting else submission


def _settled(submission: Submission, decision: Decision) -> Submission:
    """The submission at the meeting that was decided on, judged on the day that was decided on."""
    problems = tuple(p for p in submission.problems if p.code not in _SETTLED)
    since = decision.since
    earlier = since if since and since != submission.received else submission.earlier
    return replace(submission, decision=decision, problems=problems, earlier=earlier)
