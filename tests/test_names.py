"""Names compared as people write them, and what a name or an address must look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.answers.identifiers import email
from pipeline.rules.answers.namechecks import address, child_name, person_name
from pipeline.rules.answers.names import NameParts, fold, in_two, same_name, similar_surnames


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë O’Brien-Łukasz", "zoe obrien lukasz"),
        ("  Ædith  Ørsted ", "aedith orsted"),
        ("STRAßE", "strasse"),
        ("İpek Işık", "ipek isik"),
        ("Gwên\u0302 Ŵyn", "gwen wyn"),
        ("---", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(text=st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_same_name() -> None:
    assert same_name("Łukasz Wiśniak", "lukasz WISNIAK")
    assert not same_name("", "")
    assert not same_name("Tom", "Tomos")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ellery-Vaughan", "Vaughan", True),
        ("O'Brien", "OBrien", True),
        ("Smith", "Smyth", True),
        ("Lee-Attwell", "Lee", True),
        ("Wiśniak", "Wisniak", True),
        ("Prosser", "Attwell", False),
        ("De La Cruz", "De Souza", False),
        ("", "Prosser", False),
        ("Prosser", "-", False),
    ],
)
def test_similar_surnames(one: str, other: str, alike: bool) -> None:
    assert similar_surnames(one, other) is alike
    assert similar_surnames(other, one) is alike


@pytest.mark.parametrize("text", ["Tomos Rhys", "Zoë", "O'Brien", "Ellery-Vaughan", "Łukasz", "नेहा", "J"])
def test_names_of_children(text: str) -> None:
    assert child_name(text).value == text
    assert not child_name(text).fault


@pytest.mark.parametrize("text", ["unborn", "UNBORN", "Unborn baby"])
def test_the_unborn_have_one_name(text: str) -> None:
    assert child_name(text).value == "UNBORN"


@pytest.mark.parametrize(
    "text", ["T0mos", "Tom (Thomas)", "Tom, Rhys", "Tom\N{REPLACEMENT CHARACTER}s", "-", "' '"]
)
def test_odd_names_of_children_are_asked_about(text: str) -> None:
    assert child_name(text).fault


@pytest.mark.parametrize("text", ["\u0415llery", "Ell\u03b5ry Shah"])
def test_letters_of_two_alphabets_in_one_word_are_asked_about(text: str) -> None:
    assert "two alphabets" in child_name(text).fault and "two alphabets" in person_name(text).fault
    assert "two alphabets" in email(f"{text.split()[0]}@health.example.org").fault
    assert not child_name("\u0415\u043b\u0435\u043d\u0430 Ellery").fault


def test_adults_may_have_titles_but_no_figures() -> None:
    assert not person_name("Dr. Owen Tredwell (deputy)").fault
    assert "0" in person_name("01632 960100").fault
    assert "@" in person_name("o.t@example.org").fault


@pytest.mark.parametrize("text", ["PROTECTED", "protected", "Protected address.", "Address is protected"])
def test_a_protected_address(text: str) -> None:
    assert address(text).value == "PROTECTED"


def test_protected_with_an_address_beside_it_is_a_fault() -> None:
    assert address("PROTECTED, 27 Larkrise Terrace").fault
    assert address("27 Larkrise Terrace").value == "27 Larkrise Terrace"


@pytest.mark.parametrize(
    ("text", "forenames", "surname"),
    [
        ("Tomos Ellery", "Tomos", "Ellery"),
        ("ELLERY, Tomos Rhys", "Tomos Rhys", "ELLERY"),
        ("ELLERY-SHAH Tomos", "Tomos", "ELLERY-SHAH"),
        ("Anna Maria van der Berg", "Anna Maria", "van der Berg"),
        ("van der Berg, Anna Maria", "Anna Maria", "van der Berg"),
        ("Unborn baby Ellery", "Unborn baby", "Ellery"),
        ("UNBORN", "UNBORN", ""),
    ],
)
def test_a_whole_name_is_split_as_it_most_likely_is(text: str, forenames: str, surname: str) -> None:
    assert in_two(text) == NameParts(forenames, surname)


@pytest.mark.parametrize("text", ["Tomos and Ann Ellery", "Tomos Ellery, Ann Ellery", "Tomos\nAnn", "A / B"])
def test_the_names_of_several_people_are_never_made_one(text: str) -> None:
    assert in_two(text) == NameParts(text, several=True)
