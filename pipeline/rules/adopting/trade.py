"""The trade's words: many ways of asking the same thing, and of naming the people it is asked about.

A row of the table is one thing asked, or one person it is asked about. Its phrases are written as `plain` leaves
them: small letters, no signs. A longer phrase is looked for before a shorter one.
"""

from __future__ import annotations

from collections.abc import Mapping

# What is asked -> ways of asking it.
ASKED: Mapping[str, tuple[str, ...]] = {
    "surname": ("surname", "surnames", "family name", "last name", "second name"),
    "forename": (
        *(
            "forename",
            "forenames",
            "first name",
            "first names",
            "given name",
            "given names",
            "christian name",
        ),
        *("first and middle names",),
    ),
    "known_as": (
        *(
            "known as",
            "aka",
            "alias",
            "aliases",
            "preferred name",
            "other names",
            "other name",
            "previous names",
        ),
        *("also known as", "nickname"),
    ),
    "birth": (
        *(
            "date of birth",
            "dates of birth",
            "dob",
            "d o b",
            "birth date",
            "birthdate",
            "born",
            "born or due",
        ),
        *(
            "date of birth or due date",
            "dob edd",
            "date of birth edd",
            "due date",
            "expected date of delivery",
        ),
    ),
    "address": (
        *("address", "addresses", "home address", "street", "town", "city", "county", "house number"),
        *("number or name", "address line", "current address", "town city", "address including postcode"),
    ),
    "postcode": ("postcode", "post code", "postal code", "pc", "zip"),
    "email": (
        "email",
        "e mail",
        "email address",
        "e mail address",
        "secure work e mail",
        "secure email",
        "work email",
    ),
    "phone": (
        *(
            "phone",
            "telephone",
            "tel",
            "tel no",
            "mobile",
            "contact number",
            "phone number",
            "telephone number",
        ),
        *("work phone", "contact no", "mobile number", "telephone no", "phone no", "daytime number"),
    ),
    "role": (
        *("job", "job title", "role", "position", "designation", "occupation", "job and team", "job role"),
        *("role or team", "role title", "job title and team"),
    ),
    "agency": ("organisation", "organization", "agency", "employing agency", "your service", "agency name"),
    "nhs": ("nhs number", "nhs no", "nhs"),
    "ethnicity": ("ethnicity", "ethnic origin", "ethnic group", "ethnic background"),
    "sex": ("sex", "gender"),
    "disability": (
        "disabled",
        "disability",
        "disabilities",
        "any disability",
        "additional needs",
        "has a disability",
    ),
    "case_number": (
        *(
            "case no",
            "case number",
            "case reference",
            "liquidlogic number",
            "lcs number",
            "ics number",
            "mosaic id",
        ),
        *("social care number", "system id", "liquidlogic id", "case ref"),
    ),
    "setting": (
        *(
            "school",
            "nursery",
            "school or nursery",
            "education setting",
            "school nursery or none",
            "educational setting",
        ),
        *("school nursery", "school college", "early years setting", "educational setting"),
    ),
    "relationship": ("relationship", "relationship to child", "relationship to children", "relation"),
    "responsibility": ("parental responsibility", "has pr", "pr", "holds pr", "pr held"),
    "filled_in": (
        *("date filled in", "date completed", "date of completion", "date of referral", "referral date"),
        *("date of this referral", "date form completed", "todays date", "date of request"),
    ),
    "manager": (
        *("manager", "line manager", "supervisor", "team manager", "manager or safeguarding lead"),
        *("safeguarding lead", "managers name", "name of manager", "line managers name"),
    ),
    "category": (
        *("plan category", "category", "category of abuse", "category of plan", "category of harm"),
        *("cp category", "category of concern"),
    ),
    "plan_began": (
        *("plan began", "date plan began", "plan start date", "start of plan", "date made subject to plan"),
        *("date of initial conference", "date of initial child protection conference", "date of icpc"),
        *("date made subject of a plan", "plan start", "date cp plan started"),
    ),
    "review": (
        "next review",
        "date of next review",
        "next review conference",
        "review conference",
        "next rcpc",
    ),
    "legal": (
        "legal position",
        "legal status",
        "legal position today",
        "legal proceedings",
        "current legal status",
    ),
    "district": ("district", "locality", "area team", "locality area"),
    "history": (
        "brief history",
        "history",
        "family history",
        "background",
        "case summary",
        "summary of case",
        "case history",
    ),
    "strengths": (
        "what is working well",
        "whats working well",
        "strengths",
        "working well",
        "protective factors",
    ),
    "worries": (
        *("what are you worried about", "worries", "concerns", "what are we worried about", "risks"),
        *("reasons for concern", "main concerns", "what are the worries", "areas of concern"),
    ),
    "day": (
        "a day in the life of the child",
        "day in the life",
        "lived experience",
        "childs lived experience",
    ),
    "panel_ask": (
        *(
            "what would you like the panel to talk about",
            "questions for the panel",
            "what do you want from the panel",
        ),
        *("what is the panel asked", "outcome sought", "desired outcome", "what do you hope to achieve"),
    ),
    "engagement": ("engagement of parents", "parental engagement", "how are parents working with the plan"),
    "access": (
        "access needs",
        "interpreter",
        "interpreter needed",
        "communication needs",
        "access requirements",
    ),
    "told": (
        "have the parents been told",
        "parents informed",
        "are parents aware",
        "parents aware of referral",
    ),
    "name": ("name", "full name", "names", "full names", "full name and other names", "name of"),
}
# Whom it is asked about -> words for that person.
ABOUT: Mapping[str, tuple[str, ...]] = {
    "referrer": (
        *("your", "you", "referrer", "referrers", "referring", "person making the referral", "practitioner"),
        *("person completing this form", "completed by", "referred by", "about you", "form completed by"),
        *("applicant",),
    ),
    "child": (
        "child",
        "children",
        "childs",
        "childrens",
        "young person",
        "young persons",
        "baby",
        "unborn",
        "subject",
    ),
    "adult": (
        *("parent", "parents", "carer", "carers", "mother", "mothers", "father", "fathers", "partner"),
        *("family and household", "household", "adult", "adults", "significant adults", "family members"),
        *("parents and carers", "parents partners and household", "family member"),
    ),
    "core_group": (
        *("core group", "core group member", "core group members", "professional", "professionals"),
        *("professionals involved", "agencies involved", "other professionals", "network"),
    ),
    "stranger": (
        *(
            "employer",
            "respondent",
            "respondents",
            "solicitor",
            "next of kin",
            "emergency contact",
            "witness",
        ),
        *(
            "office use",
            "office use only",
            "gp",
            "doctor",
            "court",
            "payment",
            "bank",
            "work address",
            "working address",
        ),
        *(
            "sibling",
            "siblings",
            "tribunal",
            "hearing",
            "another",
            "someone else",
            "landlord",
            "interpreters",
        ),
    ),
}
# What is asked about several people: it must be said of whom.
PERSONAL = frozenset(
    (
        *(
            "surname",
            "forename",
            "known_as",
            "name",
            "birth",
            "address",
            "postcode",
            "email",
            "phone",
            "role",
        ),
        *("agency", "nhs", "ethnicity", "sex", "disability", "relationship", "case_number"),
    )
)
