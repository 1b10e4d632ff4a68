"""Which lines of an e-mail's text are quoted from an older one, by their signs and by the words above them.

What a person wrote now stands in lines with the fewest quoting signs. Below "On ... wrote:" or the head of an older
e-mail everything is older, unless the quoting signs below it tell more. A forwarded e-mail is what the person sends
now: it counts as new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CROSSED = re.compile(r"\[crossed out: ([^\]]{0,2000})\]")  # as the reader of web pages writes it
_SIGNS = re.compile(r"^(?:\s{0,3}>)+ ?")
_WROTE = re.compile(r"on .{6,300}\bwrote:|.{0,10}-{3,}\s*original message\s*-{3,}", re.IGNORECASE)
_FORWARDED = re.compile(
    r".{0,10}-{3,}\s*forwarded (?:message|by)\b.{0,100}|begin forwarded message:", re.IGNORECASE
)
_HEAD = re.compile(r"\*?from:\*? .+", re.IGNORECASE)
_HEAD_MORE = re.compile(r"\*?(?:sent|date|to|subject):\*? .+", re.IGNORECASE)
_HEAD_LINES = 8  # in which the rest of an older e-mail's head stands


@dataclass(frozen=True)
class Quoting:
    """The lines of a text without quoting signs. `older`: the numbers (from 0) of those quoted from an older e-mail.

    `reply`: the text says that it answers an older e-mail.
    """

    lines: tuple[str, ...]
    older: frozenset[int] = frozenset()
    reply: bool = False

    @property
    def newer(self) -> tuple[str, ...]:
        """The lines with blank ones in the place of the older."""
        return tuple("" if n in self.older else line for n, line in enumerate(self.lines))


def unquoted(text: str) -> Quoting:
    """The lines of a text, and which of them are quoted."""
    raw = text.split("\n")
    signs = [_SIGNS.match(line) for line in raw]
    depths = [sign[0].count(">") if sign else 0 for sign in signs]
    lines = tuple(
        (line[sign.end() :] if sign else line).rstrip() for line, sign in zip(raw, signs, strict=True)
    )
    start = _forwarded(lines)
    after = [n for n in range(start, len(lines)) if lines[n].strip()]
    base = min((depths[n] for n in after), default=0)
    older = {n for n in after if depths[n] > base}
    head = _answered(lines, [n for n in after if depths[n] == base])
    if head is not None and not any(n > head for n in older):
        older |= {n for n in after if n >= head}
    return Quoting(lines, frozenset(older), reply=head is not None and bool(_WROTE.search(_two(lines, head))))


def _forwarded(lines: Sequence[str]) -> int:
    """Where a forwarded e-mail's text begins, behind its head; 0 when none was forwarded."""
    found = next((n for n, line in enumerate(lines) if _FORWARDED.fullmatch(line.strip())), None)
    if found is None:
        return 0
    heads = [n for n in range(found + 1, min(found + 1 + _HEAD_LINES, len(lines))) if _is_head(lines[n])]
    return (heads[-1] if heads else found) + 1


def _is_head(line: str) -> bool:
    return bool(_HEAD.fullmatch(line.strip()) or _HEAD_MORE.fullmatch(line.strip()))


def _answered(lines: Sequence[str], numbers: Sequence[int]) -> int | None:
    """The line with which an older e-mail begins below words of the person's own."""
    for at, number in enumerate(numbers):
        begins = _WROTE.fullmatch(lines[number].strip()) or _WROTE.fullmatch(_two(lines, number))
        more = lines[number + 1 : number + 1 + _HEAD_LINES]
        heads = sum(1 for line in more if _HEAD_MORE.fullmatch(line.strip()))
        if at and (begins or (heads > 1 and _HEAD.fullmatch(lines[number].strip()))):
            return number
    return None


def _two(lines: Sequence[str], number: int) -> str:
    """A line and the next: programs break the line above a quoted text in two."""
    return " ".join(line.strip() for line in lines[number : number + 2])


def uncrossed(text: str, doubts: list[str]) -> str:
    """An answer without words that were crossed out in the e-mail, unless all are; the doubts get a sentence."""
    struck = _CROSSED.findall(text)
    if not struck:
        return text
    kept = _CROSSED.sub("", text)
    words = " ".join(" ".join(struck).split())
    doubts.append(f"“{words[:60]}” is crossed out{' and was left out' if kept.strip() else ''}.")
    return kept.strip(" ") if kept.strip() else words
