"""Writing down what a paper is: filed, seen before, set aside. Each is one register transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model.answers import Answers
from pipeline.model.filing import Outcome, Submission
from pipeline.model.record import Problem
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import overfull
from pipeline.office.desk.urgent import alarm_of
from pipeline.office.intake.corrections import note_correction
from pipeline.office.intake.filing import Paper, propose
from pipeline.office.intake.report import filed_words, one_line
from pipeline.records.register import REFERRAL
from pipeline.records.register.arrivals import Arrival


@dataclass(frozen=True)
class Told:
    """A decision that has been written: the arrival as it is now, its name as it is shown, and the words for it.

    `urgent`: what cannot wait until anybody looks, in one line; "" for nearly all.
    """

    shown: str
    arrival: Arrival
    words: str
    urgent: str = ""


def enter(
    desk: Desk, shown: str, kept: Arrival, paper: Paper, answers: Answers, notes: tuple[Problem, ...] = ()
) -> Told:
    """File a paper. `notes` are what is to be known of how it came. Raises ReadingError: it is none of our forms."""
    register = desk.register
    with register.transaction():
        submission = propose(desk, paper, answers)
        submission = replace(submission, problems=(*submission.problems, *notes))
        register.file(submission)
        note_correction(desk, submission)
        for problem in submission.problems:
            if problem.code == "X6":
                register.note("same child", submission.reference, {"message": problem.message})
        filed = _of(kept, submission, submission.outcome)
        register.decide(filed)
        alarm = alarm_of(desk, submission)
    return Told(shown, filed, _words(desk, submission), alarm.line if alarm else "")


def _words(desk: Desk, submission: Submission) -> str:
    """What was filed, as it stands by what has been decided about it, and whether its meeting has room for it."""
    standing = desk.register.submission(submission.reference)
    meeting = standing.meeting if standing.form_name == REFERRAL and not standing.ended else None
    room = overfull(desk, meeting).get(standing.reference, "") if meeting else ""
    return filed_words(standing, room)


def enter_again(desk: Desk, shown: str, kept: Arrival, same: Submission) -> Told:
    """Note a file whose bytes were filed before."""
    words = f"the same file as {same.reference}, version {same.version}"
    return note(desk, shown, replace(_of(kept, same, Outcome.DUPLICATE), reason=words))


def note(desk: Desk, shown: str, decided: Arrival, words: str = "") -> Told:
    """Write a decision that files nothing; its reason is told unless there are better `words`."""
    desk.register.decide(decided)
    return Told(shown, decided, words or one_line(decided.reason))


def _of(kept: Arrival, submission: Submission, outcome: Outcome) -> Arrival:
    return replace(
        kept, outcome=outcome, reason="", reference=submission.reference, version=submission.version
    )
