"""Line ends that LibreOffice 7 takes out of an answer when it stores a Word form: it leaves them in front of the box.

So it is known how many an answer has lost, and mostly where: two sentences touch there without a space.
"""

from __future__ import annotations

import re

from pipeline.papers.reading.word.text import Mark, Piece, Seen

_LOST = "New lines in it were lost when the form was saved by another program"
_PERHAPS = "It is one long line: if it had several, their ends were lost when another program saved the form."
_LONG = 60  # letters; an answer in several lines is longer
_UPPER = "A-ZÀ-ÖØ-ÞŁŚŻŴŶ"
_OPENS = "(\\[{“‘”’\"'/@#&=–-"  # what stands before a word and belongs to it, or joins two
_JOINT = re.compile(
    rf"(?:(?<=[^\s\w{_OPENS}])|(?<=[^\s(“‘][”’']))(?=[{_UPPER}“‘\[(•]|[0-9]{{1,2}}[.)] |- )"
    rf"|(?<=[a-zß-öø-ÿłśż])(?=[{_UPPER}][a-zß-ÿ])"
    r"|(?<=[a-zß-öø-ÿ0-9])(?=- )"
)
# What looks like a joint and is none: names, initials, addresses.
_WHOLE = re.compile(r"\b(?:Mc|Mac)[A-Z]|\b[A-Za-z]{1,2}['’][A-Z]|\b[A-Z]\.[A-Z]|https?://\S+|\S+@\S+")


def mended(seen: Seen, lost: int) -> tuple[str, ...]:
    """Put `lost` line ends back where sentences touch, if they do at no more places than that; the doubt to add."""
    text = "".join(piece.text for piece in seen.pieces)
    joints = _joints(text)
    if not joints or len(joints) > lost or Mark.STRUCK in seen.marks:
        return (f"{_LOST}.",)
    ends = "\n\n" if lost == 2 * len(joints) else "\n"
    parts = [text[a:b] for a, b in zip([0, *joints], [*joints, len(text)], strict=True)]
    seen.pieces[:] = [*(p for p in seen.pieces if not p.text), Piece(ends.join(parts))]
    return (f"{_LOST}; they were put back where sentences touch.",)


def run_together(seen: Seen) -> tuple[str, ...]:
    """A doubt about a long answer in which sentences touch, of a file whose program loses line ends without a trace."""
    return (f"{_LOST}, it seems.",) if touching(seen) else ()


def perhaps_lost(seen: Seen) -> tuple[str, ...]:
    """A doubt about a long answer in one line: a line end between two words in small letters leaves no trace at all."""
    text = "".join(piece.text for piece in seen.pieces).strip()
    return (_PERHAPS,) if len(text) >= _LONG and "\n" not in text else ()


def touching(seen: Seen) -> bool:
    """Whether sentences touch in it without a space, as they do where a line end was lost."""
    return touches("".join(piece.text for piece in seen.pieces))


def touches(text: str) -> bool:
    """Whether sentences touch in a text without a space, as LibreOffice 7 leaves them when a form's text is copied."""
    return bool(_joints(text))


def _joints(text: str) -> list[int]:
    whole = [match.span() for match in _WHOLE.finditer(text)]
    found = (match.start() for match in _JOINT.finditer(text))
    return [at for at in found if not any(start < at < end for start, end in whole)]
