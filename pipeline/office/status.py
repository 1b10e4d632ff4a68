"""How things stand: what came in, what waits, what needs attention, what the next meeting has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.model.errors import StorageError
from pipeline.model.filing import Ledger, Outcome, Submission
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import case_checks_of
from pipeline.office.desk.deliveries import delivery_lines
from pipeline.office.desk.due import due_after, due_words
from pipeline.office.desk.invitations import attendance
from pipeline.office.desk.leaks.waiting import waiting_lines
from pipeline.office.desk.meetings import cases_of, overfull
from pipeline.office.desk.records import counted_records
from pipeline.office.desk.urgent import alarms
from pipeline.office.intake.corrections import changed_corrections
from pipeline.office.intake.report import Waiting, moment_words, one_line
from pipeline.records import departure, inbox
from pipeline.records.files import shown_name
from pipeline.records.register.arrivals import Arrival
from pipeline.rules.asking.involvement import checks_line
from pipeline.rules.counting.actions import lives, overdue_days
from pipeline.rules.inviting.attending import counted

_LATELY = timedelta(weeks=4)


@dataclass(frozen=True)
class SetAside:
    """One file in "set aside": the name it has there and the reason, in one line."""

    name: str
    reason: str


@dataclass(frozen=True)
class MeetingCases:
    """The live referrals for one meeting; `day` None: those that have no meeting yet.

    `overfull`: reference -> a sentence, for those for which the meeting has no room.
    """

    day: date | None
    referrals: tuple[Submission, ...]
    overfull: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StatusReport:
    """The state of the office on one day. References are in order; names are as they can be shown.

    `unlooked`: files in the inbox that no sweep has seen yet; None when the inbox cannot be looked at.
    `begun` (sentences): correction forms that a person has changed and not moved into the inbox yet.
    `ended`: what was declined or withdrawn and would still be to come, or was lately.
    `urgent`: what cannot wait and nobody has acknowledged; `checks`: how far the agency checks are, for each case of
    the next meeting, by reference; `invited`: who comes to it, counted in a line, "" while nobody is invited; `due`:
    what is due or overdue for it, each with the line to type; `after`: the same of meetings that were held lately.
    `actions`: how many are open and overdue, in a line, none while none is open.
    `unpassed`: papers that were written as DRAFT and wait for their leak check, a sentence each.
    `stuck`: files that are dealt with but could not be taken out of the inbox yet.
    """

    today: date
    ledger: Ledger
    waiting: tuple[Waiting, ...]
    unlooked: int | None
    stuck: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    needs_attention: tuple[Submission, ...]
    next_meeting: Meeting | None
    by_meeting: tuple[MeetingCases, ...]
    faults: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    deliveries: tuple[
        str, ...
    ] = ()  # sentences on copies that wait for a folder, or were not destroyed in time
    urgent: tuple[str, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    ended: tuple[Submission, ...] = ()
    invited: str = ""
    due: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    unpassed: tuple[str, ...] = ()


def status(desk: Desk) -> StatusReport:
    """How things stand today. Reads only. Raises RegisterError or StorageError."""
    register, today = desk.register, desk.today
    unreleased = register.unreleased()
    coming = sorted((m for m in desk.settings.meetings if m.day >= today), key=lambda m: m.day)
    following = coming[0] if coming else None
    ledger = register.ledger()
    return StatusReport(
        today=today,
        ledger=ledger,
        waiting=tuple(_waiting(a) for a in unreleased if a.outcome is Outcome.WAITING),
        unlooked=_unlooked(desk, unreleased),
        stuck=tuple(
            f"{shown_name(a.name)}: {a.outcome.value} {a.reference}".rstrip()
            for a in unreleased
            if a.outcome is not Outcome.WAITING
        ),
        set_aside=_set_aside(register.arrivals(), departure.lying_aside(desk.settings.folders.inbox)),
        needs_attention=tuple(s for s in register.latest() if s.queries and not s.ended),
        next_meeting=following,
        by_meeting=_by_meeting(desk, tuple(s for s in register.referrals() if not s.ended), following),
        faults=(*(() if ledger.balances else (_unbalanced(ledger),)), *desk.form_notices),
        begun=_begun(desk),
        deliveries=delivery_lines(desk),
        urgent=tuple(alarm.line for alarm in alarms(desk)),
        checks=_checks(desk, following),
        ended=tuple(s for s in register.referrals() if _ended_lately(s, today)),
        invited=counted(attendance(desk, following.day)) if following else "",
        after=due_after(desk),
        unpassed=waiting_lines(desk),
        due=due_words(desk, following, len(cases_of(desk, following.day))) if following else (),
        actions=_actions(desk),
    )


def _actions(desk: Desk) -> tuple[str, ...]:
    waiting = [life for life in lives(counted_records(desk)) if life.open]
    late = sum(overdue_days(life, desk.today) > 0 for life in waiting)
    return (f"Actions: {len(waiting)} open, {late} overdue (pipeline actions)",) if waiting else ()


def _ended_lately(submission: Submission, today: date) -> bool:
    decision = submission.decision
    if decision is None or not decision.ended:
        return False
    coming = submission.meeting is not None and submission.meeting >= today
    return coming or decision.day > today - _LATELY


def _checks(desk: Desk, following: Meeting | None) -> dict[str, str]:
    cases = cases_of(desk, following.day) if following else ()
    return {s.reference: checks_line(case_checks_of(desk, s), desk.today) for s in cases}


def _begun(desk: Desk) -> tuple[str, ...]:
    try:
        return tuple(changed_corrections(desk))
    except StorageError:
        return ()  # that the inbox cannot be looked at is told already


def _by_meeting(
    desk: Desk, referrals: tuple[Submission, ...], following: Meeting | None
) -> tuple[MeetingCases, ...]:
    """Every live referral: the next meeting first, also when it has none, then the later ones, then no meeting."""
    days = {s.meeting for s in referrals if s.meeting is not None and s.meeting >= desk.today}
    days |= {following.day} if following else set()
    found = [MeetingCases(day, cases_of(desk, day), overfull(desk, day)) for day in sorted(days)]
    homeless = tuple(s for s in referrals if s.meeting is None)
    return (*found, MeetingCases(None, homeless)) if homeless else tuple(found)


def _waiting(arrival: Arrival) -> Waiting:
    since = moment_words(arrival.first_seen)
    return Waiting(shown_name(arrival.name), since, arrival.reason or "still arriving", not arrival.reason)


def _set_aside(arrivals: tuple[Arrival, ...], lying: frozenset[str] | None) -> tuple[SetAside, ...]:
    """What still lies there (everything, when that cannot be looked at); under one name the last that came."""
    aside = {a.target: a for a in arrivals if a.outcome is Outcome.SET_ASIDE}
    there = (a for a in aside.values() if lying is None or not a.released or a.target in lying)
    filed = {a.sha256: a.reference for a in arrivals if a.sha256 and a.reference}
    return tuple(SetAside(shown_name(a.target), _why(a, filed.get(a.sha256, ""))) for a in there)


def _why(arrival: Arrival, filed: str) -> str:
    """Why it lies there. `filed`: the reference under which a copy of it has been filed meanwhile, or ""."""
    if filed:
        return f"a copy of it has been filed since as {filed}; delete it and its note."
    return one_line(arrival.reason)


def _unlooked(desk: Desk, unreleased: tuple[Arrival, ...]) -> int | None:
    known = {a.name for a in unreleased}
    try:
        listing = inbox.look(desk.settings.folders.inbox)
    except StorageError:
        return None
    return sum(1 for found in listing.found if found.name not in known)


def _unbalanced(ledger: Ledger) -> str:
    counted = sum(n for _, n in ledger.by_outcome)
    return (
        f"The ledger does not balance: {ledger.seen} files were seen, {counted} are accounted for. "
        "Run `pipeline check`."
    )
