"""More places of a Word file or PDF where words can lie: each was thought of after the check was built, and tried."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf

from pipeline.papers.making.docx_parts import rezip
from tests.leak_places import (
    _D,
    _NS,
    _OFFICE,
    _W,
    NAME,
    SENTENCE,
    _body,
    _changed_pdf,
    _p,
    _parts,
    _r,
    _story,
    _with,
    word_with,
)

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_XML = "application/xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _replaced(part: str, old: bytes, new: str) -> bytes:
    parts = _parts()
    assert old in parts[part], parts[part][:400]
    parts[part] = parts[part].replace(old, new.encode(), 1)
    return rezip(parts)


def _linked(kind: str, target: str, of: str = "document") -> bytes:
    parts = _parts()
    name = f"word/_rels/{of}.xml.rels"
    head = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    link = f'<Relationship Id="rId98" Type="{_OFFICE}/relationships/{kind}" Target="{target}" TargetMode="External"/>'
    before = parts.get(name, head + b"</Relationships>")
    parts[name] = before.replace(b"</Relationships>", link.encode() + b"</Relationships>")
    return rezip(parts)


def _form_field(inner: str) -> bytes:
    data = f'<w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar>'
    return _body(_p(f"<w:r>{data}</w:r>"))


def _workbook(**parts: str) -> bytes:
    made = {
        "[Content_Types].xml": b'<Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/></Types>'
    }
    made |= {f"xl/{name.replace('__', '/')}.xml": text.encode() for name, text in parts.items()}
    return _with("word/embeddings/book.xlsx", rezip(made), _SHEET)


def _packed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name, data in _parts().items():
            archive.writestr(zipfile.ZipInfo(name), data)
        change(archive)
    return out.getvalue()


def _local_field() -> bytes:
    """A note in the head of a part alone; the table of the packed file does not have it."""
    data = _packed(lambda archive: None)
    note = struct.pack("<HH", 0xCAFE, len(SENTENCE)) + SENTENCE.encode()
    head = bytearray(data)
    size = struct.unpack("<H", head[26:28])[0]
    head[28:30] = struct.pack("<H", len(note))
    head[30 + size : 30 + size] = note
    made, grown = bytes(head), len(note)
    end = made.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", made[end + 16 : end + 20])[0] + grown
    table = bytearray(made[start:end])
    at, first = 0, True
    while table[at : at + 4] == b"PK\x01\x02":
        lengths = struct.unpack("<HHH", table[at + 28 : at + 34])
        if not first:
            offset = struct.unpack("<I", table[at + 42 : at + 46])[0] + grown
            table[at + 42 : at + 46] = struct.pack("<I", offset)
        first = False
        at += 46 + sum(lengths)
    return made[:start] + bytes(table) + made[end : end + 16] + struct.pack("<I", start) + made[end + 20 :]


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


_RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>Grace Young</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>x</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
_FALLBACK = (
    f'<w:r><mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="wps"><w:t>x</w:t></mc:Choice>'
    f"<mc:Fallback><w:t>{SENTENCE}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
_MATH = f'<m:oMath xmlns:m="{_M}"><m:r><m:t>Grace Y</m:t></m:r><m:r><m:t>oung</m:t></m:r></m:oMath>'
_TEXTPATH = f'<w:r><w:pict><v:shape><v:textpath string="{NAME}"/></v:shape></w:pict></w:r>'
_IMAGE_TITLE = f'<w:r><w:pict><v:shape><v:imagedata o:title="{NAME}"/></v:shape></w:pict></w:r>'
_ATTRIBUTE = f'<w:attr w:name="child" w:val="{NAME}"/>'
_SMART_TAG = f'<w:smartTag w:element="case"><w:smartTagPr>{_ATTRIBUTE}</w:smartTagPr></w:smartTag>'
_CUSTOM_TAG = f'<w:customXml w:element="case"><w:customXmlPr>{_ATTRIBUTE}</w:customXmlPr></w:customXml>'
_BOUND = f"<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/case[child='{NAME}']\"/></w:sdtPr></w:sdt>"
_ITEM = f'<w:dropDownList><w:listItem w:displayText="{NAME}" w:value="1"/></w:dropDownList>'
_LIST = f"<w:sdt><w:sdtPr>{_ITEM}</w:sdtPr></w:sdt>"
_TABLE = f'<w:tbl><w:tblPr><w:tblCaption w:val="{NAME}"/></w:tblPr></w:tbl>'
_TITLES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'
    f' xmlns:vt="x"><TitlesOfParts><vt:vector><vt:lpstr>{NAME}</vt:lpstr></vt:vector></TitlesOfParts></Properties>'
)
_APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_TYPED = "application/vnd.openxmlformats-officedocument.custom-properties+xml"

MORE_WORD: Mapping[str, Callable[[], bytes]] = {
    "name of a building block": lambda: _with(
        "word/glossary/document.xml",
        _story(
            "glossaryDocument",
            f"<w:docParts><w:docPart><w:docPartPr><w:name w:val='{NAME}'/></w:docPartPr></w:docPart></w:docParts>",
        ),
        f"{_W}.document.glossary+xml",
    ),
    "drawing of a SmartArt": lambda: _with(
        "word/diagrams/drawing1.xml",
        f'<dsp:drawing xmlns:dsp="x" {_NS}><dsp:txBody><a:p><a:r><a:t>{SENTENCE}</a:t></a:r></a:p></dsp:txBody>'
        "</dsp:drawing>",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    ),
    "ribbon": lambda: _with("customUI/customUI.xml", f'<customUI><button label="{NAME}"/></customUI>', _XML),
    "paper inside the text": lambda: _with(
        "word/afchunk.docx", word_with(SENTENCE), f"{_W}.document.main+xml"
    ),
    "name of a font": lambda: _replaced(
        "word/fontTable.xml", b"</w:fonts>", f'<w:font w:name="{NAME}"/></w:fonts>'
    ),
    "font of a run": lambda: _body(_p(_r("x", f'<w:rFonts w:ascii="{NAME}"/>'))),
    "titles of parts": lambda: _with("docProps/app9.xml", _TITLES, _APP),
    "help of a form field": lambda: _form_field(f'<w:helpText w:type="text" w:val="{NAME}"/>'),
    "status of a form field": lambda: _form_field(f'<w:statusText w:val="{NAME}"/>'),
    "name of a form field": lambda: _form_field(f'<w:name w:val="{NAME}"/>'),
    "default of a form field": lambda: _form_field(f'<w:textInput><w:default w:val="{NAME}"/></w:textInput>'),
    "choice of a form field": lambda: _form_field(f'<w:ddList><w:listEntry w:val="{NAME}"/></w:ddList>'),
    "curved text": lambda: _body(_p(_TEXTPATH)),
    "title of an old picture": lambda: _body(_p(_IMAGE_TITLE)),
    "fallback": lambda: _body(_p(_FALLBACK)),
    "frame of a web page": lambda: _replaced(
        "word/webSettings.xml",
        b"</w:webSettings>",
        f'<w:frameset><w:frame><w:name w:val="{NAME}"/></w:frame></w:frameset></w:webSettings>',
    ),
    "name of the theme": lambda: _replaced("word/theme/theme1.xml", b'name="Office Theme"', f'name="{NAME}"'),
    "separator of footnotes": lambda: _with(
        "word/footnotes.xml",
        _story("footnotes", f'<w:footnote w:type="separator">{_p(_r(SENTENCE))}</w:footnote>'),
        f"{_W}.footnotes+xml",
    ),
    "reading aid": lambda: _body(_p(_RUBY)),
    "simple field": lambda: _body(_p(f'<w:fldSimple w:instr=" AUTHOR {NAME} "/>')),
    "formula": lambda: _body(_p(_MATH)),
    "formula outside a paragraph": lambda: _body(_MATH),
    "sign of a list": lambda: _replaced(
        "word/numbering.xml",
        b"</w:numbering>",
        f'<w:abstractNum w:abstractNumId="99"><w:lvl><w:lvlText w:val="{NAME} %1"/></w:lvl></w:abstractNum>'
        "</w:numbering>",
    ),
    "name of a style": lambda: _replaced(
        "word/styles.xml",
        b"</w:styles>",
        f'<w:style w:styleId="x"><w:name w:val="{NAME}"/></w:style></w:styles>',
    ),
    "id of a style": lambda: _replaced(
        "word/styles.xml", b"</w:styles>", '<w:style w:styleId="GraceYoung"/></w:styles>'
    ),
    "style of a paragraph": lambda: _body(_p(f'<w:pPr><w:pStyle w:val="{NAME}"/></w:pPr>')),
    "latent style": lambda: _replaced(
        "word/styles.xml",
        b"</w:styles>",
        f'<w:latentStyles><w:lsdException w:name="{NAME}"/></w:latentStyles></w:styles>',
    ),
    "mail merge source": lambda: _linked(
        "mailMergeSource", "file:///C:/Cases/Grace%20Young.xlsx", "settings"
    ),
    "attached template": lambda: _linked(
        "attachedTemplate", "file:///C:/Users/GraceYoung/n.dotm", "settings"
    ),
    "picture elsewhere": lambda: _linked("image", "file:///C:/Grace%20Young/photo.png"),
    "hidden sheet": lambda: _workbook(
        workbook=f'<workbook><sheets><sheet name="{NAME}" state="hidden"/></sheets></workbook>'
    ),
    "remark on a cell": lambda: _workbook(
        comments1=f"<comments><comment><text><r><t>{SENTENCE}</t></r></text></comment></comments>"
    ),
    "name of a range": lambda: _workbook(
        workbook="<workbook><definedNames><definedName name='Grace_Young'>a</definedName></definedNames></workbook>"
    ),
    "formula of a cell": lambda: _workbook(
        worksheets__sheet1=f'<worksheet><c><f>"{NAME}"</f></c></worksheet>'
    ),
    "cell": lambda: _workbook(
        worksheets__sheet1=f'<worksheet><c t="inlineStr"><is><t>{NAME}</t></is></c></worksheet>'
    ),
    "foot of a sheet": lambda: _workbook(
        worksheets__sheet1=f"<worksheet><headerFooter><oddFooter>{NAME}</oddFooter></headerFooter></worksheet>"
    ),
    "smart tag": lambda: _body(_p(_SMART_TAG)),
    "tag of custom XML": lambda: _body(_p(_CUSTOM_TAG)),
    "binding": lambda: _body(_BOUND),
    "entry of a list": lambda: _body(_LIST),
    "who may edit": lambda: _body(_p('<w:permStart w:id="1" w:ed="GraceYoung"/>')),
    "caption of a table": lambda: _body(_TABLE),
    "target in the paper": lambda: _body(_p(f'<w:hyperlink w:anchor="Grace_Young">{_r("x")}</w:hyperlink>')),
    "name of a move": lambda: _body(_p(f'<w:moveFromRangeStart w:id="1" w:name="{NAME}"/>')),
    "name of a property": lambda: _with(
        "docProps/custom.xml",
        f'<Properties><property name="{NAME}"><i4>1</i4></property></Properties>',
        _TYPED,
    ),
    "schema of custom XML": lambda: _with(
        "customXml/itemProps9.xml",
        '<ds:x xmlns:ds="y"><ds:schemaRef ds:uri="urn:Grace-Young"/></ds:x>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    ),
    "label of the organisation": lambda: _with(
        "docMetadata/LabelInfo.xml",
        f'<clbl:labels xmlns:clbl="x"><clbl:label name="{NAME}"/></clbl:labels>',
        "application/vnd.ms-office.classificationlabels+xml",
    ),
    "instruction in the XML": lambda: _body(f"<?note {NAME}?>"),
    "other letters' code": lambda: _with(
        "customXml/item9.xml",
        _utf16(f'<?xml version="1.0" encoding="UTF-16"?><case>{NAME}</case>'),
        _XML,
    ),
    "series of a chart": lambda: _with(
        "word/charts/chart1.xml",
        f"<c:chartSpace {_NS}><c:ser><c:tx><c:strRef><c:f>Grace!A1</c:f><c:strCache><c:pt><c:v>{NAME}</c:v></c:pt>"
        "</c:strCache></c:strRef></c:tx></c:ser></c:chartSpace>",
        f"{_D}.chart+xml",
    ),
    "part of no kind": lambda: _packed(lambda z: z.writestr("notes.xml", f"<n>{NAME}</n>")),
    "folder": lambda: _packed(lambda z: z.writestr(zipfile.ZipInfo("Grace Young/"), b"")),
    "remark on the file": lambda: _packed(lambda z: setattr(z, "comment", SENTENCE.encode())),
    "field in a part's head": _local_field,
    "text black on black": lambda: _body(_p(_r(SENTENCE, '<w:shd w:fill="000000"/>'))),
    "hidden row": lambda: _body(
        f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{_p(_r(SENTENCE))}</w:tc></w:tr></w:tbl>"
    ),
}
"""Each place -> the paper with the sentence or the name planted there; each is a STOP that tells whose name it is."""


def _entity() -> bytes:
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE case [<!ENTITY n "{NAME}">]><case>&n;</case>'
    return _with("customXml/item9.xml", _utf16(text), _XML)


MORE_UNREADABLE: Mapping[str, Callable[[], bytes]] = {
    "entity in other letters' code": _entity,
    "ink": lambda: _with("word/ink/ink1.xml", "<ink/>", "application/inkml+xml"),
    "model": lambda: _with("word/media/model.glb", b"glTF\2\0\0\0", "model/gltf.binary"),
    "embedded font": lambda: _with(
        "word/fonts/font1.odttf", b"\0\1\2\3", "application/vnd.openxmlformats-officedocument.obfuscatedFont"
    ),
    "printer's settings": lambda: _with("word/printerSettings1.bin", b"\0\1", "application/x"),
    "text of another kind": lambda: _with("word/afchunk.rtf", b"{\\rtf1 x}", "application/rtf"),
    "page kept whole": lambda: _with("word/afchunk.mht", b"MIME-Version: 1.0", "message/rfc822"),
    "signature": lambda: _with(
        "_xmlsignatures/sig1.xml",
        "<Signature/>",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    ),
    "part of no kind": lambda: _packed(lambda z: z.writestr("notes", b"\0\1\2")),
}
"""What cannot be read: never passed."""


# -- PDF --------------------------------------------------------------------------------------------------------------


def _root(**entries: object) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.Root[f"/{key}"] = value(pdf) if callable(value) else value

    return lambda: _changed_pdf(change)


def _note(**entries: object) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        said = {k: v(pdf) if callable(v) else v for k, v in entries.items()}
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **said)
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])

    return lambda: _changed_pdf(change)


def _page(**entries: object) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value(pdf) if callable(value) else value

    return lambda: _changed_pdf(change)


def _drawing(steps: bytes) -> Callable[[], bytes]:
    return lambda: _changed_pdf(lambda pdf: pdf.pages[0].contents_add(steps))


def _dict(**entries: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(**entries)


def _stream(data: bytes) -> Callable[[pikepdf.Pdf], pikepdf.Stream]:
    return lambda pdf: pdf.make_stream(data)


def _shown(words: str) -> bytes:
    return b"BT /F1 9 Tf 50 600 Td (" + words.encode() + b") Tj ET"


def _associated(pdf: pikepdf.Pdf) -> None:
    file = pdf.make_stream(SENTENCE.encode())
    spec = _dict(Type=pikepdf.Name.Filespec, F="notes.txt", EF=_dict(F=file))
    pdf.Root.AF = pikepdf.Array([pdf.make_indirect(spec)])


def _in_object_stream(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Kept = pdf.make_indirect(_dict(Remark=NAME))


def _objects() -> bytes:
    data = _changed_pdf(_in_object_stream)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out := io.BytesIO(),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return out.getvalue()


def _behind_packed() -> bytes:
    """Words in a stream behind the end of its packed bytes, where no program unpacks them."""
    packed = zlib.compress(b"q Q ") + b"\n" + SENTENCE.encode()

    def change(pdf: pikepdf.Pdf) -> None:
        form = pikepdf.Stream(pdf, b"")
        form.write(packed, filter=pikepdf.Name.FlateDecode)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, 1, 1]
        pdf.pages[0].Resources.XObject = _dict(Fm1=form)

    return _changed_pdf(change)


def _named_resource(name: str) -> Callable[[], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"q Q")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 1, 1]
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary({f"/{name}": form})

    return lambda: _changed_pdf(change)


def _font_named(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Font["/F9"] = _dict(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/GraceYoung")
    )


def _tree(pdf: pikepdf.Pdf, **entries: object) -> pikepdf.Object:
    node = _dict(S=pikepdf.Name.P, **entries)
    return pdf.make_indirect(_dict(Type=pikepdf.Name.StructTreeRoot, K=node))


MORE_PDF: Mapping[str, Callable[[], bytes]] = {
    "what a program keeps": _root(PieceInfo=lambda pdf: _dict(X=_dict(Private=_dict(Note=NAME)))),
    "text for readers, of the tree": _root(StructTreeRoot=lambda pdf: _tree(pdf, ActualText=SENTENCE)),
    "abbreviation of the tree": _root(StructTreeRoot=lambda pdf: _tree(pdf, E=NAME)),
    "title of the tree": _root(StructTreeRoot=lambda pdf: _tree(pdf, T=NAME)),
    "kind of the tree": _root(StructTreeRoot=lambda pdf: _tree(pdf, C=pikepdf.Name("/Grace Young"))),
    "named script": _root(
        Names=lambda pdf: _dict(
            JavaScript=_dict(Names=[NAME, _dict(S=pikepdf.Name.JavaScript, JS="var a = 1;")])
        )
    ),
    "text of a script": _root(
        OpenAction=lambda pdf: _dict(S=pikepdf.Name.JavaScript, JS=f"var a = '{NAME}'")
    ),
    "rich text of an annotation": _note(Subtype=pikepdf.Name.FreeText, RC=f"<body><p>{NAME}</p></body>"),
    "rich text as a stream": _note(Subtype=pikepdf.Name.FreeText, RC=_stream(f"<p>{NAME}</p>".encode())),
    "author of an annotation": _note(Subtype=pikepdf.Name.Text, T=NAME),
    "subject of an annotation": _note(Subtype=pikepdf.Name.Text, Subj=NAME),
    "words over a redaction": _note(Subtype=pikepdf.Name.Redact, OverlayText=NAME),
    "link": _note(
        Subtype=pikepdf.Name.Link, A=_dict(S=pikepdf.Name.URI, URI="https://example.org/Grace%20Young")
    ),
    "link to another file": _note(
        Subtype=pikepdf.Name.Link, A=_dict(S=pikepdf.Name.GoToR, F="C:/Cases/Grace Young.pdf")
    ),
    "XFA": _root(
        AcroForm=lambda pdf: _dict(
            Fields=[], XFA=["datasets", pdf.make_stream(f"<data><a>{NAME}</a></data>".encode())]
        )
    ),
    "choice of a field": _root(
        AcroForm=lambda pdf: _dict(Fields=[pdf.make_indirect(_dict(FT=pikepdf.Name.Ch, T="a", Opt=[NAME]))])
    ),
    "name of a font": lambda: _changed_pdf(_font_named),
    "object in a stream of objects": _objects,
    "beyond the edge of the page": lambda: _changed_pdf(
        lambda pdf: (
            pdf.pages[0].contents_add(_shown(SENTENCE)),
            pdf.pages[0].obj.__setitem__("/CropBox", [0, 700, 595, 842]),
        )
    ),
    "file that belongs to the paper": lambda: _changed_pdf(_associated),
    "name of a place, in a tree": _root(
        Names=lambda pdf: _dict(Dests=_dict(Names=[NAME, [pdf.pages[0].obj]]))
    ),
    "article": _root(Threads=lambda pdf: [pdf.make_indirect(_dict(I=_dict(Title=NAME)))]),
    "purpose of its colours": _root(
        OutputIntents=lambda pdf: [_dict(S=pikepdf.Name("/GTS_PDFA1"), OutputConditionIdentifier=NAME)]
    ),
    "language": _root(Lang=NAME),
    "language of a piece": _drawing(b"/Span <</Lang (Grace Young)>> BDC " + _shown("a") + b" EMC"),
    "mark of a piece": _drawing(b"/Grace#20Young BMC " + _shown("a") + b" EMC"),
    "note on a piece": _drawing(b"/P <</Note (Grace Young)>> BDC " + _shown("a") + b" EMC"),
    "name of a colour": _page(
        Resources=lambda pdf: _dict(
            Font=pdf.pages[0].Resources.Font,
            ColorSpace=_dict(
                C1=[
                    pikepdf.Name.Separation,
                    pikepdf.Name("/Grace Young"),
                    pikepdf.Name.DeviceGray,
                    _dict(FunctionType=2, Domain=[0, 1], N=1),
                ]
            ),
        )
    ),
    "name of a drawing": _named_resource("GraceYoung"),
    "numbered name of a drawing": _named_resource("Gracie1"),
    "own entry of the information": lambda: _changed_pdf(
        lambda pdf: pdf.docinfo.__setitem__("/GraceYoung", "x")
    ),
    "layers' order": _root(OCProperties=lambda pdf: _dict(OCGs=[], D=_dict(Order=[[NAME]]))),
    "who signed": _root(
        AcroForm=lambda pdf: _dict(
            Fields=[
                pdf.make_indirect(
                    _dict(FT=pikepdf.Name.Sig, T="s", V=_dict(Type=pikepdf.Name.Sig, Name=NAME))
                )
            ]
        )
    ),
    "UTF-8": _root(Kept=lambda pdf: _dict(Remark=pikepdf.String(b"\xef\xbb\xbfGrace Young"))),
    "UTF-16": _root(Kept=lambda pdf: _dict(Remark=pikepdf.String(b"\xfe\xff" + NAME.encode("utf-16-be")))),
    "behind packed bytes": _behind_packed,
    "spread letters": _drawing(b"BT /F1 9 Tf 50 600 Td [(G) -20 (race) -250 (Yo) 30 (ung)] TJ ET"),
    "clipped away": _drawing(b"q 0 0 1 1 re W n " + _shown(SENTENCE) + b" Q"),
    "white": _drawing(b"q 1 g " + _shown(SENTENCE) + b" Q"),
    "squeezed to nothing": _drawing(b"BT 0.001 Tz /F1 9 Tf 50 600 Td (" + SENTENCE.encode() + b") Tj ET"),
}
"""Each place -> the PDF with the sentence or the name planted there."""
