"""Fill a blank PDF form: for forms the panel sends out pre-filled, for the demo and for tests.

Answers go in as a viewer stores them (values and states, no pictures), and NeedAppearances is set, so that every
viewer draws them itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

from pipeline.model.errors import NotFoundError
from pipeline.model.form import Form, Kind


def fill_pdf(blank: bytes, form: Form, items: Mapping[str, str]) -> bytes:
    """The blank with `items` (slot -> text as in Answers) filled in.

    Raises NotFoundError naming the slots that the blank has no field for.
    """
    writer = PdfWriter(clone_from=io.BytesIO(blank))
    fill_fields(writer, form, items)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class PdfFiller:
    """Fills one blank again and again: reading it takes most of the time. Each time it begins from the blank."""

    def __init__(self, blank: bytes, form: Form) -> None:
        self._writer = PdfWriter(clone_from=io.BytesIO(blank))
        self._form = form

    def filled(self, items: Mapping[str, str]) -> bytes:
        """The blank with `items` filled in, as `fill_pdf` gives it. Raises NotFoundError like it."""
        before = [(holder, dict(holder)) for page in self._writer.pages for holder in _holders(page)]
        try:
            fill_fields(self._writer, self._form, items)
            out = io.BytesIO()
            self._writer.write(out)
        finally:
            for holder, entries in before:
                holder.clear()
                holder.update(entries)
        return out.getvalue()


def _holders(page: Any) -> Iterator[Any]:
    """The dictionaries that filling in may change: the widgets of a page and the fields above them."""
    for reference in page.get("/Annots", ()):
        widget = reference.get_object()
        yield widget
        if "/Parent" in widget:
            yield widget["/Parent"].get_object()


def fill_fields(writer: PdfWriter, form: Form, items: Mapping[str, str]) -> None:
    """Fill in the fields of a form that is still to be written. Raises NotFoundError like `fill_pdf`."""
    filled: set[str] = set()
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            filled |= _fill_widget(reference.get_object(), form, items)
    missing = sorted(set(items) - filled)
    if missing:
        raise NotFoundError(f"{form.name}.pdf has no field for: {', '.join(missing)}.")
    writer.set_need_appearances_writer(True)


def _fill_widget(widget: Any, form: Form, items: Mapping[str, str]) -> set[str]:
    """Fill one widget; the slots it belongs to."""
    name = _full_name(widget)
    parent, _, code = name.rpartition(".")
    if parent in form.slot_by_name:
        if code in items.get(parent, "").split("\n"):
            widget[NameObject("/V")] = widget[NameObject("/AS")] = NameObject("/Yes")
        return {parent}
    if name not in items or name not in form.slot_by_name:
        return set()
    if form.slot_by_name[name].field.kind is Kind.YESNO:
        _pick(widget, items[name])
    else:
        _owner(widget)[NameObject("/V")] = TextStringObject(items[name])
    return {name}


def _pick(widget: Any, wanted: str) -> None:
    """Set one radio button: on when `wanted` is one of its states."""
    state = NameObject(f"/{wanted}" if f"/{wanted}" in widget["/AP"]["/N"] else "/Off")
    widget[NameObject("/AS")] = state
    if state != "/Off":
        _owner(widget)[NameObject("/V")] = state


def _owner(widget: Any) -> Any:
    """The field a widget belongs to: itself when it carries the name, else its parent."""
    return widget if "/T" in widget else widget["/Parent"].get_object()


def _full_name(widget: Any) -> str:
    parts: list[str] = []
    while widget is not None:
        if "/T" in widget:
            parts.append(str(widget["/T"]))
        widget = widget["/Parent"].get_object() if "/Parent" in widget else None
    return ".".join(reversed(parts))
