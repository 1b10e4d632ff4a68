"""What the agencies answered about a case: agency by person, from their checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Involvement(StrEnum):
    """What an agency says of one person."""

    NOW = "involved now"
    PAST = "past"
    NO_TRACE = "no trace"
    NOT_CHECKED = "not checked"
    UNSURE = "to be confirmed"
    NO_REPLY = "NO REPLY"


@dataclass(frozen=True)
class Asked:
    """An agency that is asked about a case, and the members who answer for it. `due` is None until it was sent."""

    agency: str  # Agency.code
    members: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True)
class CasePerson:
    """A child or an adult of a case. `ref` stands on the check form (child_1), `title` in the grid (Child 1)."""

    ref: str
    title: str
    name: str  # as papers show it
    dob: date | None = None


@dataclass(frozen=True)
class Cell:
    """What one agency says of one person. `doubt`: it is not sure that it is the same person."""

    involvement: Involvement
    doubt: bool = False

    def __str__(self) -> str:
        return f"{self.involvement} (in doubt)" if self.doubt else self.involvement.value


@dataclass(frozen=True)
class AgencyCheck:
    """One agency and one case. `reference` is that of its return, "" when none has come.

    `people`: a line for each person known to it; `said`: what else it answered, under the form's questions.
    """

    agency: str  # Agency.code, or what was written
    name: str  # printed
    cells: tuple[Cell, ...]
    asked: bool = True
    members: tuple[str, ...] = ()
    due: date | None = None
    reference: str = ""
    received: date | None = None
    nil: bool = False
    unsure: bool = False  # some of its answers are not confirmed yet
    people: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    @property
    def replied(self) -> bool:
        """Whether its return has come."""
        return bool(self.reference)

    def overdue(self, today: date) -> int:
        """For how many days its return has been missing; 0 when it has come, is not due yet or was not asked for."""
        late = (today - self.due).days if self.due and not self.replied else 0
        return max(0, late)


@dataclass(frozen=True)
class CaseChecks:
    """The grid of one case: its people, and every agency that was asked or replied, with a cell for each person."""

    reference: str
    people: tuple[CasePerson, ...]
    agencies: tuple[AgencyCheck, ...]

    @property
    def sent(self) -> bool:
        """Whether the case has been circulated."""
        return any(a.due for a in self.agencies)

    @property
    def missing(self) -> tuple[AgencyCheck, ...]:
        """The agencies that were asked and have not replied."""
        return tuple(a for a in self.agencies if a.asked and not a.replied)
