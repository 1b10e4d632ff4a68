"""The living part of a blank form: AcroForm fields, their appearances, and the structure for screen readers.

Made from low-level objects, because reportlab's own form fields know only the fourteen standard fonts, which
have no Polish, Welsh or Cyrillic letters.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
)

from pipeline.model.form import Form
from pipeline.papers.making.blank_pdf.font import FIELD_FONT, field_font
from pipeline.papers.making.blank_pdf.looks import EMPTY, TICKED, chosen
from pipeline.papers.making.blank_pdf.objects import array, dictionary, number, put_last, stream, text
from pipeline.papers.making.blank_pdf.plan import PAGE_HEIGHT, TICK, Box, BoxKind, PlacedPage
from pipeline.papers.making.blank_pdf.tags import Structure

MULTILINE, READ_ONLY = 1 << 12, 1
RADIO, COMBO = 1 << 15, 1 << 17
PRINTED, HIDDEN = 4, 2


def add_fields(drawn: bytes, form: Form, pages: Sequence[PlacedPage]) -> bytes:
    """The drawn pages with everything on them that can be filled in, as a finished PDF."""
    return written(with_fields(drawn, form, pages), repr((form, pages)))


def with_fields(drawn: bytes, form: Form, pages: Sequence[PlacedPage]) -> PdfWriter:
    """The drawn pages with everything on them that can be filled in, still to be written."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn)))
    writer.pdf_header = "%PDF-1.7"
    fields = _Fields(writer)
    for page_number, placed in enumerate(pages):
        fields.add_page(page_number, placed)
    fields.add_hidden(form)
    fields.finish()
    return writer


def written(writer: PdfWriter, identity: str) -> bytes:
    """The finished PDF; its /ID follows from `identity`, so that the same form gives the same bytes."""
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()[:16]
    writer._ID = ArrayObject((ByteStringObject(digest), ByteStringObject(digest)))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


