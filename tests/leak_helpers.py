"""Invented cases for the leak check: the test meeting of the domain notes, forty sentences, cases in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from pipeline.model.filing import Outcome, Referral, Submission
from pipeline.model.leaks import Allowed, Finding, Known, NameLists, TextPlace
from pipeline.model.record import Record, Row, Value
from pipeline.records.names import load_names
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.leaks.finding import find
from pipeline.rules.leaks.known import known_of
from tests.builders import DISTRICTS, ROOT

MEETING = date(2013, 11, 22)
DISTRICT_NAMES = tuple(DISTRICTS.values())
ALLOWED = Allowed(
    phrases=(
        *DISTRICT_NAMES,
        "Gloucestershire",
        "Multi Agency Case Review Panel",
        "Gloucestershire Safeguarding Children Board",
    ),
    days=(MEETING, date(2013, 9, 27), date(2013, 6, 24), date(2013, 5, 31)),
    phones=("01632 960100",),
    emails=("panel@example.gov.uk",),
)
Rows = Sequence[Mapping[str, Value]]


@cache
def names() -> NameLists:
    """The list of names that comes with the program."""
    return load_names(ROOT / "templates")


def case(
    reference: str, *, children: Rows = (), adults: Rows = (), core_group: Rows = (), **values: Value
) -> Referral:
    """A referral as filed. Rows hold the columns of the form."""
    tables = {"child": children, "adult": adults, "cg": core_group}
    rows = {name: tuple(Row(n, dict(row)) for n, row in enumerate(t, 1)) for name, t in tables.items() if t}
    record = Record("MACRP-REF", "1.0", dict(values), rows)
    filed = Submission(
        reference,
        1,
        "referral",
        "0" * 64,
        "pdf",
        date(2013, 10, 1),
        Outcome.ACCEPTED,
        record,
        meeting=MEETING,
    )
    return as_referral(filed, MEETING)


def child(forename: str, surname: str, **more: Value) -> dict[str, Value]:
    """A row of a child."""
    return {"forename": forename, "surname": surname, **more}


def test_meeting() -> tuple[Referral, ...]:
    """The three cases of the domain notes (11.2)."""
    youngs = case(
        "CRP-2013-014",
        children=[
            child(
                *("Grace Amelia", "Young"),
                known_as="Gracie",
                dob=date(2006, 5, 3),
                case_ref="7044183",
                nhs_no="999 000 0018",
                setting="St. Aldwyn's Church of England Primary School",
            ),
            child("William James", "Young", dob=date(2009, 11, 19)),
        ],
        adults=[
            {"name": "Rose Young", "relationship": "mother", "dob": date(1986, 2, 14)},
            {"name": "Mark Winter", "relationship": "mothers_partner"},
            {"name": "Dean Chase", "relationship": "father"},
        ],
        family_address="14 Mill Lane, Nether Tarling",
        family_postcode="GL99 4QT",
        plan_start=date(2013, 8, 12),
        history="Mother can be reached on 07700 900123 or rose.young86@example.net.",
    )
    nowaks = case(
        "CRP-2013-015",
        children=[
            child("Kacper", "Nowak", dob=date(2012, 2, 27), case_ref="7051260", setting="Tarling Nursery"),
            child("Zofia", "Nowak"),
        ],
        adults=[{"name": "Agnieszka Nowak", "relationship": "mother"}],
        family_address="3 Tannery Row, Upper Tarling",
        family_postcode="GL99 1AB",
    )
    shahs = case(
        "CRP-2013-016",
        children=[
            child(
                "Zoë", "O'Brien-Shah", dob=date(2003, 9, 8), case_ref="7060031", setting="Tarling High School"
            ),
            child("Hope", "O'Brien-Shah", dob=date(2013, 6, 30)),
            child("May", "O'Brien-Shah", dob=date(2013, 6, 30)),
        ],
        adults=[{"name": "Frank O'Brien", "relationship": "father"}],
        family_address="Flat 2, 9 Weir View, Tarling",
        family_postcode="GL99 8NN",
        ref_name="Joy Church",
    )
    return youngs, nowaks, shahs


test_meeting.__test__ = False  # type: ignore[attr-defined]


@cache
def known() -> Known:
    """What is known of the test meeting."""
    return known_of(test_meeting(), day=MEETING, lists=names())


def findings(text: str, of: Known | None = None, allowed: Allowed = ALLOWED) -> tuple[Finding, ...]:
    """What is found in one paragraph."""
    return find([TextPlace(text, "paragraph 1")], of or known(), allowed)


# The forty sentences of the domain notes (11.3): S for STOP, R for REVIEW, C for CLEAR.
FORTY = (
    ("L01", "S", "Grace Young was seen alone at home by two workers."),
    ("L02", "S", "The drawings showed what Gracie's mornings were like."),
    ("L03", "S", "Billy had missed eleven nursery sessions before anyone asked why."),
    ("L04", "S", "Ms Yuong found the written agreement hard to follow."),
    ("L05", "S", "Kasper Novak's father was not invited to the first core group."),
    ("L06", "S", "Zoe OBrien Shah told the school nurse that weekends were the hardest."),
    ("L07", "S", "G.Y. and W.Y. were not spoken to separately."),
    ("L08", "S", "YOUNG, Rose - did not attend the review conference."),
    ("L09", "S", "The eldest, born on the third of May 2006, cares for her brother."),
    ("L10", "S", "The plan made on 12.8.13 had no measurable goals."),
    ("L11", "S", "Two moves in a year, most recently to gl994qt, broke continuity."),
    ("L12", "S", "Police were called to Mill Ln three times in one month."),
    ("L13", "S", "St Aldwyns CE Primary raised the concern first."),
    ("L14", "S", "Staff could only reach her on +44 7700 900 123."),
    ("L15", "S", "Messages went to rose.young86 at example dot net without reply."),
    ("L16", "S", "See LCS 70 44 183 for the full chronology."),
    ("L17", "S", "NHS no. 999-000-0018 was quoted on the health report."),
    ("L18", "R", "In a family with five-month-old twins and an older sister, routines are fragile."),
    ("L19", "S", "Mum's partner Mark W. should have been assessed."),
    ("L20", "S", "Joy Church, the referrer, said thresholds felt higher than last year."),
    ("I01", "C", "There is a grace period of five working days for late forms."),
    ("I02", "C", "Young people told the Panel they want fewer changes of worker."),
    ("I03", "C", "Workers will share the plan in writing."),
    ("I04", "C", "Anxiety rose when visits were missed."),
    ("I05", "C", "Mark the date of the next core group before you leave the room."),
    ("I06", "C", "Plans should hold through the winter, when visits are often cancelled."),
    ("I07", "C", "The Panel next meets in the Forest of Dean."),
    ("I08", "C", "Chase missing reports early; do not wait for the review."),
    ("I09", "C", "The review is due in May 2014."),
    ("I10", "C", "Hope is not a plan: goals must be measurable."),
    ("I11", "C", "Core groups need frank conversations about drift."),
    ("I12", "C", "Small routines can bring a child joy, and that is worth recording."),
    ("I13", "C", "Meeting in a church hall can feel safer for some parents."),
    ("I14", "C", "The Children and Families Bill may change the timetable."),
    ("I15", "C", "Church of England schools in the county share one policy."),
    ("I16", "C", "Trace the history of moves before the first core group."),
    ("I17", "C", "Youth workers are well placed to notice change."),
    ("I18", "C", "Themes arising from cases discussed - Stroud 22/11/13."),
    ("I19", "C", "See Working Together 2013, paragraph 12.8, and section 47 guidance."),
    ("I20", "C", "Ring the Panel co-ordinator on 01632 960100 or write to panel@example.gov.uk."),
)
