"""The slip that tells a panel member the passphrase of their copies: one page, handed over, never sent with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.papers.making.fonts import FontNames
from pipeline.papers.making.sheets.blocks import Setter
from pipeline.papers.making.sheets.draw import PackPage, PrintLetters, Running, draw_pages
from pipeline.papers.making.sheets.flow import Strip, paginate, space
from pipeline.papers.making.style import A4_HEIGHT, FOOT, HEAD, MARGIN, SOFT
from pipeline.rules.answers.dates import british


@dataclass(frozen=True)
class Slip:
    """What stands on it."""

    name: str
    agency: str
    panel: str
    marking: str
    contact: str
    day: date
    passphrase: str = field(repr=False)


def slip_pdf(slip: Slip, fonts: FontNames) -> bytes:
    """The slip as a PDF of one page."""
    letters = PrintLetters(fonts)
    pages = paginate(_strips(slip, Setter(letters)), MARGIN, HEAD, A4_HEIGHT - HEAD - FOOT)
    running = Running(slip.marking, slip.panel, british(slip.day), f"For {slip.name} only")
    return draw_pages([PackPage(page.marks) for page in pages], [], running, fonts)


def _strips(slip: Slip, setter: Setter) -> tuple[Strip, ...]:
    steps = (
        "Open your copy of the papers with any PDF program, on a computer or a tablet.",
        "Type it exactly as it stands above when you are asked for a password; capitals and hyphens count.",
        "Keep this slip apart from the papers. Do not photograph it or put it into an e-mail.",
        "If you have lost it, or somebody else may have seen it, tell the coordinator: you get another.",
    )
    box = [
        Strip(12.0),
        *setter.paragraph(slip.passphrase, size=26.0, leading=36.0, bold=True, x=16),
        Strip(12.0),
    ]
    return (
        Strip(40.0),
        *setter.title("Your passphrase"),
        *setter.paragraph(f"{slip.name}, {slip.agency}", size=14.0, leading=22.0, bold=True),
        space(10.0),
        *setter.box(box),
        space(14.0),
        *setter.heading("How to open your copy"),
        *(s for n, step in enumerate(steps, 1) for s in setter.paragraph(f"{n}.  {step}", leading=18.0)),
        space(14.0),
        *setter.heading("For the coordinator"),
        *setter.paragraph(
            "Hand this over in person or read it out by phone. Never send it in the e-mail with the pack. It can be "
            "printed once: delete the file when it is printed.",
            leading=18.0,
        ),
        space(14.0),
        *setter.paragraph(f"Questions: {slip.contact}", size=10.0, leading=14.0, colour=SOFT),
    )
