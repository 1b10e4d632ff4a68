"""PDF forms whose fields are still alive, as several programs leave them."""

from __future__ import annotations

import io
from typing import Any

from pipeline.model.form import Kind
from tests import builders
from tests.bench.reading.ways import Way, run
from tests.filled_forms import FilledForm, blank


def ours(case: FilledForm) -> bytes:
    """Values as a viewer stores them, no pictures."""
    return builders.pdf_form(case.form, case.items)


def field_names(case: FilledForm) -> dict[str, str]:
    """Field name -> value (a state for buttons)."""
    found: dict[str, str] = {}
    for name, text in case.items.items():
        kind = case.form.slot_by_name[name].field.kind
        if kind is Kind.MULTICHOICE:
            found |= {f"{name}.{code}": "/Yes" for code in text.split("\n")}
        else:
            found[name] = f"/{text}" if kind is Kind.YESNO else text
    return found


def by_pypdf(case: FilledForm) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(blank(case.form.name, "pdf")))
    for page in writer.pages:
        writer.update_page_form_field_values(page, field_names(case), auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_pikepdf(case: FilledForm) -> bytes:
    import pikepdf
    from pikepdf.form import Form

    with pikepdf.open(io.BytesIO(blank(case.form.name, "pdf"))) as pdf:
        form = Form(pdf)
        for name, text in field_names(case).items():
            _set(form[name], text)
        return _saved(pdf)


def _set(box: Any, text: str) -> None:
    if hasattr(box, "options") and text.startswith("/"):  # a group of radio buttons
        box.value = next(o.on_value for o in box.options if str(o.on_value) == text)
    elif hasattr(box, "checked"):
        box.checked = True
    else:
        box.value = text


def incremental(case: FilledForm) -> bytes:
    """The answers stand in a second revision, after the blank's own bytes."""
    from pypdf import PdfWriter

    writer = PdfWriter(io.BytesIO(blank(case.form.name, "pdf")), incremental=True)
    for page in writer.pages:
        writer.update_page_form_field_values(page, field_names(case), auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def owner_password(case: FilledForm) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(ours(case))) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="keep", user="", R=6))


def _saved(pdf: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def without_fields(data: bytes) -> bytes:
    """No entry for a form is left in the catalogue, nor what belonged to it on the pages."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/AcroForm" in pdf.Root:
            del pdf.Root["/AcroForm"]
        for page in pdf.pages:
            if "/Annots" in page:
                del page["/Annots"]
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def broken_table(case: FilledForm) -> bytes:
    """The table of places points nowhere: a text was put before the file by a mail program."""
    return b"Downloaded by mail gateway\r\n" + ours(case).replace(b"startxref", b"startxreg")


def cut_end(case: FilledForm) -> bytes:
    return ours(case)[:-40] + b"\n%%EOF\n"


def by_pdftk(case: FilledForm) -> bytes:
    files = {"blank.pdf": blank(case.form.name, "pdf"), "answers.xfdf": xfdf(case)}
    return run(["pdftk", "blank.pdf", "fill_form", "answers.xfdf", "output", "out.pdf"], files, "out.pdf")


def xfdf(case: FilledForm) -> bytes:
    from xml.sax.saxutils import escape

    fields = "".join(
        _xfdf_field(n.split("."), escape(t.removeprefix("/"))) for n, t in field_names(case).items()
    )
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{start}<xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>{fields}</fields></xfdf>'.encode()


def _xfdf_field(path: list[str], text: str) -> str:
    inner = f"<value>{text}</value>" if len(path) == 1 else _xfdf_field(path[1:], text)
    return f'<field name="{path[0]}">{inner}</field>'


def by_qpdf(case: FilledForm) -> bytes:
    return run(["qpdf", "--generate-appearances", "in.pdf", "out.pdf"], {"in.pdf": ours(case)}, "out.pdf")


WAYS = (
    Way("acroform", "fields set as a viewer does", ".pdf", ours, short=True),
    Way("acroform", "pypdf", ".pdf", by_pypdf),
    Way("acroform", "pikepdf", ".pdf", by_pikepdf),
    Way("acroform", "pypdf, as a second revision", ".pdf", incremental, most=50),
    Way("acroform", "pdftk", ".pdf", by_pdftk, needs="pdftk", most=20),
    Way("acroform", "qpdf draws the fields", ".pdf", by_qpdf, needs="qpdf", most=50),
    Way("acroform", "owner's password", ".pdf", owner_password, most=50),
    Way("acroform", "table of places lost", ".pdf", broken_table, most=20),
    Way("acroform", "end cut off", ".pdf", cut_end, most=20),
)
