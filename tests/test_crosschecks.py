"""The panel's cross-checks: each says something when it should, and nothing when it should not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.answers import Answer, Answers, Carrier
from pipeline.model.form import Form
from pipeline.model.record import Problem, Record, Severity
from pipeline.records.definitions import parse_form
from pipeline.rules.checking import check_answers
from pipeline.rules.checking.crosschecks import cross_checks
from tests import builders

RECEIVED = date(2013, 9, 5)
MEETING = date(2013, 9, 27)


def run(
    *,
    meeting: date | None = MEETING,
    received: date = RECEIVED,
    domains: tuple[str, ...] = (),
    form: str = "referral",
    items: dict[str, str] | None = None,
    **changes: str,
) -> tuple[Problem, ...]:
    found = builders.forms()[form]
    answers = builders.answers(found, builders.referral_items(**changes) if items is None else items)
    record = check_answers(found, answers, received=received).record
    return cross_checks(
        found, record, meeting=meeting, received=received, deadline_days=21, secure_domains=domains
    )


def codes(**keys: object) -> list[str]:
    return [p.code for p in run(**keys)]  # type: ignore[arg-type]


def test_a_referral_in_order_is_passed_in_silence() -> None:
    assert run() == ()
    assert run(meeting=None) == ()


def test_x1_a_later_plan_goes_with_the_tick() -> None:
    assert codes(reason="TWELVE_MONTHS") == ["X1"]
    assert codes(plan_number="third_or_more", reason="TWELVE_MONTHS") == ["X1"]
    assert codes(plan_number="first") == ["X1"]
    assert codes(plan_number="first", reason="TWELVE_MONTHS") == []
    assert codes(plan_number="NK") == codes(plan_number="") == codes(reason="") == []


def test_x2_twelve_months_are_counted_to_the_meeting() -> None:
    assert codes(plan_start="27/09/2012") == []
    assert codes(plan_start="28/09/2012") == ["X2"]
    assert codes(plan_start="27/09/2012", reason="SECOND_PLAN") == ["X2"]
    assert codes(plan_start="28/09/2012", reason="SECOND_PLAN") == []
    assert codes(plan_start="28/09/2012", meeting=date(2013, 11, 22)) == []
    assert codes(plan_start="28/09/2012", meeting=None) == []
    assert "for one month on" in run(plan_start="26/08/2013", prev_plan_end="")[0].message


def test_x4_the_deadline_is_three_weeks_before() -> None:
    assert codes(received=date(2013, 9, 6)) == []
    late = run(received=date(2013, 9, 7))
    assert [(p.code, p.severity, p.slot) for p in late] == [("X4", Severity.WARNING, "preferred_meeting")]
    assert "after the deadline of 6 September 2013 for the meeting on 27 September 2013" in late[0].message


def test_x5_the_referrer_stands_in_the_core_group() -> None:
    assert codes(cg_1_email="MEGAN.Prosser@health.example.org") == []
    found = run(ref_email="m.prosser@health.example.org")
    assert [p.code for p in found] == ["X5"]
    assert found[0].message.startswith("line 1 of the core group has another address for the referrer, megan")
    assert codes(cg_1_email="", cg_1_invite="no") == []
    assert codes(ref_name="Someone Else", cg_1_email="", cg_1_invite="no") == ["X5"]
    assert codes(cg_1_email="megan") == []  # no address at all: that is already asked
    (absent,) = run(ref_name="Someone Else", ref_email="s.else@health.example.org")
    assert absent.message.endswith("invite them too.") and "added" not in absent.message


def test_only_members_of_the_core_group_put_a_case_forward() -> None:
    found = run(ref_in_core_group="no")
    assert [(p.code, p.severity) for p in found] == [("core_group", Severity.QUERY)]


def test_x7_one_date_of_birth_for_all() -> None:
    assert [(p.code, p.slot) for p in run(child_2_dob="14/03/2007")] == [("X7", "child_1_dob")]
    third = {"child_3_forename": "Mali", "child_3_surname": "Ellery", "child_3_category": "NEG"}
    assert codes(child_2_dob="14/03/2007", child_3_dob="01/02/2009", **third) == []
    assert codes(child_1_dob="NK", child_2_dob="NK") == []


def test_x8_parents_are_twelve_years_older_than_the_eldest() -> None:
    assert codes(adult_1_dob="14/03/1995") == []
    found = run(adult_1_dob="15/03/1995")
    assert [(p.code, p.slot) for p in found] == [("X8", "adult_1_dob")]
    assert codes(adult_1_dob="15/03/1995", adult_1_relationship="sibling") == []
    assert codes(adult_1_dob="15/03/1995", child_1_dob="NK", child_2_dob="NK") == []


@pytest.mark.parametrize("setting", ["none", "None.", "no school", "N/A"])
def test_x10_no_school_at_school_age(setting: str) -> None:
    found = run(child_1_setting=setting)
    assert [(p.code, p.slot) for p in found] == [("X10", "child_1_setting")]
    assert "aged 6" in found[0].message
    assert codes(child_2_setting=setting) == []
    assert codes(child_1_setting=setting, child_1_dob="28/09/2008") == []
    assert codes(child_1_setting=setting, child_1_dob="27/09/2008") == ["X10"]


def test_an_unborn_child_misses_no_education() -> None:
    due = {"child_1_forename": "UNBORN", "child_1_dob": "01/02/2014", "child_1_setting": "none"}
    assert codes(**due) == []


def test_children_are_under_eighteen_on_the_meeting_day() -> None:
    adult = {"adult_1_dob": "22/07/1975", "child_1_setting": "Fernhollow College"}
    assert codes(child_1_dob="28/09/1995", **adult) == []
    found = run(child_1_dob="27/09/1995", **adult)
    assert [(p.code, p.severity, p.slot) for p in found] == [("age", Severity.QUERY, "child_1_dob")]


def test_a_form_older_than_sixty_days() -> None:
    assert codes(ref_date="07/07/2013") == []
    assert codes(ref_date="06/07/2013") == ["stale"]


def test_postcodes_and_protected_addresses() -> None:
    assert codes(family_postcode="") == ["postcode"]
    assert codes(family_address="PROTECTED", family_postcode="") == []
    found = run(family_address="protected address")
    assert [(p.code, p.severity) for p in found] == [("protected", Severity.QUERY)]
    assert codes(family_address="PROTECTED, ring us", family_postcode="") == []
    assert codes(family_address="not known", family_postcode="") == []
    assert codes(family_address="", family_postcode="") == []


def test_one_case_holder() -> None:
    assert codes(cg_2_lead="no") == ["lead"]
    found = run(cg_1_lead="yes")
    assert [(p.code, p.slot) for p in found] == [("lead", "cg_2_lead")]
    assert "2 members" in found[0].message


def test_the_agencies_include_the_core_groups() -> None:
    found = run(agencies="CSC\nPOLICE")
    assert [p.code for p in found] == ["agencies"]
    assert "Health visiting" in found[0].message
    assert "POLICE" not in found[0].message
    assert codes(agencies="") == []


def test_secure_mail_domains() -> None:
    found = run(domains=("health.example.org",))
    assert [(p.code, p.slot) for p in found] == [("secure_mail", "cg_2_email")]
    assert [p.slot for p in run(domains=("council.example.org",))] == ["ref_email", "cg_1_email"]
    assert run(domains=("example.org",)) == ()


CHECK = {
    "nil_return": "yes",
    "immediate_risk": "no",
    "person_1_name": "Tomos Ellery-Vaughan",
    "person_1_known": "no_trace",
}


def test_the_agency_check() -> None:
    assert run(form="agency-check", items=CHECK) == ()
    known = run(form="agency-check", items=CHECK | {"person_1_known": "past"})
    assert [(p.code, p.severity) for p in known] == [("nil_return", Severity.QUERY)]
    assert run(form="agency-check", items=CHECK | {"nil_return": "no", "person_1_known": "past"}) == ()
    risk = run(form="agency-check", items=CHECK | {"immediate_risk": "yes"})
    assert [(p.code, p.severity) for p in risk] == [("immediate_risk", Severity.WARNING)]


def test_forms_without_the_fields_are_passed_in_silence() -> None:
    assert run(form="meeting-record", items={"meeting_date": "27/09/2013"}, received=date(2013, 10, 2)) == ()
    tiny = parse_form("t", "form: T\nversion: '1'\ntitle: T\npages: [{sections: []}]", {})
    empty = Record("T", "1")
    assert (
        cross_checks(
            tiny, empty, meeting=MEETING, received=MEETING, deadline_days=21, secure_domains=("example.org",)
        )
        == ()
    )


def test_a_check_whose_field_is_not_printed_has_no_label() -> None:
    tiny = parse_form("t", "form: T\nversion: '1'\ntitle: T\npages: [{sections: []}]", {})
    record = Record("T", "1", {"immediate_risk": True})
    found = cross_checks(tiny, record, meeting=None, received=MEETING, deadline_days=21, secure_domains=())
    assert [p.label for p in found] == [""]


def forms_slots() -> st.SearchStrategy[tuple[Form, dict[str, str]]]:
    def filled(form: Form) -> st.SearchStrategy[tuple[Form, dict[str, str]]]:
        names = st.sampled_from([s.name for s in form.slots])
        texts = st.sampled_from(
            ["NK", "n/a", "yes", "no", "14/03/2007", "none", "x", "UNBORN", "a@example.org"]
        )
        return st.tuples(st.just(form), st.dictionaries(names, texts, max_size=25))

    return st.sampled_from(list(builders.forms().values())).flatmap(filled)


@given(filled=forms_slots())
def test_no_record_makes_a_check_raise(filled: tuple[Form, dict[str, str]]) -> None:
    form, items = filled
    answers = Answers(form.id, form.version, Carrier.TYPED, {k: Answer(v) for k, v in items.items()})
    record = check_answers(form, answers, received=RECEIVED).record
    found = cross_checks(
        form, record, meeting=MEETING, received=RECEIVED, deadline_days=21, secure_domains=("example.org",)
    )
    assert all(p.message and p.code for p in found)
