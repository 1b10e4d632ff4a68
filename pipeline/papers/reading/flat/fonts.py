"""Signs drawn in fonts of East Asian encodings are written anew, so that the text reader sees them.

PDFium (Chrome, Edge) draws ‘ ’ “ ” – — … of a typed answer in such a font, and its own text reader passes over them.
What the codes mean is known from the encoding's name. The result is for reading text only; its looks differ.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

# the encoding of a PDF's font -> Python's name for it
_KNOWN = {
    "GBK-EUC-H": "gbk",
    "GBKp-EUC-H": "gbk",
    "GBpc-EUC-H": "gb2312",
    "GB-EUC-H": "gb2312",
    "ETen-B5-H": "big5",
    "ETenms-B5-H": "big5",
    "B5pc-H": "big5",
    "90ms-RKSJ-H": "cp932",
    "90pv-RKSJ-H": "shift_jis",
    "KSCms-UHC-H": "cp949",
    "KSC-EUC-H": "euc_kr",
}
_NAMED = re.compile(rb"/(?:GB(?:K|Kp|pc)?-EUC|ETen(?:ms)?-B5|B5pc|90(?:ms|pv)-RKSJ|KSC(?:ms-UHC|-EUC))-H")
_PLAIN = "/PlainSigns"
_SHOWS = ("Tj", "TJ", "'", '"')
_LOST = b"\xa4"  # stands for a letter that the plain font has not; such an answer is doubted


def with_readable_signs(data: bytes) -> bytes:
    """The PDF with such signs in a plain font of the same widths; the same bytes when it has none.

    Raises pikepdf.PdfError.
    """
    if not (_NAMED.search(data) or b"/ObjStm" in data):
        return data
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        plain = pdf.make_indirect(_plain_font(pdf))
        changed = [_rewrite(pdf, holder, plain) for holder in _holders(pdf)]
        if not any(changed):
            return data
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def _holders(pdf: Any) -> Iterator[Any]:
    """Everything with content of its own: pages, and drawings that pages are put together from."""
    import pikepdf

    yield from (page.obj for page in pdf.pages)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form":
            yield found


def _plain_font(pdf: Any) -> Any:
    """A font of Western letters, each as wide as it is high: those of the signs' own font are."""
    from pikepdf import Array, Dictionary, Name

    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
        FirstChar=0,
        LastChar=255,
        Widths=pdf.make_indirect(Array([1000] * 256)),
    )


def _rewrite(pdf: Any, holder: Any, plain: Any) -> bool:
    """Write the texts in such fonts anew; whether there were any."""
    import pikepdf

    fonts = holder.get("/Resources", {}).get("/Font", {})
    codecs = {str(name): codec for name, font in fonts.items() if (codec := _codec(font))}
    if not codecs:
        return False
    drawing = isinstance(holder, pikepdf.Stream)
    if drawing and not any(name.encode() in holder.read_bytes() for name in codecs):
        return False
    found = pikepdf.parse_content_stream(holder if drawing else pikepdf.Page(holder))
    written = pikepdf.unparse_content_stream([*_instructions(found, codecs)])
    fonts = pikepdf.Dictionary({**dict(fonts.items()), _PLAIN: plain})
    holder.Resources = pikepdf.Dictionary({**dict(holder.Resources.items()), "/Font": fonts})
    if drawing:
        holder.write(written)
    else:
        holder.Contents = pdf.make_stream(written)
    return True


def _codec(font: Any) -> str:
    if not hasattr(font, "get") or font.get("/Subtype") != "/Type0" or "/ToUnicode" in font:
        return ""
    return _KNOWN.get(str(font.get("/Encoding", "")).removeprefix("/"), "")


def _instructions(found: Any, codecs: dict[str, str]) -> Iterator[Any]:
    from pikepdf import Name, Operator

    codec = ""
    for operands, operator in found:
        name = str(operator)
        if name == "Tf":
            codec = codecs.get(str(operands[0]), "")
            if codec:
                yield [Name(_PLAIN), operands[1]], Operator("Tf")
                continue
        if codec and name in _SHOWS:
            yield [_recoded(operand, codec) for operand in operands], operator
        else:
            yield operands, operator


def _recoded(operand: Any, codec: str) -> Any:
    from pikepdf import Array, String

    if isinstance(operand, Array):
        return Array([_recoded(item, codec) for item in operand])
    if not isinstance(operand, String):
        return operand
    return String(_meant(bytes(operand), codec).encode("cp1252", "replace").replace(b"?", _LOST))


def _meant(codes: bytes, codec: str) -> str:
    """The letters meant; a sign that the encoding lacks is put by PDFium as the two bytes of its number."""
    if len(codes) == 2 and max(codes) < 0x80 and 0x2000 <= codes[0] << 8 | codes[1] < 0x2C00:
        return chr(codes[0] << 8 | codes[1])
    return codes.decode(codec, "replace").replace("\N{REPLACEMENT CHARACTER}", "?")
