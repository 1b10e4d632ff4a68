"""Papers with one sentence planted in one place each: the container matrix of the leak check."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import cache

import docx
import pikepdf
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.papers.making.docx_parts import rezip, unzip

SENTENCE = "Grace Young was seen alone at home by two workers."
NAME = "Grace Young"
_W = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_D = "application/vnd.openxmlformats-officedocument.drawingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_OFFICE}/relationships" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
Parts = dict[str, bytes]


@cache
def _base() -> bytes:
    made = docx.Document()
    made.core_properties.author = made.core_properties.title = made.core_properties.comments = ""
    made.add_paragraph("The Panel talked about core groups.")
    made.save(out := io.BytesIO())
    return out.getvalue()


def _parts() -> Parts:
    parts = unzip(_base())
    parts.pop("docProps/thumbnail.jpeg")
    parts["_rels/.rels"] = (
        b"".join(
            piece + b"/>" for piece in parts["_rels/.rels"].split(b"/>")[:-1] if b"thumbnail" not in piece
        )
        + b"</Relationships>"
    )
    return parts


def clean_word() -> bytes:
    """The paper before anything is planted."""
    return rezip(_parts())


def word_with(text: str, *, raw: str = "") -> bytes:
    """The paper with one paragraph more (`text` is XML), or with any piece of Word's XML."""
    return _body(raw or _p(_r(text)))


def picture_in_word(data: bytes, kind: str = "png") -> bytes:
    """The paper with a picture file among its parts."""
    return _with(f"word/media/image9.{kind}", data, f"image/{kind}")


def _body(xml: str) -> bytes:
    """The paper with a piece put before the end of its body."""
    parts = _parts()
    root = parts["word/document.xml"]
    start = root.index(b"<w:document")
    end = root.index(b">", start)
    declared = f"<w:document {_NS}>".encode()
    where = root.rindex(b"<w:sectPr")
    parts["word/document.xml"] = root[:start] + declared + root[end + 1 : where] + xml.encode() + root[where:]
    return rezip(parts)


def _with(name: str, xml: str | bytes, kind: str, base: bytes | None = None) -> bytes:
    """The paper with a part more, of a content type."""
    parts = unzip(base) if base else _parts()
    parts[name] = xml.encode() if isinstance(xml, str) else xml
    types = parts["[Content_Types].xml"]
    entry = f'<Override PartName="/{name}" ContentType="{kind}"/>'.encode()
    parts["[Content_Types].xml"] = types.replace(b"</Types>", entry + b"</Types>")
    return rezip(parts)


def _story(kind: str, inner: str) -> str:
    return f"<w:{kind} {_NS}>{inner}</w:{kind}>"


def _p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _box(kind: str) -> str:
    inner = f"<w:txbxContent>{_p(_r(SENTENCE))}</w:txbxContent>"
    if kind == "vml":
        return _p(f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>")
    shape = f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>"
    data = f'<a:graphicData uri="x">{shape}</a:graphicData>'
    return _p(f"<w:r><w:drawing><wp:inline><a:graphic>{data}</a:graphic></wp:inline></w:drawing></w:r>")


def _changed(kind: str) -> str:
    text = f"<w:r><w:delText>{SENTENCE}</w:delText></w:r>" if kind == "del" else _r(SENTENCE)
    return _p(f'<w:{kind} w:id="1" w:author="A">{text}</w:{kind}>')


def _property(name: str) -> bytes:
    made = docx.Document(io.BytesIO(clean_word()))
    setattr(made.core_properties, name, NAME)
    made.save(out := io.BytesIO())
    return out.getvalue()


def _workbook() -> bytes:
    parts = {
        "[Content_Types].xml": b'<Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "xl/sharedStrings.xml": b"<sst><si><r><t>Grace </t></r><r><t>Young</t></r></si></sst>",
    }
    return rezip(parts)


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    note = b"Comment\0\0" + zlib.compress(SENTENCE.encode())
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", head),
            chunk(b"zTXt", note),
            chunk(b"IDAT", zlib.compress(b"\0\0")),
            chunk(b"IEND", b""),
        )
    )


