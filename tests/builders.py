"""Builders that every test file shares: forms, filled forms in both carriers, settings. All data is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model.answers import Answer, Answers, Carrier
from pipeline.model.edition import Edition, present_edition
from pipeline.model.form import Choice, Form
from pipeline.model.meeting import Meeting
from pipeline.model.people import Agency, District, PanelMember
from pipeline.model.settings import (
    CalendarSettings,
    Folders,
    IntakeSettings,
    Marking,
    OpeningBalance,
    PackSettings,
    PanelNames,
    Settings,
    Timeline,
)
from pipeline.records.definitions import load_forms

ROOT = Path(__file__).resolve().parent.parent

AGENCIES = {
    "CSC": "Children's social care",
    "POLICE": "Police",
    "HEALTH_VISITING": "Health visiting",
    "SCHOOL_NURSING": "School nursing",
    "HOSPITAL": "Hospital",
    "GP": "GP",
    "MIDWIFERY": "Midwifery",
    "CYPS": "Child mental health (CYPS)",
    "ADULT_MH": "Adult mental health",
    "EDUCATION": "Education",
    "EARLY_YEARS": "Early years",
    "EARLY_HELP": "Early help",
    "PROBATION": "Probation",
    "YOUTH_SUPPORT": "Youth support",
    "HOUSING": "Housing",
    "DISTRICT_COUNCIL": "District council",
    "DOMESTIC_ABUSE": "Domestic abuse service",
    "SUBSTANCE_MISUSE": "Drug and alcohol service",
    "CAFCASS": "Cafcass",
    "VOLUNTARY": "Voluntary sector",
    "OTHER": "Other",
}
DISTRICTS = {
    "CHELTENHAM": "Cheltenham",
    "COTSWOLD": "Cotswold",
    "FOREST_OF_DEAN": "Forest of Dean",
    "GLOUCESTER": "Gloucester",
    "STROUD": "Stroud",
    "TEWKESBURY": "Tewkesbury",
}
LISTS = {
    "@agencies": tuple(Choice(k, v) for k, v in AGENCIES.items()),
    "@districts": tuple(Choice(k, v) for k, v in DISTRICTS.items()),
}

REFERRAL: dict[str, str] = {
    "ref_date": "02/09/2013",
    "ref_name": "Megan Prosser",
    "ref_role": "Health visitor, Cheltenham",
    "ref_agency": "HEALTH_VISITING",
    "ref_email": "megan.prosser@health.example.org",
    "ref_phone": "01632 960101",
    "ref_manager": "Colin Attwell",
    "ref_in_core_group": "yes",
    "district": "CHELTENHAM",
    "preferred_meeting": "27/09/2013",
    "child_1_forename": "Tomos Rhys",
    "child_1_surname": "Ellery-Vaughan",
    "child_1_known_as": "Tom",
    "child_1_dob": "14/03/2007",
    "child_1_sex": "male",
    "child_1_ethnicity": "WBRI",
    "child_1_disabled": "no",
    "child_1_nhs_no": "999 000 0018",
    "child_1_case_ref": "7044190",
    "child_1_setting": "Fernhollow Primary School",
    "child_1_category": "NEG",
    "child_2_forename": "Zoë",
    "child_2_surname": "Ellery-Vaughan",
    "child_2_dob": "3 May 2010",
    "child_2_sex": "female",
    "child_2_ethnicity": "WBRI",
    "child_2_disabled": "not_known",
    "child_2_setting": "Fernhollow Nursery",
    "child_2_category": "NEG",
    "plan_start": "06/08/2012",
    "plan_number": "second",
    "prev_plan_end": "11/02/2011",
    "plan_review_due": "14/11/2013",
    "legal_status": "none",
    "reason": "SECOND_PLAN\nTWELVE_MONTHS",
    "family_address": "27 Larkrise Terrace, Cheltenham",
    "family_postcode": "GL99 4QT",
    "moved_area": "yes",
    "family_factors": "DOMESTIC_ABUSE\nPARENT_MENTAL_HEALTH",
    "adult_1_name": "Carys Ellery",
    "adult_1_relationship": "mother",
    "adult_1_dob": "22/07/1985",
    "adult_1_in_household": "yes",
    "adult_1_parental_responsibility": "yes",
    "adult_1_engaged": "partly",
    "adult_2_name": "Łukasz Wiśniak",
    "adult_2_relationship": "mothers_partner",
    "adult_2_in_household": "sometimes",
    "adult_2_engaged": "not_approached",
    "cg_1_name": "Megan Prosser",
    "cg_1_role": "Health visitor",
    "cg_1_agency": "HEALTH_VISITING",
    "cg_1_email": "megan.prosser@health.example.org",
    "cg_1_lead": "no",
    "cg_1_invite": "yes",
    "cg_2_name": "Owen Tredwell",
    "cg_2_role": "Social worker",
    "cg_2_agency": "CSC",
    "cg_2_email": "owen.tredwell@council.example.org",
    "cg_2_lead": "yes",
    "cg_2_invite": "yes",
    "agencies": "CSC\nPOLICE\nHEALTH_VISITING\nEDUCATION",
    "history": (
        "A first plan for neglect ended in February 2011. The family moved from the next county in 2012 and a "
        "second plan began after three missed health appointments and two police calls about domestic abuse.\n"
        "Since the spring the children have been seen weekly; home conditions go up and down."
    ),
    "strengths": (
        "The children trust their social worker. School and nursery ring each other the same day when one of the "
        "children is away."
    ),
    "worries": (
        "The plan has not changed for a year. We agree that things are not good enough, but not about what would "
        "have to change by when."
    ),
    "day_in_life": (
        "Gets himself up at seven, gives his sister cereal, walks to school alone. Quiet evenings when Mum's "
        "partner is away; shouting when he is back."
    ),
    "views_how": "SEEN_ALONE\nDIRECT_WORK",
    "parents_engagement": (
        "Mother comes to core groups but cancels home visits, often on the day. This pattern was there during "
        "the first plan too."
    ),
    "fathers_partners": "One letter was sent to mother's partner. Nobody has met him. Father lives abroad.",
    "tried": "REFLECTIVE_MEETING\nSUPERVISION",
    "ask_of_panel": "How can a core group keep a partner in view who never comes to a meeting?",
    "parents_told": "told_and_agree",
    "sharing_basis": "PUBLIC_TASK_SAFEGUARDING",
    "access_needs": "Not Fridays after 2pm.",
    "declaration": "yes",
}


@cache
def forms() -> dict[str, Form]:
    """The repository's form definitions, by name."""
    return load_forms(ROOT / "forms", LISTS)


