"""Small forms made here, by pikepdf and lxml alone, so that reading is tested without the makers of the blanks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.model.answers import Answers
from pipeline.model.form import Form, Kind
from pipeline.papers.reading.gathering import boxes
from pipeline.papers.reading.reader import read_answers
from pipeline.records.definitions import parse_form
from tests import builders

FILLED = Path(__file__).resolve().parent / "filled"

TRIAL: dict[str, str] = {
    "ref_name": "Zoë O’Brien-Łukasz",
    "ref_date": "02/09/2013",
    "started": "08/2012",
    "district": "FOREST_OF_DEAN",
    "in_group": "yes",
    "reason": "SECOND_PLAN\nOTHER",
    "history": "First line: “quoted” – £5 & <b>\nSecond line, café",
    "child_1_forename": "Tomos Rhys",
    "child_1_dob": "14/03/2007",
    "child_1_sex": "male",
    "child_2_forename": "Zoë",
}


@cache
def trial_form() -> Form:
    return parse_form("trial", (FILLED / "trial.yaml").read_text(encoding="utf-8"), builders.LISTS)


def texts(answers: Answers) -> dict[str, str]:
    return {name: answer.text for name, answer in answers.items.items()}


def doubts(answers: Answers) -> dict[str, str]:
    return {name: answer.doubt for name, answer in answers.items.items() if answer.doubt}


def read(data: bytes, name: str = "form.pdf", *more: Form) -> Answers:
    return read_answers(data, name, builders.editions(trial_form(), *more))


# --- PDF -----------------------------------------------------------------------------------------------------


def blank_pdf(form: Form | None = None) -> pikepdf.Pdf:
    """A bare blank of a form: a box of each kind, by name, on one page."""
    form = form or trial_form()
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    fields = Array()
    page.Annots = Array()
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(Fields=fields, DR=Dictionary(Font=Dictionary(Helv=font)), DA=String("/Helv 10 Tf 0 g"))
    )
    parents: dict[str, Any] = {}
    for row, (name, (slot, code)) in enumerate(boxes(form).items()):
        if code:
            if slot.name not in parents:
                parents[slot.name] = pdf.make_indirect(Dictionary(T=String(slot.name), Kids=Array()))
                fields.append(parents[slot.name])
            parent = parents[slot.name]
            box = _button(pdf, page, row, "Yes", T=String(code), FT=Name.Btn, Parent=parent)
            parent.Kids.append(box)
        elif slot.field.kind is Kind.YESNO:
            group = pdf.make_indirect(Dictionary(T=String(name), FT=Name.Btn, Ff=1 << 15, Kids=Array()))
            for side, state in enumerate(("yes", "no")):
                group.Kids.append(_button(pdf, page, row, state, side=side, Parent=group))
            fields.append(group)
        else:
            fields.append(_text_box(pdf, page, row, name, slot.field.kind, slot.field.choices))
    for row, (name, value) in enumerate((("form_id", form.id), ("form_version", form.version)), 40):
        box = _text_box(pdf, page, row, name, Kind.TEXT, ())
        box.Ff, box.F, box.V = 1, 2, String(value)
        fields.append(box)
    return pdf


def _text_box(pdf: pikepdf.Pdf, page: Any, row: int, name: str, kind: Kind, choices: Any) -> Any:
    box = _widget(pdf, page, row, 40, 300)
    box.T, box.FT, box.DA = String(name), Name.Tx, String("/Helv 10 Tf 0 g")
    if kind is Kind.LONGTEXT:
        box.Ff = 1 << 12
    if kind is Kind.CHOICE:
        box.FT, box.Ff = Name.Ch, 1 << 17
        pairs = [("", " "), *((c.code, c.label) for c in choices)]
        box.Opt = Array([Array([String(code), String(label)]) for code, label in pairs])
    return box


def _button(pdf: pikepdf.Pdf, page: Any, row: int, state: str, side: int = 0, **keys: Any) -> Any:
    box = _widget(pdf, page, row, 350 + 60 * side, 20)
    look = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 20, 12]))
    on, off = pdf.make_stream(b"0 0 10 10 re f", look), pdf.make_stream(b"0 0 10 10 re S", look)
    box.AP = Dictionary(N=Dictionary({f"/{state}": on, "/Off": off}))
    box.AS = Name.Off
    for key, value in keys.items():
        box[f"/{key}"] = value
    return box


def _widget(pdf: pikepdf.Pdf, page: Any, row: int, left: int, width: int) -> Any:
    top = 820 - 18 * row
    rectangle = Array([left, top - 14, left + width, top])
    box = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=rectangle, F=4, P=page.obj))
    page.Annots.append(box)
    return box


def field(pdf: pikepdf.Pdf, name: str) -> Any:
    """A field of a blank by its full name."""
    found, fields = None, pdf.Root.AcroForm.Fields
    for part in name.split("."):
        found = next(f for f in fields if str(f.get("/T", "")) == part)
        fields = found.get("/Kids", [])
    return found


def filled_pdf(items: Mapping[str, str] = TRIAL, form: Form | None = None) -> pikepdf.Pdf:
    """The blank with plain values and states, no pictures of text."""
    form = form or trial_form()
    pdf = blank_pdf(form)
    for name, text in items.items():
        kind = form.slot_by_name[name].field.kind
        if kind is Kind.MULTICHOICE:
            for code in text.split("\n"):
                tick(field(pdf, f"{name}.{code}"))
        elif kind is Kind.YESNO:
            press(field(pdf, name), text)
        else:
            field(pdf, name).V = String(text)
    return pdf


def tick(box: Any, state: str = "Yes") -> None:
    box.V = box.AS = Name(f"/{state}")


def press(group: Any, state: str) -> None:
    group.V = Name(f"/{state}")
    for kid in group.Kids:
        kid.AS = Name(f"/{state}") if f"/{state}" in kid.AP.N else Name.Off


def picture(pdf: pikepdf.Pdf, text: bytes, font: Any = None) -> Any:
    """The drawing of a text box."""
    font = font if font is not None else pdf.Root.AcroForm.DR.Font.Helv
    resources = Dictionary(Font=Dictionary(F1=font))
    content = b"/Tx BMC q BT /F1 10 Tf 0 g 2 4 Td (" + text + b") Tj ET Q EMC"
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 14]), Resources=resources
    )


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True, **options)
    return out.getvalue()


# --- Word ----------------------------------------------------------------------------------------------------

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def properties(form_id: str = "MACRP-TRY", version: str = "1.0") -> str:
    pairs = (("form_id", form_id), ("form_version", version))
    items = "".join(f'<property name="{k}"><lpwstr>{v}</lpwstr></property>' for k, v in pairs)
    return f'<Properties xmlns="urn:p">{items}</Properties>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def control(tag: str, content: str, settings: str = "", alias: str = "") -> str:
    named = f'<w:tag w:val="{tag}"/>' if tag else ""
    alias = f'<w:alias w:val="{escape(alias)}"/>' if alias else ""
    return f"<w:sdt><w:sdtPr>{alias}{named}{settings}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(tag: str, checked: str, sign: str) -> str:
    settings = f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'
    return control(tag, run(sign), settings)


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def word_file(body: str, *, extra: Mapping[str, str | bytes] | None = None, **changes: str) -> bytes:
    """A .docx whose body is `body`; `extra` parts are added, `changes` replace form_id and version."""
    document = f"<w:document {_NS}><w:body>{body}</w:body></w:document>"
    return package(
        {"word/document.xml": document, "docProps/custom.xml": properties(**changes)} | (dict(extra or {}))
    )


def package(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in ({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS} | dict(parts)).items():
            target.writestr(name, content)
    return out.getvalue()
