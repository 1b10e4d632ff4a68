"""The themes paper: the record's words, nothing of who was there, both files or none."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest

from pipeline.model.errors import ConversionError, NotFoundError, TemplateError
from pipeline.office.desk.leaks.door import send_out
from pipeline.office.themes import plan_themes
from tests import builders
from tests.intake_helpers import desk_at
from tests.papers_helpers import file_record, pdf_text, record_yaml, themes_drawn, word_lines
from tests.quarter_helpers import CHELTENHAM, GLOUCESTER, person

DAY = date(2013, 9, 27)


def test_the_plan_says_what_will_be_written_and_writes_nothing(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_record(desk, CHELTENHAM)
        plan = plan_themes(desk, DAY)
    assert plan.word == tmp_path / "outbox" / "2013-09-27" / "themes-2013-09-27.docx"
    assert plan.pdf == plan.word.with_suffix(".pdf")
    assert plan.paper.title == (
        "Themes arising from cases discussed during the Multi Agency Case Review Panel - Cheltenham 27/09/13"
    )
    assert list((tmp_path / "outbox").iterdir()) == []


def test_both_files_hold_the_words_and_nobody_who_came(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_record(desk, CHELTENHAM)
        word, pdf = themes_drawn(desk, DAY)
    lines = [text for _, text in word_lines(word)]
    assert "Top tip: write the history on one page when a family moves < 10 miles & workers change" in lines
    text = pdf_text(pdf)
    for name in (
        "Ilona",
        "Bronwen",
        "Amberley",
        "Patwardhan",
        "CRP-2013",
        "Supervision time",
        "audit of transfers",
    ):
        assert name not in text
        assert name not in "\n".join(lines)


def test_actions_stand_by_how_they_stand(tmp_path: Path) -> None:
    more = record_yaml(
        meeting_date="27/09/2013",
        district="STROUD",
        chair="x",
        theme=[{"heading": "T", "points": ["P"]}],
        action=[
            {"heading": "Later", "status": "planned", "text": ["p"]},
            {"heading": "Done", "status": "completed", "text": ["c"]},
            {"heading": "Cannot", "status": "not_possible", "text": ["n"]},
            {"heading": "Gone", "status": "dropped", "text": ["d"]},
            {"heading": "Begun", "status": "in_progress", "text": ["i"]},
        ],
    )
    with desk_at(tmp_path) as desk:
        file_record(desk, more)
        word = themes_drawn(desk, DAY)[0]
    assert [t for _, t in word_lines(word)][4:] == [
        *("Resulting Actions Completed", "Done", "c"),
        *("Planned", "Later", "p", "Begun", "i"),
        *("Not possible", "Cannot", "n"),
    ]


def test_the_latest_version_of_the_record_counts(tmp_path: Path) -> None:
    corrected = CHELTENHAM.replace(b"Sharing what we know", b"Sharing what we learnt")
    with desk_at(tmp_path) as desk:
        file_record(desk, CHELTENHAM)
        file_record(desk, corrected, version=2)
        assert "Sharing what we learnt" in pdf_text(themes_drawn(desk, DAY)[1])


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        with desk_at(tmp_path / name) as desk:
            file_record(desk, CHELTENHAM)
            made.append(themes_drawn(desk, DAY))
    assert made[0] == made[1]


def test_an_own_title_replaces_the_usual_one_everywhere(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_record(desk, CHELTENHAM + 'paper_title: "Themes & tips - Łódź"\n'.encode())
        word, pdf = themes_drawn(desk, DAY)
    assert word_lines(word)[0] == ("Title", "Themes & tips - Łódź")
    assert docx.Document(io.BytesIO(word)).core_properties.title == "Themes & tips - Łódź"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]) == "Themes & tips - Łódź"


@pytest.mark.parametrize(
    ("day", "marking"), [("27/09/2013", "NOT PROTECTIVELY MARKED"), ("02/04/2014", "OFFICIAL")]
)
def test_the_marking_is_the_lowest_of_the_scheme_in_force(tmp_path: Path, day: str, marking: str) -> None:
    number, month, year = map(int, day.split("/"))
    data = record_yaml(
        meeting_date=day, district="STROUD", chair="x", theme=[{"heading": "T", "points": ["P"]}]
    )
    with desk_at(tmp_path) as desk:
        file_record(desk, data)
        pdf = themes_drawn(desk, date(year, month, number))[1]
    assert pdf_text(pdf).count(marking) == 2  # head and foot of the one page
    assert "RESTRICTED" not in pdf_text(pdf)
    assert "SENSITIVE" not in pdf_text(pdf)


def test_every_page_is_marked_and_numbered(tmp_path: Path) -> None:
    themes = [{"heading": f"Theme {n}", "points": [f"word {n} " * 120, "b" * 30]} for n in range(8)]
    data = record_yaml(meeting_date="27/09/2013", district="STROUD", chair="x", theme=themes)
    with desk_at(tmp_path) as desk:
        file_record(desk, data)
        pdf = themes_drawn(desk, DAY)[1]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        count = len(document.pages)
    text = pdf_text(pdf)
    assert count > 1
    assert text.count("NOT PROTECTIVELY MARKED") == 2 * count
    assert [f"Page {n} of {count}" in text for n in range(1, count + 1)] == [True] * count


def test_a_meeting_without_a_record_says_what_to_do(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_record(desk, GLOUCESTER)
        with pytest.raises(
            NotFoundError,
            match=r"No meeting record for 27 September 2013 has arrived.*record-form --meeting 2013-09-27",
        ):
            plan_themes(desk, DAY)


def test_a_record_without_themes_is_no_paper(tmp_path: Path) -> None:
    data = record_yaml(meeting_date="27/09/2013", district="STROUD", chair="x", att=[person("A B", "CSC")])
    with desk_at(tmp_path) as desk:
        file_record(desk, data)
        with pytest.raises(NotFoundError, match="has no themes yet"):
            plan_themes(desk, DAY)


def test_open_questions_of_the_record_are_warnings(tmp_path: Path) -> None:
    data = record_yaml(
        meeting_date="27/09/2013", district="STROUD", theme=[{"heading": "T", "points": ["P"]}]
    )
    with desk_at(tmp_path) as desk:
        file_record(desk, data)  # the chair is missing
        warnings = plan_themes(desk, DAY).warnings
    assert len(warnings) == 1
    assert "Chair" in warnings[0]


def test_nothing_is_written_when_a_template_is_broken(tmp_path: Path) -> None:
    broken = tmp_path / "templates"
    broken.mkdir()
    paper = docx.Document(builders.ROOT / "templates" / "themes.docx")
    paper.add_paragraph("{{ titel }}")
    paper.save(broken / "themes.docx")
    with desk_at(tmp_path) as desk:
        file_record(desk, CHELTENHAM)
        from dataclasses import replace

        moved = replace(desk.settings, folders=replace(desk.settings.folders, templates=broken))
        with pytest.raises(TemplateError, match="did you mean 'title'"):
            send_out(replace(desk, settings=moved), plan_themes(desk, DAY))
    assert list((tmp_path / "outbox").rglob("*")) == []


def test_nothing_is_written_when_the_pdf_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.papers.making.convert.soffice.shutil.which", lambda name: None)
    with desk_at(tmp_path, word_engine="libreoffice") as desk:
        file_record(desk, CHELTENHAM)
        with pytest.raises(ConversionError, match="LibreOffice is not installed"):
            send_out(desk, plan_themes(desk, DAY))
    assert list((tmp_path / "outbox").rglob("*")) == []
