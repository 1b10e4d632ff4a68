"""Which page of which blank a paper is, and how the blank lies on it: by the blank's own printed words.

Words that stand once on the blank's page are looked for on the paper; two of them give a placing, and the placing
that most of the others agree with is the right one. Wrong letters, joined words and answers between the printed
words only mean that fewer agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.papers.reading.layout.placing import Pair, Placing, Point, fitted, similarity
from pipeline.papers.reading.layout.shapes import (
    Footer,
    Layout,
    LayoutPage,
    Rect,
    Word,
    bare,
    footer_of,
    unique_words,
)

_CANDIDATES = 4  # pages that are tried, those with most words in common first
_AT_MOST = 72  # pairs that a placing is looked for with
_ENOUGH = 6  # pairs that must agree
_LEAST = 0.25  # share of the blank page's words that must be found in place
_TRIED = 4  # placings of one page
_CERTAIN = 0.85  # a score that no other placing of the same page can have
_RIVAL = 0.9  # of the best placing's score: too close to choose
_REPEATED = 4  # times that a word may stand on the paper and still be tried at each place
_SCALES = (0.3, 4.0)
_LEANING = 0.25  # how far from a quarter turn, as a slope

_Common = tuple[Point, list[tuple[Rect, Point]]]  # a word's middle on the blank, and its places on the paper


@dataclass(frozen=True)
class PageMatch:
    """A paper that is a page of a blank. `score`: the share (0 to 1) of its printed words found in their places.

    `runner_up`: the score of the best other page that was tried. `footer`: what the paper's foot says, if readable.
    `pairs`: words found on both, for a finer map than `placing` (a photograph's).
    """

    layout: Layout
    page: LayoutPage
    placing: Placing
    score: float
    runner_up: float = 0.0
    footer: Footer | None = None
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class _Paper:
    """The words of a paper, by their bare letters."""

    unique: dict[str, Word]
    places: dict[str, list[Rect]]
    footer: Footer | None


def match_page(words: Sequence[Word], layouts: Sequence[Layout], slack: float = 3.0) -> PageMatch | None:
    """The page of a blank that a paper's words belong to; None when no page fits.

    `slack`: how many points (of the paper) a word may stand from its place; more for pictures. The form's id,
    version and page number at the foot decide between pages that fit alike.
    """
    pieces = [piece for word in words for piece in _pieces(word)]
    paper = _paper(pieces)
    found = []
    for layout, page in _candidates(paper, layouts):
        match = _match(paper, layout, page, slack)
        if match:
            found.append(match)
        if match and match.score > _CERTAIN and _names(paper.footer, page):
            break  # the foot names it and its words agree: the other pages need not be tried
    found.sort(key=lambda m: (m.score + _said(paper.footer, m), m.layout.edition.present), reverse=True)
    if not found:
        return None
    best = found[0]
    others = [m.score for m in found[1:] if m.page is not best.page]
    return PageMatch(
        best.layout,
        best.page,
        best.placing,
        best.score,
        max(others, default=0.0),
        paper.footer,
        best.pairs,
    )


def _pieces(word: Word) -> Iterator[Word]:
    """The words of a piece of a line, each with its share of the place."""
    parts = word.text.split()
    if len(parts) <= 1:
        yield word
        return
    length = len(word.text)
    start = 0
    for part in parts:
        start = word.text.index(part, start)
        left = word.rect.left + word.rect.width * start / length
        right = word.rect.left + word.rect.width * (start + len(part)) / length
        yield Word(part, Rect(left, word.rect.top, right, word.rect.bottom))
        start += len(part)


def _paper(words: Sequence[Word]) -> _Paper:
    places: dict[str, list[Rect]] = {}
    for word in words:
        places.setdefault(bare(word.text), []).append(word.rect)
    return _Paper(unique_words(words), places, footer_of(" ".join(w.text for w in words)))


def _candidates(paper: _Paper, layouts: Sequence[Layout]) -> list[tuple[Layout, LayoutPage]]:
    """The pages with most words in common, the one that the paper's foot names among them."""
    counted = []
    for order, layout in enumerate(layouts):
        for page in layout.pages:
            once = len(paper.unique.keys() & page.unique.keys()) / max(1, len(page.unique))
            common = len(paper.places.keys() & page.names) / max(1, len(page.names))
            if common >= _LEAST:
                counted.append((once + common + _names(paper.footer, page), -order, layout, page))
    counted.sort(key=lambda c: c[:2], reverse=True)
    return [(layout, page) for _, _, layout, page in counted[:_CANDIDATES]]


def _names(footer: Footer | None, page: LayoutPage) -> bool:
    return footer is not None and footer == page.footer


def _said(footer: Footer | None, match: PageMatch) -> float:
    """What the paper's own foot adds: it decides, unless the page does not fit at all."""
    if footer is None or match.page.footer is None:
        return 0.0
    if footer == match.page.footer:
        return 1.0
    same = footer.form_id == match.page.footer.form_id and footer.page == match.page.footer.page
    return 0.5 if same else 0.0


def _match(paper: _Paper, layout: Layout, page: LayoutPage, slack: float) -> PageMatch | None:
    """The best of the placings that many pairs agree with; None when two that differ are as good.

    On a page of equal parts (theme above theme) a placing that is one part off finds most words as well.
    """
    words = max(1, len(page.named))
    common = _common(paper, page)
    found: list[PageMatch] = []
    for placing in _agreed(*_likely(paper, page), slack):
        better = _refined(common, placing, slack)
        pairs = _in_place(common, better, slack) if better else []
        if better and len(pairs) >= _LEAST * words:
            found.append(PageMatch(layout, page, better, len(pairs) / words, pairs=tuple(pairs)))
        if found and found[-1].score > _CERTAIN:
            return found[-1]
    found.sort(key=lambda m: m.score, reverse=True)
    rivals = [m for m in found[1:] if m.score > _RIVAL * found[0].score]
    alike = all(_apart(m.placing, found[0].placing) < 2 * slack for m in rivals)
    return found[0] if found and alike else None


def _refined(common: Sequence[_Common], placing: Placing, slack: float) -> Placing | None:
    """The placing that fits all words that it brings near their places, nearer at each step."""
    refined: Placing | None = placing
    for reach in (4 * slack, 2 * slack, slack):
        pairs = _in_place(common, refined, reach) if refined else []
        refined = fitted(pairs) if len(pairs) >= _ENOUGH else None
        if refined is None or not _sensible(refined):
            return None
    return refined


def _likely(paper: _Paper, page: LayoutPage) -> tuple[list[Pair], list[Pair]]:
    """Pairs of words that stand once on both; and, where those are few, of words that stand a few times."""
    once = [
        Pair(word.rect.middle, paper.unique[name].rect.middle)
        for name, word in page.unique.items()
        if name in paper.unique
    ]
    if len(once) >= _AT_MOST // 2:
        return _thinned(once), []
    several: list[Pair] = []
    for name, middle in page.bare_words:
        rects = paper.places.get(name, ()) if name not in page.unique else ()
        if len(rects) <= _REPEATED:
            several += [Pair(middle, rect.middle) for rect in rects]
    return once, _thinned(several)


def _thinned(pairs: Sequence[Pair]) -> list[Pair]:
    """An even choice of the pairs, in the page's order."""
    step = max(1.0, len(pairs) / _AT_MOST)
    return [pairs[int(i * step)] for i in range(min(len(pairs), _AT_MOST))]


def _agreed(once: Sequence[Pair], several: Sequence[Pair], slack: float) -> list[Placing]:
    """Placings through two pairs, those first with which most other pairs agree; no two of them alike."""
    best: list[tuple[int, Placing]] = []
    pairs = [*once, *several]
    for first, second in _couples(once, several):
        placing = similarity(first, second)
        if placing is None or not _sensible(placing):
            continue
        agreeing = _agreeing(pairs, placing, 3 * slack)
        if agreeing > 0.85 * len(pairs):
            return [placing]
        if agreeing >= _ENOUGH:
            best.append((agreeing, placing))
    best.sort(key=lambda found: found[0], reverse=True)
    return _unlike([placing for _, placing in best[: 2 * _AT_MOST]], 3 * slack)


def _couples(once: Sequence[Pair], several: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """The two pairs that each placing is tried through: far apart on the page, then, when few are sure, all."""
    count = len(once)
    if several:
        yield from ((one, other) for one in once for other in (*once, *several) if one is not other)
        return
    for step in dict.fromkeys((count // 2, count // 3, count // 5, count // 7)):
        yield from ((once[i], once[(i + step) % count]) for i in range(count if step else 0))


def _unlike(placings: Sequence[Placing], slack: float) -> list[Placing]:
    """The first few of them that put the page to different places."""
    kept: list[Placing] = []
    for placing in placings:
        if len(kept) < _TRIED and all(_apart(placing, other) > slack for other in kept):
            kept.append(placing)
    return kept


def _apart(one: Placing, other: Placing) -> float:
    """How far apart two placings put the middle of a page, in points."""
    return math.dist(one.point(300, 400), other.point(300, 400))


def _sensible(placing: Placing) -> bool:
    """Whether paper is printed so: neither tiny nor huge, no mirror image, leaning only a little."""
    upright, across = sorted((abs(placing.a) + abs(placing.e), abs(placing.b) + abs(placing.d)), reverse=True)
    whole = placing.a * placing.e - placing.b * placing.d
    return _SCALES[0] < placing.scale < _SCALES[1] and whole > 0 and across < _LEANING * upright


def _agreeing(pairs: Sequence[Pair], placing: Placing, slack: float) -> int:
    limit = slack * slack * max(1.0, placing.scale)
    return sum(1 for pair in pairs if _off(pair, placing) <= limit)


def _common(paper: _Paper, page: LayoutPage) -> list[_Common]:
    """The words of the blank's page that stand anywhere on the paper."""
    places = {
        name: [(rect, rect.middle) for rect in paper.places[name]]
        for name in page.names & paper.places.keys()
    }
    return [(middle, places[name]) for name, middle in page.named if name in places]


def _in_place(common: Sequence[_Common], placing: Placing, reach: float) -> list[Pair]:
    """Every word of the blank that stands on the paper no further than `reach` from where it should."""
    pairs = []
    most = reach * reach
    a, b, c, d, e, f = placing.a, placing.b, placing.c, placing.d, placing.e, placing.f
    for middle, places in common:  # some thousand times a page: no calls that can be spared
        x, y = a * middle[0] + b * middle[1] + c, d * middle[0] + e * middle[1] + f
        best, found = math.inf, None
        for (left, top, right, bottom), at in places:
            if left - reach <= x <= right + reach and top - reach <= y <= bottom + reach:
                off = (at[0] - x) ** 2 + (at[1] - y) ** 2
                if off < best:
                    best, found = off, at
        if found is not None and (x - found[0]) ** 2 + (y - found[1]) ** 2 <= most:
            pairs.append(tuple.__new__(Pair, (middle, found)))
    return pairs


def _off(pair: Pair, placing: Placing) -> float:
    x, y = placing.point(*pair.blank)
    return (x - pair.paper[0]) ** 2 + (y - pair.paper[1]) ** 2
