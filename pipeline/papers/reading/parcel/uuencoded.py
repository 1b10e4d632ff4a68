"""Files that old mail programs write into the text of an e-mail, between "begin" and "end" (uuencode)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence

_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,254})")
_ENDS = ("end", "`", "")


def files_in(text: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The text without them, and each file's name and bytes; of one that is cut off, what there is."""
    if "begin " not in text:
        return text, ()
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    at = 0
    while at < len(lines):
        begin = _BEGIN.fullmatch(lines[at].rstrip())
        pieces, after = _pieces(lines, at + 1) if begin else ([], at + 1)
        if begin and pieces:
            files.append((begin[1], b"".join(pieces)))
        else:
            kept.append(lines[at])
        at = after if pieces else at + 1
    return "\n".join(kept), tuple(files)


def _pieces(lines: Sequence[str], at: int) -> tuple[list[bytes], int]:
    """The bytes of every line from `at` on, and the line behind "end" or the first that is none of them."""
    pieces = []
    while at < len(lines):
        line = lines[at].rstrip("\r")
        if line.strip() in _ENDS:
            at += 1
            if line.strip() == "end":
                break
            continue
        piece = _piece(line)
        if piece is None:
            break
        pieces.append(piece)
        at += 1
    return pieces, at


def _piece(line: str) -> bytes | None:
    """The bytes of a line, its spaces at the end perhaps lost; None when it is none."""
    length = (ord(line[0]) - 32) & 63
    whole = -(-length // 3) * 4 + 1
    if not length or len(line) > whole + 1 or len(line) < 2 or any(not " " <= c <= "`" for c in line):
        return None
    try:
        return binascii.a2b_uu(line[:whole].ljust(whole).encode("ascii"))
    except binascii.Error:
        return None
