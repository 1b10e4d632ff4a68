"""The structure of a blank form for screen readers: headings, text and fields in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, IndirectObject, NameObject

from pipeline.papers.making.blank_pdf.objects import dictionary, number, put_last, text
from pipeline.papers.making.blank_pdf.plan import Box, Element, PlacedPage, Role, Words

MakeWidget = Callable[[Box], IndirectObject]


class Structure:
    """Builds the structure tree page by page, then ties it to the document."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.root = dictionary(Type="/StructTreeRoot")
        self.root_ref = writer._add_object(self.root)
        self.document = dictionary(Type="/StructElem", S="/Document", P=self.root_ref, K=ArrayObject())
        self.document_ref = writer._add_object(self.document)
        self.parents = ArrayObject()  # the parent tree: key, value, key, value ...
        self.next_key = 0

    def add_page(self, page: PageObject, placed: PlacedPage, make_widget: MakeWidget) -> None:
        """Tag the words of a page as they were drawn and make its widgets, all in reading order."""
        marks = ArrayObject()
        key = self._key(marks)
        page[NameObject("/StructParents")] = number(key)
        for group in _groups(placed.elements):
            if isinstance(group, Box):
                self._field(page, make_widget(group), group)
                continue
            element = self._element(str(group[0].role), page)
            for _ in group:
                put_last(element, "/K", number(len(marks)))
                marks.append(element.indirect_reference)

    def finish(self) -> None:
        """Tie the tree to the document's catalogue."""
        tree = dictionary(Nums=self.parents)
        self.root[NameObject("/K")] = self.document_ref
        self.root[NameObject("/ParentTree")] = self.writer._add_object(tree)
        self.root[NameObject("/ParentTreeNextKey")] = number(self.next_key)
        catalogue = self.writer._root_object
        catalogue[NameObject("/StructTreeRoot")] = self.root_ref
        catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})

    def _field(self, page: PageObject, widget: IndirectObject, box: Box) -> None:
        element = self._element("/Form", page)
        element[NameObject("/Alt")] = text(box.tip)
        reference = dictionary(Type="/OBJR", Obj=widget, Pg=page.indirect_reference)
        put_last(element, "/K", reference)
        drawn = widget.get_object()
        assert isinstance(drawn, DictionaryObject)
        drawn[NameObject("/StructParent")] = number(self._key(element.indirect_reference))

    def _element(self, role: str, page: PageObject) -> DictionaryObject:
        name = role if role.startswith("/") else f"/{role}"
        element = dictionary(Type="/StructElem", S=name, P=self.document_ref, Pg=page.indirect_reference)
        element[NameObject("/K")] = ArrayObject()
        reference = self.writer._add_object(element)
        put_last(self.document, "/K", reference)
        return element

    def _key(self, value: ArrayObject | IndirectObject | None) -> int:
        key = self.next_key
        self.next_key += 1
        self.parents.extend([number(key), value])
        return key


def _groups(elements: Sequence[Element]) -> Iterator[Box | list[Words]]:
    """Boxes one by one; lines that stand under each other in one style as one paragraph."""
    lines: list[Words] = []
    for element in elements:
        if isinstance(element, Words) and element.role is Role.ARTIFACT:
            continue
        if lines and not (isinstance(element, Words) and _continues(lines[-1], element)):
            yield lines
            lines = []
        if isinstance(element, Words):
            lines.append(element)
        elif isinstance(element, Box):
            yield element
    if lines:
        yield lines


def _continues(above: Words, below: Words) -> bool:
    style = (above.x, above.size, above.bold, above.role) == (below.x, below.size, below.bold, below.role)
    return style and 0 < below.y - above.y < above.size * 1.4
