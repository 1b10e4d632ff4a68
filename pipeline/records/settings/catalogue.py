"""Every setting there is, as data.

`pipeline.yaml` and `meetings.yaml` in the repository are the commented catalogue of this; tests prove that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records.settings.defaults import AGENCIES, CONFIDENTIALITY, DISTRICTS
from pipeline.records.settings.schema import Group, Item, Names, Setting, Table, Want


def _days(key: str, default: str, help_text: str) -> Setting:
    return Setting(key, Want.WHOLE, default, help_text, least=0, most=120)


SCHEMA: tuple[Item, ...] = (
    Group(
        "names",
        (
            Setting(
                "panel",
                Want.TEXT,
                "Multi Agency Case Review Panel",
                "What the panel is called, as printed on every paper.",
            ),
            Setting(
                "board", Want.TEXT, "Gloucestershire Safeguarding Children Board", "What its board is called."
            ),
            Setting("area", Want.TEXT, "Gloucestershire", "The area the board covers."),
            Setting("coordinator", Want.TEXT, "The panel coordinator", "Who to ask: a name or a job."),
            Setting("email", Want.TEXT, "case.review.panel@example.org", "The coordinator's e-mail."),
            Setting("phone", Want.TEXT, "01632 960123", "The coordinator's telephone number."),
        ),
    ),
    Setting(
        "inbox", Want.PATH, "inbox", "The folder filled forms are dropped into; may be on a shared drive."
    ),
    Setting("outbox", Want.PATH, "outbox", "The folder finished papers appear in; may be on a shared drive."),
    Setting(
        "records",
        Want.PATH,
        "records",
        "The folder of the register and the originals; must be on a local disk.",
    ),
    Setting("forms", Want.PATH, "forms", "The folder of the form definitions and the blank forms."),
    Setting("templates", Want.PATH, "templates", "The folder of the Word templates."),
    Names("districts", DISTRICTS, "The districts the panel visits."),
    Names("agencies", AGENCIES, "The organisations that can be chosen on the forms."),
    Table(
        "members",
        (
            Setting("name", Want.TEXT, "", "Name.", needed=True),
            Setting("role", Want.TEXT, "", "Job."),
            Setting("agency", Want.WORD, "", "A code of `agencies`.", needed=True, of="agencies"),
            Setting("email", Want.TEXT, "", "Secure e-mail address."),
            Setting(
                "folder",
                Want.PATH,
                "",
                "The folder that this member's own copies are delivered to; on a share, too.",
            ),
            Setting(
                "edition",
                Want.TEXT,
                "standard",
                "Which edition of the pack: standard, or large print (16 point).",
                choices=("standard", "large"),
            ),
        ),
        (),
        "The people who sit on the panel.",
        sample=True,
    ),
    Setting(
        "deadline_days",
        Want.WHOLE,
        "21",
        "How many calendar days before its meeting a referral must have come in.",
        least=0,
        most=120,
    ),
    Group(
        "timeline",
        (
            _days(
                "circulate_days",
                "20",
                "Calendar days before: forms and agency checks go to the panel members.",
            ),
            _days("invite_days", "15", "Calendar days before: acknowledgements and invitations go out."),
            _days("returns_days", "8", "Calendar days before: agency checks are due back."),
            _days("pack_days", "5", "Working days before: the briefing pack goes out."),
            _days("record_days", "1", "Working days after: the meeting record is written."),
            _days("draft_themes_days", "5", "Working days after: the draft themes go to the chair."),
            _days("themes_days", "10", "Working days after: the themes go to all who came."),
            _days("destroy_days", "10", "Working days after: members have destroyed their copies."),
            _days("report_days", "20", "Working days after the end of the quarter: its report is made."),
        ),
    ),
    Group(
        "calendar",
        (
            Setting(
                "weeks_between",
                Want.WHOLE,
                "8",
                "Weeks from one proposed meeting to the next.",
                least=1,
                most=52,
            ),
            Setting(
                "cases_per_meeting",
                Want.WHOLE,
                "3",
                "How many cases a meeting has room for, where meetings.yaml does not say otherwise.",
                least=1,
                most=20,
            ),
        ),
    ),
    Table(
        "marking",
        (
            Setting("since", Want.DATE, "", "The first day in force.", needed=True),
            Setting("text", Want.TEXT, "", "The words printed.", needed=True),
        ),
        (("2012-04-01", "RESTRICTED"), ("2014-04-02", "OFFICIAL-SENSITIVE")),
        "The protective marking printed on confidential papers, by the day of the meeting.",
    ),
    Group(
        "intake",
        (
            Setting(
                "settle_seconds",
                Want.NUMBER,
                "2",
                "Seconds that a file must stay unchanged before it is taken.",
                least=0,
                most=3600,
            ),
            Setting(
                "sweep_seconds",
                Want.NUMBER,
                "10",
                "Seconds between two looks at the inbox, however quiet it seems.",
                least=0.1,
                most=86400,
            ),
            Setting(
                "polling",
                Want.TEXT,
                "auto",
                "Whether to look instead of waiting to be told of changes; auto finds out.",
                choices=("auto", "true", "false"),
            ),
            Setting(
                "read_seconds",
                Want.NUMBER,
                "20",
                "Seconds that reading one form may take before it is set aside.",
                least=1,
                most=3600,
            ),
            Setting(
                "read_memory",
                Want.WHOLE,
                "1024",
                "MiB of memory that reading one form may take.",
                least=256,
                most=65536,
            ),
            Setting(
                "incomplete_after_seconds",
                Want.NUMBER,
                "600",
                "Seconds after which a file that is still not complete is set aside.",
                least=1,
                most=604800,
            ),
        ),
    ),
    Group(
        "pack",
        (
            Setting(
                "case_on_right_hand_page",
                Want.YESNO,
                "true",
                "Whether each case starts on a right-hand page, for printing on both sides.",
            ),
            Setting(
                "minutes_per_case",
                Want.WHOLE,
                "60",
                "Minutes that the agenda gives to each case.",
                least=10,
                most=480,
            ),
            Setting(
                "confidentiality",
                Want.TEXT,
                CONFIDENTIALITY,
                "The statement that is read out at the start and printed in the pack.",
            ),
        ),
    ),
    Group(
        "opening_balance",
        (
            Setting("up_to", Want.DATE, "2012-03-31", "The last day that these figures cover.", sample=True),
            Setting("meetings", Want.WHOLE, "0", "Meetings held until then.", least=0, sample=True),
            Setting(
                "practitioners",
                Want.WHOLE,
                "0",
                "Different practitioners met until then.",
                least=0,
                sample=True,
            ),
            Setting(
                "attendances",
                Want.WHOLE,
                "0",
                "Times that a practitioner came until then.",
                least=0,
                sample=True,
            ),
            Setting("children", Want.WHOLE, "0", "Children discussed until then.", least=0, sample=True),
            Setting("families", Want.WHOLE, "0", "Families discussed until then.", least=0, sample=True),
        ),
    ),
    Setting(
        "disclosure_threshold",
        Want.WHOLE,
        "5",
        "Numbers from 1 to this one are not shown in the edition of the quarterly report that goes round.",
        least=2,
        most=20,
    ),
    Setting(
        "word_engine",
        Want.TEXT,
        "embedded",
        "What turns Word documents into PDF: built in, or LibreOffice when it is installed.",
        choices=("embedded", "libreoffice"),
    ),
    Setting(
        "scan_engine",
        Want.TEXT,
        "embedded",
        "What reads scans and photographs: built in, the program tesseract when it is installed, or nothing.",
        choices=("embedded", "tesseract", "off"),
    ),
    Group(
        "fonts",
        (
            Setting(
                "regular",
                Want.PATH,
                "",
                "A TrueType file used instead of the built-in font; needs `bold` too.",
            ),
            Setting("bold", Want.PATH, "", "Its bold companion."),
        ),
    ),
    Setting(
        "secure_email_domains",
        Want.WORDS,
        ("example.org", "gov.uk", "nhs.net", "cjsm.net", "pnn.police.uk"),
        "Domains (and those below them) where e-mail counts as secure.",
    ),
    Setting("reference_prefix", Want.WORD, "CRP", "How referrals are numbered: CRP-2013-014."),
    Setting(
        "passphrases",
        Want.TEXT,
        "auto",
        "Where members' passphrases are kept: the computer's key store, or a file that only you can read.",
        choices=("auto", "keyring", "file"),
    ),
)


def every_setting() -> Iterator[tuple[str, Setting]]:
    """Each single setting with its dotted name ("intake.settle_seconds"), in the catalogue's order."""
    for item in SCHEMA:
        if isinstance(item, Setting):
            yield item.key, item
        elif isinstance(item, Group):
            for setting in item.settings:
                yield f"{item.key}.{setting.key}", setting
