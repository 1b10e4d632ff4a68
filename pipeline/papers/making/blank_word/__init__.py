"""The blank Word form: a fillable document made from a form's definition.

Every answer is a content control tagged with the slot's name, so that the reader finds it wherever it stands.
The same definition gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from pipeline.model.form import Field, Form, Page, Repeat, Section, Slot
from pipeline.papers.making.blank_word.controls import Controls
from pipeline.papers.making.blank_word.parts import package
from pipeline.papers.making.blank_word.tables import blocks, field_table, help_beside, row_table
from pipeline.papers.making.blank_word.xml import NAMESPACES, Element, paragraph, run, tab, w

_IGNORABLE = f"{{{NAMESPACES['mc']}}}Ignorable"
_RELATION = f"{{{NAMESPACES['r']}}}id"


def build_blank_word(form: Form) -> bytes:
    """The form as a fillable Word document (.docx)."""
    document = w("document", w("body", *_body(form), _page_setup()))
    document.set(_IGNORABLE, "w14")
    return package(form, document)


def same_blank(one: bytes, other: bytes) -> bool:
    """Whether two blanks hold the same parts; another build of zlib may have packed them differently."""
    try:
        return one == other or _parts(one) == _parts(other)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return False


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _body(form: Form) -> Iterator[Element]:
    controls = Controls()
    yield from _opening(form)
    for number, page in enumerate(form.pages):
        # The first page can be detached, so the second begins a sheet. So does a page of small sections, because
        # LibreOffice does not hold a section's boxes by its bullets. The others follow on and waste no space.
        yield from _page(page, controls, new_page=number == 1 or (number > 1 and _has_blocks(page)))
    if form.return_to:
        yield paragraph(run(form.return_to), style="ReturnTo")


def _opening(form: Form) -> Iterator[Element]:
    beside = [tab(), run(form.subtitle, "TitleBeside")] if form.subtitle else []
    yield paragraph(run(form.title), *beside, style="Title")
    if form.intro:
        yield paragraph(run(form.intro), style="Intro")


def _has_blocks(page: Page) -> bool:
    return any(isinstance(i, Repeat) and i.layout == "block" for s in page.sections for i in s.items)


def _page(page: Page, controls: Controls, *, new_page: bool) -> Iterator[Element]:
    if page.title or new_page:
        yield paragraph(run(page.title), style="Heading1", new_page=new_page)
    if page.note:
        yield paragraph(run(page.note), style="Note", keep_next=True)
    for number, section in enumerate(page.sections):
        yield from _section(section, controls, said=not number and section.title == page.title)


def _section(section: Section, controls: Controls, *, said: bool) -> Iterator[Element]:
    """A section; its heading is left out when the page's own heading has just `said` it."""
    if section.title and not said:
        yield paragraph(run(section.title), style="Heading2")
    help_text = section.help
    if help_text and not _opens_with_table(section):
        yield paragraph(run(help_text), style="SectionHelp")
        help_text = ""
    pending: list[Slot] = []
    for item in section.items:
        if isinstance(item, Field):
            pending.append(Slot(item.name, item))
            continue
        yield from _fields(pending, controls, section.title)
        pending = []
        yield from _repeat(item, controls, help_text)
        help_text = ""
    yield from _fields(pending, controls, section.title)


def _opens_with_table(section: Section) -> bool:
    first = section.items[0] if section.items else None
    return isinstance(first, Repeat) and first.layout == "table"


def _fields(slots: list[Slot], controls: Controls, title: str) -> Iterator[Element]:
    if slots:
        yield field_table(slots, controls, title)
        yield _gap()


def _repeat(repeat: Repeat, controls: Controls, section_help: str) -> Iterator[Element]:
    words = "  ".join(filter(None, (section_help, repeat.help)))
    if repeat.layout == "block":
        if words:
            yield paragraph(run(words), style="SectionHelp")
        yield from blocks(repeat, controls)
    else:
        yield from _column_guide(repeat, words)
        yield row_table(repeat, controls)
    yield _gap()


def _column_guide(repeat: Repeat, opening: str) -> Iterator[Element]:
    """The help of a table's columns as running text: a head of one line leaves the page to the answers."""
    words = [run(f"{opening}  ")] if opening else []
    for column in repeat.columns:
        if help_beside(column):
            words += [run(f"{column.label.rstrip('?')}: ", "GuideTerm"), run(f"{column.help}  ")]
    if words:
        yield paragraph(*words, style="ColumnGuide")


def _gap() -> Element:
    """A thin line between two tables; without it Word joins them into one."""
    return paragraph(style="Gap")


def _page_setup() -> Element:
    header, footer = w("headerReference", type="default"), w("footerReference", type="default")
    header.set(_RELATION, "rId10")
    footer.set(_RELATION, "rId11")
    return w(
        "sectPr",
        header,
        footer,
        w("pgSz", w=11906, h=16838),
        w("pgMar", top=964, right=853, bottom=822, left=853, header=425, footer=369, gutter=0),
    )