class _Fields:
    """Collects the fields of a document while its pages are walked."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.top = ArrayObject()
        self.groups: dict[str, DictionaryObject] = {}
        self.structure = Structure(writer)
        self.empty = self._look(EMPTY)
        self.looks = {BoxKind.TICK: self._look(TICKED), BoxKind.RADIO: self._look(chosen())}

    def add_page(self, number_of_page: int, placed: PlacedPage) -> None:
        """The widgets of one page, in tab order, and its structure."""
        page = self.writer.pages[number_of_page]
        page.compress_content_streams()
        widgets = ArrayObject()

        def widget(box: Box) -> IndirectObject:
            found = self._widget(box, page.indirect_reference)
            widgets.append(found)
            return found

        self.structure.add_page(page, placed, widget)
        page[NameObject("/Annots")] = widgets
        page[NameObject("/Tabs")] = NameObject("/S")

    def add_hidden(self, form: Form) -> None:
        """Form id and version as hidden fields, so that a reader knows the form without its print."""
        page = self.writer.pages[0]
        values = {"form_id": form.id, "form_version": form.version}
        values |= {f.name: f.value for f in form.hidden}
        for name, value in values.items():
            field = self._base("/Tx", name, name.replace("_", " "), page.indirect_reference)
            field[NameObject("/Rect")] = array(0, 0, 0, 0)
            field[NameObject("/V")] = text(value)
            field[NameObject("/Ff")] = number(READ_ONLY)
            field[NameObject("/F")] = number(HIDDEN)
            widget = self.writer._add_object(field)
            put_last(page, "/Annots", widget)
            self.top.append(widget)

    def finish(self) -> None:
        """Tie everything to the document's catalogue."""
        font = field_font(self.writer)
        dingbats = dictionary(Type="/Font", Subtype="/Type1", BaseFont="/ZapfDingbats")
        fonts = DictionaryObject({NameObject(FIELD_FONT): font, NameObject("/ZaDb"): self._add(dingbats)})
        form = DictionaryObject(
            {
                NameObject("/Fields"): self.top,
                NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
                NameObject("/DA"): text(f"{FIELD_FONT} 9 Tf 0 g"),
            }
        )
        root = self.writer._root_object
        root[NameObject("/AcroForm")] = self._add(form)
        root[NameObject("/Lang")] = text("en-GB")
        root[NameObject("/ViewerPreferences")] = DictionaryObject(
            {NameObject("/DisplayDocTitle"): BooleanObject(True)}
        )
        self.structure.finish()

    def _widget(self, box: Box, page: Any) -> IndirectObject:
        makers = {BoxKind.TICK: self._tick, BoxKind.RADIO: self._radio, BoxKind.CHOICE: self._choice}
        return makers.get(box.kind, self._text)(box, page)

    def _text(self, box: Box, page: Any) -> IndirectObject:
        field = self._typed("/Tx", box, page)
        if box.kind is BoxKind.LINES:
            field[NameObject("/Ff")] = number(MULTILINE)
        return self._top(field)

    def _choice(self, box: Box, page: Any) -> IndirectObject:
        field = self._typed("/Ch", box, page)
        field[NameObject("/Ff")] = number(COMBO)
        pairs = [("", ""), *box.options]
        field[NameObject("/Opt")] = ArrayObject(ArrayObject(map(text, pair)) for pair in pairs)
        return self._top(field)

    def _tick(self, box: Box, page: Any) -> IndirectObject:
        group = self._group(box, {})
        kid = self._base("/Btn", box.state, box.tip, page)
        return self._button(kid, group, box, "/Yes")

    def _radio(self, box: Box, page: Any) -> IndirectObject:
        radio = {NameObject("/FT"): NameObject("/Btn"), NameObject("/Ff"): number(RADIO)}
        group = self._group(box, {**radio, NameObject("/V"): NameObject("/Off")})
        kid = dictionary(Type="/Annot", Subtype="/Widget", F=PRINTED)
        kid[NameObject("/TU")] = text(box.tip)
        if page is not None:
            kid[NameObject("/P")] = page
        return self._button(kid, group, box, f"/{box.state}")

    def _button(self, kid: DictionaryObject, group: DictionaryObject, box: Box, on: str) -> IndirectObject:
        tick = box.kind is BoxKind.TICK
        states = DictionaryObject({NameObject(on): self.looks[box.kind], NameObject("/Off"): self.empty})
        kid[NameObject("/AP")] = DictionaryObject({NameObject("/N"): states})
        kid[NameObject("/AS")] = NameObject("/Off")
        kid[NameObject("/MK")] = DictionaryObject({NameObject("/CA"): text("4" if tick else "l")})
        kid[NameObject("/DA")] = text("/ZaDb 0 Tf 0 g")
        kid[NameObject("/Rect")] = _rect(box)
        kid[NameObject("/Parent")] = group.indirect_reference
        if tick:
            kid[NameObject("/V")] = NameObject("/Off")
        added = self._add(kid)
        put_last(group, "/Kids", added)
        return added

    def _group(self, box: Box, entries: dict[Any, Any]) -> DictionaryObject:
        if box.group not in self.groups:
            group = dictionary(Kids=ArrayObject())
            group[NameObject("/T")] = text(box.group)
            group[NameObject("/TU")] = text(box.about)
            group.update(entries)
            self.top.append(self._add(group))
            self.groups[box.group] = group
        return self.groups[box.group]

    def _typed(self, kind: str, box: Box, page: Any) -> DictionaryObject:
        field = self._base(kind, box.group, box.tip, page)
        field[NameObject("/Rect")] = _rect(box)
        field[NameObject("/DA")] = text(f"{FIELD_FONT} {box.size:g} Tf 0 g")
        return field

    def _base(self, kind: str, name: str, tip: str, page: Any) -> DictionaryObject:
        field = dictionary(Type="/Annot", Subtype="/Widget", FT=kind, F=PRINTED)
        field[NameObject("/T")] = text(name)
        field[NameObject("/TU")] = text(tip)
        if page is not None:
            field[NameObject("/P")] = page
        return field

    def _top(self, field: DictionaryObject) -> IndirectObject:
        added = self._add(field)
        self.top.append(added)
        return added

    def _look(self, code: str) -> IndirectObject:
        form = stream(code.encode("ascii"), Type="/XObject", Subtype="/Form")
        form[NameObject("/BBox")] = array(0, 0, TICK, TICK)
        form[NameObject("/Resources")] = DictionaryObject()
        return self._add(form)

    def _add(self, thing: Any) -> IndirectObject:
        return self.writer._add_object(thing)


def _rect(box: Box) -> ArrayObject:
    top = PAGE_HEIGHT - box.y
    return array(box.x, top - box.height, box.x + box.width, top)
