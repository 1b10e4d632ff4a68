"""The panel's three real themes papers, entered as meeting records, come out as they were written.

Their text lies beside the repository on the machines of those who may see it; elsewhere an invented paper of the same
shape stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from pipeline.papers.reading.reader import read_answers
from pipeline.rules.checking import check_answers
from pipeline.rules.counting.meeting_records import as_meeting_record
from tests import builders
from tests.intake_helpers import desk_at
from tests.papers_helpers import file_record, pdf_text, record_yaml, squeezed, themes_drawn, word_lines

SEED = builders.ROOT.parent / "shared" / "seed" / "panel-and-themes.txt"
INVENTED = """
Themes arising from cases discussed during the Multi Agency Case Review Panel - Stroud 22/11/13

Listening to children

- Good practice: a worker asked the child – not the adults – what a good week looks like, and wrote it down

Themes arising from cases discussed during the Multi Agency Case Review Panel - Stroud 22/11/13

- Top tip: “ask twice”; the second answer is often the true one

Sharing what we know

- Schools & nurseries are not told when a plan ends < 6 weeks before a holiday

Resulting Actions Completed

Reflective meetings

- The model was sent to every team

Planned

Road shows

- Two are planned
- One of them for foster carers
"""
TITLE = re.compile(
    r"Themes arising from .* (?P<district>Cheltenham|Cotswold|Forest of Dean|Stroud)\W+(?P<day>[\d/]+)$"
)
GROUPS = {"Resulting Actions Completed": "completed", "Planned": "planned"}
BOARD = ("Gloucestershire", "Safeguarding Children", "Board")


@dataclass
class Paper:
    """One paper of the text: its lines in order, and the same as the answers of a meeting record."""

    title: str
    district: str
    day: date
    lines: list[str] = field(default_factory=list)
    themes: list[dict[str, object]] = field(default_factory=list)
    actions: list[dict[str, object]] = field(default_factory=list)


def papers(text: str) -> list[Paper]:
    found: list[Paper] = []
    status = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        title = TITLE.match(line)
        if title and (not found or found[-1].title != line):
            day, month, year = map(int, title["day"].split("/"))
            code = title["district"].upper().replace(" ", "_")
            found.append(Paper(line, code, date(2000 + year, month, day)))
            status = ""
        elif title or not found or line in BOARD:
            continue  # the title again on the second page; the board's name; the introduction
        elif line in GROUPS:
            status = GROUPS[line]
            found[-1].lines.append(line)
        else:
            _add(found[-1], line, status)
    return found


def _add(paper: Paper, line: str, status: str) -> None:
    paper.lines.append(line.removeprefix("- "))
    blocks, key = (paper.actions, "text") if status else (paper.themes, "points")
    if line.startswith("- "):
        blocks[-1][key].append(line.removeprefix("- "))  # type: ignore[attr-defined]
    else:
        blocks.append({"heading": line, key: [], **({"status": status} if status else {})})


TEXT = SEED.read_text(encoding="utf-8") if SEED.is_file() else INVENTED
PAPERS = [*papers(TEXT), *(papers(INVENTED) if SEED.is_file() else [])]


def test_the_papers_were_found() -> None:
    assert len(papers(INVENTED)) == 1
    assert [len(p.lines) for p in papers(INVENTED)] == [12]
    if not SEED.is_file():
        pytest.skip("the three real papers are not beside the repository; an invented one stands in")
    real = papers(TEXT)
    assert [p.district for p in real] == ["CHELTENHAM", "COTSWOLD", "FOREST_OF_DEAN"]
    assert sum(len(p.lines) for p in real) >= 55


@pytest.mark.parametrize("engine", ["embedded", "libreoffice"])
@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.district)
def test_a_real_paper_comes_out_line_for_line(tmp_path: Path, paper: Paper, engine: str) -> None:
    usual = re.search(r"Panel - [A-Z][A-Za-z ]+ \d\d/\d\d/\d\d$", paper.title)
    own = {} if usual else {"paper_title": paper.title}
    record = record_yaml(
        meeting_date=paper.day.strftime("%d/%m/%Y"),
        district=paper.district,
        chair="Ruth Amberley",
        att=[{"name": "Wilhelmina Unprinted", "role": "Health visitor", "agency": "HEALTH_VISITING",
              "kind": "practitioner", "present": "yes"}],
        theme=paper.themes,
        action=paper.actions,
        **own,
    )  # fmt: skip
    with desk_at(tmp_path, word_engine=engine) as desk:
        file_record(desk, record)
        word, pdf = themes_drawn(desk, paper.day)
    lines = word_lines(word)
    assert lines[0] == ("Title", paper.title)
    assert lines[1] == ("Subtitle", " ".join(BOARD))
    assert [text for _, text in lines[2:]] == paper.lines
    text = pdf_text(pdf)
    body = squeezed(_without_heads(text, paper.title))
    wanted = squeezed(paper.title + " ".join(BOARD) + "\n".join(paper.lines))
    assert body == wanted
    assert "Unprinted" not in text
    assert b"Unprinted" not in word


@pytest.mark.parametrize("carrier", ["docx", "pdf"])
@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.district)
def test_the_same_record_filled_into_the_form_gives_the_same_themes(paper: Paper, carrier: str) -> None:
    form = builders.forms()["meeting-record"]
    items = {
        "meeting_date": paper.day.strftime("%d/%m/%Y"),
        "district": paper.district,
        "chair": "Ruth Amberley",
    }
    for n, theme in enumerate(paper.themes, 1):
        items |= {f"theme_{n}_heading": str(theme["heading"]), f"theme_{n}_points": _lines(theme["points"])}
    for n, action in enumerate(paper.actions, 1):
        items |= {f"action_{n}_heading": str(action["heading"]), f"action_{n}_text": _lines(action["text"])}
        items[f"action_{n}_status"] = str(action["status"])
    fill = builders.word_form if carrier == "docx" else builders.pdf_form
    answers = read_answers(fill(form, items), f"record.{carrier}", builders.editions(form))
    record = as_meeting_record(check_answers(form, answers, received=date(2014, 1, 10)).record)
    lines = [line for t in record.themes for line in (t.heading, *(p.text for p in t.points))]
    lines += [line for a in record.actions for line in (a.heading, *a.points)]
    assert lines == [line for line in paper.lines if line not in GROUPS]


def _lines(points: object) -> str:
    assert isinstance(points, list)
    return "\n".join(f"- {point}" for point in points)


def _without_heads(text: str, title: str) -> str:
    """The text without running heads and feet: marking, page numbers, and the title above the second page on."""
    pages = re.split(r"Page \d+ of \d+", text.replace("\r", ""))
    kept = []
    for number, page in enumerate(pages):
        plain = page.replace("NOT PROTECTIVELY MARKED", "")
        kept.append(
            re.sub(r"\s+".join(map(re.escape, title.split())), "", plain, count=1) if number else plain
        )
    return "".join(kept)
