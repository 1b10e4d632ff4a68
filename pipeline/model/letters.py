"""Letters of the panel: what any of them can print, and to whom it goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipient:
    """The one person a letter goes to. `email` may be "" where none is known: it is then sent by post or by hand."""

    name: str
    email: str = ""
    role: str = ""
    agency: str = ""  # printed name


@dataclass(frozen=True)
class Slot:
    """When a case is on: "09:30 to 10:30"."""

    reference: str
    time: str


@dataclass(frozen=True)
class Overdue:
    """An agency's check that has not come: about which case, how many days it is overdue."""

    reference: str
    days: int


@dataclass(frozen=True)
class Letter:
    """Everything that a template in templates/letters can print; docs/templates.md explains each name.

    Dates and times are in words. No child's name, address or school is among them: letters name a case by its
    reference. What does not concern a letter is "" or ().
    """

    # who writes, to whom, when
    marking: str
    panel: str
    board: str
    area: str
    coordinator: str
    email: str
    phone: str
    today: str
    recipient: str
    recipient_role: str
    recipient_agency: str
    # what about
    references: tuple[str, ...] = ()
    cases: str = ""  # the references in one line
    # the meeting
    meeting: str = ""
    meeting_weekday: str = ""
    district: str = ""
    venue: str = ""
    directions: str = ""
    start: str = ""
    chair: str = ""
    panel_agencies: str = ""  # whose members sit on the panel, in one line
    slots: tuple[Slot, ...] = ()
    minutes: int = 0  # that each case is given
    confidentiality: str = ""
    # days
    reply_by: str = ""
    returns_due: str = ""
    deadline: str = ""
    deadline_days: int = 0
    destroy_by: str = ""
    themes_by: str = ""
    # what is asked, told or changed
    queries: tuple[str, ...] = ()
    reason: str = ""
    changes: tuple[str, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    late: bool = False
    case_holder: bool = False  # the recipient is one
    again: bool = False  # the recipient had an earlier paper, which this one replaces
    other_meeting: str = ""  # the one it goes to instead, or the next one
    other_district: str = ""
    other_deadline: str = ""
