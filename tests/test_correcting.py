"""What stands in the boxes of a correction form, and what is made of what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.answers import NOT_READABLE, Answer, Answers, Carrier, Correction, Sureness
from pipeline.model.edition import Edition
from pipeline.model.filing import Outcome, Submission
from pipeline.model.record import Severity
from pipeline.rules.checking import check_answers
from pipeline.rules.correcting import Versions, answers_of, merged, prefilled, touched
from tests import builders

FORM = builders.forms()["referral"]
DOUBTFUL, PLAIN = "child_1_surname", "family_address"


def paper(**changes: Answer) -> Answers:
    """The full referral, one surname doubted; other answers as told."""
    answers = builders.answers()
    doubted = replace(answers.items[DOUBTFUL], doubt="It is smudged.", place="page 1")
    return replace(answers, items={**answers.items, DOUBTFUL: doubted, **changes})


def back(
    base: Answers, by: str = "Jo Okafor", *, checked: bool = True, version: int = 1, **changes: str
) -> Answers:
    """The correction form of `base` with some boxes changed, as it is read."""
    boxes = {**prefilled(FORM, base.items), **changes}
    items = {name: Answer(text, "page 2") for name, text in boxes.items() if text}
    correction = Correction("CRP-2013-001", version, by, checked)
    return Answers(FORM.id, FORM.version, Carrier.ACROFORM, items, (), correction)


def merge(base: Answers, returned: Answers, newest: Answers | None = None) -> Answers:
    return merged(FORM, Versions(base, 1, newest or base, 2 if newest else 1), returned)


def queries(answers: Answers) -> list[str]:
    found = check_answers(FORM, answers, received=date(2013, 9, 2)).problems
    return [str(p) for p in found if p.severity is Severity.QUERY]


def test_a_complete_correction_without_a_change_confirms_what_was_doubted() -> None:
    done = merge(paper(), back(paper()))
    answer = done.items[DOUBTFUL]
    assert (answer.text, answer.sureness, answer.doubt) == ("Ellery-Vaughan", Sureness.CONFIRMED, "")
    assert answer.place == "page 1; confirmed by Jo Okafor"
    assert done.items[PLAIN] == paper().items[PLAIN]
    assert queries(done) == []


def test_every_proposal_of_a_scan_is_confirmed_at_once() -> None:
    items = {n: replace(a, sureness=Sureness.RECOGNISED, score=0.8) for n, a in paper().items.items()}
    scan = replace(paper(), items=items, carrier=Carrier.SCAN)
    assert len(queries(scan)) == len(items)
    done = merge(scan, back(scan))
    assert queries(done) == []
    assert done.carrier is Carrier.SCAN
    assert {a.score for a in done.items.values()} == {0.8}


@pytest.mark.parametrize(("by", "checked", "why"), [("", True, "left blank"), ("Jo", False, "nobody ticked")])
def test_without_name_or_tick_changes_count_and_doubts_stay_open(by: str, checked: bool, why: str) -> None:
    done = merge(paper(), back(paper(), by, checked=checked, family_address="1 New Road"))
    assert done.items[PLAIN].text == "1 New Road"
    assert done.items[PLAIN].sureness is Sureness.CONFIRMED
    assert done.items[DOUBTFUL].doubt == "It is smudged."
    assert any(why in query for query in queries(done))
    again = merge(done, back(done))
    assert queries(again) == [], "a complete correction of that one settles it"


def test_a_change_is_put_down_to_the_person() -> None:
    done = merge(paper(), back(paper(), child_1_surname="Ellery"))
    answer = done.items[DOUBTFUL]
    assert (answer.text, answer.place, answer.sureness, answer.doubt) == (
        "Ellery",
        "corrected by Jo Okafor",
        Sureness.CONFIRMED,
        "",
    )


def test_an_emptied_box_is_a_blank_answer() -> None:
    done = merge(paper(), back(paper(), child_1_surname=""))
    assert DOUBTFUL not in done.items
    assert any("Child 1: Surname" in query for query in queries(done))


HARD: Mapping[str, str] = {
    "history": "First line.  \r\nSecond line.\r\n",
    "family_address": "  27 Larkrise   Terrace ",
    "adult_2_name": "Łukasz Wiśniak",
    "child_2_forename": "Zoë",
    "reason": "TWELVE_MONTHS\nSECOND_PLAN",
}


def test_line_ends_spaces_order_and_composed_letters_are_no_change() -> None:
    base = paper(history=Answer("First line.\nSecond line."), family_address=Answer("27 Larkrise Terrace"))
    done = merge(base, back(base, **HARD))
    assert {n: a for n, a in done.items.items() if n != DOUBTFUL} == {
        n: a for n, a in base.items.items() if n != DOUBTFUL
    }


def test_an_emoji_that_a_program_spoilt_is_no_change_but_another_letter_is() -> None:
    base = paper(family_address=Answer("27 Larkrise 🙂"))
    assert merge(base, back(base, family_address="27 Larkrise �")).items[PLAIN].text.endswith("🙂")
    assert merge(base, back(base, family_address="27 Larkrise x")).items[PLAIN].text.endswith("x")


def test_an_answer_that_its_box_cannot_hold_is_kept_until_somebody_fills_it_in() -> None:
    base = paper(ref_in_core_group=Answer("perhaps"), reason=Answer("SECOND_PLAN\nwhatever"))
    assert "ref_in_core_group" not in prefilled(FORM, base.items)
    assert prefilled(FORM, base.items)["reason"] == "SECOND_PLAN"
    left = merge(base, back(base))
    assert left.items["ref_in_core_group"].text == "perhaps"
    assert left.items["reason"].text == "SECOND_PLAN\nwhatever"
    assert len(queries(left)) == 2
    filled = merge(base, back(base, ref_in_core_group="yes", reason="SECOND_PLAN\nOTHER"))
    assert filled.items["ref_in_core_group"].text == "yes"
    assert filled.items["reason"].text == "SECOND_PLAN\nOTHER"


def test_a_choice_that_is_none_of_the_printed_ones_stands_in_its_box() -> None:
    base = paper(district=Answer("Cheltenam town"))
    assert prefilled(FORM, base.items)["district"] == "Cheltenam town"
    assert merge(base, back(base)).items["district"].text == "Cheltenam town"


def test_what_could_not_be_read_is_blank_when_it_was_looked_at() -> None:
    base = paper(family_address=Answer(NOT_READABLE, doubt="The box is black."))
    assert PLAIN not in prefilled(FORM, base.items)
    assert PLAIN not in merge(base, back(base)).items
    assert merge(base, back(base, "", checked=False, district="STROUD")).items[PLAIN].text == NOT_READABLE


def test_a_change_goes_to_the_newest_version_where_that_did_not_change_itself() -> None:
    base = paper()
    newest = paper(family_address=Answer("1 Newer Road"))
    done = merge(base, back(base, child_1_surname="Ellery"), newest)
    assert done.items[DOUBTFUL].text == "Ellery"
    assert done.items[PLAIN].text == "1 Newer Road"
    assert queries(done) == []


def test_two_different_changes_of_one_answer_are_asked_about() -> None:
    base = paper()
    newest = paper(family_address=Answer("1 Newer Road"))
    done = merge(base, back(base, family_address="2 Other Road"), newest)
    assert done.items[PLAIN].text == "1 Newer Road"
    (query,) = queries(done)
    for part in ("version 2 says “1 Newer Road”", "version 1 by Jo Okafor says “2 Other Road”"):
        assert part in query
    blank = replace(newest, items={n: a for n, a in newest.items.items() if n != PLAIN})
    (query,) = queries(merge(base, back(base, family_address="2 Other Road"), blank))
    assert "version 2 says nothing" in query


def test_the_same_change_in_both_is_one_answer() -> None:
    base = paper()
    done = merge(
        base, back(base, family_address="1 Newer Road"), paper(family_address=Answer("1 Newer Road"))
    )
    assert queries(done) == []


def test_a_doubt_of_a_newer_answer_is_not_settled_by_an_older_form() -> None:
    base = paper()
    newest = paper(child_1_surname=Answer("Elery", doubt="Another smudge."))
    assert merge(base, back(base), newest).items[DOUBTFUL].doubt == "Another smudge."


def test_what_the_reader_doubts_of_a_changed_box_stays_doubted() -> None:
    base = paper()
    returned = back(base, child_1_surname="Ellery")
    items = {**returned.items, DOUBTFUL: Answer("Ellery", doubt="The box shows “Allery”.")}
    done = merge(base, replace(returned, items=items))
    assert done.items[DOUBTFUL].doubt == "The box shows “Allery”."


def test_gaps_and_answers_without_a_place_are_settled_by_a_complete_form() -> None:
    base = replace(paper(child_9_surname=Answer("Smith")), gaps=("Page 3 is missing.",))
    assert len(queries(base)) == 3
    done = merge(base, back(base))
    assert queries(done) == []
    assert done.gaps == ()
    assert any("Page 3 is missing." in r and "Jo Okafor" in r for r in done.remarks)
    assert done.items["child_9_surname"].text == "Smith"


def test_an_untouched_form_says_nothing() -> None:
    base = paper()
    assert not touched(FORM, base, back(base, "", checked=False))
    assert touched(FORM, base, back(base, "", checked=True))
    assert touched(FORM, base, back(base, " Jo", checked=False))
    assert touched(FORM, base, back(base, "", checked=False, family_address="x"))


def filed(answers: Answers | None, source: Answers) -> Submission:
    record = check_answers(FORM, source, received=date(2013, 9, 2)).record
    day = date(2013, 9, 2)
    made = Submission("CRP-2013-001", 1, "referral", "0" * 64, "pdf", day, Outcome.ACCEPTED, record)
    return replace(made, answers=answers)


def test_a_form_filed_before_answers_were_kept_is_corrected_from_its_record() -> None:
    source = builders.answers()
    base = answers_of(FORM, filed(None, source))
    assert base.items.keys() == source.items.keys()
    assert base.items["child_1_dob"].text == "14 March 2007"
    again = check_answers(FORM, base, received=date(2013, 9, 2)).record
    assert again == filed(None, source).record
    done = merge(base, back(base, child_1_surname="Ellery"))
    assert [n for n, a in done.items.items() if a.sureness is Sureness.CONFIRMED] == [DOUBTFUL]


def test_names_of_an_earlier_definition_are_today_s_names() -> None:
    source = builders.answers()
    items = {("home" if n == PLAIN else n): a for n, a in source.items.items()}
    old = Edition(FORM, "0.9", FORM.title, names={"home": PLAIN})
    base = answers_of(FORM, filed(replace(source, items=items), source), [old])
    assert base.items[PLAIN].text == source.items[PLAIN].text
    assert "home" not in base.items