def _jpeg() -> bytes:
    exif = b"Exif\0\0" + SENTENCE.encode("utf-16-le")
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xda\x00\x02\x00\xff\xd9"


def _link(tooltip: str, target: str) -> bytes:
    parts = unzip(_body(_p(f'<w:hyperlink r:id="rId99" w:tooltip="{tooltip}">{_r("here")}</w:hyperlink>')))
    name = "word/_rels/document.xml.rels"
    kind = f"{_OFFICE}/relationships/hyperlink"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="{target}" TargetMode="External"/>'
    parts[name] = parts[name].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    return rezip(parts)


def _settings(xml: str) -> bytes:
    parts = _parts()
    root = parts["word/settings.xml"]
    parts["word/settings.xml"] = root.replace(b"</w:settings>", xml.encode() + b"</w:settings>")
    return rezip(parts)


def _remarked(name: str) -> bytes:
    parts = _parts()
    parts[name] = parts[name].rstrip() + f"<!-- {SENTENCE} -->".encode()
    return rezip(parts)


def _packed() -> bytes:
    """The paper packed with a note in the field that packers use for dates."""
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name, data in _parts().items():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HH", 0xCAFE, len(SENTENCE)) + SENTENCE.encode()
            archive.writestr(info, data)
    return out.getvalue()


def _nested() -> str:
    def table(inner: str) -> str:
        return f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"

    return table(table(table(_p(_r(SENTENCE)))))


_CHART = f"<c:chartSpace {_NS}><c:pt><c:v>{SENTENCE}</c:v></c:pt></c:chartSpace>"
_WORDS = "<a:p><a:r><a:t>Grace </a:t></a:r><a:r><a:t>Young</a:t></a:r></a:p>"
_SMART = f"<dgm:dataModel {_NS}><dgm:t>{_WORDS}</dgm:t></dgm:dataModel>"
_CUSTOM = f'<Properties><property name="Case"><lpwstr>{NAME}</lpwstr></property></Properties>'
_DRAWN = f'<wp:docPr id="1" name="Picture 1" descr="{SENTENCE}"/>'
_ALT = f"<w:r><w:drawing><wp:inline>{_DRAWN}</wp:inline></w:drawing></w:r>"
_FIELD = f"<w:r><w:instrText> COMMENTS {NAME} </w:instrText></w:r>"
_PROMPT = f"<w:docParts><w:docPart><w:docPartBody>{_p(_r(SENTENCE))}</w:docPartBody></w:docPart></w:docParts>"
_SDT = (
    f"<w:sdt><w:sdtPr><w:alias w:val='{NAME}'/></w:sdtPr><w:sdtContent>{_p(_r('x'))}</w:sdtContent></w:sdt>"
)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PEOPLE = (
    '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    f'<w15:person w15:author="{NAME}"/></w15:people>'
)
_TYPED = "application/vnd.openxmlformats-officedocument.custom-properties+xml"

