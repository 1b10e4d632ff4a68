"""Which meeting a referral goes to, and whether it came in time (cross-check X4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.model.meeting import Meeting
from pipeline.model.record import Explicit
from pipeline.rules.answers.dates import british, deadline, is_late

_LONG_WAIT = timedelta(weeks=16)
_UNKNOWN = ("", *Explicit)  # districts that are none


@dataclass(frozen=True)
class Placement:
    """The meeting, whether the form is late for it, and why this one, in words for the referrer.

    `ask`: the referrer may want another one. `nearest`: a meeting elsewhere, sooner, for which the form is in time.
    """

    meeting: Meeting | None
    late: bool
    why: str
    ask: bool = False
    nearest: Meeting | None = None


def place(
    district: str, preferred: date | None, received: date, meetings: Sequence[Meeting], deadline_days: int
) -> Placement:
    """Place a referral: the meeting asked for when there is one, else the next in the district still in time.

    A form that is late for the meeting it asks for stays with it, marked late: the chair may accept it, and the
    next meeting in time is offered. Without a meeting in time, the next in the district is taken, late. The referrer
    is asked when the day asked for is no meeting, or when a sooner meeting elsewhere spares a long wait.
    """
    coming = sorted((m for m in meetings if m.day >= received), key=lambda m: m.day)
    here = [m for m in coming if m.district == district]
    in_time = [m for m in here if not is_late(received, m.day, deadline_days)]
    asked = next((m for m in coming if m.day == preferred), None)
    if asked:
        return _asked(asked, received, in_time, deadline_days)
    found = _next_here(district, here, in_time, deadline_days)
    nearest = next((m for m in coming if not is_late(received, m.day, deadline_days)), None)
    if nearest and found.meeting and nearest.day >= found.meeting.day:
        nearest = None
    wish = _unmet_wish(preferred, received)
    ask = bool(wish) or (nearest is not None and _waits_long(district, found.meeting, received))
    return replace(found, why=wish + found.why, ask=ask, nearest=nearest if ask else None)


def next_in_time(
    district: str, received: date, meetings: Sequence[Meeting], days: int, after: date
) -> Meeting | None:
    """The next meeting of a district after a day for which a form received then is in time, or None."""
    later = (m for m in meetings if m.district == district and m.day > after)
    in_time = (m for m in later if not is_late(received, m.day, days))
    return min(in_time, key=lambda m: m.day, default=None)


def _waits_long(district: str, meeting: Meeting | None, received: date) -> bool:
    """Whether the district's next meeting is far off; while the district is unknown, that is asked first."""
    if meeting is None:
        return district not in _UNKNOWN
    return meeting.day - received > _LONG_WAIT


def offer(placement: Placement, where: str) -> str:
    """The reason for a placement with the sooner meeting offered; `where` is that meeting's district in words."""
    if placement.nearest is None:
        return placement.why
    sooner = f"The nearest meeting still in time is on {british(placement.nearest.day)} in {where}"
    return f"{placement.why} {sooner}; which would you like?"


def _next_here(district: str, here: Sequence[Meeting], in_time: Sequence[Meeting], days: int) -> Placement:
    if in_time:
        words = f"It goes to the next meeting in the district still in time, {british(in_time[0].day)}."
        return Placement(in_time[0], False, words)
    if here:
        words = f"It goes to the next meeting in the district. {_lateness(here[0], days)}"
        return Placement(here[0], True, words + _offer([]))
    if district in _UNKNOWN:
        return Placement(None, False, "The district is not known, so no meeting could be chosen.")
    return Placement(None, False, "No coming meeting in the district is planned yet.")


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
    return f"The panel does not meet on {british(preferred)}, the day asked for. "
