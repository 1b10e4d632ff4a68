"""Blank forms of two councils that do not exist, as people make them: odd field names, legacy fields, bare tables."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from tests.reading_helpers import paragraph, run, word_file


class _Page:
    """A page with fields; text fields are numbered as they come."""

    def __init__(self, canvas: Any) -> None:
        self.canvas, self.count = canvas, 0

    def words(self, x: int, y: int, words: str) -> None:
        self.canvas.setFont("Helvetica", 9)
        self.canvas.drawString(x, y, words)

    def title(self, words: str, y: int) -> None:
        self.canvas.setFont("Helvetica-Bold", 13)
        self.canvas.drawString(40, y, words)

    def box(self, x: int, y: int, width: int, height: int = 16, **more: Any) -> None:
        self.count += 1
        place = {"x": x, "y": y, "width": width, "height": height, "fontSize": 9, "borderWidth": 0}
        self.canvas.acroForm.textfield(name=f"Text{self.count}", **place, **more)

    def asked(self, label: str, x: int, y: int, width: int = 150, left: int = 100) -> None:
        self.words(x, y + 4, label)
        self.box(x + left, y, width)


@cache
def wessex_pdf() -> bytes:
    """A PDF with fields called Text1, Text2, ... and buttons with states of their own."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setTitle("Wessex multi-agency referral")
    page = _Page(canvas)
    _wessex_people(page)
    page.words(40, 540, "Have the parents been told?")
    for x, name in ((200, "Told and agree"), (320, "Told and do not agree"), (460, "Not told")):
        canvas.acroForm.radio(name="Group1", value=f"Choice{x}", x=x, y=536, size=12, buttonStyle="check")
        page.words(x + 16, 540, name)
    page.words(40, 515, "Why are you bringing this case?")
    for x, name in ((200, "Second or later plan"), (320, "Good practice to share"), (460, "Other")):
        canvas.acroForm.checkbox(name=f"Check Box{x}", x=x, y=511, size=12)
        page.words(x + 16, 515, name)
    page.title("The story", 480)
    for y, words in ((455, "Family history"), (345, "What is working well?"), (235, "Main concerns")):
        page.words(40, y, words)
        page.box(40, y - 95, 510, 90, fieldFlags="multiline")
    page.asked("Invoice cost centre", 40, 60)
    canvas.save()
    return out.getvalue()


