"""What a printed figure is called: what was counted, over what, up to which quarter: "children:year:2013-14-Q2".

The names stand in the ledger of all that was printed, so they never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.model.errors import NotFoundError
from pipeline.model.meeting import Quarter
from pipeline.rules.counting.quarters import parse_quarter

NOW, YEAR, SINCE, OPENING = "quarter", "year", "since", "opening"
COUNTED = (
    "referrals", "late", "families", "children", "first", "again", "practitioners", "attendances",
)  # fmt: skip
RUNNING = ("families", "children", "practitioners", "attendances")  # counted since the panel began
RETURNS = ("due", "on_time", "late", "none")
SEATS = ("panel", "absent")
AT_MEETING = ("families", "children", "practitioners")
UNTRACED, MORE_CHILDREN, HELD = "untraced", "more children", "held"  # what the notes count
ACTIONS, AGREED, DONE, OVERDUE = "actions", "actions new", "actions done", "actions overdue"


@dataclass(frozen=True)
class Figure:
    """A figure's name taken apart. `quarter`: the one it goes up to; None for the opening balance, which has a day."""

    what: str
    span: str
    quarter: Quarter | None
    up_to: date | None = None


def name_of(what: str, span: str, quarter: object) -> str:
    """The name of a figure."""
    return f"{what}:{span}:{quarter}"


def figure_of(name: str) -> Figure | None:
    """What a name says; None when it is the name of no figure."""
    what, _, rest = name.partition(":")
    span, _, place = rest.partition(":")
    try:
        if span == OPENING:
            return Figure(what, span, None, date.fromisoformat(place))
        return Figure(what, span, parse_quarter(place)) if span in (NOW, YEAR, SINCE) else None
    except (ValueError, NotFoundError):
        return None


def reason(code: str) -> str:
    """What a reason is called in a figure's name."""
    return f"reason/{code}"


def theme(code: str) -> str:
    """What a theme is called in a figure's name."""
    return f"theme/{code}"


def of_agency(what: str, agency: str) -> str:
    """What an agency's figure is called: practitioners, one of SEATS or of RETURNS."""
    return f"agency/{agency}/{what}"


def at_meeting(what: str, key: str) -> str:
    """What a figure of one meeting is called: one of AT_MEETING. `key` is the meeting's, usually its day."""
    return f"meeting/{key}/{what}"


def counted_with(name: str) -> tuple[str, ...]:
    """The figures that one thing moves between, itself among them: a check that comes is late and no longer none."""
    what, _, rest = name.partition(":")
    stem, _, last = what.rpartition("/")
    return tuple(f"{stem}/{other}:{rest}" for other in RETURNS) if stem and last in RETURNS else (name,)


def panels_own(name: str) -> bool:
    """Whether a figure is about the panel's own work and counts no people: it may be shown however small it is."""
    what = name.partition(":")[0]
    kind, *rest = what.split("/")
    own = ("meetings", "districts", ACTIONS, AGREED, DONE, OVERDUE, "theme")
    return kind in own or (kind == "agency" and rest[-1] in SEATS)


def in_words(name: str) -> str:
    """A figure's name for a sentence: "children, quarter, 2013-14-Q2"."""
    return name.replace("/", " ").replace(":", ", ")
