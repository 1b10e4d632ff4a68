"""Which edition a Word file is a copy of: by its number, its boxes' names, or the words printed on it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.docx_zip import WordParts
from pipeline.papers.reading.gathering import SEND_THE_FORM, Match, Recognised, boxes_of, recognise, shown
from pipeline.papers.reading.word.cells import fold
from pipeline.papers.reading.word.naming import legacy_names
from pipeline.papers.reading.word.outline import outline_of
from pipeline.papers.reading.word.shape import Outline
from pipeline.papers.reading.word.text import words_of

_ENOUGH = 0.6  # share of a blank's printed words that makes a file a copy of it
_WITH_NUMBER = 0.25  # the same when the file also bears the form's number
_LEAST = 4  # letters below which a printed word says nothing


@dataclass(frozen=True)
class Said:
    """What a file says of itself: the form's number and version, "" when it does not."""

    form_id: str = ""
    version: str = ""


def said_by(parts: WordParts, editions: Sequence[Edition]) -> Said:
    """The number and version in the file's properties, else as printed at the foot (or anywhere) on its pages."""
    if parts.properties.get("form_id", ""):
        return Said(parts.properties["form_id"], parts.properties.get("form_version", ""))
    printed = " ".join(
        words_of(root) for name, root in parts.around.items() if name.startswith(("foot", "head"))
    )
    ids = sorted({edition.form.id for edition in editions}, key=len, reverse=True)
    found = re.search(rf"({'|'.join(map(re.escape, ids))})\s+v([0-9][0-9.]*)", printed) if ids else None
    return Said(found[1], found[2]) if found else Said()


def which(editions: Sequence[Edition], said: Said, names: Set[str], outline: Outline) -> Recognised:
    """The edition: by number and names of boxes, else by printed words.

    Raises ReadingError naming the nearest form and why it is not that.
    """
    try:
        return recognise(editions, said.form_id, said.version, _full(editions, names), "Word form")
    except ReadingError as err:
        return _by_words(editions, said, outline, err)


def _full(editions: Sequence[Edition], names: Set[str]) -> frozenset[str]:
    """The names, legacy ones made whole."""
    found = set(names)
    for edition in editions:
        variants = legacy_names(boxes_of(edition))
        found |= {variants[name.casefold()] for name in names if name.casefold() in variants}
    return frozenset(found)


def _by_words(editions: Sequence[Edition], said: Said, outline: Outline, err: ReadingError) -> Recognised:
    text = "\n".join(map(fold, outline.printed))
    matches = [_match(edition, text) for edition in editions if edition.word]
    nearest = max(
        matches,
        key=lambda m: (
            m.share,
            m.edition.form.id == said.form_id,
            m.edition.version == said.version,
            m.edition.present,
        ),
        default=None,
    )
    if nearest is None:
        raise err if outline.boxes else _no_boxes() from err
    form = nearest.edition.form
    numbered = said.form_id.casefold() == form.id.casefold()
    if nearest.share < (_WITH_NUMBER if numbered else _ENOUGH):
        raise _unknown(nearest, said, outline) from err
    told = (
        f"Another program has saved the form without the names of its boxes; by the words printed on it this is "
        f"{nearest.edition.title} ({form.id}), and each answer was matched by its place."
    )
    version = said.version if numbered and said.version else nearest.edition.version
    return Recognised(nearest.edition, version if nearest.edition.own else form.version, (told,))


def _match(edition: Edition, text: str) -> Match:
    printed = _printed(edition.word)
    return Match(edition, sum(words in text for words in printed), len(printed))


@lru_cache(maxsize=32)
def _printed(word: bytes) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(words for words in map(fold, outline_of(word).printed) if len(words) >= _LEAST)
    )


def _unknown(nearest: Match, said: Said, outline: Outline) -> ReadingError:
    called = f"it calls itself {shown(said.form_id)}, which" if said.form_id else "it"
    title, form_id = nearest.edition.title, nearest.edition.form.id
    near = (
        f"the nearest is {title} ({form_id}): {nearest.count} of its {nearest.total} printed texts are in it"
    )
    why = f"{called} is not one of the panel's forms; {near}."
    what = "Word form" if outline.boxes else "Word file without form boxes"
    return ReadingError(
        what, why if outline.boxes else f"it has no boxes to fill in, and {why}", SEND_THE_FORM
    )


def _no_boxes() -> ReadingError:
    why = "it has no boxes to fill in (content controls); perhaps it was retyped or saved by another program."
    return ReadingError("Word file without form boxes", why, SEND_THE_FORM)


def without_boxes_remark(found: Recognised) -> Recognised:
    """Without the remark that boxes are missing: comparing with the blank tells what is."""
    return replace(found, remarks=tuple(r for r in found.remarks if not r.startswith("Only ")))
