"""Word forms: content controls, legacy fields and typed words, compared with the form's blank.

What a control shows is the answer. Where a tick's sign and state, a date's text and stored day, or a drop-down's
text and stored choice differ, the answer is doubted. A copy that has every box under its own name, and nothing but
the blank's words around them, is read straight from its boxes; every other copy is compared with the blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.model.answers import Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.docx_zip import WordParts, open_word
from pipeline.papers.reading.gathering import Gathering, Recognised, recognise
from pipeline.papers.reading.word.around import remarks_around
from pipeline.papers.reading.word.controls import Control, find_controls, name_controls
from pipeline.papers.reading.word.leading import lead_by_style
from pipeline.papers.reading.word.naming import named
from pipeline.papers.reading.word.outline import outline_of_parts
from pipeline.papers.reading.word.recognising import Said, said_by, which, without_boxes_remark
from pipeline.papers.reading.word.shape import Outline
from pipeline.papers.reading.word.taking import Taking, names_of
from pipeline.papers.reading.word.text import W, loose_pictures, loose_words


def read_word(data: bytes, editions: Sequence[Edition]) -> Answers:
    """The answers of a filled Word form.

    Raises ReadingError: damaged, hostile, without boxes and printed words of a form, or not one of `editions`.
    """
    parts = open_word(data)
    lead_by_style(parts, editions)
    controls = find_controls(parts.document)
    said = said_by(parts, editions)
    found = _by_tags(controls, said, editions)
    if found is not None and _is_plain_copy(parts, controls, found.edition):
        return _read(parts, controls, found, None)
    outline = outline_of_parts(parts.document, parts.styles)
    if found is None:
        found = _by_words(controls, said, editions, outline)
    if found.edition.word:
        return _read(parts, controls, without_boxes_remark(found), named(outline, found.edition))
    known = name_controls(controls, [found.form], found.form.id)
    found = replace(found, remarks=(*found.remarks, *known.remarks))
    return _read(parts, known.controls, found, None)


def _by_tags(controls: Sequence[Control], said: Said, editions: Sequence[Edition]) -> Recognised | None:
    """The edition by number and tags; None when they do not say it."""
    tags = frozenset(c.name for c in controls if c.name)
    try:
        return recognise(editions, said.form_id, said.version, tags, "Word form") if tags else None
    except ReadingError:
        return None


def _by_words(
    controls: Sequence[Control], said: Said, editions: Sequence[Edition], outline: Outline
) -> Recognised:
    """The edition by whatever else there is: names of legacy fields, printed words, titles of boxes."""
    try:
        return which(editions, said, names_of(controls, outline), outline)
    except ReadingError:
        forms = [edition.form for edition in editions if not edition.word]
        known = name_controls(controls, forms, said.form_id)
        if not known.remarks:
            raise
        names = frozenset(c.name for c in known.controls)
        return recognise(editions, said.form_id, said.version, names, "Word form")


def _is_plain_copy(parts: WordParts, controls: Sequence[Control], edition: Edition) -> bool:
    """Whether it has every box of the blank once, in its order, and no words or pictures outside but the blank's."""
    if not edition.word:
        return all(c.name for c in controls)
    blank = _blank(edition.word)
    names = [c.name for c in controls]
    words, pictures = loose_words(parts.document), loose_pictures(parts.document)
    return names == blank.tags and words == blank.words and pictures == blank.pictures


@dataclass(frozen=True)
class _Blank:
    """What a blank is compared by at first sight, and its parts."""

    tags: list[str]
    words: str
    pictures: int
    parts: WordParts


@lru_cache(maxsize=32)
def _blank(word: bytes) -> _Blank:
    parts = open_word(word)
    tags = [control.name for control in find_controls(parts.document)]
    return _Blank(tags, loose_words(parts.document), loose_pictures(parts.document), parts)


def _read(
    parts: WordParts, controls: Sequence[Control], found: Recognised, outline: Outline | None
) -> Answers:
    gathering = Gathering(found, Carrier.WORD)
    if next(parts.document.iter(f"{W}altChunk"), None) is not None:
        gathering.remark("Another document was inserted into this one; it could not be read.")
    taking = Taking(gathering, parts, controls)
    if outline is not None:
        taking.by_comparing(outline)
    else:
        taking.by_names()
    blank = _blank(found.edition.word).parts if found.edition.word else None
    for remark in remarks_around(parts, blank):
        gathering.remark(remark)
    return gathering.answers()
