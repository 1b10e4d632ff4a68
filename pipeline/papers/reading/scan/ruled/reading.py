"""All the ruled pages of a scan as one form: read as the printed Word form is, every answer proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model.answers import Answer, Answers, Carrier, Spot, Sureness
from pipeline.model.edition import Edition
from pipeline.papers.reading.labelled.paper import MISSING, Leaf, in_order
from pipeline.papers.reading.labelled.printed import NOT_FOUND, read_paper
from pipeline.papers.reading.labelled.spelling import Manner
from pipeline.papers.reading.scan.meaning import UNSURE, likely
from pipeline.papers.reading.scan.ruled.leaf import RuledPage
from pipeline.papers.reading.scan.ruled.likening import Near

_MANNER = Manner(Carrier.SCAN, Sureness.RECOGNISED, Near(), likely, UNSURE)


def read_ruled(pages: Sequence[RuledPage], editions: Sequence[Edition]) -> Answers | None:
    """The answers of a Word form that was printed and scanned; None when it is none of `editions`.

    Pages that are missing and questions whose rows were not made out are gaps. Raises ReadingError: pages of two forms.
    """
    answers = read_paper(in_order(_footed([page.leaf for page in pages])), editions, _MANNER)
    if answers is None:
        return None
    places = {page.number: page.places for page in pages}
    items = {name: _placed(answer, places) for name, answer in answers.items.items()}
    gaps = tuple(r for r in answers.remarks if r.startswith(NOT_FOUND) or r.endswith(MISSING))
    remarks = tuple(r for r in answers.remarks if r not in gaps)
    return replace(answers, items=items, remarks=remarks, gaps=(*answers.gaps, *gaps))


def _footed(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The pages; one whose foot was not made out is the page missing behind the page it lies behind."""
    there = {leaf.footer.page for leaf in leaves if leaf.footer}
    found: list[Leaf] = []
    for n, leaf in enumerate(leaves):
        before = found[-1].footer if found else None
        after = leaves[n + 1].footer if not found and n + 1 < len(leaves) else None
        beside, step = (before, 1) if before else (after, -1)
        number = beside.page + step if beside else 0
        if leaf.footer is None and beside and number not in there and 1 <= number <= beside.count:
            there.add(number)
            found.append(replace(leaf, footer=replace(beside, page=number)))
        else:
            found.append(leaf)
    return found


def _placed(answer: Answer, places: Mapping[int, tuple[float, ...]]) -> Answer:
    """The answer with its spot on the page as it is shown."""
    spot = answer.spot
    if spot is None:
        return answer
    matrix = places[spot.page]
    corners = [_at(matrix, x, y) for x in (spot.left, spot.right) for y in (spot.top, spot.bottom)]
    xs, ys = [max(0.0, x) for x, _ in corners], [max(0.0, y) for _, y in corners]
    return replace(answer, spot=Spot(spot.page, min(xs), min(ys), max(xs), max(ys)))


def _at(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    across, down, depth = (matrix[n] * x + matrix[n + 1] * y + matrix[n + 2] for n in (0, 3, 6))
    return across / depth, down / depth
