"""Large print as it is set: letters that are large enough, no word broken, nothing over something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import pytest

from pipeline.model.involvement import AgencyCheck, CaseChecks, CasePerson, Cell, Involvement
from pipeline.model.pack import Change
from pipeline.papers.making.fonts import register_fonts
from pipeline.papers.making.sheets.blocks import Column, Setter
from pipeline.papers.making.sheets.changes import change_strips
from pipeline.papers.making.sheets.checks import checks_sheet
from pipeline.papers.making.sheets.draw import PackPage, PrintLetters, Running
from pipeline.papers.making.sheets.flow import Mark, Words
from pipeline.papers.making.sheets.large import LargePart, large_pages, standard_pages
from pipeline.papers.making.sheets.pack import lay_out, lay_out_checks
from pipeline.papers.making.sheets.prints import LARGE
from pipeline.papers.making.style import A4_WIDTH, MARGIN

LETTERS = PrintLetters(register_fonts())
RUNNING = Running("OFFICIAL-SENSITIVE", "Panel", "27 September 2013 · Forest of Dean", "Issue 2", large=True)
AGENCIES = ("Children's social care", "Domestic abuse service", "Child mental health (CYPS)")
CHANGES = (
    Change("Replaced", "Case 2: CRP-2013-002: Case sheet", "11 to 13", "125 to 127"),
    Change("Left out", "Case 3: CRP-2013-003", "17 to 22", why="moved to 22 November 2013"),
    Change("Added", "Case 4: CRP-2013-004", now="131 to 136"),
)


def checks() -> CaseChecks:
    """Six people, every answer, agencies with long names."""
    people = tuple(CasePerson(f"child_{n}", f"Child {n}", f"Zoë Ellery-Vaughan {n}") for n in range(1, 7))
    lines = tuple(
        AgencyCheck(
            agency=name.upper(),
            name=name,
            cells=tuple(Cell(list(Involvement)[(n + k) % 6], doubt=k == 2) for k in range(6)),
            due=date(2013, 9, 12),
            reference="AIC" if n else "",
            received=date(2013, 9, 13),
            said=(("What is known?", "She is seen weekly. " * 30),),
        )
        for n, name in enumerate(AGENCIES)
    )
    return CaseChecks("CRP-2013-001", people, lines)


def edition() -> tuple[PackPage, ...]:
    told = {"CRP-2013-001": "Page 5 of the standard copy"}
    grid = checks_sheet(checks(), LETTERS, print_=LARGE, elsewhere=told).strips
    new = change_strips(CHANGES, 2, 1, LETTERS, LARGE)
    parts = [
        LargePart("Cover", grid[:1], 1),
        LargePart("What is new since issue 1", new, 123),
        LargePart("Agency checks", grid, 5, level=2, head="CRP-2013-001", told=True),
    ]
    pages, bookmarks = large_pages(parts, 1, RUNNING, LETTERS)
    assert [(b.title, b.page) for b in bookmarks] == [
        ("Cover", 1),
        ("Contents", 2),
        ("What is new since issue 1", 3),
        ("Agency checks", 4),
    ]
    return pages


def words(marks: Iterable[Mark]) -> list[Words]:
    return [m for m in marks if isinstance(m, Words) and m.text.strip()]


def overlaps(marks: Iterable[Mark]) -> list[tuple[str, str]]:
    """Words on one line that come nearer to each other than 4 points, or over the margin."""
    lines: dict[float, list[tuple[float, float, str]]] = defaultdict(list)
    for word in words(marks):
        wide = LETTERS.width(word.text, word.size, word.bold)
        left = word.x - wide * (0, 0.5, 1)[word.align]
        lines[round(word.y, 1)].append((left, left + wide, word.text))
    found = []
    for line in lines.values():
        line.sort()
        found += [(a[2], b[2]) for a, b in pairwise(line) if a[1] > b[0] - 4.0]
        found += [(text, "margin") for _, right, text in line if right > A4_WIDTH - MARGIN + 0.1]
    return found


def test_every_letter_is_large_and_none_lies_over_another() -> None:
    for page in edition():
        assert min(w.size for w in words(page.marks)) >= 16.0
        assert overlaps(page.marks) == []


@pytest.mark.parametrize(
    "word", ["Replaced", "confirmed", "Domestic abuse", "Left out", "NO REPLY", "doubt)"]
)
def test_no_word_is_broken(word: str) -> None:
    assert any(word in w.text for page in edition() for w in words(page.marks))


def test_standard_tables_have_nothing_over_another_either() -> None:
    laid = (*lay_out_checks(checks(), LETTERS).pages, *lay_out(change_strips(CHANGES, 2, 1, LETTERS)))
    assert [overlaps(page.marks) for page in laid] == [[] for _ in laid]


def test_bold_words_of_a_table_are_measured_bold() -> None:
    """A name that fits its column in plain letters and not in bold ones goes onto two lines."""
    setter = Setter(LETTERS)
    room = (setter.width - 22) / 2
    fits = [f"Housing {'and health ' * n}{'u' * k}" for n in range(12) for k in range(12)]
    name = next(f for f in fits if LETTERS.width(f, 11.0) <= room < LETTERS.width(f, 11.0, True))
    strips = setter.table((Column("A", 1), Column("B", 1)), [(name, "x")], strong=0)
    assert overlaps(m for s in strips for m in s.marks) == []
    assert (
        max(LETTERS.width(w.text, w.size, w.bold) for w in words(m for s in strips for m in s.marks)) <= room
    )


def test_a_heading_says_on_which_page_of_the_standard_copy_it_is() -> None:
    pages = lay_out_checks(checks(), LETTERS).pages
    told = standard_pages(pages, 40)
    assert told["Domestic abuse service"] == "Page 40 of the standard copy"
    last = told["Child mental health (CYPS)"]
    assert last == f"Page {39 + len(pages)} of the standard copy"
    assert len(pages) > 1


@pytest.mark.parametrize("changes", [(), CHANGES])
def test_a_change_of_the_front_pages_alone_sends_the_reader_there(changes: tuple[Change, ...]) -> None:
    strips = change_strips(changes, 2, 1, LETTERS)
    said = " ".join(mark.text for strip in strips for mark in words(strip.marks))
    assert ("No page of a case has changed. Look at the cover" in said) is not bool(changes)
