"""What is to become of each part of an e-mail or packed folder: read, joined, passed over; nothing is decided yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.answers import Answers
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.filing import Outcome
from pipeline.office.desk import Desk
from pipeline.office.intake.alike import another_form, with_doubts
from pipeline.office.intake.fitness import KINDS
from pipeline.office.intake.report import three_lines
from pipeline.office.intake.unpacking import Item, Opened
from pipeline.papers.reading.parcel.parts import Role
from pipeline.rules.arriving.fileends import End, end_of
from pipeline.rules.arriving.filekinds import FileKind, advice, describe, kind_of

_TAIL = 66 << 10
_TIFF = (b"II*\0", b"MM\0*")  # holds all its pages by itself
_AGAIN = "Ask for it again, whole."


@dataclass(frozen=True)
class Sheaf:
    """One paper that was found: the bytes that are its original, what they are, and what stands on it.

    `answers` is None when the register knows these bytes already.
    """

    sha256: str
    kind: str
    data: bytes
    answers: Answers | None


@dataclass(frozen=True)
class Fate:
    """What is to become of a part: filed as (a page of) the paper it has, otherwise `outcome` with its `reason`."""

    item: Item
    outcome: Outcome
    reason: str = ""
    paper: Sheaf | None = None


@dataclass(frozen=True)
class _Dropped:
    """The container as it was dropped."""

    data: bytes
    opened: Opened

    def message(self, number: int) -> bytes:
        """The bytes of a container; 0: the dropped file."""
        return self.opened.items[number - 1].part.data if number else self.data


def judge(desk: Desk, data: bytes, opened: Opened) -> tuple[Fate, ...]:
    """The fate of every part, in order. Raises StorageError (the computer failed; nothing is decided)."""
    dropped = _Dropped(data, opened)
    fates: dict[int, Fate] = {}
    for item in opened.items:
        fates[item.number] = _first_look(desk, item)
    for number in opened.containers():
        fates.update(
            (f.item.number, f) for f in _pictures(desk, opened.parts_of(number), fates, opened, number)
        )
    for number in opened.containers():
        papers = _papers_in(number, opened, fates)
        texts = _beside(desk, dropped, number, papers) if papers else _texts(desk, dropped, number)
        fates.update((fate.item.number, fate) for fate in texts)
    return tuple(fates[item.number] for item in opened.items)


def _first_look(desk: Desk, item: Item) -> Fate:
    part = item.part
    if part.role is Role.CONTAINER:
        return Fate(item, Outcome.SET_ASIDE if item.fault else Outcome.OPENED, item.fault)
    if part.role is Role.FORM:
        return _form(desk, item)
    reasons = {Role.TEXT: "the text of the e-mail", Role.PICTURE: "a picture in the text of the e-mail"}
    return Fate(item, Outcome.PASSED_OVER, reasons.get(part.role, part.reason))


def _form(desk: Desk, item: Item) -> Fate:
    data, name = item.part.data, item.part.name
    kind = kind_of(data[:1024], name)
    what = describe(data[:1024], name)
    if kind is FileKind.UNKNOWN:
        advised = advice(data[:1024], name)
        return _aside(item, f"{what}\n{advised.why}\n{advised.remedy}")
    if end_of(kind, data[: 8 << 10], data[-_TAIL:], len(data)) is End.CUT:
        return _aside(item, f"{what} that stops in the middle\nit was cut off on its way.\n{_AGAIN}")
    try:
        return Fate(item, Outcome.ACCEPTED, paper=_read(desk, data, KINDS.get(kind, ""), name))
    except ReadingError as err:
        return _aside(item, three_lines(err))


def _aside(item: Item, reason: str) -> Fate:
    return Fate(item, Outcome.SET_ASIDE, reason)


def _read(desk: Desk, data: bytes, kind: str, name: str) -> Sheaf:
    sha256 = hashlib.sha256(data).hexdigest()
    known = desk.register.by_sha(sha256) is not None
    return Sheaf(sha256, kind, data, None if known else desk.read(data, name))


def _pictures(
    desk: Desk, parts: Sequence[Item], fates: dict[int, Fate], opened: Opened, number: int
) -> Iterator[Fate]:
    """Photographs beside each other are the pages of one paper. Those in the text of an e-mail only when there is

    no form: they may be a photograph that was pasted, or a decoration that needs nobody.
    """
    pictures = [item for item in parts if item.part.role is Role.PICTURE]
    beside = [item for item in pictures if not item.part.inline]
    yield from _papers(desk, beside, _aside)
    if len(beside) < len(pictures) and not beside and not _has_paper(number, opened, fates):
        yield from _papers(desk, pictures, _decoration)


def _decoration(item: Item, reason: str) -> Fate:
    return Fate(item, Outcome.PASSED_OVER, "a picture in the text of the e-mail that shows no page of a form")


def _papers(desk: Desk, pictures: Sequence[Item], refused: Callable[[Item, str], Fate]) -> Iterator[Fate]:
    """Each TIFF by itself, all other pictures as one paper."""
    single = [item for item in pictures if item.part.data.startswith(_TIFF)]
    pages = [item for item in pictures if item not in single]
    for group in (*([item] for item in single), *([pages] if pages else [])):
        try:
            paper = _paper(desk, group)
        except ReadingError as err:
            yield from (refused(item, three_lines(err)) for item in group)
        else:
            yield from (
                Fate(item, Outcome.ACCEPTED, _page(n, group), paper) for n, item in enumerate(group, 1)
            )


def _page(number: int, group: Sequence[Item]) -> str:
    return f"picture {number} of {len(group)}" if len(group) > 1 else ""


def _paper(desk: Desk, group: Sequence[Item]) -> Sheaf:
    """The paper that pictures show. Raises ReadingError."""
    if len(group) == 1:
        part = group[0].part
        return _read(desk, part.data, KINDS[FileKind.IMAGE], part.name)
    joined = desk.sandbox.call(joined_pictures, [item.part.data for item in group])
    return _read(desk, joined, KINDS[FileKind.PDF], f"{len(group)} pictures.pdf")


def joined_pictures(pictures: Sequence[bytes]) -> bytes:
    """Pictures as the pages of one PDF; runs inside the sandbox. Raises ReadingError."""
    from pipeline.papers.making.pictures import pictures_to_pdf

    return pictures_to_pdf(pictures)


def written_answers(text: str, editions: Sequence[Edition]) -> Answers | None:
    """The form that was written into a text, None when it is none; runs inside the sandbox. Raises ReadingError."""
    from pipeline.papers.reading.labelled import read_written

    return read_written(text, editions)


def _texts(desk: Desk, dropped: _Dropped, number: int) -> Iterator[Fate]:
    """A form that was written into the text of an e-mail; the e-mail itself is its original then.

    Only the web page of a text tells what is crossed out in it: then it comes first. What the others say otherwise is
    doubted.
    """
    read = list(_written(desk, dropped.opened.parts_of(number)))
    if read:
        item, answers = read[0]
        doubted = with_doubts(answers, [other for _, other in read[1:]])
        data = dropped.message(number)
        yield Fate(
            item, Outcome.ACCEPTED, paper=Sheaf(hashlib.sha256(data).hexdigest(), "text", data, doubted)
        )


def _beside(desk: Desk, dropped: _Dropped, number: int, papers: Sequence[Sheaf]) -> Iterator[Fate]:
    """A form in the text of an e-mail that has one attached: set aside when it says something else."""
    for item, answers in list(_written(desk, dropped.opened.parts_of(number)))[:1]:
        reason = another_form(answers, [paper.answers for paper in papers])
        if reason:
            yield _aside(item, reason)


def _written(desk: Desk, items: Sequence[Item]) -> Iterator[tuple[Item, Answers]]:
    """The texts that are a filled form, with what stands in them."""
    for item in sorted(items, key=lambda item: b"[crossed out: " not in item.part.data):
        if item.part.role is not Role.TEXT:
            continue
        try:
            answers = desk.sandbox.call(written_answers, item.part.data.decode("utf-8"), desk.editions)
        except ReadingError:  # too much, too strange: a text like any other
            continue
        if answers is not None:
            yield item, answers


def _has_paper(number: int, opened: Opened, fates: dict[int, Fate]) -> bool:
    """Whether a paper was found in a container, at any depth."""
    return bool(_papers_in(number, opened, fates))


def _papers_in(number: int, opened: Opened, fates: dict[int, Fate]) -> list[Sheaf]:
    """The papers that were found in a container, at any depth."""
    parents = {item.number: item.parent for item in opened.items}
    found = []
    for fate in fates.values():
        above = fate.item.parent if fate.paper else -1
        while above > number:  # a part's number is higher than that of what it is in
            above = parents[above]
        if above == number and fate.paper:
            found.append(fate.paper)
    return found
