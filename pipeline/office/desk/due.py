"""The days around a meeting against what has been done: what is due today, what is overdue, with the line to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.filing import Event
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.after import doings, record_of
from pipeline.office.desk.deliveries import issued
from pipeline.office.desk.meetings import cases_of
from pipeline.office.desk.packs.issues import built, last_final
from pipeline.rules.answers.dates import british
from pipeline.rules.calendar.timeline import MeetingDates, meeting_dates
from pipeline.rules.calendar.working_days import working_days_from
from pipeline.rules.counting.quarters import last_day, quarter_of

# name, the day's name in MeetingDates, what is done on it, the event that says it has been done ("" when none does)
_BEFORE = (
    ("deadline", "deadline", "deadline for referrals", ""),
    ("circulate", "circulate", "forms and agency checks go to the panel members", "circulated"),
    ("invite", "invite", "acknowledgements and invitations go out", "invited"),
    ("returns_due", "returns_due", "agency checks are due back", ""),
    ("chase", "chase", "reminders for checks that have not come", "chased"),
    ("pack", "pack", "the briefing pack goes out", "pack built"),
    ("meeting", "meeting", "the meeting", ""),
)
_AFTER = (  # how far these are stands in `after`
    ("record", "record", "the meeting record is written"),
    ("thank", "record", "those who came are thanked"),
    ("draft_themes", "draft_themes", "draft themes go to the chair"),
    ("themes", "themes", "themes go to all who came"),
    ("leadership", "themes", "the leadership paper goes to the Service Manager"),
    ("destroyed", "destroyed", "members have destroyed their copies"),
)
_MISSED = ("circulate", "invite", "pack")  # overdue when nobody has done them
_DUE = ("due today", "overdue")
_TYPED = {  # what is typed to do it
    "circulate": "pipeline circulate --meeting {day}",
    "invite": "pipeline invite --meeting {day}",
    "chase": "pipeline checks --meeting {day} --chase",
    "pack": "pipeline build-pack --meeting {day}, then copies and deliver",
}


@dataclass(frozen=True)
class Step:
    """One day of a meeting. `state`: "done", "due today", "overdue", or "" when there is nothing to say.

    `typed`: the command that does it, "" where there is none.
    """

    name: str
    day: date
    what: str
    state: str = ""
    typed: str = ""


def steps_of(desk: Desk, meeting: Meeting, cases: int) -> tuple[Step, ...]:
    """Every day around a meeting that has so many cases, in order. Raises RegisterError."""
    return tuple(_steps(desk, meeting, cases))


def due_words(desk: Desk, meeting: Meeting, cases: int) -> tuple[str, ...]:
    """What is due today or overdue for a meeting that has so many cases, and copies still to make: a line each."""
    steps = steps_of(desk, meeting, cases) if cases else ()
    asked = _done(desk, meeting, "circulated")  # nobody is reminded of what they were not asked
    due = (s for s in steps if s.typed and s.state in _DUE and (asked or "--chase" not in s.typed))
    found = [_told(step) for step in due]
    return (*found, *changed_since(desk, meeting), *_copies_to_make(desk, meeting))


def due_after(desk: Desk) -> tuple[str, ...]:
    """What is due today or overdue after the meetings held lately (since about one gap between meetings), and after
    those whose record was corrected lately. Of a meeting of which nothing is, the next thing to do.
    """
    since = desk.today - timedelta(weeks=desk.settings.calendar.weeks_between)
    return tuple(
        f"After the meeting on {british(meeting.day)}: {line}"
        for meeting in desk.settings.meetings
        if meeting.day < desk.today
        for line in _after_words(desk, meeting, since)
    )


def _after_words(desk: Desk, meeting: Meeting, since: date) -> Iterator[str]:
    record = record_of(desk, meeting)
    corrected = record is not None and record.version > 1 and record.received > since
    open_steps = (s for s in _steps_after(desk, meeting) if s.typed and s.state != "done")
    steps = [s for s in open_steps if s.day > since or corrected]
    due = [step for step in steps if step.state in _DUE]
    yield from map(_told, due)
    if steps and not due:
        yield f"next, by {british(steps[0].day)}: {steps[0].what} ({steps[0].typed})"


def _told(step: Step) -> str:
    when = "DUE TODAY" if step.state == "due today" else f"OVERDUE since {british(step.day)}"
    return f"{when}: {step.what} ({step.typed})"


def changed_since(desk: Desk, meeting: Meeting) -> Iterator[str]:
    """What has come, changed or gone since the pack of a coming meeting was built."""
    packs = built(desk, meeting.day)
    if not packs or meeting.day < desk.today:
        return
    cases = cases_of(desk, meeting.day)
    now = {case.reference for case in cases}
    final = last_final(desk, meeting.day)
    shown = {s.reference for s in final.sections if s.reference and not s.gone} if final else now
    papers = (*cases, *(c for c in desk.register.agency_checks() if c.record.text("referral_ref") in now))
    changed = (now ^ shown) | {paper.reference for paper in papers if paper.event > packs[-1].number}
    if changed:
        typed = _TYPED["pack"].format(day=meeting.day)
        yield f"Changed since the pack was built: {', '.join(sorted(changed))} ({typed})"


def _copies_to_make(desk: Desk, meeting: Meeting) -> Iterator[str]:
    pack = last_final(desk, meeting.day)
    made = max((s.copy.issue for s in issued(desk, meeting.day)), default=0)
    if pack is not None and made < pack.issue and meeting.day >= desk.today:
        have = f"the members have issue {made}" if made else "no member has one yet"
        yield f"The pack is issue {pack.issue}; {have} (pipeline copies --meeting {meeting.day}, then deliver)"


def _steps(desk: Desk, meeting: Meeting, cases: int) -> Iterator[Step]:
    days = _days(desk, meeting)
    for name, on, what, event in _BEFORE:
        day = getattr(days, on)
        if name == "deadline" and days.send_by != day:
            what = f"{what}: send by {british(days.send_by)}, the last working day before it"
        done = bool(event) and _done(desk, meeting, event)
        state = _state(desk.today, day, done=done, told=name in _MISSED and cases > 0)
        yield Step(name, day, what, state, _TYPED.get(name, "").format(day=meeting.day))
    yield from _steps_after(desk, meeting)


def _steps_after(desk: Desk, meeting: Meeting) -> Iterator[Step]:
    """What follows a meeting; nothing is missed where no case was heard and no record has come."""
    days = _days(desk, meeting)
    held = bool(desk.register.referrals(meeting.day)) or record_of(desk, meeting) is not None
    known = {doing.name: doing for doing in doings(desk, meeting)} if held else {}
    steps = [(name, getattr(days, on), what) for name, on, what in _AFTER]
    quarter = quarter_of(meeting.day)
    if not any(quarter_of(m.day) == quarter and m.day > meeting.day for m in desk.settings.meetings):
        made = working_days_from(last_day(quarter), desk.settings.timeline.report_days)
        steps.append(("quarter", made, f"the report of {quarter} is made"))
    for name, day, what in sorted(steps, key=lambda step: step[1]):
        doing = known.get(name)
        done = doing is not None and doing.done
        state = _state(desk.today, day, done=done, told=doing is not None)
        yield Step(name, day, what, state, doing.typed if doing else "")


def _days(desk: Desk, meeting: Meeting) -> MeetingDates:
    return meeting_dates(meeting.day, desk.settings.deadline_days, desk.settings.timeline)


def _done(desk: Desk, meeting: Meeting, event: str) -> bool:
    return any(map(_counts, desk.register.facts(event, subject=meeting.day.isoformat())))


def _counts(event: Event) -> bool:
    """Whether the event means that it was done: a pack that is a DRAFT has not gone out."""
    return not event.said.get("draft", False)


def _state(today: date, day: date, *, done: bool, told: bool) -> str:
    """`told`: the register would know if it had been done, and there is a case to do it for."""
    if done:
        return "done"
    if day == today:
        return "due today"
    return "overdue" if told and day < today else ""
