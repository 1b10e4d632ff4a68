"""Twelve invented meetings over two financial years: one list, for the register and for the tests' own count."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.model.filing import Outcome, Submission
from pipeline.office.desk import Desk
from pipeline.rules.checking import check_answers
from tests import builders
from tests.papers_helpers import file_record, record_yaml
from tests.quarter_helpers import person


@dataclass(frozen=True)
class Case:
    """A case: its children by name, why it came, what became of each agency's check."""

    number: int
    children: tuple[str, ...]
    reasons: tuple[str, ...] = ("SECOND_PLAN",)
    late: bool = False
    discussed: bool = True
    back: dict[str, str] = field(default_factory=dict)  # agency -> on time, late, none

    @property
    def reference(self) -> str:
        return f"CRP-2013-{self.number:03d}"


@dataclass(frozen=True)
class Held:
    """A meeting: who came (name, agency), its cases, its themes."""

    day: date
    district: str
    people: tuple[tuple[str, str], ...]
    cases: tuple[Case, ...]
    themes: tuple[str, ...]


def _family(name: str, size: int) -> tuple[str, ...]:
    return tuple(f"{fore} {name}" for fore in ("Asha", "Bryn", "Cerys", "Dewi", "Elen", "Ffion")[:size])


def _came(*numbers: int) -> tuple[tuple[str, str], ...]:
    agencies = ("POLICE", "EDUCATION", "HEALTH_VISITING", "CSC")
    return tuple((f"Worker {'ABCDEFGHIJKLMNOPQRST'[n]}", agencies[n % 4]) for n in numbers)


