"""papers/making/sheets/checks: the grid and the agencies' words as pages, in words and not in colours."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

from pipeline.model.involvement import CaseChecks, CasePerson, Cell, Involvement
from pipeline.papers.making.fonts import register_fonts
from pipeline.papers.making.sheets.draw import PackPage, PrintLetters, Running, draw_pages
from pipeline.papers.making.sheets.flow import Words
from pipeline.papers.making.sheets.pack import lay_out_checks
from tests.test_involvement import KNOWN, NOT_NIL, PEOPLE, grid, returned

LETTERS = PrintLetters(register_fonts(None, None))


def pdf(checks: CaseChecks) -> bytes:
    pages = [PackPage(p.marks, checks.reference) for p in lay_out_checks(checks, LETTERS).pages]
    return draw_pages(
        pages, (), Running("RESTRICTED", "Panel", "27 September 2013", "Issue 1"), LETTERS.fonts
    )


def text(checks: CaseChecks) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(checks))).pages)


def flat(checks: CaseChecks) -> str:
    """Without the breaks of lines."""
    return " ".join(text(checks).split())


def many(people: int) -> CaseChecks:
    """A case of many people."""
    checks = grid(returned("POLICE", PEOPLE | NOT_NIL | KNOWN))
    who = tuple(CasePerson(f"child_{n}", f"Child {n}", f"Tomos Ellery {n}") for n in range(1, people + 1))
    line = replace(checks.agencies[0], cells=tuple(Cell(Involvement.UNSURE) for _ in who))
    return replace(checks, people=who, agencies=(line,))


def test_every_agency_every_person_and_the_words_of_those_who_replied() -> None:
    said = {"summary_opinion": "Worried about the holidays.", "good_practice": "Joint visits."}
    said |= {"do_not_share": "CANARY"}
    nil = returned("GP", PEOPLE | {"nil_return": "yes"})
    police = returned("POLICE", PEOPLE | NOT_NIL | KNOWN | said | {"person_1_from": "05/2012"})
    told = flat(grid(police, nil, asked=("POLICE", "GP", "CSC")))
    for words in (
        "Involved",
        "No trace",
        "NO REPLY",
        "was due 19/09/2013",
        "Child 2: Zoë Ellery-Vaughan",
        "Child 1: involved now, from May 2012",
        "Two calls in 2012.",
        "Worried about the holidays.",
        "Joint visits.",
        "Nil return: no record of any of these people.",
    ):
        assert words in told, words
    assert "CANARY" not in told
    assert "overdue" not in told  # a pack does not change from day to day


def test_fourteen_people_stand_in_three_tables_and_no_word_is_broken() -> None:
    sheet = lay_out_checks(many(14), LETTERS)
    words = [m.text for page in sheet.pages for m in page.marks if isinstance(m, Words)]
    assert words.count("Agency") == 3
    assert words.count("confirmed") == 14
    assert {f"Child {n}" for n in range(1, 15)} <= set(words)


def test_a_case_without_people_or_agencies_is_still_a_page() -> None:
    empty = CaseChecks("CRP-2013-001", (), ())
    assert "No agency has been asked" in text(empty)
    assert text(replace(many(1), people=()))
    assert date(2013, 9, 12).isoformat() not in text(many(3))
