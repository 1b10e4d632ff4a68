"""Choices by code, label or a short form that fits one of them only; explicit answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.form import Choice, Form
from pipeline.model.record import Explicit
from pipeline.rules.answers.choices import ChoiceReading, read_choice
from pipeline.rules.answers.explicit import explicit_of
from tests import builders


def read(slot: str, text: str) -> ChoiceReading:
    return read_choice(text, builders.forms()["referral"].slot_by_name[slot].field.choices)


def test_every_code_and_label_of_every_form_is_read_back() -> None:
    for form in builders.forms().values():
        for slot in form.slots:
            for choice in slot.field.choices:
                for text in (choice.code, choice.label, f"  {choice.label.upper()} "):
                    assert read_choice(text, slot.field.choices).code == choice.code, (slot.name, text)


@pytest.mark.parametrize(
    ("slot", "text", "code"),
    [
        ("district", "Cotswolds", "COTSWOLD"),
        ("district", "FoD", "FOREST_OF_DEAN"),
        ("district", "forest-of-dean", "FOREST_OF_DEAN"),
        ("district", "Tewkes", "TEWKESBURY"),
        ("district", "tew", "TEWKESBURY"),
        ("child_1_sex", "F", "female"),
        ("child_1_disabled", "Y", "yes"),
        ("child_1_disabled", "n", "no"),
        ("child_1_disabled", "n/k", "not_known"),
        ("child_1_disabled", "unknown", "not_known"),
        ("child_1_category", "Emotional", "EMO"),
        ("plan_number", "2nd", "second"),
        ("plan_number", "3", "third_or_more"),
        ("plan_number", "third", "third_or_more"),
        ("cg_1_lead", "TRUE", "yes"),
        ("legal_status", "none", "none"),
        ("family_factors", "not known", "NOT_KNOWN"),
    ],
)
def test_short_forms(slot: str, text: str, code: str) -> None:
    assert read(slot, text).code == code


@pytest.mark.parametrize(
    ("slot", "text", "words"),
    [
        ("district", "Glos", "is “Gloucester” meant?"),
        ("district", "Tewks", "is “Tewkesbury” meant?"),
        ("district", "C", "Cheltenham, Cotswold"),
        ("district", "Te", "Cheltenham, Cotswold"),
        ("cg_1_agency", "health", "not one of the printed answers"),
        ("child_1_sex", "boy", "Female, Male, Unborn, Not known"),
        ("child_1_disabled", "perhaps", "Yes, No, Not known"),
        ("child_1_disabled", "!!!", "Yes, No, Not known"),
        ("plan_number", "4", "First, Second, Third or more"),
    ],
)
def test_what_could_be_two_or_none_is_never_guessed(slot: str, text: str, words: str) -> None:
    found = read(slot, text)
    assert not found.code
    assert words in found.fault


def test_explicit_answers_where_the_form_prints_none() -> None:
    assert read("district", "NK") == ChoiceReading(explicit=Explicit.NOT_KNOWN)
    assert read("child_1_disabled", "-") == ChoiceReading(explicit=Explicit.NOT_APPLICABLE)
    assert read("district", " \n") == ChoiceReading()


def test_a_long_answer_is_cut_in_its_fault_and_no_letters_match_nothing() -> None:
    assert len(read("child_1_sex", "word " * 500).fault) < 160
    assert read_choice("x", (Choice("a", "!"),)).fault


@given(text=st.text())
def test_any_text_survives(text: str) -> None:
    found = read("district", text)
    assert [bool(found.code), found.explicit is not None, bool(found.fault)].count(True) == bool(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "not_known",
        "NK",
        "nk",
        "not_known",
        "N/K",
        "n.k.",
        "Not known",
        "NOT  KNOWN",
        "unknown",
        "don't know",
        "don’t know",
    ],
)
def test_not_known_in_its_usual_writings(text: str) -> None:
    assert explicit_of(text) is Explicit.NOT_KNOWN


@pytest.mark.parametrize("text", ["-", "--", "–", "—", "n/a", "N/A", "na", "N.A.", "Not applicable", "___"])
def test_not_applicable_in_its_usual_writings(text: str) -> None:
    assert explicit_of(text) is Explicit.NOT_APPLICABLE


@pytest.mark.parametrize(
    "text", ["", " ", "none", "no", "not known to police", "n/a yet", "Nkechi", "Na-omi", "-5"]
)
def test_other_answers_are_answers_of_their_own(text: str) -> None:
    assert explicit_of(text) is None


def test_none_counts_only_where_it_makes_sense() -> None:
    assert explicit_of("None", none_counts=True) is Explicit.NOT_APPLICABLE


def test_the_choices_of_a_form_are_told_apart_by_their_labels(referral_form: Form) -> None:
    for slot in referral_form.slots:
        labels = [c.label for c in slot.field.choices]
        assert len(set(labels)) == len(labels)
