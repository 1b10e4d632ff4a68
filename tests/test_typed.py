"""papers/reading/typed: forms typed as YAML."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.answers import Answers, Carrier
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.reader import read_answers
from pipeline.rules.answers.text import clean
from tests import builders
from tests.reading_helpers import TRIAL, doubts, read, texts


def typed(text: str) -> Answers:
    return read_answers(text.encode(), "record.yaml", builders.editions())


RECORD = """
form: MACRP-REC
meeting_date: 2013-09-27
start: 09:15
district: Cheltenham
att:
  - {name: Megan Prosser, agency: Health visiting, kind: practitioner, present: yes, signed: No}
  - {name: Owen Tredwell, agency: CSC, kind: Panel member, present: Apologies}
case:
  - {referral_ref: CRP-2013-014, outcome: discussed, children: 2}
theme:
  - heading: Core groups
    code: Core groups
    points:
      - "Good practice: one chair throughout"
      - Concern about minutes
  - heading: Fathers
    points: |
      First
      Second
scolt: ~
"""


def test_a_record_with_nested_rows() -> None:
    answers = typed(RECORD)
    assert texts(answers) == {
        "meeting_date": "2013-09-27",
        "district": "CHELTENHAM",
        "start": "09:15",
        "att_1_name": "Megan Prosser",
        "att_1_agency": "HEALTH_VISITING",
        "att_1_kind": "practitioner",
        "att_1_present": "yes",
        "att_1_signed": "no",
        "att_2_name": "Owen Tredwell",
        "att_2_agency": "CSC",
        "att_2_kind": "panel",
        "att_2_present": "apologies",
        "case_1_referral_ref": "CRP-2013-014",
        "case_1_outcome": "discussed",
        "case_1_children": "2",
        "theme_1_heading": "Core groups",
        "theme_1_code": "CORE_GROUPS",
        "theme_1_points": "Good practice: one chair throughout\nConcern about minutes",
        "theme_2_heading": "Fathers",
        "theme_2_points": "First\nSecond",
    }
    assert (answers.carrier, answers.form_version) == (Carrier.TYPED, "1.0")
    assert answers.remarks == ()
    assert doubts(answers) == {}
    assert answers.items["district"].place == "line 5"


def test_slot_names_are_taken_too_and_nothing_becomes_anything_but_text() -> None:
    data = yaml.safe_dump({"form": "MACRP-REF", **builders.REFERRAL}, allow_unicode=True)
    answers = typed(data)
    assert texts(answers) == builders.REFERRAL
    odd = typed("form: referral\nref_name: 007\nref_date: 2013-09-02\nref_phone: 1_000\nref_role: 1e3\n")
    assert texts(odd) == {
        "ref_name": "007",
        "ref_date": "2013-09-02",
        "ref_phone": "1_000",
        "ref_role": "1e3",
    }


def test_the_same_answers_as_on_the_pdf() -> None:
    form = builders.forms()["referral"]
    pdf = read_answers(builders.pdf_form(form, builders.REFERRAL), "a.pdf", builders.editions(form))
    data = yaml.safe_dump({"form": form.id, **builders.REFERRAL}, allow_unicode=True)
    assert texts(typed(data)) == texts(pdf)


@pytest.mark.parametrize(
    "ticks",
    ["[SECOND_PLAN, OTHER]", "SECOND_PLAN, Other", "[other, Second or later plan]", '"OTHER\\nSECOND_PLAN"'],
)
def test_ticks_as_a_list_or_a_line(ticks: str) -> None:
    assert texts(typed(f"form: MACRP-REF\nreason: {ticks}\n")) == {"reason": "SECOND_PLAN\nOTHER"}


def test_an_unknown_tick_is_kept_and_doubted() -> None:
    answers = typed("form: MACRP-REF\nreason: [OTHER, Boredom]\n")
    assert texts(answers) == {"reason": "OTHER\nBoredom"}
    assert "'Boredom'" in doubts(answers)["reason"]


@pytest.mark.parametrize(
    ("word", "code"), [("yes", "yes"), ("Yes", "yes"), ("true", "yes"), ("No", "no"), ("false", "no")]
)
def test_yes_and_no(word: str, code: str) -> None:
    assert texts(typed(f"form: MACRP-REF\ndeclaration: {word}\n")) == {"declaration": code}


def test_labels_do_for_names() -> None:
    answers = typed("form: MACRP-REF\nYour name: Megan\nChildren:\n  - {Forenames: Tom, surname: Ellery}\n")
    assert texts(answers) == {"ref_name": "Megan", "child_1_forename": "Tom", "child_1_surname": "Ellery"}


def test_unknown_names_and_surplus_rows_are_told() -> None:
    answers = typed(
        "form: MACRP-REF\nref_nam: Megan\nchild:\n  - {forenam: Tom}\n  - just words\n"
        + "adult:\n"
        + "  - {name: A}\n" * 9
    )
    assert texts(answers) == {f"adult_{n}_name": "A" for n in range(1, 9)}
    said = " ".join(answers.remarks)
    assert "Line 2: “ref_nam” is not a question of MACRP-REF; did you mean ref_name? It says “Megan”." in said
    assert "did you mean forename?" in said
    assert "just words" in said
    assert "room for 8; 1 more were left out" in said


def test_a_name_written_twice_is_doubted() -> None:
    answers = typed("form: MACRP-REF\nref_name: High\nref_name: Low\n")
    assert texts(answers) == {"ref_name": "High"}
    assert "“Low”" in doubts(answers)["ref_name"]


def test_a_mapping_where_words_belong_is_told() -> None:
    answers = typed("form: MACRP-REF\nref_name: {first: Megan}\n")
    assert texts(answers) == {}
    assert "ref_name" in answers.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_in_any_usual_encoding(encoding: str) -> None:
    data = "form: MACRP-REF\nref_name: Zoë\n".encode(encoding)
    assert texts(read_answers(data, "a.yaml", builders.editions())) == {"ref_name": "Zoë"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ref_name: Megan\n", "no `form:` line"),
        ("form: XYZ\n", "the forms are MACRP-AIC"),
        ("- a\n- b\n", "not a list of"),
        ("just words\n", "not a list of"),
        ("form: [\n", "line 2"),
        ("form: MACRP-REF\n\tref_name: x\n", "line 2"),
        ("form: MACRP-REF\nref_name: !!python/object/apply:os.system [echo x]\n", "uses the tag"),
        ("form: MACRP-REF\nref_name: !include /etc/passwd\n", "uses the tag"),
        ("form: &a MACRP-REF\nref_name: *a\n", "anchors"),
        ("form: MACRP-REF\nref_name: " + "[" * 3000 + "]" * 3000, "nested too deeply"),
        ("form: MACRP-REF\n" + "x: [" + "a, " * 30_000 + "]\n", "far too long"),
        ("form: MACRP-REF\nref_name: " + "a" * 1_100_000, "larger than 1 MiB"),
        ("", "nothing in it"),
    ],
)
def test_what_is_refused_says_why(text: str, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        typed(text)


def test_the_version_is_told() -> None:
    assert typed('form: MACRP-REF\nversion: "0.9"\nref_name: x\n').form_version == "0.9"


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_text_survives(text: str) -> None:
    said = clean(text).text
    data = yaml.safe_dump({"form": "MACRP-TRY", "history": said}, allow_unicode=True).encode()
    expected = {} if not said.strip() else {"history": said.strip("\n")}
    if said not in ("~", "null", "Null", "NULL"):
        assert texts(read(data, "a.yaml")) == expected


def test_the_trial_typed_equals_the_trial() -> None:
    data = yaml.safe_dump({"form": "MACRP-TRY", **TRIAL}, allow_unicode=True).encode()
    assert texts(read(data, "a.yml")) == TRIAL


@given(st.binary(max_size=80))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for name in ("a.yaml", "a.pdf", "a.docx", "a"):
        try:
            read(data, name)
        except ReadingError as err:
            assert err.what and err.why and err.remedy
