"""What happens when around a meeting: deadline, circulation, invitations, returns, pack, themes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.settings import Timeline
from pipeline.rules.answers.dates import deadline
from pipeline.rules.calendar.working_days import on_or_after, on_or_before, working_days_from


@dataclass(frozen=True)
class MeetingDates:
    """The days around one meeting. `deadline` is a calendar day; all others are working days.

    `send_by`: the last working day on which a referral can be sent in time.
    """

    meeting: date
    deadline: date
    send_by: date
    circulate: date
    invite: date
    returns_due: date
    pack: date
    record: date
    draft_themes: date
    themes: date
    destroyed: date

    @property
    def chase(self) -> date:
        """The working day after the returns were due: who has not answered is reminded."""
        return on_or_after(self.returns_due + timedelta(days=1))


def meeting_dates(day: date, deadline_days: int, timeline: Timeline) -> MeetingDates:
    """The days around a meeting.

    The deadline stays "on or before" in calendar days. Circulation waits for the next working day (forms may come
    until the deadline's end); what is due falls on the last working day before.
    """
    last = deadline(day, deadline_days)
    return MeetingDates(
        meeting=day,
        deadline=last,
        send_by=on_or_before(last),
        circulate=on_or_after(day - timedelta(days=timeline.circulate_days)),
        invite=on_or_before(day - timedelta(days=timeline.invite_days)),
        returns_due=on_or_before(day - timedelta(days=timeline.returns_days)),
        pack=working_days_from(day, -timeline.pack_days),
        record=working_days_from(day, timeline.record_days),
        draft_themes=working_days_from(day, timeline.draft_themes_days),
        themes=working_days_from(day, timeline.themes_days),
        destroyed=working_days_from(day, timeline.destroy_days),
    )
