"""Rich text (RTF) as a web page: the page that Outlook packed into it ([MS-OXRTFEX]), else its words, line by line.

Words that are crossed out stay so, hidden ones are left out, the cells of a row stay together.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from pipeline.papers.reading.parcel.squeezed import unsqueezed

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_DEEPEST = 500  # groups inside each other
# Groups that hold no words of the text.
_SILENT = frozenset(
    (
        *(
            "fonttbl",
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "header",
            "footer",
            "headerl",
            "headerr",
        ),
        *(
            "footerl",
            "footerr",
            "headerf",
            "footerf",
            "listtable",
            "listoverridetable",
            "rsidtbl",
            "generator",
        ),
        *("themedata", "datastore", "latentstyles", "fldinst", "bkmkstart", "bkmkend", "xmlnstbl", "revtbl"),
    )
)
_WORDS = {"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—", "endash": "–"}
_WORDS |= {"bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "tab": "\t"}
_MARKS = {"htmlrtf": "twin", "strike": "struck", "striked": "struck", "deleted": "struck", "v": "hidden"}
_BREAKS = ("par", "line", "sect", "page")
_CHARSETS = {
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
}
_CHARSETS |= {177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}


@dataclass(frozen=True)
class _Look:
    """What holds in a group: whether its words count, how they are written, how many stand for one \\u."""

    silent: bool = False
    tag: bool = False  # a piece of the web page's own marks
    twin: bool = False  # what the web page says in another way
    struck: bool = False
    hidden: bool = False
    font: int = 0
    skip: int = 1


def page_of_squeezed(data: bytes) -> str:
    """The web page from a body as Outlook keeps it. Raises ValueError when it is damaged."""
    return page_of_rich(unsqueezed(data))


def page_of_rich(data: bytes) -> str:
    """The web page. Raises ValueError when it is no rich text, or nested beyond sense."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ValueError("it is no rich text")
    reader = _Reader(packed=b"\\fromhtml1" in data[:2000])
    for match in _TOKEN.finditer(data):
        reader.take(match)
    return reader.page()


@dataclass
class _Reader:
    """Reads one rich text."""

    packed: bool  # it holds a web page
    look: _Look = field(default_factory=_Look)
    above: list[_Look] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    charset: str = "cp1252"
    raw: bytearray = field(default_factory=bytearray)
    left: int = 0  # letters that stand for a \\u before them and are passed over
    cells: int = 0
    row: bool = False
    starred: bool = False
    naming: bool = False  # in the table of fonts

    def take(self, match: re.Match[bytes]) -> None:
        """One piece of it."""
        code, word, number, sign, brace, text = match.groups()
        if code:
            self._bytes(bytes([int(code, 16)]))
        elif text:
            self._bytes(text)
        elif word:
            self._flush()
            self._word(word.decode(), int(number) if number else None)
        elif sign:
            self._sign(sign.decode("latin-1"))
        elif brace:
            self._flush()
            self._group(brace == b"{")

    def page(self) -> str:
        """Everything that was taken."""
        self._flush()
        text = "".join(self.out)  # letters beyond the first plane came as two halves
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _group(self, begins: bool) -> None:
        self.left, self.starred = 0, False
        if begins:
            if len(self.above) >= _DEEPEST:
                raise ValueError("its groups stand inside each other far too deeply")
            self.above.append(self.look)
        elif self.above:
            self.look = self.above.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.starred = True
        elif sign in "\\{}":
            self._bytes(sign.encode())
        elif sign in "~_":
            self._flush()
            self._say("\N{NO-BREAK SPACE}" if sign == "~" else "-")
        elif sign in "\r\n":
            self._flush()
            self._break()

    def _word(self, word: str, number: int | None) -> None:
        if self.starred or word in _SILENT:
            self._destination(word)
        elif word == "u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self.left = self.look.skip
        elif word in _WORDS:
            self._say(_WORDS[word])
        elif word in _BREAKS:
            self._break()
        elif word in ("trowd", "cell", "row"):
            self._table(word)
        else:
            self._state(word, number)

    def _destination(self, word: str) -> None:
        self.starred = False
        if word == "htmltag":
            self.look = replace(self.look, tag=True)
        else:
            self.naming = word == "fonttbl"
            self.look = replace(self.look, silent=True)

    def _state(self, word: str, number: int | None) -> None:
        if word in _MARKS and not (word == "v" and self.packed):
            self.look = replace(self.look, **{_MARKS[word]: number != 0})
        elif word == "plain":
            self.look = replace(self.look, struck=False, hidden=False)
        elif word == "uc":
            self.look = replace(self.look, skip=max(0, number or 0))
        elif word == "f":
            self.look = replace(self.look, font=number or 0)
        elif word == "fcharset" and self.naming:
            self.fonts[self.look.font] = _CHARSETS.get(number or 0, "")
        elif word == "ansicpg" and number:
            self.charset = f"cp{number}"

    def _bytes(self, data: bytes) -> None:
        passed = min(self.left, len(data))
        self.left -= passed
        self.raw += data[passed:]

    def _flush(self) -> None:
        if self.raw:
            charset = self.fonts.get(self.look.font) or self.charset
            try:
                text = self.raw.decode(charset, "replace")
            except LookupError:
                text = self.raw.decode("cp1252", "replace")
            self.raw.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        look = self.look
        if look.silent or (look.twin and not look.tag):
            return
        if self.packed and look.tag:
            self.out.append(text)
            return
        if look.hidden or look.tag:
            return
        self.out.append("</td><td>" * self.cells)
        self.cells = 0
        said = html.escape(text, quote=False)
        self.out.append(f"<s>{said}</s>" if look.struck and said.strip() else said)

    def _break(self) -> None:
        if self.packed:
            self._say("\n")
        elif not self.look.silent:
            self.out.append("<br>")

    def _table(self, word: str) -> None:
        if self.packed or self.look.silent:
            return
        if word == "trowd" and not self.row:
            self.out.append("<table><tr><td>")
            self.row = True
        elif word == "cell":
            self.cells += 1
        elif word == "row":
            self.out.append("</td></tr></table>")
            self.row, self.cells = False, 0
