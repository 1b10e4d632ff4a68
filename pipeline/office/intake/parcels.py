"""Filing what an e-mail or packed folder holds: each part an arrival of its own, all in one register transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.errors import ReadingError
from pipeline.model.filing import Outcome
from pipeline.model.record import Problem, Severity
from pipeline.office.desk import Desk
from pipeline.office.intake.entering import Told, enter, enter_again, note
from pipeline.office.intake.filing import Paper
from pipeline.office.intake.judging import Fate, Sheaf, judge
from pipeline.office.intake.report import three_lines
from pipeline.office.intake.unpacking import Item, Opened, unpack
from pipeline.papers.reading.parcel.parts import Role, one_line
from pipeline.records import departure
from pipeline.records.files import shown_name
from pipeline.records.register.arrivals import Arrival
from pipeline.rules.arriving.filekinds import FileKind, kind_of
from pipeline.rules.arriving.postmark import Postmark, postmark
from pipeline.rules.correcting.querylist import counted

_SHOWN_TEXT = 160  # letters of an e-mail's text in a note
_SETTLED = (Outcome.PASSED_OVER, Outcome.OPENED)  # nothing is left to be done about these


@dataclass(frozen=True)
class Parcel:
    """A dropped container with the fate of each part. `received`: the day they all count as received, if told."""

    kept: Arrival
    shown: str
    opened: Opened
    fates: tuple[Fate, ...]
    received: date | None


def open_up(desk: Desk, shown: str, kept: Arrival, data: bytes, received: date | None) -> Parcel:
    """Open a container, read its parts, decide nothing yet. Raises ReadingError (it cannot be opened), StorageError."""
    opened = unpack(desk, data, kept.name.rsplit("/", 1)[-1])
    return Parcel(kept, shown, opened, judge(desk, data, opened), received)


def keep_parts(desk: Desk, parcel: Parcel) -> None:
    """Store the originals of what is filed or set aside by itself. What is passed over stays in the container.

    Raises StorageError.
    """
    for fate in parcel.fates:
        if fate.paper is not None:
            desk.originals.put(fate.paper.data)
        filed = fate.paper is not None and fate.item.part.role is not Role.TEXT
        if filed or fate.outcome is Outcome.SET_ASIDE:
            desk.originals.put(fate.item.part.data)


def enter_parcel(desk: Desk, parcel: Parcel) -> tuple[Told, ...]:
    """Decide on the container and every part of it, the container first: all of it, or nothing."""
    with desk.register.transaction():
        if all(fate.outcome in _SETTLED for fate in parcel.fates):
            first = note(desk, parcel.shown, _whole_aside(desk, parcel))
        else:
            words = counted(len(parcel.opened.parts_of(0)), "part")
            first = note(desk, parcel.shown, replace(parcel.kept, outcome=Outcome.OPENED, reason=words))
        numbers = {0: parcel.kept.number}
        told = [first]
        taken: set[str] = set()
        for fate in parcel.fates:
            arrival = desk.register.saw(fate.item.name, fate.item.identity, numbers[fate.item.parent])
            numbers[fate.item.number] = arrival.number
            one = _enter_part(desk, parcel, fate, arrival, taken)
            taken.add(one.arrival.target)
            told.append(one)
    return tuple(told)


def _enter_part(desk: Desk, parcel: Parcel, fate: Fate, arrival: Arrival, taken: set[str]) -> Told:
    shown = shown_name(fate.item.name)
    if fate.paper is not None:
        try:
            return _released(desk, _enter_paper(desk, parcel, fate, fate.paper, arrival))
        except ReadingError as err:
            fate = Fate(fate.item, Outcome.SET_ASIDE, three_lines(err))
    if fate.outcome is Outcome.SET_ASIDE:
        target = departure.free_target(desk.settings.folders.inbox, _file_name(fate.item), taken)
        reason = fate.reason + _dated(fate.item, desk.today)
        aside = replace(
            arrival, sha256=_sha(fate.item), outcome=Outcome.SET_ASIDE, reason=reason, target=target
        )
        return note(desk, shown, aside)
    reason = fate.reason
    if fate.outcome is Outcome.OPENED:
        reason = counted(len(parcel.opened.parts_of(fate.item.number)), "part")
    return _released(desk, note(desk, shown, replace(arrival, outcome=fate.outcome, reason=reason)))


def _released(desk: Desk, told: Told) -> Told:
    """A part that needs nothing more: only files in the inbox have to leave it."""
    done = replace(told.arrival, released=True)
    desk.register.decide(done)
    return replace(told, arrival=done)


def _enter_paper(desk: Desk, parcel: Parcel, fate: Fate, paper: Sheaf, arrival: Arrival) -> Told:
    """File a part, or note that its bytes are filed: before, or as another page of the same pictures.

    Raises ReadingError.
    """
    shown = shown_name(fate.item.name)
    kept = replace(arrival, sha256=_sha(fate.item) if fate.item.part.role is not Role.TEXT else paper.sha256)
    same = desk.register.by_sha(paper.sha256)
    if same is not None and fate.reason and same.origin.came_in == parcel.kept.sha256:
        words = f"{fate.reason} of {same.reference}, version {same.version}"
        with_it = replace(kept, outcome=same.outcome, reference=same.reference, version=same.version)
        return note(desk, shown, with_it, words)
    if same is not None:
        return enter_again(desk, shown, kept, same)
    mark = _day(desk, parcel, fate.item)
    filed = Paper(paper.sha256, paper.kind, mark.day, fate.item.origin(parcel.kept.sha256))
    notes = (Problem("", "", mark.doubt, Severity.WARNING, "received"),) if mark.doubt else ()
    answers = paper.answers or desk.read(paper.data, fate.item.part.name)
    return enter(desk, shown, kept, filed, answers, notes)


def _day(desk: Desk, parcel: Parcel, item: Item) -> Postmark:
    """The day a part counts as received: that of the outermost e-mail, which is the one that was sent to the panel."""
    if parcel.received is not None or not item.letters:
        return Postmark(parcel.received or desk.today)
    return postmark((item.letters[0].sent, item.letters[0].arrived), desk.today)


def _sha(item: Item) -> str:
    return hashlib.sha256(item.part.data).hexdigest()


def _file_name(item: Item) -> str:
    """A name for the part as a file, with the ending of what it is."""
    name = item.part.name.rsplit("/", 1)[-1]
    endings = {FileKind.PDF: ".pdf", FileKind.DOCX: ".docx"}
    if item.part.role is Role.TEXT:
        return f"{name}.txt"
    ending = endings.get(kind_of(item.part.data[:1024], name), "")
    return name if name.lower().endswith(ending) else name + ending


def _dated(item: Item, today: date) -> str:
    """What is to be said when the part is put back by itself: the e-mail's day would be lost."""
    sent = item.letters[0].sent if item.letters else None
    if (
        sent is None
        or sent.date() > today
        or kind_of(item.part.data[:1024], item.part.name) is FileKind.UNKNOWN
    ):
        return ""
    return f" It came by e-mail on {sent:%d/%m/%Y}: pipeline ingest --received files what is put back as of then."


def _whole_aside(desk: Desk, parcel: Parcel) -> Arrival:
    """The container as it came, for a person to look at: nothing in it could be filed or set aside by itself."""
    what = parcel.opened.what
    text = next(_quoted(parcel.fates), "")
    names = [fate.item.part.name for fate in parcel.fates if fate.item.part.role is not Role.TEXT]
    held = f"it holds no form ({_listed(names)})" if names else "it holds no form"
    why = f"{held}; its text begins “{text}”." if text else f"{held}."
    remedy = "Read it. When a form should have come with it, ask the sender for it."
    name = parcel.kept.name.rsplit("/", 1)[-1]
    target = departure.free_target(desk.settings.folders.inbox, name, ())
    reason = f"{what}\n{why}\n{remedy}"
    return replace(parcel.kept, outcome=Outcome.SET_ASIDE, reason=reason, target=target)


def _quoted(fates: Sequence[Fate]) -> Iterator[str]:
    for fate in fates:
        if fate.item.part.role is Role.TEXT:
            yield one_line(fate.item.part.data[: 8 * _SHOWN_TEXT].decode("utf-8", "replace"), _SHOWN_TEXT)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(shown_name(name) for name in names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
