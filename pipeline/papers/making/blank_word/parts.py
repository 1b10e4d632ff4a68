"""The parts of the Word blank's package that hold no question: styles, header and footer, properties, prompts."""

from __future__ import annotations

import io
import uuid
import zipfile
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pipeline.model.form import Form
from pipeline.papers.making.blank_word.controls import part_name
from pipeline.papers.making.blank_word.styles import STYLES, styles_of
from pipeline.papers.making.blank_word.xml import (
    Element,
    field_runs,
    paragraph,
    run,
    tab,
    w,
)
from pipeline.papers.prompts import BULLETS, prompts

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say; a real clock would change the bytes
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(form: Form, document: Element) -> bytes:
    """The finished .docx around a document: always the same parts in the same order with the same times."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "docProps/core.xml": _core(form),
        "docProps/app.xml": _APP,
        "docProps/custom.xml": _custom(form),
        "word/document.xml": _xml(document),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": styles_of(form),
        "word/numbering.xml": _NUMBERING,
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _FONTS,
        "word/header1.xml": _xml(_header(form)),
        "word/footer1.xml": _xml(_footer(form)),
        "word/glossary/document.xml": _xml(_glossary(form)),
        "word/glossary/_rels/document.xml.rels": _GLOSSARY_RELATIONS,
        "word/glossary/styles.xml": STYLES,
        "word/glossary/numbering.xml": _NUMBERING,
        "word/glossary/settings.xml": _SETTINGS,
        "word/glossary/fontTable.xml": _FONTS,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, content.encode("utf-8"), compresslevel=9)
    return out.getvalue()


def _xml(element: Element) -> str:
    # One serialisation for every platform: lxml's, with the declaration Word itself writes.
    return _HEAD + str(etree.tostring(element, encoding="unicode"))


def _header(form: Form) -> Element:
    words = ": ".join(filter(None, (form.subtitle, form.title)))
    named = paragraph(run(words), tab(), run(form.marking, "Marking"), style="Header")
    return w("hdr", named, _reference()) if any(page.note for page in form.pages) else w("hdr", named)


def _reference() -> Element:
    """A line on every sheet for the panel's reference, so that a detached page finds its fellows again."""
    return paragraph(run("Panel's reference (we fill this in) "), tab(), style="Reference")


def _footer(form: Form) -> Element:
    return w(
        "ftr",
        paragraph(
            run(form.marking, "Marking"),
            tab(),
            run(f"{form.id} v{form.version} page "),
            *field_runs("PAGE"),
            run(" of "),
            *field_runs("NUMPAGES"),
            style="Footer",
        ),
    )


def _glossary(form: Form) -> Element:
    """The prompts, as Word keeps them: an emptied control fetches its own words from here."""
    return w("glossaryDocument", w("docParts", *(_prompt_part(words) for words in sorted(prompts(form)))))


def _prompt_part(words: str) -> Element:
    name = part_name(words)
    guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"prompt:{words}")).upper()
    properties = w(
        "docPartPr",
        w("name", val=name),
        w("category", w("name", val="General"), w("gallery", val="placeholder")),
        w("types", w("type", val="bbPlcHdr")),
        w("behaviors", w("behavior", val="content")),
        w("guid", val=f"{{{guid}}}"),
    )
    shown = paragraph(run(words, "PlaceholderText"), style="ListBullet" if words == BULLETS else "")
    return w("docPart", properties, w("docPartBody", shown))


def _core(form: Form) -> str:
    title = escape(": ".join(filter(None, (form.subtitle, form.title))))
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:subject>{escape(f'{form.id} v{form.version}')}</dc:subject>"
        f"<dc:creator>{escape(form.subtitle)}</dc:creator><dc:language>en-GB</dc:language>"
        "</cp:coreProperties>"
    )


def _custom(form: Form) -> str:
    values = {f.name: f.value for f in form.hidden} | {"form_id": form.id, "form_version": form.version}
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{properties}</Properties>"
    )


def _relations(*targets: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        for identity, kind, target in targets
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_PARTS = f"{_OFFICE}/relationships"
_PACKAGE_RELATIONS = _relations(
    ("rId1", f"{_PARTS}/officeDocument", "word/document.xml"),
    ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{_PARTS}/extended-properties", "docProps/app.xml"),
    ("rId4", f"{_PARTS}/custom-properties", "docProps/custom.xml"),
)
_DOCUMENT_RELATIONS = _relations(
    ("rId1", f"{_PARTS}/styles", "styles.xml"),
    ("rId2", f"{_PARTS}/numbering", "numbering.xml"),
    ("rId3", f"{_PARTS}/settings", "settings.xml"),
    ("rId4", f"{_PARTS}/fontTable", "fontTable.xml"),
    ("rId5", f"{_PARTS}/glossaryDocument", "glossary/document.xml"),
    ("rId10", f"{_PARTS}/header", "header1.xml"),
    ("rId11", f"{_PARTS}/footer", "footer1.xml"),
)
_GLOSSARY_RELATIONS = _relations(
    ("rId1", f"{_PARTS}/styles", "styles.xml"),
    ("rId2", f"{_PARTS}/settings", "settings.xml"),
    ("rId3", f"{_PARTS}/fontTable", "fontTable.xml"),
    ("rId4", f"{_PARTS}/numbering", "numbering.xml"),
)

_TYPES = {
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
    "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
    "/word/numbering.xml": f"{_WORD_TYPE}.numbering+xml",
    "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
    "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
    "/word/header1.xml": f"{_WORD_TYPE}.header+xml",
    "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
    "/word/glossary/document.xml": f"{_WORD_TYPE}.document.glossary+xml",
    "/word/glossary/styles.xml": f"{_WORD_TYPE}.styles+xml",
    "/word/glossary/numbering.xml": f"{_WORD_TYPE}.numbering+xml",
    "/word/glossary/settings.xml": f"{_WORD_TYPE}.settings+xml",
    "/word/glossary/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
}
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    + "</Types>"
)
_APP = (
    f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
    "<Application>Panel pipeline</Application></Properties>"
)
_SETTINGS = (
    f'{_HEAD}<w:settings {_MAIN}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>"
    '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
_FONTS = (
    f"{_HEAD}<w:fonts {_MAIN}>"
    + "".join(
        f'<w:font w:name="{name}"><w:charset w:val="{charset}"/><w:family w:val="{family}"/></w:font>'
        for name, charset, family in (("Arial", "00", "swiss"), ("MS Gothic", "80", "modern"))
    )
    + "</w:fonts>"
)
_NUMBERING = (
    f'{_HEAD}<w:numbering {_MAIN}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
    '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr>'
    '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/></w:rPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
