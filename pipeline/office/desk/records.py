"""What several tasks ask of the meeting records: all that can be counted, and one meeting's."""

from __future__ import annotations

from datetime import date

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.meeting import MeetingRecord
from pipeline.office.desk import Desk
from pipeline.rules.answers.dates import british
from pipeline.rules.checking import PAPER
from pipeline.rules.correcting.confirmed import confirmed_only, unconfirmed
from pipeline.rules.counting.meeting_records import meeting_records

_ONE_FAMILY = (
    "Only one family was discussed at this meeting: the district and the day in the title may already tell who it is."
    " Hold the paper over to the next meeting's, or to the quarterly report."
)


def counted_records(desk: Desk, up_to: date | None = None) -> tuple[MeetingRecord, ...]:
    """The meeting records by day, up to and with a day: only what is certain or confirmed, and has a date."""
    found, _ = meeting_records(map(confirmed_only, desk.register.meeting_records()))
    return tuple(sorted((r for r in found if up_to is None or r.day <= up_to), key=lambda r: r.day))


def record_of(desk: Desk, day: date) -> Submission:
    """The latest record of a meeting. Raises NotFoundError when none has arrived."""
    found = [s for s in desk.register.meeting_records() if s.record.day("meeting_date") == day]
    if not found:
        raise NotFoundError(
            f"No meeting record for {british(day)} has arrived. pipeline record-form --meeting {day.isoformat()} writes"
            " the form: fill it in and drop it into the inbox; then run this again."
        )
    return found[-1]


def open_questions(submission: Submission) -> tuple[str, ...]:
    """A sentence for each question about a record that is still open, and for what stands in it outside its boxes.

    The last until somebody has compared a correction form with the original.
    """
    asked = tuple(f"The meeting record has an open question: {query}" for query in submission.queries)
    compared = submission.origin.corrected_by
    beside = () if compared else tuple(p.message for p in submission.problems if p.code == PAPER)
    return (*asked, *(f"About the meeting record: {message}" for message in beside))


def one_family(desk: Desk, record: MeetingRecord) -> tuple[str, ...]:
    """A warning when the meeting heard one family alone, of which district and day may already tell."""
    heard = {case.reference for case in record.cases if case.outcome == "discussed"}
    heard = heard or {case.reference for case in desk.register.referrals(record.day)}
    return (_ONE_FAMILY,) if len(heard) == 1 else ()


def all_confirmed(submission: Submission, paper: str) -> None:
    """Raises GapsError while answers of a record must still be confirmed: `paper` would print them word for word."""
    count = len(unconfirmed(submission))
    if count:
        answers = "1 answer" if count == 1 else f"{count} answers"
        raise GapsError(
            f"{paper} was not written: {answers} of the meeting record {submission.reference} must still be"
            " confirmed. Finish its correction form in the folder “needs attention” of the inbox, drop it into the"
            " inbox, and run this again."
        )