BOTH = ("SECOND_PLAN", "TWELVE_MONTHS")
MEETINGS = (
    Held(date(2013, 4, 26), "CHELTENHAM", _came(0, 1, 2, 3, 4, 5, 6),
         (Case(1, _family("Ardwick", 3), back={"POLICE": "on time", "EDUCATION": "late"}),
          Case(2, _family("Bellis", 4), BOTH, late=True, back={"POLICE": "on time", "EDUCATION": "none"})),
         ("CORE_GROUPS",)),
    Held(date(2013, 6, 21), "STROUD", _came(1, 7, 8),
         (Case(3, _family("Corden", 1), ("TWELVE_MONTHS",)), Case(4, _family("Deller", 2), discussed=False)),
         ("CORE_GROUPS", "FATHERS_PARTNERS")),
    Held(date(2013, 7, 19), "GLOUCESTER", _came(0, 2),
         (Case(5, _family("Ember", 2), back={"POLICE": "none", "HEALTH_VISITING": "on time"}),), ("FATHERS_PARTNERS",)),
    Held(date(2013, 9, 13), "COTSWOLD", _came(9, 10), (Case(6, _family("Ardwick", 3)[:2], BOTH),), ("CORE_GROUPS",)),
    Held(date(2013, 11, 8), "TEWKESBURY", _came(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
         (Case(7, _family("Fenby", 6)), Case(8, _family("Garth", 5), ("TWELVE_MONTHS",), late=True),
          Case(9, _family("Hulme", 4), BOTH)), ("CORE_GROUPS",)),
    Held(date(2014, 1, 10), "CHELTENHAM", _came(11, 12), (Case(10, _family("Ibbot", 3)),), ()),
    Held(date(2014, 3, 7), "STROUD", _came(1), (Case(11, _family("Jessop", 3), ("TWELVE_MONTHS",)),), ("CORE_GROUPS",)),
    Held(date(2014, 5, 16), "FOREST_OF_DEAN", _came(13, 14, 15, 16), (Case(12, _family("Kemble", 6)),),
         ("FATHERS_PARTNERS",)),
    Held(date(2014, 7, 11), "GLOUCESTER", _came(0, 1, 2, 3, 4, 5),
         (Case(13, _family("Lydden", 4)), Case(14, _family("Bellis", 4)[1:], BOTH, back={"POLICE": "late"})), ()),
    Held(date(2014, 10, 3), "COTSWOLD", _came(17), (Case(15, _family("Mardle", 1)),), ("CORE_GROUPS",)),
    Held(date(2014, 12, 5), "CHELTENHAM", _came(17, 18, 1), (Case(16, _family("Nettle", 2), ("TWELVE_MONTHS",)),), ()),
    Held(date(2015, 2, 13), "TEWKESBURY", _came(0, 1, 2, 3, 4, 5, 6),
         (Case(17, _family("Orford", 5)), Case(18, _family("Corden", 1), late=True), Case(19, _family("Pyatt", 3))),
         ("CORE_GROUPS", "FATHERS_PARTNERS")),
)  # fmt: skip
_CORRECTED = MEETINGS[4]  # its first record left a case and two people out


def file_everything(desk: Desk) -> None:
    """The referrals, the checks asked for and back, the records; one record first with mistakes, then corrected."""
    for meeting in MEETINGS:
        for case in meeting.cases:
            _referral(desk, meeting, case)
            _checks(desk, meeting, case)
        if meeting is _CORRECTED:
            file_record(desk, _record(meeting, meeting.people[:-2], meeting.cases[:-1]))
        version = 2 if meeting is _CORRECTED else 1
        file_record(desk, _record(meeting, meeting.people, meeting.cases), version)


def _record(meeting: Held, people: tuple[tuple[str, str], ...], cases: tuple[Case, ...]) -> bytes:
    points = ["Good practice: both children were seen alone", "Core groups meet every four weeks"]
    return record_yaml(
        meeting_date=meeting.day.strftime("%d/%m/%Y"),
        district=meeting.district,
        chair="Ruth Amberley",
        att=[person(name, agency) for name, agency in people],
        case=[
            {"referral_ref": c.reference, "outcome": "discussed", "children": str(len(c.children))}
            if c.discussed
            else {"referral_ref": c.reference, "outcome": "deferred"}
            for c in cases
        ],
        theme=[
            {"heading": code.capitalize(), "code": code, "points": list(points)} for code in meeting.themes
        ],
    )


def _referral(desk: Desk, meeting: Held, case: Case) -> None:
    form = builders.forms()["referral"]
    items = {k: v for k, v in builders.referral_items().items() if not k.startswith("child_")}
    first = {k: v for k, v in builders.referral_items().items() if k.startswith("child_1_")}
    for number, name in enumerate(case.children, 1):
        fore, surname = name.split()
        born = date(2005, 1, 1) + timedelta(sum(map(ord, name)) % 2000)
        own = {
            "forename": fore,
            "surname": surname,
            "dob": born.strftime("%d/%m/%Y"),
            "nhs_no": "",
            "case_ref": "",
        }
        items |= {k.replace("child_1_", f"child_{number}_"): v for k, v in first.items()}
        items |= {f"child_{number}_{k}": v for k, v in own.items()}
    items |= {"reason": "\n".join(case.reasons)}
    _file(desk, form.name, case.reference, {k: v for k, v in items.items() if v}, meeting.day, late=case.late)


def _checks(desk: Desk, meeting: Held, case: Case) -> None:
    due = meeting.day - timedelta(8)
    for agency, came in case.back.items():
        told = {"agency": agency, "references": [case.reference], "due": due.isoformat()}
        desk.register.note("circulated", meeting.day.isoformat(), told)
        if came != "none":
            items = {"referral_ref": case.reference, "agency": agency, "nil_return": "yes"}
            day = due + timedelta(3 if came == "late" else 0)
            _file(desk, "agency-check", f"AIC-{case.reference}-{agency}", items, meeting.day, received=day)


def _file(
    desk: Desk,
    form_name: str,
    reference: str,
    items: dict[str, str],
    meeting: date,
    *,
    late: bool = False,
    received: date = date(2013, 4, 1),
) -> None:
    form = builders.forms()[form_name]
    record = check_answers(form, builders.answers(form, items), received=received).record
    sha = hashlib.sha256(reference.encode()).hexdigest()
    desk.register.file(
        Submission(
            reference,
            1,
            form_name,
            sha,
            "pdf",
            received,
            Outcome.ACCEPTED,
            record,
            meeting=meeting,
            late=late,
        )
    )
