"""The blank fillable PDF of a form, made from its definition: `build_blank_pdf`.

Planned first (pages: what stands where, a value), then drawn (draw), then given its
fields (fields). The same form gives the same bytes.
"""

from __future__ import annotations

from pipeline.model.form import Form
from pipeline.papers.making.blank_pdf.draw import draw_pages
from pipeline.papers.making.blank_pdf.fields import add_fields
from pipeline.papers.making.blank_pdf.objects import contents
from pipeline.papers.making.blank_pdf.pages import count_sheets, plan_pages
from pipeline.papers.making.blank_pdf.plan import Measure, PlacedPage
from pipeline.papers.making.fonts import register_fonts


def plan_blank_pdf(form: Form) -> tuple[PlacedPage, ...]:
    """What will stand where on the blank. Raises DefinitionError when it cannot be laid out."""
    return plan_pages(form, Measure(register_fonts()))


def sheets_taken(form: Form) -> tuple[int, ...]:
    """How many sheets each page of the definition takes. Raises DefinitionError when it cannot be laid out."""
    return count_sheets(form, Measure(register_fonts()))


def build_blank_pdf(form: Form) -> bytes:
    """The blank PDF: A4, fillable, tagged, in British English; its field names are the form's slot names.

    Raises DefinitionError when the boxes of a row are wider than the page or a part is taller than a page.
    """
    pages = plan_blank_pdf(form)
    title = f"{form.title} ({form.id} v{form.version})"
    drawn = draw_pages(pages, register_fonts(), title, form.subtitle)
    return add_fields(drawn, form, pages)


def same_blank(one: bytes, other: bytes) -> bool:
    """Whether two blanks hold the same objects; another build of zlib may have packed them differently."""
    return one == other or ((found := contents(one)) is not None and found == contents(other))
