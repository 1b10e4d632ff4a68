"""Papers that come out of a grey printer: every text stands out from what it lies on, and no colour tells anything."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from pipeline.office.desk.packs import bound, bound_large, draft_pack
from pipeline.papers.making import style
from pipeline.papers.making.style import Colour
from tests.pack_helpers import MEETING, desk_at, file_referral

_WORDS = {"INK": style.INK, "SOFT": style.SOFT, "ACCENT": style.ACCENT}
_GROUNDS = {"WHITE": style.WHITE, "TINT": style.TINT, "FAINT": style.FAINT, "PALE": (0.96, 0.96, 0.96)}


def grey(colour: Colour) -> float:
    """The luminance that a grey printer keeps (WCAG 2: sRGB)."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((grey(one), grey(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("words", _WORDS)
@pytest.mark.parametrize("ground", _GROUNDS)
def test_words_stand_out_on_every_ground_in_grey(words: str, ground: str) -> None:
    assert contrast(_WORDS[words], _GROUNDS[ground]) >= 4.5


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast(style.INK, style.WHITE) == pytest.approx(21.0)
    assert contrast((0.6, 0.6, 0.6), style.WHITE) < 4.5


def test_no_other_colours_are_in_a_pack(tmp_path: Path) -> None:
    """Whatever is filled in our own pages is one of the colours above; white words lie on black (DRAFT)."""
    import pikepdf

    with desk_at(tmp_path) as desk:
        file_referral(desk, number=1, history="")
        draft = draft_pack(desk, MEETING)
        made = (bound(draft, desk), bound_large(draft, desk))
    known = {tuple(round(c, 2) for c in colour) for colour in (*_WORDS.values(), *_GROUNDS.values())}
    found = set()
    for data in made:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                drawn = page.obj.Contents
                first = (
                    drawn[0] if isinstance(drawn, pikepdf.Array) else drawn
                )  # an original's own comes after
                found |= set(re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", first.read_bytes()))
    assert {tuple(round(float(c), 2) for c in colour) for colour in found} <= known


def test_what_is_wrong_or_late_is_said_in_words(tmp_path: Path) -> None:
    """Without any colour the page says the same: its text has the words."""
    from tests.pdf_scan import seen_text

    with desk_at(tmp_path) as desk:
        file_referral(desk, number=1, history="")
        text = " ".join(" ".join(seen_text(bound(draft_pack(desk, MEETING), desk))).split())
    for words in ("DRAFT: this is still missing", "Open query", "RESTRICTED"):
        assert words in text
