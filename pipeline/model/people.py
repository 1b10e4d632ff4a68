"""People and bodies: children, adults, core group members, panel members, agencies, districts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Agency:
    """An organisation; `code` is stored on forms, `name` is printed."""

    code: str
    name: str


@dataclass(frozen=True)
class District:
    """One of the board's districts; `code` is stored on forms, `name` is printed."""

    code: str
    name: str


@dataclass(frozen=True)
class PanelMember:
    """Someone who sits on the panel and gets the pack. No two members have one name.

    `folder`: where their own copies are delivered; None: they stay in the outbox. `edition`: standard or large.
    """

    name: str
    role: str
    agency: str  # Agency.code
    email: str = ""
    folder: Path | None = None
    edition: str = "standard"


@dataclass(frozen=True)
class Child:
    """A child on a plan, as the referral says. `dob` is the due date of an unborn child."""

    number: int
    forename: str
    surname: str
    known_as: str = ""
    dob: date | None = None
    sex: str = ""
    nhs_no: str = ""
    case_ref: str = ""
    setting: str = ""
    category: str = ""

    @property
    def name(self) -> str:
        """Forename and surname."""
        return " ".join(p for p in (self.forename, self.surname) if p)


@dataclass(frozen=True)
class Adult:
    """A parent, partner or other member of the household."""

    number: int
    name: str
    relationship: str = ""
    dob: date | None = None
    in_household: str = ""


@dataclass(frozen=True)
class CoreGroupMember:
    """A practitioner in the child's core group."""

    number: int
    name: str
    role: str = ""
    agency: str = ""
    email: str = ""
    lead: bool | None = None
    invite: bool | None = None
