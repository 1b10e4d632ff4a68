"""The front pages of a pack: cover, confidentiality statement, agenda, contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.meeting import Meeting
from pipeline.model.pack import AgendaItem, Gap
from pipeline.papers.making.sheets.blocks import BODY, Cell, Column, Setter
from pipeline.papers.making.sheets.flow import Area, Leap, Letters, Mark, Strip, Words, kept, space
from pipeline.papers.making.sheets.prints import STANDARD, Print
from pipeline.papers.making.style import ACCENT, INK, SOFT, Colour
from pipeline.rules.answers.dates import british

_PALE: Colour = (0.96, 0.96, 0.96)


@dataclass(frozen=True)
class Cover:
    """What stands on the cover. `counts` is one sentence: how many cases and children."""

    board: str
    panel: str
    meeting: Meeting
    district: str
    marking: str
    issue: int
    draft: bool
    counts: str
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]
    accepted: str
    contact: str


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents; `level` 1 stands out, 2 is indented."""

    title: str
    page: int
    level: int = 1


def cover_strips(cover: Cover, letters: Letters, print_: Print = STANDARD) -> tuple[Strip, ...]:
    """The cover: what this is, for whom, when and where, and what is missing or late."""
    setter = Setter(letters, print_)
    meeting = cover.meeting
    return (
        Strip(56.0),
        *setter.paragraph(cover.board, size=13.0, leading=18.0, colour=SOFT),
        *setter.title(cover.panel, 26.0),
        Strip(14.0, (Area(0, 8, setter.width, 0, stroke=ACCENT, weight=2.0),)),
        *setter.paragraph("Briefing pack", size=20.0, leading=34.0, bold=True),
        *setter.paragraph("For panel members only", size=14.0, leading=24.0, bold=True),
        space(10.0),
        *setter.row([_fact(setter, "Meeting", f"{meeting.day:%A} {british(meeting.day)}", 0)]),
        *setter.row(
            [
                _fact(setter, "District", cover.district, 0, 0.5),
                _fact(setter, "Starts at", f"{meeting.start:%H:%M}", 0.5, 0.5),
            ]
        ),
        *setter.row(
            [
                _fact(setter, "Venue", meeting.venue or "Not yet known", 0, 0.5),
                _fact(setter, "Chair", meeting.chair or "Not yet known", 0.5, 0.5),
            ]
        ),
        *setter.row(
            [
                _fact(setter, "Issue", f"{cover.issue}{' (DRAFT)' if cover.draft else ''}", 0, 0.5),
                _fact(setter, "Marking", cover.marking or "None", 0.5, 0.5),
            ]
        ),
        *setter.row([_fact(setter, "In this pack", cover.counts, 0)]),
        space(6.0),
        *_missing(setter, cover),
        *_noted(setter, cover.notes),
        space(12.0),
        *setter.paragraph(cover.contact, size=10.0, leading=14.0, colour=SOFT),
    )


def _fact(setter: Setter, label: str, text: str, start: float, part: float = 1.0) -> Cell:
    return Cell(label, text, start * setter.width, part * setter.width - 10, bold=True)


def _missing(setter: Setter, cover: Cover) -> tuple[Strip, ...]:
    if not cover.gaps:
        return ()
    title = "Missing, and accepted for this issue" if cover.accepted else "DRAFT: this is still missing"
    strips = [Strip(6.0), *setter.paragraph(title, size=13.0, leading=18.0, bold=True, x=14)]
    if cover.accepted:
        strips += setter.paragraph(
            f"Reason given: {cover.accepted}", size=11.0, x=14, width=setter.width - 12
        )
    for gap in cover.gaps:
        strips += _bullet(setter, str(gap))
    strips.append(Strip(6.0))
    return (*setter.box(strips, fill=_PALE, bar=INK), space(8.0))


def _noted(setter: Setter, notes: Sequence[str]) -> tuple[Strip, ...]:
    if not notes:
        return ()
    strips = [Strip(6.0), *setter.paragraph("To know", size=13.0, leading=18.0, bold=True, x=14)]
    for note in notes:
        strips += _bullet(setter, note)
    strips.append(Strip(6.0))
    return setter.box(strips)


def _bullet(setter: Setter, text: str) -> tuple[Strip, ...]:
    first, *rest = kept(setter.paragraph(text, size=11.0, leading=14.5, x=28, width=setter.width - 12))
    dot = Words(16, first.height - setter.print.size(11.0) * 0.32, "•", setter.print.size(11.0), True)
    return (Strip(first.height, (dot, *first.marks), first.keeps), *rest)


