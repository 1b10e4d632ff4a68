"""Pages of one paper become the answers of one form."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.model.answers import Answer, Carrier, Sureness
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.pages import PageFound, Scanned, join_pages
from tests.builders import editions, forms

REFERRAL, CHECK = editions(forms()["referral"])[0], editions(forms()["agency-check"])[0]
FIRST = {"ref_name": "Megan Prosser", "child_1_surname": "Ellery-Vaughan", "child_1_forename": "Tomos"}
SECOND = {"plan_number": "second", "reason": "SECOND_PLAN\nOTHER"}
THIRD = {"history": "A first plan ended in 2011."}


def page(sheet: int, number: int, items: Mapping[str, str], **changes: object) -> PageFound:
    answers = {name: Answer(text, f"page {sheet}", sureness=Sureness.PRINTED) for name, text in items.items()}
    found = PageFound(REFERRAL, sheet, number, REFERRAL.version, answers)
    return replace(found, **changes)  # type: ignore[arg-type]


def whole() -> list[PageFound]:
    return [page(1, 1, FIRST), page(2, 2, SECOND), page(3, 3, THIRD)]


def test_a_whole_form_in_order_is_joined_without_a_word() -> None:
    answers = join_pages(whole(), Carrier.PRINTED)
    assert {n: a.text for n, a in answers.items.items()} == FIRST | SECOND | THIRD
    assert (answers.form_id, answers.form_version, answers.carrier) == ("MACRP-REF", "1.0", Carrier.PRINTED)
    assert answers.remarks == answers.gaps == ()


def test_pages_in_another_order_are_put_right_and_told() -> None:
    answers = join_pages([page(1, 3, THIRD), page(2, 1, FIRST), page(3, 2, SECOND)], Carrier.PRINTED)
    assert list(answers.items) == [s.name for s in REFERRAL.form.slots if s.name in FIRST | SECOND | THIRD]
    assert answers.remarks == ("The pages came in another order: 3, 1, 2.",)
    assert answers.gaps == ()


def test_a_missing_page_is_a_gap_that_names_its_questions() -> None:
    answers = join_pages([page(1, 1, FIRST), page(2, 3, THIRD)], Carrier.SCAN)
    (gap,) = answers.gaps
    assert gap.startswith("Page 2 of 3 is missing: the questions under “The child protection plan”")
    assert "“The core group”" in gap


def test_the_same_page_twice_is_told_and_not_doubted() -> None:
    answers = join_pages([*whole(), page(4, 2, SECOND)], Carrier.PRINTED)
    assert answers.remarks == ("Page 2 of the form came twice.",)
    assert not any(a.doubt for a in answers.items.values())


def test_a_blank_copy_of_a_page_takes_nothing_away() -> None:
    answers = join_pages(
        [page(1, 1, {}), page(2, 1, FIRST), page(3, 2, SECOND), page(4, 3, THIRD)], Carrier.SCAN
    )
    assert {n: a.text for n, a in answers.items.items()} == FIRST | SECOND | THIRD
    assert answers.remarks == ("Page 1 of the form came twice; answers stand on page 2 of the paper.",)


def test_copies_of_a_page_that_differ_in_one_answer_are_doubted_there() -> None:
    other = FIRST | {"child_1_forename": "Thomas"}
    answers = join_pages([*whole(), page(4, 1, other)], Carrier.PRINTED)
    doubt = answers.items["child_1_forename"].doubt
    assert "page 1 of the paper says “Tomos”" in doubt
    assert "page 4 says “Thomas”" in doubt
    assert not answers.items["ref_name"].doubt


def test_an_answer_on_one_copy_only_is_doubted() -> None:
    answers = join_pages([*whole(), page(4, 1, FIRST | {"ref_phone": "01632 960101"})], Carrier.PRINTED)
    assert "says nothing" in answers.items["ref_phone"].doubt


def test_two_families_in_one_file_are_refused() -> None:
    others = {"ref_name": "Owen Tredwell", "child_1_surname": "Wiśniak", "child_1_forename": "Zoë"}
    with pytest.raises(ReadingError, match="two filled copies of “Case referral”: pages 1 and 4") as caught:
        join_pages([*whole(), page(4, 1, others)], Carrier.PRINTED)
    assert "one by one" in caught.value.remedy


def test_pages_of_two_forms_are_refused_and_both_are_named() -> None:
    stranger = replace(page(3, 1, {}), edition=CHECK)
    with pytest.raises(ReadingError, match="pages 1 and 2 of “Case referral”, page 3 of “Agency") as caught:
        join_pages([page(1, 1, FIRST), page(2, 2, SECOND), stranger], Carrier.PRINTED)
    assert "two forms" in caught.value.what


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(ReadingError, match="none of its pages"):
        join_pages([], Carrier.PRINTED, (1, 2))


def test_other_pages_between_are_named() -> None:
    assert join_pages(whole(), Carrier.PRINTED, (4,)).remarks == (
        "Page 4 of the paper is no page of the form; what stands there was not read.",
    )
    assert (
        "Pages 4, 5 and 6 of the paper are no pages"
        in join_pages(whole(), Carrier.PRINTED, (6, 4, 5)).remarks[0]
    )


def test_pages_of_two_versions_must_be_seen_to() -> None:
    pages = [page(1, 1, FIRST), replace(page(2, 2, SECOND), version="0.9"), page(3, 3, THIRD)]
    assert join_pages(pages, Carrier.PRINTED).gaps == (
        "The pages are of different versions of the form (0.9, 1.0).",
    )


def test_ticks_of_one_question_on_two_pages_come_together() -> None:
    pages = [page(1, 1, FIRST), page(2, 2, SECOND), page(3, 3, {"reason": "OTHER\nGOOD_PRACTICE"})]
    assert join_pages(pages, Carrier.PRINTED).items["reason"].text == "SECOND_PLAN\nOTHER\nGOOD_PRACTICE"


def test_another_answer_on_two_pages_is_doubted() -> None:
    pages = [page(1, 1, FIRST), page(2, 2, SECOND), page(3, 3, {"ref_name": "Owen Tredwell"})]
    answer = join_pages(pages, Carrier.PRINTED).items["ref_name"]
    assert answer.text == "Megan Prosser"
    assert "page 3 has “Owen Tredwell”" in answer.doubt


def test_the_remarks_and_gaps_of_pages_are_kept_once() -> None:
    pages = [
        page(1, 1, FIRST, remarks=("Odd.",), gaps=("Torn.",)),
        page(2, 2, SECOND, remarks=("Odd.",), gaps=("Torn.",)),
    ]
    answers = join_pages([*pages, page(3, 3, THIRD)], Carrier.SCAN)
    assert answers.remarks == ("Odd.",)
    assert answers.gaps == ("Torn.",)


def test_what_crosses_between_processes_can_be_packed() -> None:
    scanned = Scanned((2,), tuple(whole()), (3,), "why")
    assert pickle.loads(pickle.dumps(scanned)) == scanned
