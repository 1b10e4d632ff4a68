"""What the agencies found about one case, for the pack: who is known to whom, then each agency's own words.

Words, never colours: NO REPLY stands where an agency has not replied. What is for the chair alone is not in
`CaseChecks` and so cannot stand here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pipeline.model.involvement import AgencyCheck, CaseChecks, CasePerson
from pipeline.papers.making.sheets import CaseSheet
from pipeline.papers.making.sheets.blocks import BODY, Column, Setter
from pipeline.papers.making.sheets.flow import Letters, Strip, kept, space
from pipeline.papers.making.sheets.prints import STANDARD, Print
from pipeline.papers.making.style import SOFT

_MOST = 5  # people side by side: "confirmed" is not broken in a column of a sixth of the page
_MOST_LARGE = 3  # in large print
_AGENCY, _PERSON = 2.3, 1.0  # shares of the width
_KEY = (
    "NO REPLY: the agency has not answered, which does not mean that it knows nobody. Not checked: it answered, but not"
    " about this person. No trace: it searched and found nothing. In"
    " doubt: it is not sure that it is the same person."
)


def checks_sheet(
    checks: CaseChecks,
    letters: Letters,
    *,
    print_: Print = STANDARD,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> CaseSheet:
    """The agency checks of one case before they are broken into pages. `elsewhere`: see `case_sheet`."""
    setter = Setter(letters, print_, elsewhere)
    strips = [
        *setter.paragraph("Agency checks", size=12.0, leading=15.0, bold=True, colour=SOFT),
        *setter.title(checks.reference),
        *setter.told(checks.reference),
        space(4.0),
        *setter.paragraph(_KEY, size=10.0, leading=13.5, colour=SOFT),
        space(4.0),
        *_grid(setter, checks),
        *_people(setter, checks.people),
    ]
    for line in checks.agencies:
        if line.replied:
            strips += _agency(setter, line)
    return CaseSheet(tuple(strips), tuple(setter.strange))


def _grid(setter: Setter, checks: CaseChecks) -> Iterator[Strip]:
    if not checks.agencies:
        yield from setter.paragraph("No agency has been asked about this case.", size=BODY)
        return
    most = _MOST if setter.print is STANDARD else _MOST_LARGE
    for first, last in _groups(len(checks.people), most):
        columns = [
            Column("Agency", _AGENCY),
            *(Column(person.title, _PERSON) for person in checks.people[first:last]),
            *(Column("", _PERSON) for _ in range(most - (last - first))),
        ]
        blank = [""] * (most - (last - first))
        rows = [
            (_named(line), *(_words(str(cell)) for cell in line.cells[first:last]), *blank)
            for line in checks.agencies
        ]
        yield from setter.table(columns, rows, strong=0)


def _groups(people: int, most: int) -> Iterator[tuple[int, int]]:
    """People in as few tables as there can be, about as many in each."""
    tables = math.ceil(people / most) or 1
    size = math.ceil(people / tables)
    for start in range(0, max(people, 1), max(size, 1)):
        yield start, min(people, start + size)


def _named(line: AgencyCheck) -> str:
    if line.replied:
        told = f"replied {line.received:%d/%m/%Y}" if line.received else "replied"
        extra = ("" if line.asked else ", was not asked") + (", nil return" if line.nil else "")
    else:
        told, extra = (f"was due {line.due:%d/%m/%Y}" if line.due else "not asked yet"), ""
    return f"{line.name}\n{told}{extra}"


def _words(text: str) -> str:
    return text[:1].upper() + text[1:]


def _people(setter: Setter, people: Sequence[CasePerson]) -> tuple[Strip, ...]:
    """Who the columns are."""
    lines = [f"{p.title}: {p.name or 'name not given'}" for p in people]
    return (*setter.label("The people"), *setter.points(lines), space(6.0)) if lines else ()


def _agency(setter: Setter, line: AgencyCheck) -> Iterator[Strip]:
    yield from setter.heading(line.name)
    if line.unsure:
        words = "Some of its answers are still to be confirmed; they are not shown."
        yield from setter.paragraph(words, size=10.0, leading=13.5, colour=SOFT)
    if line.nil and not line.people:
        yield from setter.paragraph("Nil return: no record of any of these people.", size=BODY)
    elif not line.people and not line.said:
        yield from setter.paragraph("Nothing more was written.", size=BODY)
    if line.people:
        yield from kept(setter.paragraph("\n".join(line.people), size=BODY))
        yield space(6.0)
    for label, text in line.said:
        yield from (*setter.label(label), *setter.paragraph(text, size=BODY), space(8.0))
