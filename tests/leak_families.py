"""The invented meeting of the leak check's tests: Stroud, 22 November 2013, three families (domain.md 11.2)."""

from __future__ import annotations

from datetime import date

from pipeline.office.desk import Desk
from tests.papers_helpers import file_referral

DAY = date(2013, 11, 22)

GRACE = {
    "district": "STROUD",
    "preferred_meeting": "22/11/2013",
    "child_1_forename": "Grace Amelia",
    "child_1_surname": "Young",
    "child_1_known_as": "Gracie",
    "child_1_dob": "03/05/2006",
    "child_1_sex": "female",
    "child_1_nhs_no": "999 000 0018",
    "child_1_case_ref": "7044183",
    "child_1_setting": "St. Aldwyn's Church of England Primary School",
    "child_2_forename": "William James",
    "child_2_surname": "Young",
    "child_2_dob": "19/11/2009",
    "child_2_sex": "male",
    "child_2_setting": "",
    "family_address": "14 Mill Lane, Nether Tarling",
    "family_postcode": "GL99 4QT",
    "adult_1_name": "Rose Young",
    "adult_1_dob": "14/02/1986",
    "adult_2_name": "Mark Winter",
    "plan_start": "12/08/2013",
}
KACPER = {
    "district": "STROUD",
    "child_1_forename": "Kacper",
    "child_1_surname": "Nowak",
    "child_1_known_as": "",
    "child_1_dob": "27/02/2012",
    "child_1_nhs_no": "",
    "child_1_case_ref": "7051260",
    "child_1_setting": "Tarling Nursery",
    "child_2_forename": "Zofia",
    "child_2_surname": "Nowak",
    "child_2_dob": "",
    "child_2_setting": "",
    "family_address": "3 Tannery Row, Upper Tarling",
    "family_postcode": "GL99 1AB",
    "adult_1_name": "Agnieszka Nowak",
    "adult_1_dob": "",
    "adult_2_name": "",
}


def file_families(desk: Desk) -> None:
    """File the families' referrals for the meeting."""
    file_referral(desk, "CRP-2013-021", DAY, **GRACE)
    file_referral(desk, "CRP-2013-022", DAY, **KACPER)
