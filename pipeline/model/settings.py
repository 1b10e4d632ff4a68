"""The settings of one workspace, as read from `pipeline.yaml` and then frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.meeting import Closed, Meeting
from pipeline.model.people import Agency, District, PanelMember


@dataclass(frozen=True)
class Folders:
    """Where things are; every path absolute."""

    root: Path
    inbox: Path
    outbox: Path
    records: Path
    forms: Path
    templates: Path


@dataclass(frozen=True)
class PanelNames:
    """What the panel and its board are called, and where to reach the coordinator."""

    panel: str
    board: str
    area: str
    coordinator: str
    email: str
    phone: str

    @property
    def full_board(self) -> str:
        """The board with its area before it, unless it already stands there."""
        return self.board if self.board.startswith(self.area) else f"{self.area} {self.board}"


@dataclass(frozen=True)
class IntakeSettings:
    """How forms are taken in. Times in seconds, memory in MiB; polling None means: find out."""

    settle_seconds: float
    sweep_seconds: float
    polling: bool | None
    read_seconds: float
    read_memory: int
    incomplete_after_seconds: float


@dataclass(frozen=True)
class PackSettings:
    """How a briefing pack is laid out."""

    case_on_right_hand_page: bool
    minutes_per_case: int
    confidentiality: str


@dataclass(frozen=True)
class Timeline:
    """When what happens around a meeting: calendar days before it, then working days before and after it."""

    circulate_days: int  # copies and agency checks go to the panel members
    invite_days: int  # acknowledgements and invitations go out
    returns_days: int  # agency checks are due
    pack_days: int  # working days before
    record_days: int  # working days after: the meeting record is written
    draft_themes_days: int  # working days after: to the chair
    themes_days: int  # working days after: to all who came
    destroy_days: int  # working days after: members' copies are destroyed
    report_days: int  # working days after the end of the quarter: its report is made


@dataclass(frozen=True)
class CalendarSettings:
    """How meetings are proposed, and how many cases one has room for."""

    weeks_between: int
    cases_per_meeting: int


@dataclass(frozen=True)
class Marking:
    """A protective marking and the first day it was in force."""

    since: date
    text: str


@dataclass(frozen=True)
class OpeningBalance:
    """What had been counted before the register began, for the figures "since April 2012"."""

    up_to: date
    meetings: int
    practitioners: int
    attendances: int
    children: int
    families: int


@dataclass(frozen=True)
class Settings:
    """Everything `pipeline.yaml` says; passed as an argument, never global."""

    folders: Folders
    names: PanelNames
    districts: tuple[District, ...]
    agencies: tuple[Agency, ...]
    members: tuple[PanelMember, ...]
    meetings: tuple[Meeting, ...]
    markings: tuple[Marking, ...]
    deadline_days: int
    timeline: Timeline
    calendar: CalendarSettings
    closed: tuple[Closed, ...]
    intake: IntakeSettings
    pack: PackSettings
    opening: OpeningBalance
    disclosure_threshold: int  # numbers from 1 to it are hidden in papers that go round
    word_engine: str  # embedded, libreoffice
    scan_engine: str  # embedded, tesseract, off
    regular_font: Path | None
    bold_font: Path | None
    secure_email_domains: tuple[str, ...]
    reference_prefix: str
    passphrases: str  # auto, keyring, file: where members' passphrases are kept

    def marking_on(self, day: date) -> str:
        """The marking in force on a day ("" before the first)."""
        return next((m.text for m in reversed(self.markings) if m.since <= day), "")

    def lowest_marking_on(self, day: date) -> str:
        """The lowest marking of the scheme in force on a day: that of papers which name nobody."""
        official = self.marking_on(day).startswith("OFFICIAL")
        return "OFFICIAL" if official else "NOT PROTECTIVELY MARKED"

    def district_name(self, code: str) -> str:
        """The printed name of a district (the code itself when unknown)."""
        return next((d.name for d in self.districts if d.code == code), code)

    def agency_name(self, code: str) -> str:
        """The printed name of an agency (the code itself when unknown)."""
        return next((a.name for a in self.agencies if a.code == code), code)

    def room_on(self, meeting: Meeting) -> int:
        """How many cases a meeting has room for."""
        return meeting.cases or self.calendar.cases_per_meeting

    def meeting_on(self, day: date) -> Meeting | None:
        """The meeting on a day, or None."""
        return next((m for m in self.meetings if m.day == day), None)
