"""Which meeting a referral goes to, and whether it came in time (cross-check X4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.meeting import Meeting
from pipeline.model.record import Explicit
from pipeline.rules.dates import british, deadline, is_late


@dataclass(frozen=True)
class Placement:
    """The meeting, whether the form is late for it, and why this one, in a sentence. No meeting: `why` says it."""

    meeting: Meeting | None
    late: bool
    why: str


def place(
    district: str, preferred: date | None, received: date, meetings: Sequence[Meeting], deadline_days: int
) -> Placement:
    """Place a referral: the meeting asked for when there is one, else the next in the district still in time.

    A form that is late for the meeting it asks for stays with it, marked late: the chair may accept it, and the
    next meeting in time is offered. Without a meeting in time, the next in the district is taken, late.
    """
    coming = sorted((m for m in meetings if m.day >= received), key=lambda m: m.day)
    here = [m for m in coming if m.district == district]
    in_time = [m for m in here if not is_late(received, m.day, deadline_days)]
    asked = next((m for m in coming if m.day == preferred), None)
    if asked:
        return _asked(asked, received, in_time, deadline_days)
    wish = _unmet_wish(preferred, received)
    if in_time:
        return Placement(
            in_time[0], False, f"{wish}It goes to the next meeting in the district still in time."
        )
    if here:
        words = f"{wish}It goes to the next meeting in the district. {_lateness(here[0], deadline_days)}"
        return Placement(here[0], True, words + _offer([]))
    if district in ("", *Explicit):
        return Placement(None, False, f"{wish}The district is not known, so no meeting could be chosen.")
    return Placement(
        None, False, f"{wish}No coming meeting in the district is listed; add one to pipeline.yaml."
    )


def _asked(asked: Meeting, received: date, in_time: Sequence[Meeting], days: int) -> Placement:
    if not is_late(received, asked.day, days):
        return Placement(asked, False, "It goes to the meeting that was asked for.")
    words = f"It goes to the meeting that was asked for. {_lateness(asked, days)}{_offer(in_time)}"
    return Placement(asked, True, words)


def _lateness(meeting: Meeting, days: int) -> str:
    return f"It came after the deadline of {british(deadline(meeting.day, days))}; the chair may accept it."


def _offer(in_time: Sequence[Meeting]) -> str:
    """The next meeting in time, when there is one."""
    if not in_time:
        return " No later meeting in the district is listed."
    return f" The next meeting in the district still in time is on {british(in_time[0].day)}."


def _unmet_wish(preferred: date | None, received: date) -> str:
    if preferred is None:
        return ""
    if preferred < received:
        return f"The meeting asked for, {british(preferred)}, was over when the form came. "
    return f"No meeting is listed for the day asked for, {british(preferred)}. "