def confidentiality_strips(
    statement: str, members: Sequence[tuple[str, str, str]], letters: Letters, print_: Print = STANDARD
) -> tuple[Strip, ...]:
    """The statement that the chair reads out, and who is on the panel, with room to sign."""
    setter = Setter(letters, print_)
    strips = [
        *setter.title("Confidentiality statement"),
        space(8.0),
        *setter.paragraph(statement, size=13.0, leading=20.0),
    ]
    if members:
        columns = (Column("Name", 3), Column("Role", 3.4), Column("Organisation", 3), Column("Signed", 4))
        rows = [(*member, "") for member in members]
        strips += [*setter.heading("Panel members"), *setter.table(columns, rows, even=True)]
    return tuple(strips)


def agenda_strips(
    items: Sequence[AgendaItem], place: str, letters: Letters, print_: Print = STANDARD
) -> tuple[Strip, ...]:
    """The agenda with its times."""
    setter = Setter(letters, print_)
    shares = (1.3, 1.1, 6.6, 2) if print_ is STANDARD else (1.4, 1.9, 5.6, 2.4)  # no word is broken
    columns = tuple(map(Column, ("Time", "Minutes", "Item", "Who"), shares))
    rows = [
        (item.start, str(item.minutes), item.title + (f"\n{item.detail}" if item.detail else ""), item.who)
        for item in items
    ]
    return (
        *setter.title("Agenda"),
        *setter.paragraph(place, size=BODY, colour=SOFT),
        space(8.0),
        *setter.table(columns, rows, strong=2),
    )


def contents_strips(
    lines: Sequence[ContentsLine], letters: Letters, print_: Print = STANDARD
) -> tuple[Strip, ...]:
    """The contents; every line is a link to its page."""
    setter = Setter(letters, print_)
    strips = [*setter.title("Contents"), space(8.0)]
    for line in lines:
        strips += _contents_line(setter, line)
    return tuple(strips)


def _contents_line(setter: Setter, line: ContentsLine) -> tuple[Strip, ...]:
    top = line.level == 1
    x, size, height = (0.0, 12.0, 22.0) if top else (20.0, setter.print.size(11.0), 17.0)
    texts = setter.lines(line.title, size, setter.width - x - 44, top)
    strips = []
    for number, text in enumerate(texts):
        marks: list[Mark] = [Words(x, height - 5.5, text, size, top)]
        if number == len(texts) - 1:
            marks += _leader(setter, line, x + setter.letters.width(text, size, top), size, height)
        marks.append(Leap(x, 2, setter.width - x, height - 2, line.page))
        strips.append(Strip(height, tuple(marks), keeps=number < len(texts) - 1))
    return tuple(strips)


def _leader(setter: Setter, line: ContentsLine, end: float, size: float, height: float) -> list[Mark]:
    """Dots from the title to its page number."""
    wide, small = setter.width, setter.small
    dot = setter.letters.width(" .", small)
    room = wide - 34 - end - 6
    dots = Words(wide - 34, height - 5.5, " ." * max(0, int(room / dot)), small, False, SOFT, 2)
    return [dots, Words(wide, height - 5.5, str(line.page), size, line.level == 1, INK, 2)]


def blank_strips(letters: Letters, print_: Print = STANDARD) -> tuple[Strip, ...]:
    """A page left empty so that what follows starts on the right."""
    setter = Setter(letters, print_)
    return (Strip(300.0), *setter.paragraph("This page is left blank.", size=10.0, colour=SOFT, x=190))


def withheld_strips(
    letters: Letters, *, print_: Print = STANDARD, form_only: bool = False
) -> tuple[Strip, ...]:
    """What stands on a page that the reader of this copy must not see; `form_only`: its case they may."""
    setter = Setter(letters)
    what = "This form" if form_only else "This case"
    why = (
        "It names a case that is withheld. What was answered stands on the sheet before it."
        if form_only
        else "The page numbers are those of every other copy."
    )
    return (
        Strip(240.0),
        *setter.paragraph(f"{what} is withheld from this copy.", size=14.0, leading=20.0, bold=True),
        *setter.paragraph(why, size=11.0, colour=SOFT),
    )


__all__ = [
    "ContentsLine",
    "Cover",
    "agenda_strips",
    "blank_strips",
    "confidentiality_strips",
    "contents_strips",
    "cover_strips",
    "withheld_strips",
]
