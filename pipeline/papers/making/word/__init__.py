"""Word papers from templates that a coordinator can reword (docxtpl, kept on a short lead).

Values are text, never markup and never template: they are escaped, cleaned of control characters, and each
one is found again in the finished document. What a template may say is documented in docs/templates.md.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.model.errors import TemplateError
from pipeline.papers.making.docx_parts import BODY, W, parse, rezip, stories, unparse, unzip
from pipeline.papers.making.word.fault import TemplateFault
from pipeline.papers.making.word.faults import find_faults
from pipeline.papers.making.word.language import template_language
from pipeline.papers.making.word.plain import plain_text
from pipeline.papers.making.word.traces import without_traces
from pipeline.papers.making.word.whole import RESTORE
from pipeline.rules.answers.text import clean

# Two noncharacters stand around each value while the document is being made. No text may hold them, so what
# lies between them at the end is exactly what arrived; they are then taken out.
_OPEN, _SHUT = "\ufdd0", "\ufdd1"
_FAULTY_REL = ("custom-properties", "thumbnail", "extended-properties")


@dataclass(frozen=True)
class WordProperties:
    """A paper's document properties, set by code: nothing of the template's own author is carried along."""

    title: str
    author: str
    day: date
    subject: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture a template can print with `{{ name }}`. `width` in millimetres; `alt` is read out aloud."""

    png: bytes
    alt: str
    width: float


def render_word(template: Path, context: object, properties: WordProperties) -> bytes:
    """The template filled from `context` (a frozen dataclass, or a mapping of names to values).

    Same template and context, same bytes. Raises TemplateError listing each fault of the template with its tag,
    its place and the nearest right name.
    """
    source = _read(template)
    values = _values(context)
    try:
        faults = find_faults(source, values)
    except TemplateError as err:
        raise TemplateError(f"{template.name}: {err}") from err
    if faults:
        raise TemplateError("\n".join(f"{template.name}: {fault}" for fault in faults))
    return _render(template.name, source, values, properties)


def template_faults(template: Path, sample: object) -> tuple[TemplateFault, ...]:
    """Every fault of a template, found by reading each tag against `sample` and then by a trial rendering."""
    try:
        source, values = _read(template), _values(sample)
        faults = find_faults(source, values)
        if not faults:
            _render(template.name, source, values, WordProperties("Sample", "Sample", date(2000, 1, 1)))
    except TemplateError as err:
        return (TemplateFault("", "", str(err).removeprefix(f"{template.name}: ")),)
    return faults


def prints(template: Path, name: str) -> bool:
    """Whether a tag of the template says a name. Raises TemplateError when it cannot be read."""
    return re.search(rf"\{{[{{%][^}}]*\b{name}\b", plain_text(_read(template))) is not None


def clean_value(value: object) -> str:
    """A value as it is printed: "" for None, NFC, LF line ends, control characters and half surrogates as U+FFFD."""
    return "" if value is None else clean(str(value)).text


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except OSError as err:
        raise TemplateError(
            f"{template.name}: this template cannot be read ({err.strerror}) in {template.parent}. {RESTORE}"
        ) from err


def _values(context: object) -> dict[str, object]:
    if isinstance(context, Mapping):
        return {str(k): v for k, v in context.items()}
    if dataclasses.is_dataclass(context):
        return {f.name: getattr(context, f.name) for f in dataclasses.fields(context)}
    raise TypeError(f"a template is filled from a dataclass or a mapping, not {type(context).__name__}")


def _render(name: str, source: bytes, values: Mapping[str, object], properties: WordProperties) -> bytes:
    import jinja2
    from docx.opc.exceptions import OpcError
    from lxml import etree

    printed: list[str] = []
    document = _document(source)
    try:
        document.render(dict(values), template_language(_finalizer(document, printed)), autoescape=True)
        buffer = io.BytesIO()
        document.save(buffer)
    except jinja2.TemplateError as err:
        raise TemplateError(f"{name}: {err}. Look for the tag that holds these words.") from err
    except (etree.XMLSyntaxError, OpcError, KeyError, TypeError, ValueError, ArithmeticError) as err:
        raise TemplateError(
            f"{name}: the finished paper would be damaged ({err}). A tag that repeats or drops a paragraph"
            " ({%p ... %}) or a table row ({%tr ... %}) must begin and end in the same kind of place."
        ) from err
    parts = unzip(buffer.getvalue())
    _unmark(name, parts, printed)
    without_traces(parts)
    _set_properties(parts, properties)
    return rezip(parts)


