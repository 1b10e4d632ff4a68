"""Bytes of a message's text as text, and text made from its HTML: what is said, line by line; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LONGEST = 1 << 20  # letters of a message's text that are looked at
_LINES = re.compile(
    "address|article|aside|blockquote|br|center|div|dl|dt|dd|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|"
    "nav|ol|p|pre|section|table|tr|ul"
)
_LONGEST_TAG = 20_000  # letters; a picture may stand in one
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^>]{0,2000}>")
_OPEN = re.compile("<")
_CELLS = ("td", "th")
_UNSEEN = ("head", "script", "style", "template", "title")
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_STRUCK_TAGS = ("s", "strike", "del")
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*(?:\.0+)?[a-z%]*\s*(?:;|!|$))",
    re.IGNORECASE,
)
_ENDED_BY_NEXT = (
    "p",
    "li",
    "td",
    "th",
    "tr",
    "dt",
    "dd",
    "option",
)  # such an element ends where the next begins
_MOST_LOOKS = 40  # elements of a look of their own inside each other
_JOINED = re.compile(r"\]( {0,3})\[crossed out: ")
_SPACES = re.compile(r"[ \r\n\f\v]+")


def decoded(data: bytes, charset: str = "") -> str:
    """The text: in the charset that is named, else in the one that fits (UTF-8, then Windows Western)."""
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    for name in (marked, charset.strip(" '\"").lower(), "utf-8"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def text_of_html(html: str) -> str:
    """What a web page says: cells of a row apart by tabs, rows and paragraphs by line ends."""
    parser = _Text()
    parser.feed(_tamed(html[:_LONGEST]))
    parser.close()
    return parser.text()


def _tamed(html: str) -> str:
    """Without comments and declarations, and every "<" that begins no tag as a letter.

    The parser would look for the end of each of them in all that follows, and stops at declarations it does not know.
    """
    html = _DECLARATION.sub(" ", _COMMENT.sub(" ", html))
    return _OPEN.sub(
        lambda m: "<" if html.find(">", m.start(), m.start() + _LONGEST_TAG) > 0 else "&lt;", html
    )


def tidy(text: str) -> str:
    """A message's text with one kind of line end and without blank lines at its ends."""
    return text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n \t")


@dataclass
class _Look:
    """An open element whose words are crossed out or not shown; `depth`: so many of its tag are open in it."""

    tag: str
    struck: bool
    depth: int = 1


def _look_of(tag: str, attrs: Sequence[tuple[str, str | None]]) -> _Look | None:
    said = dict(attrs)
    style = said.get("style") or ""
    if "hidden" in said or _UNSEEN_STYLE.search(style):
        return _Look(tag, struck=False)
    return _Look(tag, struck=True) if tag in _STRUCK_TAGS or _STRUCK_STYLE.search(style) else None


class _Text(HTMLParser):
    """Paragraphs begin lines; in the cell of a table only between two texts, so that a row stays together."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._hidden = self._cells = 0
        self._in_cell = self._has_text = self._due = False
        self._looks: list[_Look] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or a cell; what is never shown is left out."""
        if not _VOID.fullmatch(tag):
            self._begin_look(tag, attrs)
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag in _CELLS:
            self._said.append("\t" if self._cells else "")
            self._cells += 1
            self._in_cell, self._has_text, self._due = True, False, False
        elif _LINES.fullmatch(tag):
            self._line(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a line or a cell."""
        self._end_look(tag)
        if tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _CELLS:
            self._in_cell = False
        elif tag != "br" and _LINES.fullmatch(tag):
            self._line(tag)

    def _begin_look(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _ENDED_BY_NEXT:
            self._looks = [look for look in self._looks if look.tag != tag]
        for look in self._looks:
            look.depth += look.tag == tag
        look_of = _look_of(tag, attrs) if len(self._looks) < _MOST_LOOKS else None
        if look_of is not None:
            self._looks.append(look_of)

    def _end_look(self, tag: str) -> None:
        for look in self._looks:
            look.depth -= look.tag == tag
        self._looks = [look for look in self._looks if look.depth]

    def _line(self, tag: str) -> None:
        if tag in ("tr", "table"):
            self._cells, self._in_cell = 0, False
        if self._in_cell:
            self._due = self._has_text
        else:
            self._said.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        words = _SPACES.sub(" ", data)
        if self._hidden or any(not look.struck for look in self._looks):
            return
        if self._in_cell and not self._has_text and not words.strip():
            return
        if self._looks and words.strip():
            words = f"[crossed out: {words}]"
        if self._due and words.strip():
            self._said.append("\n")
            self._due = False
        self._has_text = self._has_text or bool(words.strip())
        self._said.append(words)

    def text(self) -> str:
        """Everything shown, blank lines only where one stood between lines."""
        said = _JOINED.sub(r"\1", "".join(self._said))
        lines = [line.replace("\xa0", " ").strip(" ") for line in said.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