WORD: Mapping[str, Callable[[], bytes]] = {
    "body": lambda: _body(_p(_r(SENTENCE))),
    "three runs": lambda: _body(_p(_r("Gr") + _r("ac") + _r("e Young was seen alone"))),
    "soft hyphen": lambda: _body(_p(_r("Gra\u00adce") + "<w:r><w:softHyphen/></w:r>" + _r(" Young"))),
    "half deleted": lambda: _body(
        _p(_r("Gra") + '<w:del w:id="1"><w:r><w:delText>xx</w:delText></w:r></w:del>' + _r("ce Young"))
    ),
    "half hidden": lambda: _body(_p(_r("Gra") + _r("xx", "<w:vanish/>") + _r("ce Young"))),
    "two cells": lambda: _body(
        f"<w:tbl><w:tr><w:tc>{_p(_r('Grace'))}</w:tc><w:tc>{_p(_r('Young'))}</w:tc></w:tr></w:tbl>"
    ),
    "header, first": lambda: _with("word/header8.xml", _story("hdr", _p(_r(SENTENCE))), f"{_W}.header+xml"),
    "header, unlinked": lambda: _with(
        "word/header9.xml", _story("hdr", _p(_r(SENTENCE))), f"{_W}.header+xml"
    ),
    "footer": lambda: _with("word/footer9.xml", _story("ftr", _p(_r(SENTENCE))), f"{_W}.footer+xml"),
    "footnote": lambda: _with(
        "word/footnotes.xml",
        _story("footnotes", f"<w:footnote>{_p(_r(SENTENCE))}</w:footnote>"),
        f"{_W}.footnotes+xml",
    ),
    "endnote": lambda: _with(
        "word/endnotes.xml",
        _story("endnotes", f"<w:endnote>{_p(_r(SENTENCE))}</w:endnote>"),
        f"{_W}.endnotes+xml",
    ),
    "comment": lambda: _with(
        "word/comments.xml",
        _story("comments", f"<w:comment w:author='x'>{_p(_r(SENTENCE))}</w:comment>"),
        f"{_W}.comments+xml",
    ),
    "comment's author": lambda: _with(
        "word/comments.xml", _story("comments", f"<w:comment w:author='{NAME}'/>"), f"{_W}.comments+xml"
    ),
    "people": lambda: _with(
        "word/people.xml",
        _PEOPLE,
        f"{_W}.people+xml",
    ),
    "tracked insertion": lambda: _body(_changed("ins")),
    "tracked deletion": lambda: _body(_changed("del")),
    "moved text": lambda: _body(_changed("moveFrom")),
    "author of a change": lambda: _body(
        _p(f'<w:pPr><w:pPrChange w:id="1" w:author="{NAME}"><w:pPr/></w:pPrChange></w:pPr>' + _r("x"))
    ),
    "hidden run": lambda: _body(_p(_r(SENTENCE, "<w:vanish/>"))),
    "white run": lambda: _body(_p(_r(SENTENCE, '<w:color w:val="FFFFFF"/>'))),
    "tiny run": lambda: _body(_p(_r(SENTENCE, '<w:sz w:val="2"/>'))),
    "text box": lambda: _body(_box("drawn")),
    "text box, old": lambda: _body(_box("vml")),
    "text box in header": lambda: _with("word/header9.xml", _story("hdr", _box("vml")), f"{_W}.header+xml"),
    "alt text": lambda: _body(_p(_ALT)),
    "table nested twice": lambda: _body(_nested()),
    "name of a content control": lambda: _body(_SDT),
    "content control placeholder": lambda: _with(
        "word/glossary/document.xml", _story("glossaryDocument", _PROMPT), f"{_W}.document.glossary+xml"
    ),
    "custom XML": lambda: _with(
        "customXml/item9.xml", f"<case><child>{NAME}</child></case>", "application/xml"
    ),
    "custom XML attribute": lambda: _with(
        "customXml/item9.xml", f'<case child="{NAME}"/>', "application/xml"
    ),
    "remark in the XML": lambda: _body(f"<!-- {SENTENCE} -->"),
    "field code": lambda: _body(_p(_FIELD)),
    "hyperlink target": lambda: _link("", "https://example.org/Grace%20Young"),
    "hyperlink tooltip": lambda: _link(NAME, "https://example.org/"),
    "bookmark name": lambda: _body(_p(f'<w:bookmarkStart w:id="1" w:name="Grace_Young"/>{_r("x")}')),
    "document variable": lambda: _settings(f'<w:docVars><w:docVar w:name="x" w:val="{NAME}"/></w:docVars>'),
    "mail merge": lambda: _settings(f'<w:mailMerge><w:query w:val="SELECT {NAME}"/></w:mailMerge>'),
    "chart cache": lambda: _with("word/charts/chart1.xml", _CHART, f"{_D}.chart+xml"),
    "SmartArt": lambda: _with("word/diagrams/data1.xml", _SMART, f"{_D}.diagramData+xml"),
    "embedded workbook": lambda: _with("word/embeddings/book.xlsx", _workbook(), _SHEET),
    "embedded PDF": lambda: _with("word/embeddings/paper.pdf", PDF["page"](), "application/pdf"),
    "picture's note": lambda: _with("word/media/image9.png", _png(), "image/png"),
    "camera's note": lambda: _with("word/media/image9.jpg", _jpeg(), "image/jpeg"),
    "author": lambda: _property("author"),
    "title": lambda: _property("title"),
    "last modified by": lambda: _property("last_modified_by"),
    "keywords": lambda: _property("keywords"),
    "custom property": lambda: _with(
        "docProps/custom.xml", _CUSTOM, "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    ),
    "remark in the list of kinds": lambda: _remarked("[Content_Types].xml"),
    "remark in the list of links": lambda: _remarked("word/_rels/document.xml.rels"),
    "field of the packing": _packed,
    "name of a part": lambda: _with("word/media/Grace Young.png", _png()[:8], "image/png"),
}
"""Every place of a Word file -> the paper with the sentence (or the name) planted there."""

MAIL: Mapping[str, Callable[[], bytes]] = {
    "subject": lambda: _mail(NAME),
    "text": lambda: _mail(text=SENTENCE),
    "text in code": lambda: _mail(text=SENTENCE + " Łódź"),
    "own line of the head": lambda: _mail(**{"X-Note": NAME}),
    "attached paper": lambda: _mail(attached=WORD["header, first"]()),
    "name of an attached file": lambda: _mail(attached=clean_word(), name="Grace Young.docx"),
}
"""Every place of an e-mail -> the e-mail with the sentence (or the name) planted there."""


def _mail(
    subject: str = "Themes",
    text: str = "Dear all",
    *,
    attached: bytes = b"",
    name: str = "a.docx",
    **more: str,
) -> bytes:
    message = EmailMessage()
    message["Subject"], message["To"] = subject, "grace.young@example.org"
    for key, value in more.items():
        message[key] = value
    message.set_content(text)
    if attached:
        message.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


UNREADABLE: Mapping[str, Callable[[], bytes]] = {
    "old object": lambda: _with(
        "word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + bytes(64), "application/x"
    ),
    "macro": lambda: _with(
        "word/vbaProject.bin", b"\xd0\xcf\x11\xe0", "application/vnd.ms-office.vbaProject"
    ),
    "page of another kind": lambda: _with("word/afchunk.htm", b"<p>x</p>", "text/html"),
    "unknown XML": lambda: _with("word/strange.xml", "<x/>", "application/strange+xml"),
    "broken part": lambda: _with("word/header9.xml", "<w:hdr", f"{_W}.header+xml"),
    "bytes between parts": lambda: _gap(clean_word()),
    "bytes behind": lambda: clean_word() + b"behind the end",
    "cut off": lambda: clean_word()[:-60],
    "locked Word file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "nothing": lambda: b"",
    "encrypted PDF": lambda: _encrypted(),
    "cut-off PDF": lambda: PDF["page"]()[:-400],
    "letters without a meaning": lambda: _unmapped(),
    "object in no table": lambda: _orphan(),
    "only a picture": lambda: _scan(),
    "e-mail with an unread file": lambda: _mail(attached=b"\x01\x02", name="a.bin"),
    "data of an unknown kind": lambda: _changed_pdf(_unknown_data),
}
"""What cannot be read whole: never passed."""


def _gap(data: bytes) -> bytes:
    """A packed file with an older part's bytes left between the parts and the table of them."""
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    left = b"PK\x03\x04 an older version of a part"
    tail = data[end : end + 16] + struct.pack("<I", start + len(left)) + data[end + 20 :]
    return data[:start] + left + data[start : start + size] + tail


@cache
def page(*words: str, mode: int = 0, covered: bool = False) -> bytes:
    """A page with a first line of its own, then these."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(50, 740, "The Panel talked about core groups.")
    for n, text in enumerate(words):
        line = canvas.beginText(50, 700 - 20 * n)
        line.setTextRenderMode(mode)
        line.textOut(text)
        canvas.drawText(line)
    if covered:
        canvas.rect(40, 690, 400, 30, fill=1)
    canvas.save()
    return out.getvalue()


def clean_pdf() -> bytes:
    """The PDF before anything is planted."""
    return _changed_pdf(lambda pdf: None)


def _changed_pdf(change: Callable[[pikepdf.Pdf], None], base: bytes | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(base or page())) as pdf:
        del pdf.trailer.Info
        change(pdf)
        with warnings.catch_warnings(action="ignore"):  # a field that no form lists
            pdf.save(out := io.BytesIO(), deterministic_id=True)
    return out.getvalue()


def _annotated(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=SENTENCE
    )
    pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])


def _field(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", V=SENTENCE))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])


def _appearance(pdf: pikepdf.Pdf) -> None:
    """A field whose drawn value differs from the stored one."""
    letters = "".join(sorted(set(SENTENCE)))
    names = [pikepdf.Name({" ": "/space", ".": "/period"}.get(c, f"/{c}")) for c in letters]
    font = pikepdf.Dictionary(
        F1=pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[128, *names]),
        )
    )
    stored = bytes(128 + letters.index(c) for c in SENTENCE).hex().encode()
    look = pdf.make_stream(b"BT /F1 9 Tf <" + stored + b"> Tj ET")
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox, look.Resources = [0, 0, 500, 20], pikepdf.Dictionary(Font=font)
    widget = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=[0, 0, 500, 20],
        F=2,
        AP=pikepdf.Dictionary(N=look),
    )
    pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(widget)])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.docx"] = pikepdf.AttachedFileSpec(
        pdf, WORD["tracked deletion"](), filename="notes.docx"
    )


def _attachment_named(pdf: pikepdf.Pdf) -> None:
    pdf.attachments[f"{NAME}.txt"] = pikepdf.AttachedFileSpec(pdf, b"nothing", filename=f"{NAME}.txt")


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = SENTENCE


def _info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = NAME


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SENTENCE, 0))


def _layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="notes"))
    pdf.pages[0].Resources.Properties = pikepdf.Dictionary(MC0=group)
    pdf.pages[0].contents_add(b"/OC /MC0 BDC BT /F1 9 Tf 50 600 Td (" + SENTENCE.encode() + b") Tj ET EMC")
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group]))


def _layer_named(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=NAME))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary())


def _draws(steps: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[0].contents_add(steps)


def _script(pdf: pikepdf.Pdf) -> None:
    code = pdf.make_stream(f"app.alert('{SENTENCE}')".encode())
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=code)


def _label(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=f"{NAME} ")])


def _alt(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=SENTENCE)
        )
    )


def _destination(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Dests = pikepdf.Dictionary({f"/{NAME}": pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])})


def _unknown_data(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Strange = pdf.make_stream(b"\x01\x02\x03")


def _revised() -> bytes:
    """A PDF whose page was replaced by saving the change behind it, as viewers do."""
    old = page(SENTENCE)
    with pikepdf.open(io.BytesIO(old)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
        size = int(pdf.trailer.Size)
        root = pdf.trailer.Root.objgen[0]
    start = int(old[old.rindex(b"startxref") + 9 :].split()[0])
    body = b"BT /F1 12 Tf 50 700 Td (Nothing) Tj ET"
    at = len(old)
    new = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\n" % (size, root, start)
    return old + new + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(new))


def _encrypted() -> bytes:
    with pikepdf.open(io.BytesIO(page())) as pdf:
        pdf.save(out := io.BytesIO(), encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _unmapped() -> bytes:
    """Letters drawn by a font that draws each by itself and names none."""

    def change(pdf: pikepdf.Pdf) -> None:
        glyph = pdf.make_stream(b"500 0 0 0 500 500 d1 0 0 500 500 re f")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, 0, 500, 500],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=pikepdf.Dictionary(g1=glyph),
            Encoding=pikepdf.Dictionary(Differences=[1, pikepdf.Name("/g1")]),
            FirstChar=1,
            LastChar=1,
            Widths=[500],
        )
        pdf.pages[0].Resources.Font["/T3"] = pdf.make_indirect(font)
        pdf.pages[0].contents_add(b"BT /T3 12 Tf 50 500 Td (\x01\x01\x01) Tj ET")

    return _changed_pdf(change)


def _orphan() -> bytes:
    data = page()
    return data.replace(b"xref\n", b"9999 0 obj\n(nothing)\nendobj\nxref\n", 1)


def _scan() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    return out.getvalue()


PDF: Mapping[str, Callable[[], bytes]] = {
    "page": lambda: page(SENTENCE),
    "two lines": lambda: page("It was Grace", "Young who was seen alone"),
    "render mode 3": lambda: page(SENTENCE, mode=3),
    "under a black rectangle": lambda: page(SENTENCE, covered=True),
    "off the page": lambda: _changed_pdf(
        _draws(b"BT /F1 9 Tf 9000 600 Td (" + SENTENCE.encode() + b") Tj ET")
    ),
    "size nought": lambda: _changed_pdf(
        _draws(b"BT /F1 0.00001 Tf 50 600 Td (" + SENTENCE.encode() + b") Tj ET")
    ),
    "in two halves": lambda: _changed_pdf(_scattered),
    "other words for readers": lambda: _changed_pdf(
        _draws(
            b"/Span <</ActualText (Somebody)>> BDC BT /F1 9 Tf 50 600 Td ("
            + SENTENCE.encode()
            + b") Tj ET EMC"
        )
    ),
    "ActualText": lambda: _changed_pdf(
        _draws(b"/Span <</ActualText (" + SENTENCE.encode() + b")>> BDC BT /F1 9 Tf 50 600 Td (a) Tj ET EMC")
    ),
    "remark in the drawing": lambda: _changed_pdf(_draws(b"0 0 m % " + SENTENCE.encode() + b"\nn")),
    "annotation": lambda: _changed_pdf(_annotated),
    "form value": lambda: _changed_pdf(_field),
    "drawn form value": lambda: _changed_pdf(_appearance),
    "attachment": lambda: _changed_pdf(_attachment),
    "name of an attachment": lambda: _changed_pdf(_attachment_named),
    "XMP title": lambda: _changed_pdf(_xmp),
    "Info": lambda: _changed_pdf(_info),
    "bookmark": lambda: _changed_pdf(_bookmark),
    "layer": lambda: _changed_pdf(_layer),
    "name of a layer": lambda: _changed_pdf(_layer_named),
    "script": lambda: _changed_pdf(_script),
    "page label": lambda: _changed_pdf(_label),
    "alternative text": lambda: _changed_pdf(_alt),
    "name of a place": lambda: _changed_pdf(_destination),
    "file identifier": lambda: _changed_pdf(lambda pdf: None).replace(
        b"/ID [", b"/Nm (" + NAME.encode() + b") /ID ["
    ),
    "incremental revision": lambda: _revised(),
    "behind the end": lambda: page() + SENTENCE.encode(),
}
"""Every place of a PDF -> the PDF with the sentence (or the name) planted there."""


def _scattered(pdf: pikepdf.Pdf) -> None:
    """A name drawn in two halves, the second first, with another line between them."""
    half = stringWidth("Gr", "Helvetica", 9)
    steps = (
        b"BT /F1 9 Tf 1 0 0 1 %.2f 600 Tm (ace Young was seen) Tj ET" % (50 + half),
        b"BT /F1 9 Tf 1 0 0 1 50 560 Tm (Nothing else) Tj ET",
        b"BT /F1 9 Tf 1 0 0 1 50 600 Tm (Gr) Tj ET",
    )
    pdf.pages[0].contents_add(b"\n".join(steps))
