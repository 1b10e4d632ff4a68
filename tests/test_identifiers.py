"""NHS numbers, postcodes, telephones and e-mail addresses in the one way they are stored."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.answers.identifiers import email, nhs_number, phone, postcode


@pytest.mark.parametrize(
    "text", ["9990000018", "999 000 0018", "999-000-0018", "NHS No: 999 0000018", "９９９０００００１８"]
)
def test_nhs_numbers_are_printed_in_threes(text: str) -> None:
    assert nhs_number(text).value == "999 000 0018"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9990000019", "check digit"),
        ("999000001", "ten digits"),
        ("99900000188", "ten digits"),
        ("9990000O18", "ten digits"),
        ("٩٩٩٠٠٠٠٠١٨", "ten digits"),
    ],
)
def test_a_wrong_nhs_number_says_what_is_wrong(text: str, words: str) -> None:
    found = nhs_number(text)
    assert words in found.fault
    assert not found.value


@given(digits=st.text("0123456789", min_size=9, max_size=9))
def test_one_mistyped_digit_is_always_found(digits: str) -> None:
    weighed = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    right = nhs_number(digits + str(weighed % 11)) if weighed != 10 else None
    for last in range(10):
        found = nhs_number(f"{digits}{last}")
        assert bool(found.value) == (right is not None and last == weighed % 11)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        *(("gl501aa", "GL50 1AA"), ("GL50 1TH", "GL50 1TH"), ("w1a 0ax", "W1A 0AX"), ("M1 1AE", "M1 1AE")),
        *(("EC1A1BB", "EC1A 1BB"), ("b33-8th", "B33 8TH"), ("GL99 4QT", "GL99 4QT"), ("CR2 6XH", "CR2 6XH")),
        *(("DN55 1PT", "DN55 1PT"), (" g l 5 0 1 a a ", "GL50 1AA")),
    ],
)
def test_postcodes_are_stored_in_capitals_with_a_space(text: str, stored: str) -> None:
    assert postcode(text).value == stored


@pytest.mark.parametrize(
    ("text", "meant"),
    [("GL5O 1AA", "GL50 1AA"), ("GL50 IAA", "GL50 1AA"), ("GL50 OAA", "GL50 0AA"), ("MI 1AE", "M1 1AE")],
)
def test_a_letter_for_a_figure_is_suggested_and_never_taken(text: str, meant: str) -> None:
    found = postcode(text)
    assert not found.value
    assert f"is {meant} meant?" in found.fault


@pytest.mark.parametrize(
    "text",
    ["GL50", "Q1 1AA", "V1 1AA", "X1 1AA", "AI1 1AA", "GL50 1CA", "GL50 1AK", "ZZ99 3VZ", "nowhere", "1"],
)
def test_what_is_no_postcode_has_no_value(text: str) -> None:
    found = postcode(text)
    assert found.fault
    assert not found.value


def test_the_nhs_stand_in_is_told_from_a_slip() -> None:
    assert "not known" in postcode("ZZ99 3WZ").fault


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("01632960100", "01632 960100"),
        ("(01632) 960 100", "01632 960100"),
        ("+44 (0)1632 960100", "01632 960100"),
        ("+441632960100", "01632 960100"),
        ("0044 1632 960100", "01632 960100"),
        ("01632/960100", "01632 960100"),
        ("tel: 01632-960-100", "01632 960100"),
        ("07700900123", "07700 900123"),
        ("07110 900123", "07110 900123"),
        ("020 7946 0000", "020 7946 0000"),
        ("01214960000", "0121 496 0000"),
        ("0113 4960000", "0113 496 0000"),
        ("03031231234", "0303 123 1234"),
        ("0169772345", "01697 72345"),
        ("01632 960100 ext 12", "01632 960100 ext. 12"),
        ("01632 960100 x4567", "01632 960100 ext. 4567"),
        ("01632 960100 (extension: 9)", "01632 960100 ext. 9"),
        ("01632 960100 / 07700 900123", "01632 960100 or 07700 900123"),
        ("01632 960100 or 01632 960100", "01632 960100"),
    ],
)
def test_phones_are_stored_with_their_area_code(text: str, stored: str) -> None:
    assert phone(text).value == stored
    assert phone(stored).value == stored


@pytest.mark.parametrize(
    "text", ["960100", "016329601000", "04632 960100", "ring me", "01632 960100 or ask", "", "0" * 300]
)
def test_what_cannot_be_rung_is_a_fault(text: str) -> None:
    found = phone(text)
    assert found.fault
    assert not found.value


def test_a_missing_nought_is_suggested() -> None:
    assert phone("1632 960100").fault == "is 01632960100 meant?"


def test_a_foreign_number_is_kept_with_a_warning() -> None:
    found = phone("+48 22 123 45 67")
    assert found.value == "+48 22 123 45 67"
    assert "not a UK number" in found.warning


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a.b@x.example.org", "a.b@x.example.org"),
        ("Amber Example <Amber@X.Example.ORG>", "Amber@x.example.org"),
        ("mailto:a@b.example.org", "a@b.example.org"),
        ("E-mail: a@b.example.org.", "a@b.example.org"),
        ("o'neil+panel@x.example.org", "o'neil+panel@x.example.org"),
        ("zoë@exämple.org", "zoë@exämple.org"),
        ("<a@b.example.org>", "a@b.example.org"),
    ],
)
def test_one_address(text: str, stored: str) -> None:
    assert email(text).value == stored


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a@b", "not an e-mail"),
        ("@example.org", "not an e-mail"),
        ("a..b@example.org", "not an e-mail"),
        ("a@example.org; c@example.org", "one e-mail address only"),
        ("a @ example.org", "is a@example.org meant?"),
        ("a@example,org", "is a@example.org meant?"),
        ("amber", "not an e-mail"),
        ("a@-b.org", "not an e-mail"),
        ("a" * 300 + "@example.org", "too long"),
    ],
)
def test_what_is_no_single_address_is_a_fault(text: str, words: str) -> None:
    found = email(text)
    assert words in found.fault
    assert not found.value


def test_secure_domains_and_their_parts() -> None:
    secure = ("Council.example.org", "cjsm.example.net")
    assert email("a@council.example.org", secure).warning == ""
    assert email("a@mail.council.example.org", secure).warning == ""
    assert "notcouncil.example.org is not on the list" in email("a@notcouncil.example.org", secure).warning
    assert email("a@anything.example.org").warning == ""


@given(text=st.text())
def test_any_text_survives(text: str) -> None:
    for rule in (nhs_number, postcode, phone, email):
        found = rule(text)
        assert bool(found.value) != bool(found.fault)


@given(text=st.from_regex(re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"), fullmatch=True))
def test_a_postcode_stored_is_read_back_unchanged(text: str) -> None:
    found = postcode(text)
    assert not found.value or postcode(found.value).value == found.value


@pytest.mark.parametrize(
    "text", ["," * 5000, "x" * 5000, " x" * 2500, "a@" * 2500, "0 " * 5000, "a." * 3000 + "@"]
)
def test_long_nonsense_is_answered_at_once(text: str) -> None:
    assert all(rule(text).fault for rule in (nhs_number, postcode, phone, email))
