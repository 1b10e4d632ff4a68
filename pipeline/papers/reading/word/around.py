"""What stands around the answers: comments, footnotes, words in headers and footers. Told of, never a value."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.papers.reading.docx_zip import WordParts
from pipeline.papers.reading.gathering import shown
from pipeline.papers.reading.word.cells import fold
from pipeline.papers.reading.word.text import W, words_of

_MOST = 8  # remarks of one kind
_ORDINARY = ("", "normal")


def remarks_around(parts: WordParts, blank: WordParts | None) -> Iterator[str]:
    """Sentences about comments, notes and added words in headers and footers (as compared with the blank's)."""
    for kind, where in (("comments", "comment"), ("footnotes", "footnote"), ("endnotes", "footnote")):
        found = [words for words in _entries(parts, kind) if words]
        for words in found[:_MOST]:
            yield f"A {where} in the document says {shown(words)}; it is not part of any answer."
        if len(found) > _MOST:
            yield f"The document has {len(found) - _MOST} more {where}s that were not read."
    if blank is not None:
        yield from _headers(parts, blank)


def _entries(parts: WordParts, kind: str) -> Iterator[str]:
    for name, root in parts.around.items():
        if not name.startswith(kind):
            continue
        for entry in root.iter(f"{W}comment", f"{W}footnote", f"{W}endnote"):
            if str(entry.get(f"{W}type", "")) in _ORDINARY:
                yield words_of(entry)


def _headers(parts: WordParts, blank: WordParts) -> Iterator[str]:
    """Paragraphs of headers and footers that the blank's do not have; page numbers may differ."""
    known = {_plain(words) for words in _paragraphs(blank)}
    told = [words for words in _paragraphs(parts) if _plain(words) and _plain(words) not in known]
    for words in list(dict.fromkeys(told))[:_MOST]:
        yield f"At the top or foot of its pages the document says {shown(words)}, which the form does not."


def _paragraphs(parts: WordParts) -> Iterator[str]:
    for name, root in parts.around.items():
        if name.startswith(("header", "footer")):
            for paragraph in root.iter(f"{W}p"):
                yield words_of(paragraph)


def _plain(words: str) -> str:
    """Words without figures, so that page numbers make no difference."""
    return "".join(c for c in fold(words) if not c.isdecimal())
