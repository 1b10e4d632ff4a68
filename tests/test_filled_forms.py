"""The generator of filled forms: always the same forms, every hard thing in them, and a judge that sees every fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.answers import Answer, Answers, Carrier, Sureness
from pipeline.model.form import Kind
from tests import builders
from tests.filled_forms import FilledForm, by_name, cases, compare, texts

EVERYDAY = cases(count=1)[0]


def as_read(case: FilledForm, carrier: Carrier = Carrier.ACROFORM, **changes: Answer | None) -> Answers:
    items = {name: Answer(text) for name, text in case.items.items()} | changes
    kept = {name: answer for name, answer in items.items() if answer is not None}
    return Answers(case.form.id, case.form.version, carrier, kept)


def test_the_same_seed_gives_the_same_forms() -> None:
    assert cases(count=20) == cases(count=40)[:20]
    assert cases(count=20, seed=2) != cases(count=20)
    assert by_name(cases(count=20)[-1].name) == cases(count=20)[-1]


@pytest.mark.parametrize("name", ["referral", "agency-check", "meeting-record", "reply"])
def test_what_was_typed_is_exact_and_unflagged(name: str) -> None:
    for case in cases(name, 17):
        score = compare(case, as_read(case))
        assert (score.exact, score.doubted, score.misses) == (score.fields, 0, ())


def test_every_hard_thing_occurs() -> None:
    found = cases(count=100)
    said = "\n".join(texts(found))
    for hard in ("O'Brien-Shah", "O’Brien", "Łukasz", "Siân", "{{", "<70", "&", "£", "“"):
        assert hard in said
    assert any(not case.items for case in found)
    assert any(len(case.items) == len(case.form.slots) for case in found)
    assert max(map(len, texts(found))) > 1450
    multi = [s for s in found[0].form.slots if s.field.kind is Kind.MULTICHOICE]
    for slot in multi:
        codes = [c.code for c in slot.field.choices]
        patterns = {case.items.get(slot.name, "") for case in found}
        assert {"", "\n".join(codes), codes[-1]} <= patterns


def test_each_fault_is_counted_as_what_it_is() -> None:
    right = compare(EVERYDAY, as_read(EVERYDAY))
    other = compare(EVERYDAY, as_read(EVERYDAY, child_1_known_as=Answer("Tim")))
    assert (other.fields, other.exact, other.unseen) == (right.fields, right.exact - 1, 1)
    doubted = compare(EVERYDAY, as_read(EVERYDAY, child_1_known_as=Answer("Tim", doubt="It is smudged.")))
    assert (doubted.exact, doubted.wrong_flagged, doubted.unseen) == (right.exact - 1, 1, 0)
    seen = compare(EVERYDAY, as_read(EVERYDAY, child_1_known_as=Answer("Tom", sureness=Sureness.RECOGNISED)))
    assert (seen.exact, seen.doubted, seen.unseen) == (right.exact, 1, 0)


def test_something_lost_or_made_up_is_unseen_unless_a_person_is_told() -> None:
    lost = compare(EVERYDAY, as_read(EVERYDAY, child_1_known_as=None))
    assert (lost.missed, lost.unseen) == (0, 1)
    told = replace(
        as_read(EVERYDAY, child_1_known_as=None), remarks=("Child 1: Known as cannot be made out.",)
    )
    assert (compare(EVERYDAY, told).missed, compare(EVERYDAY, told).unseen) == (1, 0)
    needed = compare(EVERYDAY, as_read(EVERYDAY, ref_role=None))  # it is asked for as a missing answer
    assert (needed.missed, needed.unseen) == (1, 0)
    made_up = compare(EVERYDAY, as_read(EVERYDAY, child_3_known_as=Answer("Bo")))
    assert made_up.unseen == 1


def test_line_breaks_count_only_where_the_carrier_keeps_them() -> None:
    flowed = Answer(builders.REFERRAL["history"].replace("\n", " "))
    assert compare(EVERYDAY, as_read(EVERYDAY, Carrier.ACROFORM, history=flowed)).unseen == 1
    assert compare(EVERYDAY, as_read(EVERYDAY, Carrier.PRINTED, history=flowed)).unseen == 0
