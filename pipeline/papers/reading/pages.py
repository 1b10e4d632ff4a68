"""The pages of one paper, each matched to a page of a blank and read, become the answers of one form.

Printed, flattened and scanned forms come page by page: in another order, with a page missing or twice, with a letter
between them, or with the pages of two forms in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.answers import Answer, Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Form, Kind
from pipeline.papers.reading.gathering import boxes_of, shown
from pipeline.papers.reading.layout import Layout, layout_of
from pipeline.rules.answers.text import tidy_line
from pipeline.rules.arriving.apart import missing_page

SPLIT = "Save each form as a file of its own and drop them again, one by one."
_MOST_SECTIONS = 4  # titles told of a missing page


@dataclass(frozen=True)
class PageFound:
    """One page of a paper (`sheet`, from 1) that is page `page` of an edition's blank, and what stands on it.

    `items`: slot -> answer. `version`: as the page's foot says it, "" when it says none. `score`: how well it fits
    the blank, from 0 to 1.
    """

    edition: Edition
    sheet: int
    page: int
    version: str = ""
    items: Mapping[str, Answer] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    score: float = 1.0
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scanned:
    """A paper some of whose pages can only be read from their picture: their numbers, from 1.

    `found`: the pages that have been read already; `foreign`: those that are no page of a form. With the pages read
    from pictures they go to `join_pages`. `why`: one sentence on what the pages are.
    """

    pages: tuple[int, ...]
    found: tuple[PageFound, ...] = ()
    foreign: tuple[int, ...] = ()
    why: str = ""


def join_pages(pages: Sequence[PageFound], carrier: Carrier, foreign: Iterable[int] = ()) -> Answers:
    """The answers on the pages of one form. `foreign`: pages of the paper that are none of a form's.

    Raises ReadingError: no page at all, pages of two forms, or two filled copies of one form.
    """
    ordered = sorted(pages, key=lambda found: found.sheet)
    if not ordered:
        why = "none of its pages is a page of one of the panel's forms."
        raise ReadingError("Paper", why, "Send the panel's own form.")
    edition = _one_edition(ordered)
    layout = layout_of(edition)
    copies = _by_page(ordered)
    _refuse_two_forms(edition, copies)
    items: dict[str, Answer] = {}
    for found in copies.values():
        for name, answer in _from_copies(found).items():
            items[name] = (
                _from_two_pages(edition.form, name, items[name], answer) if name in items else answer
            )
    version = next((p.version for p in ordered if p.version), edition.version)
    return Answers(
        edition.form.id,
        version if edition.own else edition.form.version,
        carrier,
        {s.name: items[s.name] for s in edition.form.slots if s.name in items},
        tuple(dict.fromkeys((*_remarks(ordered, copies, edition), *_foreign(sorted(foreign))))),
        gaps=tuple(dict.fromkeys((*_gaps(layout, copies, ordered), *(g for p in ordered for g in p.gaps)))),
    )


def _one_edition(pages: Sequence[PageFound]) -> Edition:
    """The edition that most pages are of. Raises ReadingError when they are of different forms."""
    titles: dict[str, list[int]] = {}
    for found in pages:
        titles.setdefault(found.edition.title, []).append(found.sheet)
    if len({found.edition.form.id for found in pages}) > 1:
        parts = [f"{numbered(sheets)} of “{title}”" for title, sheets in titles.items()]
        why = f"it holds pages of different forms: {', '.join(parts)}."
        raise ReadingError("Paper with two forms", why, SPLIT)
    editions = [found.edition for found in pages]
    return max(editions, key=lambda e: (sum(1 for other in editions if _same(e, other)), e.present))


def _same(one: Edition, other: Edition) -> bool:
    return (one.form.id, one.version, one.title) == (other.form.id, other.version, other.title)


def _by_page(pages: Sequence[PageFound]) -> dict[int, list[PageFound]]:
    """The pages by their number on the blank, without copies on which nothing is filled in."""
    copies: dict[int, list[PageFound]] = {}
    for found in pages:
        copies.setdefault(found.page, []).append(found)
    for number, found_ones in copies.items():
        filled = [found for found in found_ones if found.items]
        copies[number] = filled or found_ones[:1]
    return dict(sorted(copies.items()))


def _refuse_two_forms(edition: Edition, copies: Mapping[int, Sequence[PageFound]]) -> None:
    """Raise ReadingError when a page is there twice and most of what stands on it differs: two families."""
    for number, found in copies.items():
        first = found[0].items
        for other in found[1:]:
            both = first.keys() & other.items.keys()
            alike = sum(1 for name in both if _bare(first[name]) == _bare(other.items[name]))
            if alike * 2 < max(1, len(both)):
                sheets = f"pages {found[0].sheet} and {other.sheet} of the paper"
                why = (
                    f"it holds two filled copies of “{edition.title}”: {sheets} are both page {number} of it."
                )
                raise ReadingError("Paper with two forms", why, SPLIT)


def _bare(answer: Answer) -> str:
    return tidy_line(answer.text).casefold()


def _from_copies(found: Sequence[PageFound]) -> dict[str, Answer]:
    """The answers of a page; where copies of it differ, the first's, doubted."""
    items = dict(found[0].items)
    for other in found[1:]:
        for name in items.keys() | other.items.keys():
            first, second = items.get(name), other.items.get(name)
            if first is None or second is None or _bare(first) != _bare(second):
                items[name] = _disputed(first, second, found[0].sheet, other.sheet)
    return items