def answers(
    form: Form | None = None, items: Mapping[str, str] | None = None, carrier: Carrier = Carrier.ACROFORM
) -> Answers:
    """Answers of a form (the whole REFERRAL unless told otherwise), blanks left out."""
    form = form or forms()["referral"]
    items = REFERRAL if items is None else items
    return Answers(form.id, form.version, carrier, {k: Answer(v) for k, v in items.items() if v != ""})


def referral_items(**changes: str) -> dict[str, str]:
    """REFERRAL with changes; an empty text takes an answer away."""
    return {k: v for k, v in (REFERRAL | changes).items() if v != ""}


def pdf_form(form: Form, items: Mapping[str, str], *, blank: bytes | None = None) -> bytes:
    """The committed blank PDF (or `blank`) filled in."""
    from pipeline.papers.making.fill_pdf import fill_pdf

    return fill_pdf(blank or (ROOT / "forms" / f"{form.name}.pdf").read_bytes(), form, items)


def word_form(form: Form, items: Mapping[str, str], *, blank: bytes | None = None) -> bytes:
    """The committed blank Word form (or `blank`) filled in."""
    from pipeline.papers.making.fill_word import fill_word

    return fill_word(blank or (ROOT / "forms" / f"{form.name}.docx").read_bytes(), form, items)


MEETINGS = (
    Meeting(
        date(2013, 5, 31), "FOREST_OF_DEAN", "Belle Vue Centre, Cinderford", time(9, 15), "Ruth Amberley"
    ),
    Meeting(date(2013, 6, 24), "COTSWOLD", "Moreton Area Centre", time(9, 15), "Ruth Amberley"),
    Meeting(date(2013, 9, 27), "CHELTENHAM", "Municipal Offices, Room 3", time(9, 15), "Ruth Amberley"),
    Meeting(date(2013, 11, 22), "STROUD", "Ebley Mill, Council Chamber", time(9, 15), "Ruth Amberley"),
)


TIMELINE = Timeline(20, 15, 8, 5, 1, 5, 10, 10, 20)


def settings(root: Path, **changes: Any) -> Settings:
    """Settings of a workspace at `root`; its folders are made. Quick settling, short limits."""
    folders = Folders(
        root, root / "inbox", root / "outbox", root / "records", ROOT / "forms", ROOT / "templates"
    )
    for folder in (folders.inbox, folders.outbox, folders.records):
        folder.mkdir(parents=True, exist_ok=True)
    made = Settings(
        folders=folders,
        names=PanelNames(
            "Multi Agency Case Review Panel",
            "Safeguarding Children Board",
            "Gloucestershire",
            "Panel coordinator",
            "panel@board.example.org",
            "01632 960100",
        ),
        districts=tuple(District(k, v) for k, v in DISTRICTS.items()),
        agencies=tuple(Agency(k, v) for k, v in AGENCIES.items()),
        members=(
            PanelMember("Ruth Amberley", "Chair", "CSC", "ruth.amberley@council.example.org"),
            PanelMember("Dev Patwardhan", "Detective inspector", "POLICE", "dev.p@police.example.org"),
        ),
        meetings=MEETINGS,
        markings=(
            Marking(date(2012, 1, 1), "RESTRICTED"),
            Marking(date(2014, 4, 2), "OFFICIAL-SENSITIVE"),
        ),
        deadline_days=21,
        timeline=TIMELINE,
        calendar=CalendarSettings(8, 3),
        closed=(),
        intake=IntakeSettings(
            settle_seconds=0.0,
            sweep_seconds=1.0,
            polling=None,
            read_seconds=20.0,
            read_memory=1024,
            incomplete_after_seconds=60.0,
        ),
        pack=PackSettings(True, 60, "What we discuss today is confidential."),
        opening=OpeningBalance(date(2013, 3, 31), 6, 30, 32, 25, 12),
        disclosure_threshold=5,
        word_engine="embedded",
        scan_engine="embedded",
        regular_font=None,
        bold_font=None,
        secure_email_domains=(),
        reference_prefix="CRP",
        passphrases="file",
    )
    return replace(made, **changes)


def editions(*of: Form) -> tuple[Edition, ...]:
    """The present editions of some forms (of all of them when none is named), with the blanks in forms/."""
    return tuple(
        present_edition(form, *(_blank(ROOT / "forms" / f"{form.name}{end}") for end in (".pdf", ".docx")))
        for form in (of or tuple(forms().values()))
    )


def _blank(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
