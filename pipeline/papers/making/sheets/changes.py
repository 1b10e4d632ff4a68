"""The change sheet of a later issue, and the page that stands where pages are left out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.pack import Change
from pipeline.papers.making.sheets.blocks import BODY, Column, Setter
from pipeline.papers.making.sheets.flow import Letters, Strip, space
from pipeline.papers.making.sheets.prints import STANDARD, Print
from pipeline.papers.making.style import SOFT

_KEPT = (
    "No page of the earlier issue has moved: its numbers hold, and so do notes made on it. Keep your pages, put the new"
    " ones behind them, and strike out those that are replaced or left out. Cover, agenda and contents are new."
)
_FRONT_ONLY = (
    "No page of a case has changed. Look at the cover and the agenda: day, time, place, chair, what to know."
)
_LARGE = (
    "This copy is whole and takes the place of the one that you have: its pages are numbered anew. The pages named here"
    " are those of the standard copy, of which none has moved."
)


def change_strips(
    changes: Sequence[Change], issue: int, base: int, letters: Letters, print_: Print = STANDARD
) -> tuple[Strip, ...]:
    """What is added, replaced and left out, with its pages."""
    setter = Setter(letters, print_)
    columns = (
        Column("What", 1.5 if print_ is STANDARD else 2.1),
        Column("Part of the pack", 5.2),
        Column("Was on page", 1.7),
        Column("Is on page", 1.7),
    )
    rows = [
        (c.what, c.title + (f" ({c.why})" if c.why else ""), c.before or "–", c.now or "–") for c in changes
    ]
    return (
        *setter.title(f"What is new in issue {issue}"),
        *setter.paragraph(f"Compared with issue {base}", size=BODY, colour=SOFT),
        space(8.0),
        *setter.paragraph(_KEPT if print_ is STANDARD else _LARGE, size=BODY, leading=15.0),
        space(10.0),
        *(
            setter.table(columns, rows, strong=0)
            if rows
            else setter.paragraph(_FRONT_ONLY, size=BODY, leading=15.0)
        ),
    )


def left_out_strips(title: str, why: str, letters: Letters) -> tuple[Strip, ...]:
    """The page that keeps the numbers of a case that is heard no more."""
    setter = Setter(letters)
    return (
        *setter.title(title),
        *setter.paragraph(
            f"This case is not heard at this meeting any more ({why}). Its pages are left out; the numbers of all"
            " others stay. Please destroy the pages of it that you have.",
            size=BODY,
            leading=15.0,
        ),
    )


def part_left_out_strips(title: str, letters: Letters) -> tuple[Strip, ...]:
    """The page that keeps the numbers of a part that a case has no more."""
    setter = Setter(letters)
    words = "This part is not shown in this issue; the numbers of all other pages stay."
    return (*setter.title(title), *setter.paragraph(words, size=BODY, leading=15.0))


def lost_strips(title: str, letters: Letters) -> tuple[Strip, ...]:
    """The page that stands for earlier pages which are kept no more."""
    setter = Setter(letters)
    words = "The earlier pages of this part are kept no more; the newer ones are in this pack."
    return (*setter.title(title), *setter.paragraph(words, size=BODY, leading=15.0))
