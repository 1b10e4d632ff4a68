"""What a paper tells of the people it must not name: found in its exact bytes, numbered, with what a person said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.model.errors import ReadingError
from pipeline.model.filing import Submission
from pipeline.model.leaks import Finding, Known, Level, Verdict, verdict
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.drawn import as_places, words_drawn
from pipeline.office.desk.leaks.scope import Scope, printed_days, printed_names, printed_signs
from pipeline.office.desk.leaks.settling import charts_noted, settled
from pipeline.office.desk.records import counted_records
from pipeline.records.names import load_names
from pipeline.records.register import AGENCY_CHECK, REFERRAL, REPLY
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.counting.returning import of_the_same_children
from pipeline.rules.leaks.allowing import action_days, allowed_of, panel_names
from pipeline.rules.leaks.finding import find, versions
from pipeline.rules.leaks.known import known_of

if TYPE_CHECKING:
    from pipeline.papers.reading.inside import Contents

# What nobody can let pass: an unread part, an empty list, tracked changes and comments (LC19, LC24, LC31).
NEVER = frozenset(("LC19", "LC24", "LC31"))
_WHOLE = "the whole paper"
_ORDER = {Level.STOP: 0, Level.REVIEW: 1}


@dataclass(frozen=True)
class Noted:
    """One finding with its number in the list and its id, which holds nothing of what was found.

    `settled`: what a person said about it, "" while it is open.
    """

    number: int
    id: str
    finding: Finding
    settled: str = ""

    @property
    def open(self) -> bool:
        """Whether it still stands in the way."""
        return not self.settled


@dataclass(frozen=True)
class Check:
    """What was found in one paper. `scope`: whose cases it must not tell; `places`: how many texts were read;
    `versions`: of rules and lists.
    """

    name: str
    sha256: str
    scope: Scope
    noted: tuple[Noted, ...]
    places: int
    versions: str

    @property
    def open(self) -> tuple[Noted, ...]:
        """The findings that still stand in the way."""
        return tuple(n for n in self.noted if n.open)

    @property
    def verdict(self) -> Verdict:
        """Of what is open: CLEAR also where a person has cleared every finding."""
        return verdict(n.finding for n in self.open)

    @property
    def passed(self) -> bool:
        """Whether the paper may go out: nothing found, or everything settled."""
        return not self.open


def check_paper(desk: Desk, scope: Scope, data: bytes, name: str, own: Iterable[str] = ()) -> Check:
    """Check the exact bytes of a paper. Writes nothing. Raises StorageError.

    `own`: fingerprints of charts that the paper says in words too, beside those on record (`note_charts`).

    What cannot be read is a finding, never an error, so that no paper passes because its check failed.
    """
    known = known_to(desk, scope)
    sha256 = hashlib.sha256(data).hexdigest()
    contents = _contents(desk, data, name, frozenset((*own, *charts_noted(desk))))
    if isinstance(contents, ReadingError):
        found: Iterable[Finding] = (_fault(f"{contents.why} {contents.remedy}"),)
        places = 0
    else:
        days = (*action_days(counted_records(desk), known), *printed_days(desk, scope))
        read = words_drawn(desk, contents.drawn)
        names = panel_names(printed_names(desk, scope), known)
        allowed = allowed_of(desk.settings, names, days, printed_signs(scope))
        texts = find((*contents.places, *as_places(read)), known, allowed)
        found = (*_of_container(contents, desk.settings.names.panel, read), *_once(texts))
        places = len(contents.places) + len(as_places(read))
    ordered = sorted(found, key=lambda f: _ORDER[f.level])
    said = settled(desk, sha256)
    return Check(name, sha256, scope, _numbered(ordered, sha256, said), places, versions(known))


def known_to(desk: Desk, scope: Scope) -> Known:
    """Everything the register knows that the papers of a meeting or a quarter must not tell.

    Every version of a form counts: an address before the last, a brother who was left out later are known to readers.
    What another referral says of a child who is discussed here, an earlier address or school, is told here as well.
    """
    register = desk.register
    every, records = register.referrals(), register.meeting_records()
    told = {s.reference for s in records if _covered(scope, s.record.day("meeting_date"))}
    here = {s.reference for s in every if _covered(scope, s.meeting)}
    here |= {r for s in records if s.reference in told for r in _discussed(s)}
    filed = register.everything()
    referrals = [as_referral(s, s.meeting or scope.day) for s in filed if s.form_name == REFERRAL]
    cases = [case for case in referrals if case.reference in here]
    others = [case for case in referrals if case.reference not in here]
    checks = (s for s in filed if s.form_name == AGENCY_CHECK and s.record.text("referral_ref") in here)
    replies = (s for s in filed if s.form_name == REPLY and _covered(scope, s.meeting))
    forms = (*checks, *replies, *(s for s in filed if s.reference in told))
    lists = load_names(desk.settings.folders.templates)
    again = of_the_same_children(cases, others)
    return known_of(cases, forms, day=scope.day, earlier=others, again=again, lists=lists)


def _covered(scope: Scope, day: date | None) -> bool:
    return day is not None and scope.covers(day)


def _discussed(record: Submission) -> Iterator[str]:
    from pipeline.rules.counting.meeting_records import as_meeting_record

    return (case.reference for case in as_meeting_record(record.record).cases)


def _contents(desk: Desk, data: bytes, name: str, own: frozenset[str]) -> Contents | ReadingError:
    from pipeline.papers.reading.inside import inside

    try:
        return desk.sandbox.call(inside, data, name, own)
    except ReadingError as err:
        return err


def _fault(why: str) -> Finding:
    return Finding(Level.STOP, "LC31", _WHOLE, "", "", None, f"Not everything could be read: {why}")


def _of_container(contents: Contents, panel: str, read: Mapping[str, str]) -> Iterator[Finding]:
    """What the file itself brings along: unread parts, tracked changes, authors, pictures."""
    for said in contents.faults:
        yield _fault(f"{said}.")
    for said in contents.refused:
        yield Finding(Level.STOP, "LC19", _WHOLE, "", "", None, f"Such a paper is not sent: {said}.")
    left = [said for said in contents.left if not said.endswith(f"author: {panel}")]
    if left:
        why = "The file tells more than the paper. Make it anew, or have Word inspect the document and clean it."
        yield Finding(Level.REVIEW, "LC23", "about the file", "; ".join(left), "", None, why)
    for said in contents.pictures:
        words = read.get(said.partition(":")[0])
        why = f"Look at what it shows: a name, a place, a face? {_as_read(words)}"
        shown = " / ".join((words or "").splitlines())
        yield Finding(Level.REVIEW, "LC22", said, shown, "", None, why)


def _as_read(words: str | None) -> str:
    if words is None:
        return "Its words were not read: that needs the `scan` extra."
    if not words:
        return "A machine found no words in it."
    return "The words that a machine read in it were checked; it may have misread some."


def _once(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The same words in the same sentence are one finding, with every place where they stand.

    What is seen on the page is no worse for standing in a hidden place as well; a second look at the same words,
    put together in another way, only counts for what the first has not found.
    """
    from pipeline.papers.reading.inside import SECOND_LOOKS

    kept: dict[tuple[object, ...], Finding] = {}
    words: set[tuple[object, ...]] = set()
    for finding in sorted(found, key=lambda f: f.place.endswith(SECOND_LOOKS)):
        said = (finding.rule, finding.matched.casefold(), finding.identifier)
        if finding.place.endswith(SECOND_LOOKS) and said in words:
            continue
        words.add(said)
        key = (*said, " ".join(finding.sentence.replace("\u00ad", "").split()))
        kept[key] = _joined(kept[key], finding) if key in kept else finding
    return tuple(kept.values())


def _joined(first: Finding, again: Finding) -> Finding:
    if again.place in first.place.split("; "):
        return first
    seen = again if first.hidden and not again.hidden else first
    return replace(seen, place=f"{first.place}; {again.place}")


def _numbered(found: Iterable[Finding], sha256: str, said: Mapping[str, str]) -> tuple[Noted, ...]:
    noted: list[Noted] = []
    used: dict[str, int] = {}
    for number, finding in enumerate(found, 1):
        name = _id(finding, sha256)
        used[name] = used.get(name, 0) + 1
        name += f"-{used[name]}" if used[name] > 1 else ""
        noted.append(Noted(number, name, finding, "" if finding.rule in NEVER else said.get(name, "")))
    return tuple(noted)


def _id(finding: Finding, sha256: str) -> str:
    """The same finding in the same bytes has the same id; nobody can read from it what was found."""
    whose = finding.identifier.whose if finding.identifier else ""
    of = (sha256, finding.level, finding.rule, finding.place, finding.matched, finding.sentence, whose)
    return hashlib.sha256("\0".join(of).encode("utf-8", "surrogatepass")).hexdigest()[:12]
