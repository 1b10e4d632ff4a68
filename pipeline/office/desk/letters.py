"""Writing a letter: one person, one file each as Word, PDF and ready e-mail. Shared by all tasks that write letters.

File names and subjects name a case by its reference, never a person: a name in a subject line is read by everybody
who looks over a shoulder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.errors import ConversionError
from pipeline.model.letters import Letter, Overdue, Recipient, Slot
from pipeline.model.meeting import Meeting
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.pages import word_pages
from pipeline.records import outbox
from pipeline.rules.answers.dates import british, short
from pipeline.rules.calendar.timeline import MeetingDates, meeting_dates
from pipeline.rules.calendar.working_days import on_or_before

if TYPE_CHECKING:
    from pipeline.papers.making.mail import Enclosure

FOLDER = "letters"  # below the workspace's templates, and below a meeting's folder in the outbox

# kind (the template's file name) -> what the letter is about, as its subject line says it
LETTERS = {
    "acknowledgement": "your referral",
    "cover-note": "forms and agency checks",
    "chaser": "agency checks that are overdue",
    "accepted-late": "your referral is accepted",
    "deferred": "your referral goes to a later meeting",
    "moved": "your referral goes to another meeting",
    "declined": "your referral",
    "withdrawn": "your referral is withdrawn",
    "invitation": "invitation",
    "change-of-date-or-venue": "a change to your invitation",
    "cancelled": "your invitation is cancelled",
    "reminder": "please reply to our invitation",
    "thank-you": "thank you for coming",
    "themes-paper": "the themes of the meeting",
    "leadership-paper": "messages and actions for the leadership team",
}


@dataclass(frozen=True)
class Posted:
    """A letter as it stands in the outbox; `mail` is None where no address is known."""

    recipient: Recipient
    word: Path
    pdf: Path
    mail: Path | None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file of it."""
        return (self.word, self.pdf, *((self.mail,) if self.mail else ()))


def letter_to(desk: Desk, to: Recipient, meeting: Meeting | None, references: Sequence[str] = ()) -> Letter:
    """A letter with everything that follows from the settings, the recipient and the meeting; the rest is blank."""
    settings, names = desk.settings, desk.settings.names
    common = Letter(
        marking=settings.marking_on(meeting.day if meeting else desk.today),
        panel=names.panel,
        board=names.full_board,
        area=names.area,
        coordinator=names.coordinator,
        email=names.email,
        phone=names.phone,
        today=british(desk.today),
        recipient=to.name,
        recipient_role=to.role,
        recipient_agency=to.agency,
        references=tuple(references),
        cases=listed(references),
        minutes=settings.pack.minutes_per_case,
        confidentiality=settings.pack.confidentiality,
        deadline_days=settings.deadline_days,
    )
    return _about(desk, common, meeting) if meeting else common


def _about(desk: Desk, letter: Letter, meeting: Meeting) -> Letter:
    """The letter with what follows from the meeting."""
    settings = desk.settings
    days = meeting_dates(meeting.day, settings.deadline_days, settings.timeline)
    said = {
        "meeting": british(meeting.day),
        "meeting_weekday": f"{meeting.day:%A}",
        "district": settings.district_name(meeting.district),
        "venue": meeting.venue,
        "directions": meeting.directions,
        "start": f"{meeting.start:%H:%M}",
        "chair": meeting.chair,
        "returns_due": british(days.returns_due),
        "deadline": british(days.deadline),
        "reply_by": _reply_by(days, desk.today),
        "panel_agencies": listed(_agencies(settings)),
        "themes_by": british(days.themes),
        "destroy_by": british(days.destroyed),
    }
    return Letter(**{**{f.name: getattr(letter, f.name) for f in fields(letter)}, **said})


def _reply_by(days: MeetingDates, today: date) -> str:
    """The day on which returns are due; for a letter that goes out later the last working day before the meeting.

    "" when that has come, too: the letter then asks for a reply at once.
    """
    last = on_or_before(days.meeting - timedelta(days=1))
    return next((british(day) for day in (days.returns_due, last) if day > today), "")


def _agencies(settings: Settings) -> tuple[str, ...]:
    """The agencies that have a member on the panel, each once, in the order of the members."""
    return tuple(dict.fromkeys(settings.agency_name(member.agency) for member in settings.members))


def listed(words: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def post(
    desk: Desk,
    folder: Path,
    stem: str,
    kind: str,
    letter: Letter,
    to: Recipient,
    meeting: Meeting | None,
    enclosed: Sequence[Enclosure] = (),
) -> Posted:
    """Write a letter into a folder of the outbox as Word, PDF and, with an address, as a draft of an e-mail.

    `stem` begins the files' names and holds no name of a person. Nothing is written unless all could be made.
    Raises TemplateError, ConversionError or StorageError.
    """
    from pipeline.papers.making.mail import Enclosure, draft_mail
    from pipeline.papers.making.word import WordProperties, render_word
    from pipeline.papers.making.word.plain import plain_text

    names = desk.settings.names
    title = f"{names.panel}: {LETTERS[kind]}"
    template = desk.settings.folders.templates / FOLDER / f"{kind}.docx"
    word = render_word(template, letter, WordProperties(title, names.panel, desk.today))
    pdf = word_pages(desk, word, title)
    mail = None
    if to.email:
        files = (Enclosure(f"{stem}.pdf", pdf), *enclosed)
        subject = subject_of(letter, meeting, LETTERS[kind])
        mail = draft_mail((names.panel, names.email), (to.name, to.email), subject, plain_text(word), files)
    made = ((f"{stem}.docx", word), (f"{stem}.pdf", pdf), *(((f"{stem}.eml", mail),) if mail else ()))
    paths = [outbox.issue(folder / name, data) for name, data in made]
    return Posted(to, paths[0], paths[1], paths[2] if mail else None)


def one_by_one(letters: Iterable[tuple[str, Callable[[], Posted]]]) -> Iterator[Posted]:
    """Write each of these letters (to whom, what writes it); one that cannot be made keeps no other back.

    Raises ConversionError at the end, naming those who have no letter; TemplateError or StorageError at once.
    """
    missing = []
    for name, write in letters:
        try:
            posted = write()
        except ConversionError as err:
            missing.append(f"{name} has no letter. {err}")
            continue
        yield posted
    if missing:
        raise ConversionError("\n".join((*missing, "Everybody else has theirs.")))


def subject_of(letter: Letter, meeting: Meeting | None, about: str) -> str:
    """The subject line: marking first, then panel, day and references; no name of a person."""
    when = f" {short(meeting.day)}" if meeting else ""
    ref = f", ref {letter.cases}" if letter.cases else ""
    marking = f"{letter.marking}: " if letter.marking else ""
    return f"{marking}{letter.panel}{when}{ref}: {about}"


def sample_letter() -> Letter:
    """A letter with every part filled in, for `pipeline check` (invented)."""
    text = {f.name: f"{f.name} with <angle> & ampersand, {{{{ braces }}}}" for f in fields(Letter)}
    return Letter(
        **{
            **text,
            "references": ("CRP-2013-014", "CRP-2013-015"),
            "slots": (Slot("CRP-2013-014", "09:30 to 10:30"),),
            "minutes": 60,
            "deadline_days": 21,
            "queries": ("Date of birth: it is missing.",),
            "changes": ("The venue is now the Corn Store.",),
            "overdue": (Overdue("CRP-2013-014", 3),),
            "late": True,
            "case_holder": True,
            "again": True,
        }  # type: ignore[arg-type]
    )
