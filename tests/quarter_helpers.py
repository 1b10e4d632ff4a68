"""An invented quarter: three meetings with their records and referrals, counted by hand in test_tallies.py."""

from __future__ import annotations

from datetime import date

from pipeline.office.desk import Desk
from tests.papers_helpers import file_record, file_referral, record_yaml


def person(name: str, agency: str, kind: str = "practitioner", present: str = "yes") -> dict[str, str]:
    return {"name": name, "role": "Worker", "agency": agency, "kind": kind, "present": present}


FOREST = record_yaml(
    meeting_date="31/05/2013",
    district="FOREST_OF_DEAN",
    chair="Ruth Amberley",
    att=[
        person("Ruth Amberley", "CSC", "panel"),
        person("Dev Patwardhan", "POLICE", "panel", "apologies"),
        person("Ilona Żak", "EDUCATION"),
        person("Owen Tredwell", "CSC"),
    ],
    case=[
        {"referral_ref": "CRP-2013-001", "outcome": "discussed", "children": "3"},
        {"referral_ref": "CRP-2013-002", "outcome": "deferred"},
    ],
    theme=[
        {"heading": "Understanding domestic abuse", "code": "DA_EMOTIONAL", "points": ["A first point"]},
        {"heading": "Core groups", "code": "CORE_GROUPS", "points": ["Top tip: keep them small"]},
    ],
)
CHELTENHAM = record_yaml(
    meeting_date="27/09/2013",
    district="CHELTENHAM",
    chair="Ruth Amberley",
    att=[
        person("Ruth Amberley", "CSC", "panel"),
        person("Dev Patwardhan", "POLICE", "panel"),
        person("Ilona Żak", "EDUCATION"),
        person("ilona  żak", "EDUCATION"),
        person("Bronwen Ŵyn", "HEALTH_VISITING"),
        person("Absent Person", "POLICE", present="apologies"),
        person("Some Observer", "POLICE", "observer"),
    ],
    case=[
        {"referral_ref": "CRP-2013-003", "outcome": "discussed", "children": "2"},
        {"referral_ref": "CRP-2013-004", "outcome": "discussed", "children": "1"},
    ],
    theme=[
        {
            "heading": "Healthy challenge in core groups",
            "code": "CORE_GROUPS",
            "points": [
                "Good practice: the group asks at each meeting whether the right people are in the room",
                "Core groups held in the family's home can make a culture of healthy scepticism harder",
            ],
        },
        {
            "heading": "Sharing what we know",
            "code": "INFO_SHARING_TRANSFER",
            "points": [
                "Practitioners message to managers - tell us once what has changed, and check that it has arrived",
                "Top tip: write the history on one page when a family moves < 10 miles & workers change",
            ],
        },
        {"heading": "Fathers and partners", "code": "FATHERS_PARTNERS", "points": ["Concern: one letter only"]},
    ],
    action=[
        {"heading": "Reflective meetings", "status": "completed", "completed_on": "10/09/2013",
         "text": ["The model was sent to every team."], "owner_role": "Service manager", "owner_agency": "CSC"},
        {"heading": "Road shows", "status": "planned", "due": "30/11/2013",
         "text": ["Raise awareness of the protocol.", "Ask for examples."], "owner_role": "Training officer"},
        {"heading": "Overdue letter", "status": "in_progress", "due": "01/09/2013", "text": ["Write to schools."]},
    ],
    scolt="Supervision time is lost when teams move offices\nThresholds need saying again",
    qa_subgroup="Consider an audit of transfers between districts",
)  # fmt: skip
GLOUCESTER = record_yaml(
    meeting_date="22/07/2013",
    district="GLOUCESTER",
    chair="Ruth Amberley",
    att=[
        person("Ruth Amberley", "CSC", "panel"),
        person("Ilona Żak", "EDUCATION"),
        person("Piotr Nowak", "POLICE"),
    ],
    case=[{"referral_ref": "CRP-2013-005", "outcome": "discussed", "children": "4"}],
    theme=[{"heading": "Core groups need a chair", "code": "CORE_GROUPS", "points": ["A point"]}],
)


def file_quarter(desk: Desk) -> None:
    """File three meetings (one in Q1, two in Q2 of 2013/14) and five referrals, one of them late."""
    for data in (FOREST, GLOUCESTER, CHELTENHAM):
        file_record(desk, data)
    for reference, day, late, reason in (
        ("CRP-2013-001", date(2013, 5, 31), False, "SECOND_PLAN"),
        ("CRP-2013-002", date(2013, 5, 31), True, "OTHER"),
        ("CRP-2013-003", date(2013, 9, 27), False, "SECOND_PLAN\nTWELVE_MONTHS"),
        ("CRP-2013-004", date(2013, 9, 27), True, "TWELVE_MONTHS"),
        ("CRP-2013-005", date(2013, 7, 22), False, "TWELVE_MONTHS"),
    ):
        file_referral(desk, reference, day, late=late, reason=reason, reason_other="Brief")