@cache
def parking_pdf() -> bytes:
    """A form that asks nothing that ours asks."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    page = _Page(canvas)
    page.title("Parking permit", 790)
    page.asked("Colour of the vehicle", 40, 765)
    page.asked("Permit zone", 40, 740)
    canvas.save()
    return out.getvalue()


def _wessex_people(page: _Page) -> None:
    page.title("Person making the referral", 790)
    page.asked("Full name", 40, 765)
    page.asked("Job title", 310, 765)
    page.asked("Organisation", 40, 740)
    page.asked("E-mail address", 310, 740)
    page.asked("Tel. no.", 40, 715)
    page.asked("Date completed", 310, 715)
    page.title("The children", 690)
    columns = ("First name(s)", 40, 125), ("Family name", 170, 125), ("D.O.B.", 300, 85)
    for words, x, _ in columns:
        page.words(x, 672, words)
    for row in range(3):
        for _, x, width in columns:
            page.box(x, 650 - 18 * row, width, 17)
    page.title("The family home", 590)
    page.asked("Address of the children", 40, 565, 300, 120)
    page.asked("Postcode", 470, 565, 60, 50)


def legacy(name: str, shown: str = "     ") -> str:
    """A legacy text field."""
    begin = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/><w:textInput/>'
        '</w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r>'
    )
    middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
    return f"{begin}{middle}{run(shown)}{end}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table; each cell is the content of its only paragraph."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@cache
def mercia_legacy(**answers: str) -> bytes:
    """A Word form with legacy fields called Text1, Text2, ...; `answers`: what stands in them."""
    names = (f"Text{number}" for number in range(1, 50))

    def box() -> str:
        name = next(names)
        return legacy(name, answers.get(name, "     "))

    about = [[run(words), box()] for words in ("Your name", "Your job title", "Agency", "Work e-mail")]
    head = [run(words) for words in ("Child's surname", "Child's forenames", "DOB")]
    children = [head, *([box() for _ in head] for _ in range(2))]
    body = paragraph(run("Mercia referral form")) + paragraph(run("REFERRER DETAILS")) + table(about)
    body += paragraph(run("CHILDREN")) + table(children)
    body += paragraph(run("Case history: ") + box())
    return word_file(body, form_id="", version="")


@cache
def mercia_plain(**answers: str) -> bytes:
    """A Word form of bare table cells; `answers`: the text of a cell by its label, or by column and row."""

    def cell(name: str) -> str:
        return run(answers[name]) if name in answers else ""

    about = [
        [run(words), cell(key)]
        for words, key in (
            ("Your name", "name"),
            ("Job title", "job"),
            ("Organisation", "agency"),
            ("E-mail", "email"),
        )
    ]
    head = [run(words) for words in ("Surname", "Forename(s)", "Date of birth")]
    rows = [[cell(f"{key}{row}") for key in ("surname", "forename", "dob")] for row in (1, 2)]
    body = paragraph(run("Mercia early help request")) + paragraph(run("Referrer")) + table(about)
    body += paragraph(run("Children in the family")) + table([head, *rows])
    body += paragraph(run("Concerns")) + table(
        [[run(escape("What are you worried about?")), cell("worries")]]
    )
    return word_file(body, form_id="", version="")


def mercia_ticks(*ticked: str, sign: str = "\N{BALLOT BOX WITH X}") -> bytes:
    """A Word form whose ticks are only drawn, before or behind their words; `ticked`: those that are."""

    def box(name: str) -> str:
        return sign if name in ticked else "\N{BALLOT BOX}"

    def symbol(name: str) -> str:
        return f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if name in ticked else "F0A8"}"/></w:r>'

    told = f"{box('agree')} Told and agree {box('differ')} Told and do not agree {box('not')} Not told"
    rows = [
        [run("Child\u2019s surname"), run("Ellery" if ticked else "")],
        [run("Child\u2019s sex"), run(f"{box('boy')} Male   {box('girl')} Female")],
        [run("Have the parents been told?"), run(told)],
        [run("Is the child disabled?"), run(f"Yes {box('yes')} No {box('no')} Not known {box('unknown')}")],
    ]
    body = paragraph(run("Mercia form of drawn boxes")) + table(rows)
    body += paragraph(run("Why are you bringing this case?"))
    body += paragraph(symbol("second") + run(" Second or later plan"))
    body += paragraph(symbol("good") + run(" Good practice to share"))
    body += paragraph(
        run("Moved area during the plan? Yes ") + symbol("moved") + run(" No ") + symbol("stayed")
    )
    return word_file(body, form_id="", version="")


def ruled_pdf(**answers: str) -> bytes:
    """A PDF without fields: ruled tables with bare cells; `answers`: what is typed into a cell, by its name."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    _Page(canvas).title("CHILD DETAILS", 800)
    _ruled(
        canvas,
        780,
        ((90, "Surname", ""), (160, "", "surname"), (90, "Date of birth", ""), (160, "", "dob")),
        answers,
    )
    _ruled(canvas, 760, ((90, "Home address", ""), (410, "", "address")), answers, 40)
    _ruled(canvas, 700, ((250, "Forename(s)", ""), (250, "NHS number", "")), answers)
    for row in (1, 2):
        _ruled(canvas, 700 - 20 * row, ((250, "", f"forename{row}"), (250, "", f"nhs{row}")), answers)
    _Page(canvas).title("ABOUT YOU (THE REFERRER)", 620)
    _ruled(canvas, 600, ((250, "Your name:", "name"), (250, "Job title", "job")), answers, 40)
    _ruled(canvas, 540, ((500, "What are you worried about?", "worries"),), answers, 120)
    _Page(canvas).words(40, 390, "What is printed below is for the office.")
    canvas.save()
    return out.getvalue()


def _ruled(
    canvas: Any, top: int, cells: Sequence[tuple[int, str, str]], answers: Mapping[str, str], height: int = 20
) -> None:
    """A row of ruled cells (width, words printed at its upper edge, name of what is typed below or instead)."""
    x = 40
    for width, words, name in cells:
        canvas.rect(x, top - height, width, height)
        _Page(canvas).words(x + 4, top - 12, words)
        canvas.setFont("Courier", 9)
        canvas.drawString(x + 6, top - (26 if words else 13), answers.get(name, ""))
        x += width
