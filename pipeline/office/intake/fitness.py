"""Whether a file in the inbox can be filed now, must wait, or is none of the panel's forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.office.desk import Desk
from pipeline.office.intake.report import ARRIVING, moment_words
from pipeline.records import inbox, locks
from pipeline.records.inbox import Found, Nature, Tracker
from pipeline.records.originals import unreadable
from pipeline.records.register.arrivals import Arrival
from pipeline.rules.arriving.fileends import UNMARKED, End
from pipeline.rules.arriving.filekinds import FileKind

# what a form's original is called in the register, by what it is
KINDS = {
    FileKind.PDF: "pdf",
    FileKind.DOCX: "docx",
    FileKind.YAML: "yaml",
    FileKind.IMAGE: "image",
    FileKind.OFFICE: "office",
}
_HOLDERS = (FileKind.EMAIL, FileKind.OUTLOOK, FileKind.TNEF, FileKind.ZIP)
_SEND_FORM = "Fill in one of the panel's forms (PDF or Word) and put that into the inbox."
_AGAIN = "Ask for the file again, or copy it here again, whole."
_UNMARKED = 3  # times as long a file settles whose kind has no mark at its end
_WRITTEN = "another program is still writing it"


@dataclass(frozen=True)
class Fitness:
    """`words`: why a file is not filed now, "" when it can be; `waits`: it stays, otherwise it is set aside.

    `kind`: what its original is called in the register; `holds_others`: it is an e-mail or a packed folder.
    """

    words: str
    waits: bool = False
    kind: str = ""
    holds_others: bool = False


def fitness(desk: Desk, tracker: Tracker, found: Found, arrival: Arrival, now: float) -> Fitness:
    """Whether a settled file can be taken now. Raises SourceUnreadableError."""
    if found.nature is not Nature.FILE:
        return Fitness(_why(found.nature, "only files themselves can be filed; it was not opened."))
    if _is_written(found):
        return Fitness(_WRITTEN, waits=True)
    if found.identity.size > inbox.LARGEST:
        return Fitness(_why("a very large file", "no form is larger than 100 MB."))
    ending = inbox.ending_of(found)
    settle = desk.settings.intake.settle_seconds
    if ending.kind in UNMARKED and tracker.unchanged_for(found, now) < _UNMARKED * settle:
        return Fitness(ARRIVING, waits=True)
    if ending.end is not End.WHOLE and _may_still_come(desk, tracker, found, arrival, now):
        return Fitness("not complete yet; it may still be arriving", waits=True)
    if ending.end is End.CUT:
        return _incomplete(found, arrival, ending.words)
    if ending.kind is FileKind.UNKNOWN:
        return Fitness(_why(ending.words, ending.advice.why, ending.advice.remedy))
    # what ends doubtfully is read: perhaps nothing is missing
    return Fitness("", kind=KINDS.get(ending.kind, ""), holds_others=ending.kind in _HOLDERS)


def _is_written(found: Found) -> bool:
    try:
        return locks.written_elsewhere(found.path)
    except OSError as err:
        raise unreadable(err, found.path) from err


def _may_still_come(desk: Desk, tracker: Tracker, found: Found, arrival: Arrival, now: float) -> bool:
    """Whether a file without its end has not been unchanged for long enough, in this run or since it was first seen."""
    patience = desk.settings.intake.incomplete_after_seconds
    unchanged = tracker.unchanged_for(found, now)
    if arrival.identity != found.key:
        tracker.change(found)  # since an earlier run
    if not tracker.has_changed(found):
        waited = desk.clock() - datetime.fromisoformat(arrival.first_seen)
        unchanged = max(unchanged, waited.total_seconds())
    return unchanged < patience


def _incomplete(found: Found, arrival: Arrival, words: str) -> Fitness:
    since = moment_words(arrival.first_seen)
    fault = f"{words} that stops in the middle" if found.identity.size else "an empty file"
    why = f"it has not been complete since {since}; it was probably cut off on its way."
    return Fitness(f"{fault[:1].upper()}{fault[1:]}\n{why}\n{_AGAIN}")


def _why(what: str, why: str, remedy: str = _SEND_FORM) -> str:
    return f"{what[:1].upper()}{what[1:]}\n{why}\n{remedy}"
