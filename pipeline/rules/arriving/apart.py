"""Pages of one form that came as papers of their own, such as photographs dropped one by one.

They are never joined by themselves: only the first page of the referral names the family, so nothing printed on two
pages says that they are one family's. A person is told which others may belong to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_MISSING = re.compile(r"Page (\d+) of (\d+) is missing: ")
_NEAR = timedelta(minutes=30)  # between the arrivals of pictures that one person drops
_MOST_TOLD = 6


@dataclass(frozen=True)
class Pages:
    """A paper that lacks pages of its form: those it has (from 1), of how many, and when it was first seen."""

    reference: str
    form_name: str
    have: frozenset[int]
    count: int
    seen: datetime


def missing_page(page: int, count: int, asked: str) -> str:
    """The sentence on a page that did not come; `asked`: what was asked on it."""
    return f"Page {page} of {count} is missing: the questions under {asked} were not sent."


def pages_had(gaps: Iterable[str]) -> tuple[frozenset[int], int]:
    """Which pages a paper has of how many, by the sentences on those that it lacks; none of 0 when it lacks none."""
    lacked = [match for match in map(_MISSING.match, gaps) if match]
    if not lacked:
        return frozenset(), 0
    count = int(lacked[0][2])
    return frozenset(range(1, count + 1)) - {int(match[1]) for match in lacked}, count


def may_belong(one: Pages, others: Iterable[Pages]) -> tuple[Pages, ...]:
    """The papers that may hold the other pages of `one`: of the same form, other pages, seen within half an hour."""
    found = (
        other
        for other in others
        if other.reference != one.reference
        and (other.form_name, other.count) == (one.form_name, one.count)
        and not other.have & one.have
        and abs(other.seen - one.seen) <= _NEAR
    )
    return tuple(sorted(found, key=lambda other: (min(other.have, default=0), other.reference)))


def apart_words(one: Pages, others: Sequence[Pages]) -> str:
    """What to tell the coordinator of them."""
    listed = [f"{other.reference} ({_numbered(other)})" for other in others[:_MOST_TOLD]]
    more = f" and {len(others) - _MOST_TOLD} more" if len(others) > _MOST_TOLD else ""
    came = "it" if len(others) == 1 else "them"
    return (
        f"{one.reference} is only {_numbered(one)} of {one.count}. About the same time came {', '.join(listed)}{more}."
        f" Look at {came}: if they are one family's form, put all its pages into one packed folder (.zip) and drop that"
        " into the inbox. They were not joined, because nothing printed on them says whose they are."
    )


def _numbered(pages: Pages) -> str:
    numbers = [str(number) for number in sorted(pages.have)]
    return f"page{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}"
