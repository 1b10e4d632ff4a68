"""The longer defaults of the settings: lists of codes with their printed names, and the statement."""

from __future__ import annotations

CONFIDENTIALITY = (
    "What we discuss today is confidential. We share it to improve how agencies work together to safeguard"
    " children. Do not pass it on outside this meeting except where you must to protect a child, and tell the"
    " chair. Papers stay in your care, are not copied, and are returned or destroyed after the meeting. The"
    " themes we publish will not identify any child, family or practitioner."
)

DISTRICTS = (
    ("CHELTENHAM", "Cheltenham"),
    ("COTSWOLD", "Cotswold"),
    ("FOREST_OF_DEAN", "Forest of Dean"),
    ("GLOUCESTER", "Gloucester"),
    ("STROUD", "Stroud"),
    ("TEWKESBURY", "Tewkesbury"),
)

AGENCIES = (
    ("CSC", "Children's social care"),
    ("POLICE", "Police"),
    ("HEALTH_VISITING", "Health visiting"),
    ("SCHOOL_NURSING", "School nursing"),
    ("HOSPITAL", "Hospital"),
    ("GP", "GP"),
    ("MIDWIFERY", "Midwifery"),
    ("CYPS", "Child mental health (CYPS)"),
    ("ADULT_MH", "Adult mental health"),
    ("EDUCATION", "Education"),
    ("EARLY_YEARS", "Early years"),
    ("EARLY_HELP", "Early help"),
    ("PROBATION", "Probation"),
    ("YOUTH_SUPPORT", "Youth support"),
    ("HOUSING", "Housing"),
    ("DISTRICT_COUNCIL", "District council"),
    ("DOMESTIC_ABUSE", "Domestic abuse service"),
    ("SUBSTANCE_MISUSE", "Drug and alcohol service"),
    ("CAFCASS", "Cafcass"),
    ("VOLUNTARY", "Voluntary sector"),
    ("OTHER", "Other"),
)
