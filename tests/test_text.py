"""rules/answers/text: the one place that cleans."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.answers.text import MARK, clean, tidy_block, tidy_line

ANY = st.text(st.characters(codec=None), max_size=80)  # lone surrogates included


@given(ANY)
def test_a_cleaned_text_stays_as_it_is_and_can_be_kept(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80))
def test_ordinary_text_is_only_composed(text: str) -> None:
    plain = text.replace(MARK, "")
    cleaned = clean(plain)
    assert cleaned.text == unicodedata.normalize("NFC", plain)
    assert cleaned.notes == ()


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_line_feed(ends: str) -> None:
    assert clean(f"one{ends}two") == clean("one\ntwo")
    assert clean(f"one{ends}two").notes == ()


@pytest.mark.parametrize(
    ("broken", "shown", "word"),
    [
        ("a\x00b", f"a{MARK}b", "control"),
        ("a\x1bb", f"a{MARK}b", "control"),
        ("a\ud83db", f"a{MARK}b", "half"),
        ("a\uf642b", f"a{MARK}b", "font"),
        ("a\u202eb", f"a{MARK}b", "direction"),
        ("a\ufffeb", f"a{MARK}b", "may not"),
        (f"a{MARK}b", f"a{MARK}b", "already"),
    ],
)
def test_what_cannot_be_printed_is_marked_and_noted(broken: str, shown: str, word: str) -> None:
    cleaned = clean(broken)
    assert cleaned.text == shown
    assert len(cleaned.notes) == 1
    assert word in cleaned.notes[0]


def test_two_halves_that_belong_together_are_joined() -> None:
    assert clean("\ud83d\ude42") == clean("🙂")
    assert clean("e\u0301").text == "é"
    assert clean("\ufeffname").text == "name"


def test_tidy_line() -> None:
    assert tidy_line("  O’Brien –\u00a0Smith\n “Mo”  ") == 'O\'Brien - Smith "Mo"'
    assert tidy_line("co\u00adoperate\u200b") == "cooperate"


def test_tidy_block_keeps_words_as_typed() -> None:
    assert tidy_block("\n\n “One”  –  two \t\n\n three\n ") == "“One”  –  two\n\n three"