def _disputed(first: Answer | None, second: Answer | None, sheet: int, other: int) -> Answer:
    kept = first or second
    assert kept is not None
    said = [shown(answer.text) if answer else "nothing" for answer in (first, second)]
    doubt = f"This page came twice: page {sheet} of the paper says {said[0]}, page {other} says {said[1]}."
    return replace(kept, doubt=f"{kept.doubt} {doubt}".strip())


def _from_two_pages(form: Form, name: str, first: Answer, second: Answer) -> Answer:
    """One question whose boxes stand on two pages: ticks come together, other answers are doubted."""
    if form.slot_by_name[name].field.kind is Kind.MULTICHOICE:
        both = dict.fromkeys((*first.text.split("\n"), *second.text.split("\n")))
        doubt = " ".join(filter(None, (first.doubt, second.doubt)))
        return replace(first, text="\n".join(both), doubt=doubt)
    if _bare(first) == _bare(second):
        return first
    doubt = f"{second.place or 'Another page'} has {shown(second.text)} for the same question."
    return replace(first, doubt=f"{first.doubt} {doubt}".strip())


def _remarks(
    pages: Sequence[PageFound], copies: Mapping[int, Sequence[PageFound]], edition: Edition
) -> Iterator[str]:
    if not edition.own:
        yield f"This is “{edition.title}”, another organisation's form, read as {edition.form.id}."
    order = [found.page for found in pages]
    firsts = list(dict.fromkeys(order))
    if firsts != sorted(firsts):
        yield f"The pages came in another order: {', '.join(map(str, firsts))}."
    for number, used in copies.items():
        times = order.count(number)
        if times > 1:
            often = "twice" if times == 2 else f"{times} times"
            blank = (
                ""
                if len(used) == times
                else f"; answers stand on {numbered([p.sheet for p in used])} of the paper"
            )
            yield f"Page {number} of the form came {often}{blank}."
    for found in pages:
        yield from found.remarks


def _foreign(sheets: Sequence[int]) -> Iterator[str]:
    if sheets:
        are = "is no page" if len(sheets) == 1 else "are no pages"
        yield f"{numbered(sheets).capitalize()} of the paper {are} of the form; what stands there was not read."


def _gaps(
    layout: Layout, copies: Mapping[int, Sequence[PageFound]], pages: Sequence[PageFound]
) -> Iterator[str]:
    """What is missing of the form, or mixed: a person must see to it."""
    for page in layout.pages:
        if page.number not in copies and page.boxes:
            asked = _sections(layout.edition, {box.name for box in page.boxes})
            yield missing_page(page.number, len(layout.pages), asked)
    versions = sorted({found.version or found.edition.version for found in pages})
    if len(versions) > 1:
        yield f"The pages are of different versions of the form ({', '.join(versions)})."


def _sections(edition: Edition, names: set[str]) -> str:
    """The titles of the sections whose boxes have these names, as printed."""
    slots = {slot.name for name, (slot, _) in boxes_of(edition).items() if name in names}
    titles = []
    for section in (s for page in edition.form.pages for s in page.sections):
        asked = {item.name for item in section.items}
        if any((s.repeat or s.field).name in asked for s in edition.form.slots if s.name in slots):
            titles.append(f"“{section.title}”")
    if len(titles) > _MOST_SECTIONS:
        titles = [*titles[: _MOST_SECTIONS - 1], f"{len(titles) - _MOST_SECTIONS + 1} more headings"]
    return " and ".join(filter(None, (", ".join(titles[:-1]), *titles[-1:]))) or "its headings"


def numbered(sheets: Sequence[int]) -> str:
    """ "page 3", "pages 1 and 4"."""
    if len(sheets) == 1:
        return f"page {sheets[0]}"
    return f"pages {', '.join(map(str, sheets[:-1]))} and {sheets[-1]}"
