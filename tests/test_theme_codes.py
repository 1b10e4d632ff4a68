"""Theme codes are suggested by words and never counted by themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.model.form import Choice
from pipeline.model.record import Severity
from pipeline.rules.checking import check_answers
from pipeline.rules.checking.record_checks import record_problems
from pipeline.rules.counting.meeting_records import as_meeting_record
from pipeline.rules.counting.theme_codes import suggested
from tests import builders
from tests.invitation_helpers import done, drop
from tests.papers_helpers import record_yaml
from tests.test_seed_papers import SEED, TEXT, papers

FORM = builders.forms()["meeting-record"]
CHOICES = FORM.slot_by_name["theme_1_code"].field.choices


def code(heading: str) -> str:
    found = suggested(heading, CHOICES)
    return found.code if found else ""


@pytest.mark.skipif(not SEED.is_file(), reason="the three real papers are not beside the repository")
def test_what_recurs_in_the_three_real_papers() -> None:
    found = [[code(str(theme["heading"])) for theme in paper.themes] for paper in papers(TEXT)]
    assert found == [
        ["DA_EMOTIONAL", "CORE_GROUPS", "INFO_SHARING_TRANSFER", "CHILD_CENTRED", "CP_TO_PROCEEDINGS",
         "DISENGAGEMENT", "FATHERS_PARTNERS"],
        ["DA_EMOTIONAL", "THRESHOLDS", "INFO_SHARING_TRANSFER", "CORE_GROUPS"],
        ["DA_EMOTIONAL", "DISENGAGEMENT", "REQUESTS_FOR_SERVICE", "CONFIDENCE_TO_CHALLENGE", "CORE_GROUPS"],
    ]  # fmt: skip
    recurs = {c: sum(c in paper for paper in found) for c in ("DA_EMOTIONAL", "CORE_GROUPS", "DISENGAGEMENT")}
    assert recurs == {"DA_EMOTIONAL": 3, "CORE_GROUPS": 3, "DISENGAGEMENT": 2}


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Coercive control and its traces", "DA_EMOTIONAL"),
        ("DOMESTIC VIOLENCE: seeing the harm", "DA_EMOTIONAL"),
        ("Who belongs in the Core Group?", "CORE_GROUPS"),
        ("Sharing what we know when a family moves area", "INFO_SHARING_TRANSFER"),
        ("Handover between health visitors", "INFO_SHARING_TRANSFER"),
        ("A day in the life of the child", "CHILD_CENTRED"),
        ("Listening to children", "CHILD_CENTRED"),
        ("When should a plan go to court?", "CP_TO_PROCEEDINGS"),
        ("Disguised compliance", "DISENGAGEMENT"),
        ("Engaging parents who stay away", "DISENGAGEMENT"),
        ("Dads are part of the plan", "FATHERS_PARTNERS"),
        ("Fathers' voices", "FATHERS_PARTNERS"),
        ("Levels of need", "THRESHOLDS"),
        ("Referring on to services", "REQUESTS_FOR_SERVICE"),
        ("Confidence to challenge in core groups", "CONFIDENCE_TO_CHALLENGE"),
        ("Professional curiosity", "CONFIDENCE_TO_CHALLENGE"),
        ("The reflective meeting model", "REFLECTIVE_MEETING"),
        ("Escalation when agencies disagree", "RESOLUTION_OF_CONCERN"),
        *(
            (odd, "")
            for odd in ("", "Confidentiality", "Partner agencies", "Child protection plans", "Other")
        ),
        *((odd, "") for odd in ("Sexual abuse", "Housing", "Keeping partnership working alive")),
    ],
)
def test_headings_in_other_words(heading: str, wanted: str) -> None:
    assert code(heading) == wanted


def test_a_code_of_ones_own_is_known_by_its_words_and_a_tie_is_no_suggestion() -> None:
    own = (*CHOICES, Choice("HOUSING", "Housing and homelessness"))
    found = suggested("Homeless families", own)
    assert found and found.code == "HOUSING"
    twice = (Choice("A", "Housing"), Choice("B", "Housing"))
    assert suggested("Housing", twice) is None
    assert suggested("Domestic abuse", ()) is None


def test_a_heading_without_a_code_gets_a_note_and_is_not_counted_by_it() -> None:
    items = {
        "meeting_date": "27/09/2013",
        "district": "CHELTENHAM",
        "chair": "Ruth Amberley",
        "theme_1_heading": "Understanding Domestic Abuse",
        "theme_1_points": "A point",
        "theme_2_heading": "Housing",
        "theme_2_points": "A point",
        "theme_3_heading": "Core groups",
        "theme_3_code": "THRESHOLDS",  # what a person chose stands
        "theme_3_points": "A point",
    }
    record = check_answers(FORM, builders.answers(FORM, items), received=date(2013, 10, 2)).record
    found = record_problems(FORM, record)
    assert [(p.slot, p.severity, p.message) for p in found] == [
        (
            "theme_1_code",
            Severity.WARNING,
            "“Understanding Domestic Abuse” looks like DA_EMOTIONAL (Domestic and emotional abuse); put it into the"
            " form if that is right.",
        ),
        (
            "theme_2_code",
            Severity.WARNING,
            "“Housing” has no code and is counted as Other; choose one in the form if one fits.",
        ),
    ]
    assert [t.code for t in as_meeting_record(record).themes] == ["", "", "THRESHOLDS"]


def test_ingest_and_show_say_it(tmp_path: Path) -> None:
    done(tmp_path, "init", str(tmp_path / "w"))
    theme = [{"heading": "Understanding Domestic Abuse", "points": ["p"]}]
    data = record_yaml(meeting_date="27/09/2013", district="STROUD", chair="R A", theme=theme)
    note = "“Understanding Domestic Abuse” looks like DA_EMOTIONAL (Domestic and emotional abuse); put it into the form"
    assert note in drop(tmp_path / "w", "r.yaml", data)
    assert f"warning: Theme 1: Counted as: {note}" in done(tmp_path / "w", "show", "REC-2013-09-27")
