"""Help for the tests of finished papers: records typed as YAML and filed, Word and PDF text as lines."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import yaml

from pipeline.model.filing import Outcome, Submission
from pipeline.model.meeting import Quarter
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.door import draw
from pipeline.office.quarterly import plan_quarterly
from pipeline.office.quarterly.issuing import ready
from pipeline.office.themes import plan_themes
from pipeline.papers.making.docx_parts import BODY, W, paragraph_text, parse, unzip
from pipeline.papers.reading.reader import read_answers
from pipeline.rules.checking import check_answers
from tests import builders

TEMPLATES = builders.ROOT / "templates"


def record_yaml(**items: Any) -> bytes:
    """A meeting record typed as YAML."""
    return yaml.safe_dump({"form": "MACRP-REC", **items}, allow_unicode=True, sort_keys=False).encode()


def file_record(desk: Desk, data: bytes, version: int = 1) -> Submission:
    """Read a typed meeting record as intake does, and file it."""
    forms = builders.forms()
    answers = read_answers(data, "record.yaml", builders.editions(*forms.values()))
    checked = check_answers(forms["meeting-record"], answers, received=date(2014, 1, 10))
    day = checked.record.day("meeting_date")
    assert day is not None, checked.problems
    submission = Submission(
        reference=f"REC-{day.isoformat()}",
        version=version,
        form_name="meeting-record",
        sha256=hashlib.sha256(data + bytes([version])).hexdigest(),
        kind="yaml",
        received=date(2014, 1, 10),
        outcome=Outcome.ACCEPTED,
        record=checked.record,
        problems=checked.problems,
        meeting=day,
    )
    desk.register.file(submission)
    return submission


def file_referral(
    desk: Desk, reference: str, meeting: date, *, late: bool = False, version: int = 1, **changes: str
) -> Submission:
    """File the builders' referral under a reference."""
    form = builders.forms()["referral"]
    record = check_answers(
        form, builders.answers(form, builders.referral_items(**changes)), received=date(2013, 5, 1)
    ).record
    submission = Submission(
        reference,
        version,
        "referral",
        hashlib.sha256(reference.encode() + bytes([version])).hexdigest(),
        "pdf",
        date(2013, 5, 1),
        Outcome.ACCEPTED,
        record,
        meeting=meeting,
        late=late,
    )
    desk.register.file(submission)
    return submission


def themes_drawn(desk: Desk, day: date) -> tuple[bytes, bytes]:
    """The themes paper of a meeting as Word and PDF, as it would be checked and issued."""
    return draw(desk, plan_themes(desk, day))


def report_drawn(desk: Desk, quarter: Quarter, edition: str = "board") -> tuple[bytes, bytes]:
    """The report of a quarter as Word and PDF, as it would be checked and issued."""
    return draw(desk, ready(desk, plan_quarterly(desk, quarter, edition)))


def word_lines(docx: bytes) -> list[tuple[str, str]]:
    """Every paragraph of a Word file's body with text: (style, text)."""
    root = parse(unzip(docx)[BODY])
    lines = []
    for paragraph in root.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = paragraph_text(paragraph)
        if text.strip():
            lines.append(("" if style is None else style.get(W + "val"), text))
    return lines


def pdf_text(pdf: bytes) -> str:
    """All text of a PDF, page by page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Text without white space, hyphens at line ends and the bullet sign: what is left is the words in order."""
    return "".join(text.replace("￾", "").replace("•", "").split())


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
