"""Who is invited to a meeting, what they have been told, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.letters import Recipient, Slot


@dataclass(frozen=True)
class Guest:
    """Someone to be invited to one meeting, whatever number of its cases they belong to.

    `person` tells them from everybody else: their e-mail address in lower case, or name and agency where there is
    none. `agency` is an Agency.code, "" where it is not known; `case_holder`: of one of the cases.
    """

    person: str
    to: Recipient
    agency: str
    references: tuple[str, ...]
    case_holder: bool = False


@dataclass(frozen=True)
class Booking:
    """What a person was last told about one meeting. `number` is theirs for this meeting, in every file's name.

    `uid` and `sequence` are those of their calendar entry; `cancelled`: they were told not to come.
    """

    day: date
    number: int
    guest: Guest
    slots: tuple[Slot, ...]
    venue: str
    district: str
    uid: str
    sequence: int = 0
    cancelled: bool = False


class Coming(StrEnum):
    """What somebody answered, as stored on the form."""

    YES = "yes"
    NO = "no"
    DEPUTY = "deputy"


@dataclass(frozen=True)
class Reply:
    """The last word of an invited person. `source`: REP-2013-09-27-04, or that it was recorded by hand."""

    coming: Coming
    source: str
    event: int  # the later one counts
    deputy: Recipient | None = None
    access_needs: str = ""
    dates_not: str = ""
    note: str = ""


@dataclass(frozen=True)
class Invited:
    """An invited person with their reply; `waits`: replies on paper that a person has to confirm first."""

    booking: Booking
    reply: Reply | None = None
    waits: tuple[str, ...] = ()
