"""The correction form of a filed form: what to correct, the form with all that was read, then the original.

One PDF: its fields are the blank's, filled in, what is doubted stands on yellow in a heavy frame with a number in
the margin, and hidden fields say which version of which reference it corrects. The same plan gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject

from pipeline.model.form import Field, Form, Kind
from pipeline.papers.making.blank_pdf.draw import draw_pages
from pipeline.papers.making.blank_pdf.fields import COMBO, with_fields, written
from pipeline.papers.making.blank_pdf.pages import plan_pages
from pipeline.papers.making.blank_pdf.plan import Measure, PlacedPage
from pipeline.papers.making.correction.front import front_pages
from pipeline.papers.making.correction.marking import marked_pages, pages_of_slots
from pipeline.papers.making.correction.original import Cutting, lay_in, original_pages, spot_pages
from pipeline.papers.making.fill_pdf import fill_fields
from pipeline.papers.making.fonts import register_fonts
from pipeline.rules.correcting.correction_plan import (
    CORRECTION_BASE,
    CORRECTION_OF,
    CORRECTION_VERSION,
    CorrectionPlan,
)

_EDIT = 1 << 18  # of a drop-down: other texts may be typed, too (ISO 32000-1, table 230)


def build_correction(plan: CorrectionPlan, original: bytes | None) -> bytes:
    """The correction form. `original`: the original as inert pages, None when there are none to show.

    Raises DefinitionError when the form cannot be laid out and ConversionError when the inert pages are damaged.
    """
    measure = Measure(register_fonts())
    source = _opened(original)
    form_pages = plan_pages(plan.form, measure)
    front = front_pages(plan, pages_of_slots(form_pages), measure, original=source is not None)
    form_pages = marked_pages(plan, form_pages, measure)
    behind, cuttings = _behind(plan, source, measure)
    pages = (*front, *form_pages, *behind)
    title = f"Correction form: {plan.form.title} {plan.reference}, version {plan.version}"
    drawn = draw_pages(pages, register_fonts(), title, plan.form.subtitle)
    writer = with_fields(drawn, _hiding(plan), pages)
    fill_fields(writer, plan.form, plan.filled)
    _open_choices(writer, plan.open_choices)
    if source is not None:
        lay_in(writer, source, cuttings, first=len(front) + len(form_pages))
    _bookmarks(writer, len(front), len(form_pages), len(behind))
    return written(writer, repr((plan, pages, cuttings)))


def _opened(original: bytes | None) -> PdfReader | None:
    from pipeline.papers.making.binder import open_inert

    return open_inert(original).reader if original else None


def _behind(
    plan: CorrectionPlan, source: PdfReader | None, measure: Measure
) -> tuple[tuple[PlacedPage, ...], tuple[Cutting, ...]]:
    """The pages behind the form: the spots, the whole original; and what is laid into them, page by page."""
    if source is None:
        return (), ()
    spots = spot_pages(plan, source, measure)
    whole = original_pages(plan, source, measure)
    moved = tuple(replace(c, page=c.page + len(spots.pages)) for c in whole.cuttings)
    return (*spots.pages, *whole.pages), (*spots.cuttings, *moved)


def _hiding(plan: CorrectionPlan) -> Form:
    """The form with the hidden fields by which its correction is known."""
    said = {
        CORRECTION_OF: plan.reference,
        CORRECTION_VERSION: str(plan.version),
        CORRECTION_BASE: plan.base,
    }
    fields = tuple(Field(name, name, Kind.CONST, value=value) for name, value in said.items())
    return replace(plan.form, hidden=(*plan.form.hidden, *fields))


def _open_choices(writer: PdfWriter, names: frozenset[str]) -> None:
    """Let the drop-downs that hold an answer which is none of theirs show it."""
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            field = reference.get_object()
            if field.get("/T") in names:
                field[NameObject("/Ff")] = NumberObject(COMBO | _EDIT)


def _bookmarks(writer: PdfWriter, front: int, form: int, behind: int) -> None:
    writer.add_outline_item(title="What to correct", page_number=0)
    writer.add_outline_item(title="The form", page_number=front)
    if behind:
        writer.add_outline_item(title="The original", page_number=front + form)


__all__ = ["build_correction"]
