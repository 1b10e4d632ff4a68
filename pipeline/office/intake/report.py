"""What a sweep of the inbox tells: what was decided, what waits, what went wrong, and the words for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.model.errors import ReadingError
from pipeline.model.filing import Outcome, Submission
from pipeline.records.register.arrivals import Arrival
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.matching import referrals_shared
from pipeline.rules.arriving.standing import decision_words
from pipeline.rules.checking.record_checks import LEFT_OUT, THEME_CODE
from pipeline.rules.correcting.querylist import counted, open_points

ARRIVING = "still arriving"
NOT_ASKED = "not asked"  # the code of the note that an agency was not asked about a case


@dataclass(frozen=True)
class Done:
    """One file that was decided. `words` is the sentence for the coordinator; `urgent` what cannot wait, or ""."""

    name: str
    outcome: Outcome
    words: str
    reference: str = ""
    version: int = 0
    urgent: str = ""


@dataclass(frozen=True)
class Waiting:
    """One file that stays in the inbox for now. `arriving`: it only has not settled yet."""

    name: str
    since: str
    reason: str
    arriving: bool = False


@dataclass(frozen=True)
class SweepReport:
    """What one sweep did. `paused` (a sentence) says what stopped it; `troubles` what could not be done."""

    done: tuple[Done, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    troubles: tuple[str, ...] = ()
    paused: str = ""

    @property
    def arriving(self) -> bool:
        """Whether looking again soon will bring more."""
        return any(w.arriving for w in self.waiting)


Listener = Callable[[Done], None]


def unheard(done: Done) -> None:
    """The listener of someone who does not listen."""


class Run:
    """What one sweep collects on its way; it tells of each decision at once."""

    def __init__(self, tell: Listener) -> None:
        self.done: list[Done] = []
        self.waiting: list[Waiting] = []
        self.troubles: list[str] = []
        self.paused = ""
        self._tell = tell

    def decided(self, shown: str, arrival: Arrival, words: str, urgent: str) -> None:
        """Note and tell what became of a file."""
        done = Done(shown, arrival.outcome, words, arrival.reference, arrival.version, urgent)
        self.done.append(done)
        self._tell(done)

    def waits(self, shown: str, arrival: Arrival, reason: str) -> None:
        """Note that a file stays for now."""
        since = moment_words(arrival.first_seen)
        self.waiting.append(Waiting(shown, since, reason, reason == ARRIVING))

    def report(self) -> SweepReport:
        """The finished report."""
        return SweepReport(tuple(self.done), tuple(self.waiting), tuple(self.troubles), self.paused)


def filed_words(submission: Submission, room: str = "") -> str:
    """What was filed, in one line: reference, meeting, lateness, decision, changes, open queries and notes.

    `room`: a sentence when its meeting has no room for it.
    """
    parts = [submission.reference]
    if submission.version > 1:
        changed = len(submission.differences)
        same = "compared, no answer changed" if submission.origin.corrected_by else "nothing changed"
        what = f"{counted(changed, 'answer')} changed" if changed else same
        parts.append(f"version {submission.version}, {what}")
    parts.append(_where(submission))
    points = open_points(submission)
    if points or submission.version > 1:
        parts.append(points or "complete")
    if any(p.code == NOT_ASKED for p in submission.problems):
        parts.append("this agency was not asked about it")
    parts += [p.message.rstrip(".") for p in submission.problems if p.code in (THEME_CODE, LEFT_OUT)]
    shared = referrals_shared(submission.problems)
    if shared:
        parts.append(f"a child may be on {' and '.join(shared)} too: compare them")
    return "; ".join((*parts, *([room.rstrip(".")] if room else [])))


def _where(submission: Submission) -> str:
    """Which meeting it goes to, whether it is late for it, and what has been decided about it."""
    decision = submission.decision
    if decision is not None:
        to = "" if decision.ended or submission.meeting is None else f"for {british(submission.meeting)}, "
        return f"{to}{decision_words(decision)}"
    if submission.meeting is None:
        return "no meeting yet"
    return f"for {british(submission.meeting)}{', late: the chair decides' if submission.late else ''}"


def moment_words(at: str) -> str:
    """An ISO moment in words: "10:02 on 3 September 2013"."""
    moment = datetime.fromisoformat(at)
    return f"{moment:%H:%M} on {british(moment.date())}"


def three_lines(err: ReadingError) -> str:
    """What it is, why, what to do: as the register keeps a reason."""
    return f"{err.what}\n{err.why}\n{err.remedy}"


def one_line(reason: str) -> str:
    """What it is, why, what to do, in one line."""
    return reason.replace("\n", ": ", 1).replace("\n", " ")


def why_text(shown: str, reason: str, day: date) -> str:
    """The explanation beside a file that was set aside. `reason`: what it is, why, what to do; a line each."""
    what, why, remedy = (line[:1].upper() + line[1:] for line in (*reason.split("\n"), "", "")[:3])
    return (
        f"{shown}\n"
        f"was set aside on {british(day)}. Nothing in it was changed or filed.\n\n"
        f"What it is:   {what}\n"
        f"Why:          {why}\n"
        f"What to do:   {remedy}\n\n"
        "To try again, put the file (or a better one) back into the inbox. Otherwise delete it together with\n"
        "this note when it is no longer needed.\n"
    )
