"""What the words of forms mean: many ways of asking the same thing, in the trade's own language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.rules.adopting.trade import ABOUT, ASKED

# Words that say nothing of what is asked.
_SAY_NOTHING = (
    "a an and any are as at be by can do does enter field for from give has have if in is it its of on or please"
    " provide s select state tell that the their there this to us was we were what which who with text box tick"
    " check here details known any form section only all current number no yes n y required applicable write print"
)
_EMPTY = frozenset(_SAY_NOTHING.split())
_APART = re.compile(r"[^a-z0-9]+")
_LONGEST = 600  # characters; what a tooltip says after that is an explanation
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


def plain(text: str) -> str:
    """Small letters and single spaces; accents and the endings of "child's" and "children's" gone."""
    text = _POSSESSIVE.sub("", text.replace("\u2019", "'")).replace("'", "")
    spread = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_APART.sub(" ", "".join(c for c in spread if not unicodedata.combining(c))).split())


def split_name(name: str) -> str:
    """A field's name as words: `form1[0].ChildSurname_2[0]` is "child surname 2"."""
    last = re.sub(r"\[\d+\]", "", name).rsplit(".", 1)[-1]
    return plain(_HUMP.sub(" ", last.replace("_", " ")))


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern that finds every phrase, the longest first, and what each means."""
    rows = {phrase: asked for asked, phrases in ASKED.items() for phrase in phrases}
    rows |= {phrase: f"@{person}" for person, phrases in ABOUT.items() for phrase in phrases}
    longest = sorted(rows, key=lambda phrase: (-len(phrase.split()), -len(phrase)))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), rows


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> frozenset[str]:
    """What a text asks and about whom: "surname", "@child"; other words as `=word`."""
    said = plain(text[:_LONGEST])
    pattern, means = _phrases()
    found = {means[phrase] for phrase in pattern.findall(said)}
    left = pattern.sub(" ", said).split()
    words = (word for word in left if word not in _EMPTY and not word.isdecimal() and len(word) > 1)
    return frozenset(found | {f"={word}" for word in words})


def about(meaning: frozenset[str]) -> str:
    """The person a text is about; "" when it does not say, or speaks of several."""
    people = sorted(m for m in meaning if m.startswith("@"))
    if "@stranger" in people:
        return "@stranger"
    return people[0] if len(people) == 1 else ""
