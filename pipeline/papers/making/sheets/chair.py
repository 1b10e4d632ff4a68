"""The chair's own sheet: what practitioners or family must not see. Never a part of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.papers.making.sheets.blocks import BODY, Setter
from pipeline.papers.making.sheets.flow import Letters, Strip, space
from pipeline.papers.making.style import SOFT

_WHAT = (
    "What the agencies have told the chair and nobody else. It stands in no other paper. Do not copy it, do not leave"
    " it with the pack, and destroy it after the meeting."
)


@dataclass(frozen=True)
class ForTheChair:
    """What one agency says about one case. `risk`: what it says of immediate risk, "" when nothing."""

    reference: str
    agency: str  # printed name
    who: str  # filled the check in
    text: str
    risk: str = ""


def chair_strips(entries: Sequence[ForTheChair], place: str, letters: Letters) -> tuple[Strip, ...]:
    """The sheet. `place`: day and district of the meeting."""
    setter = Setter(letters)
    strips = [
        *setter.title("For the chair only"),
        *setter.paragraph(place, size=BODY, colour=SOFT),
        space(6.0),
        *setter.paragraph(_WHAT, size=BODY),
    ]
    for entry in entries:
        strips += setter.heading(f"{entry.reference}, {entry.agency}")
        strips += setter.paragraph(entry.who, size=10.0, leading=13.5, colour=SOFT)
        if entry.risk:
            strips += setter.paragraph(entry.risk, size=BODY, bold=True)
        if entry.text:
            strips += setter.paragraph(entry.text, size=BODY)
    return tuple(strips)