def _document(source: bytes) -> Any:
    """A docxtpl template that refuses damaged XML and leaves document properties alone."""
    from docxtpl import DocxTemplate
    from lxml import etree

    class Strict(DocxTemplate):  # type: ignore[misc]
        def fix_tables(self, xml: str) -> Any:
            etree.fromstring(xml)  # docxtpl's own parser recovers, that is: drops text without a word
            return super().fix_tables(xml)

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Set by code, see _set_properties."""

    return Strict(io.BytesIO(source))


def _finalizer(document: Any, printed: list[str]) -> Any:
    """What each `{{ }}` goes through: cleaned, escaped, marked and noted; pictures become pictures."""
    import jinja2
    from markupsafe import Markup, escape

    @jinja2.pass_context  # so that constants too are printed in order, not folded beforehand
    def finalize(_: Any, value: object) -> Any:
        if isinstance(value, Picture):
            return Markup(_picture(document, value))
        text = clean_value(value)
        printed.append(text)
        # docxtpl turns {_{ into {{ after rendering; as a character reference the text stays as it was typed
        return Markup(f"{_OPEN}{str(escape(text)).replace('_', '&#95;')}{_SHUT}")

    return finalize


def _picture(document: Any, picture: Picture) -> str:
    from docx.shared import Mm
    from docxtpl import InlineImage
    from markupsafe import escape

    inline = str(InlineImage(document, io.BytesIO(picture.png), width=Mm(picture.width)))
    alt = str(escape(clean_value(picture.alt))).replace("_", "&#95;")
    return re.sub(
        r'<wp:docPr\b([^>]*?)(?: descr="[^"]*")?(/?>)',
        lambda m: f'<wp:docPr{m[1]} descr="{alt}"{m[2]}',
        inline,
        count=1,
    )


def _unmark(name: str, parts: dict[str, bytes], printed: list[str]) -> None:
    """Compare what arrived with what was printed, then take the marks out."""
    arrived: list[str] = []
    order = [BODY, *_as_rendered(parts)]
    for part in order:
        root = parse(parts[part])
        arrived += re.findall(f"{_OPEN}(.*?){_SHUT}", _flow(root), flags=re.DOTALL)
        for node in root.iter(W + "t"):
            if node.text:
                node.text = node.text.replace(_OPEN, "").replace(_SHUT, "")
        _whole_cells(root)
        parts[part] = unparse(root)
    if sorted(arrived) != sorted(printed):
        lost = next((v for v in printed if v not in arrived), "a value")
        raise TemplateError(
            f"{name}: the value {lost[:60]!r} is not in the finished paper. Its tag stands where no text can stand,"
            " or a filter changed a text that was put together before."
        )
    if any(_OPEN.encode() in data for data in parts.values()):
        raise TemplateError(f"{name}: a tag stands inside a part of the document that cannot be filled.")


def _whole_cells(root: Any) -> None:
    """A cell of which a condition has taken the last paragraph: Word holds a file with such a cell to be damaged."""
    from docx.oxml import OxmlElement

    for cell in root.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag != W + "p":
            cell.append(OxmlElement("w:p"))


def _as_rendered(parts: Mapping[str, bytes]) -> list[str]:
    return [part for part in stories(parts) if part != BODY]


def _flow(root: Any) -> str:
    """All text of a part in order, breaks and tabs as themselves."""
    pieces = []
    for node in root.iter(W + "t", W + "br", W + "tab"):
        if node.tag == W + "t":
            pieces.append(node.text or "")
        elif node.getparent().tag == W + "r":
            pieces.append("\n" if node.tag == W + "br" else "\t")
    return "".join(pieces)


def _set_properties(parts: dict[str, bytes], properties: WordProperties) -> None:
    from docx.opc.coreprops import CoreProperties
    from docx.opc.packuri import PackURI
    from docx.opc.parts.coreprops import CorePropertiesPart
    from docx.package import Package

    rels = parse(parts["_rels/.rels"])
    for rel in list(rels):
        if rel.get("Type", "").rsplit("/", 1)[-1] in _FAULTY_REL:
            parts.pop(rel.get("Target").lstrip("/"), None)
            rels.remove(rel)
    parts["_rels/.rels"] = unparse(rels)
    _drop_content_types(parts)
    part = CorePropertiesPart.load(PackURI("/docProps/core.xml"), "", _BARE_CORE, Package())
    core: CoreProperties = part.core_properties
    moment = datetime(properties.day.year, properties.day.month, properties.day.day)
    core.title, core.author = clean_value(properties.title)[:255], clean_value(properties.author)[:255]
    core.subject, core.language, core.revision = clean_value(properties.subject)[:255], "en-GB", 1
    core.created = core.modified = moment
    parts["docProps/core.xml"] = part.blob


def _drop_content_types(parts: dict[str, bytes]) -> None:
    types = parse(parts["[Content_Types].xml"])
    for override in list(types):
        name = override.get("PartName")
        if name is not None and name.lstrip("/") not in parts:
            types.remove(override)
    parts["[Content_Types].xml"] = unparse(types)


_BARE_CORE = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    b' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)
