"""rules/arriving/filekinds: files told apart by their bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.rules.arriving.fileends import End, end_of, ends_well
from pipeline.rules.arriving.filekinds import FileKind, advice, describe, kind_of
from tests import builders


def zipped(*names: str, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, "x")
        target.comment = comment
    return out.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7\n", "form.pdf", FileKind.PDF),
        (b"junk before\n%PDF-1.4", "no ending", FileKind.PDF),
        (DOCX, "form.docx", FileKind.DOCX),
        (DOCX, "form", FileKind.DOCX),
        (DOCX, "table.xlsx", FileKind.UNKNOWN),
        (zipped("mimetype", "content.xml"), "text.odt", FileKind.OFFICE),
        (zipped("a.txt"), "a.zip", FileKind.ZIP),
        (zipped("a.pdf") + b"%PDF-1.7", "a.zip", FileKind.ZIP),  # not packed tightly
        (b"Subject: x\n\n%PDF-1.7", "mail.eml", FileKind.EMAIL),  # attached as it is
        (b"MIME-Version: 1.0\n\n%PDF-1.7", "mail", FileKind.EMAIL),
        (b"%PDF-1.7", "wrongly named.eml", FileKind.PDF),
        (b"form: MACRP-REC\n", "record.YAML", FileKind.YAML),
        (b"form: MACRP-REC\n", "record.txt", FileKind.UNKNOWN),
        (b"\x00\x01", "record.yaml", FileKind.UNKNOWN),
        (b"\xff\xfef\x00", "record.yml", FileKind.YAML),
        (b"", "empty.pdf", FileKind.UNKNOWN),
        (b"hello", "fake.pdf", FileKind.UNKNOWN),
    ],
)
def test_kind(head: bytes, name: str, kind: FileKind) -> None:
    assert kind_of(head[:1024], name) is kind


@pytest.mark.parametrize(
    ("head", "name", "words"),
    [
        (b"", "x.pdf", "an empty file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.docx", "password"),
        (b"{\\rtf1", "x.doc", "rich text"),
        (b"\x89PNG\r\n", "x.png", "picture"),
        (b"hello", "x.pdf", "damaged file named .pdf"),
        ("From: a@example.org".encode("utf-16-le"), "mail.eml", "an e-mail"),
        (b"# Read me", "README.md", "a text file (.md)"),
        (b"notes", "notes", "a text file"),
        (b"a\0b", "x.dat", "a file of an unknown kind (.dat)"),
        (b"a\0b", "x.what is this", "a file of an unknown kind"),
        (b"a\0b", "x.xlsx", "a damaged file named .xlsx"),
        (zipped("a"), "x.odt", "LibreOffice"),
        (b"From: a@b\n", "mail.eml", "e-mail"),
        (b"\x00\x01", "thing", "unknown"),
        (b"%PDF-1.7", "x", "PDF"),
    ],
)
def test_described_in_words(head: bytes, name: str, words: str) -> None:
    assert words in describe(head, name)


@pytest.mark.parametrize(
    ("head", "name", "words", "remedy"),
    [
        (b"From: a@b\n", "mail.eml", "an e-mail", "save the attached form"),
        (b"Received: from x\n", "mail", "an e-mail", "save the attached form"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.msg", "an Outlook e-mail (.msg)", "save the attached form"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.doc", "an old Word file (.doc)", "save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.docx", "a Word file locked", "take the password off"),
        (b"{\\rtf1", "x.rtf", "a rich text file (.rtf)", "save it as .docx"),
        (zipped("mimetype", "content.xml"), "x.odt", "a LibreOffice text (.odt)", "save it as .docx"),
        (b"\xff\xd8\xff\xe0", "x.jpg", "a picture (JPEG)", "Ask for the form itself"),
        (b"\0\0\0\x18ftypheic", "IMG.HEIC", "a picture or film", "Ask for the form itself"),
        (zipped("a.pdf"), "x.zip", "a packed folder (ZIP)", "Unpack it"),
        (b"hello", "fake.pdf", "a damaged file named .pdf", "Ask for the file again"),
        (b" \r\n", "mail.eml", "an empty file", "Ask for the file again"),
        (b"hello", "notes.txt", "a text file (.txt)", "Fill in one of the panel's forms"),
    ],
)
def test_each_kind_has_its_own_advice(head: bytes, name: str, words: str, remedy: str) -> None:
    assert describe(head, name).startswith(words)
    assert remedy in advice(head, name).remedy


PNG = b"\x89PNG\r\n\x1a\n...IEND\xaeB`\x82"
MAIL = b'From: a@example.org\nContent-Type: multipart/mixed; boundary="=_1"\n\n--=_1\n'


@pytest.mark.parametrize(
    ("kind", "data", "end"),
    [
        (FileKind.IMAGE, PNG, End.WHOLE),
        (FileKind.IMAGE, PNG + b"more", End.DOUBTFUL),
        (FileKind.IMAGE, PNG[:-1], End.CUT),
        (FileKind.IMAGE, b"\xff\xd8 ... \xff\xd9\0\0", End.WHOLE),
        (FileKind.IMAGE, b"\xff\xd8 ... \xff\xd9 film of the same moment", End.DOUBTFUL),
        (FileKind.IMAGE, b"\xff\xd8 ...", End.DOUBTFUL),
        (FileKind.IMAGE, b"II*\0...", End.WHOLE),
        (FileKind.OFFICE, b"{\\rtf1 {a} b}\r\n\0", End.WHOLE),
        (FileKind.OFFICE, b"{\\rtf1 {a} b", End.CUT),
        (FileKind.OFFICE, zipped("mimetype"), End.WHOLE),
        (FileKind.OFFICE, zipped("mimetype")[:-1], End.CUT),
        (FileKind.ZIP, zipped("a.pdf")[:-1], End.CUT),
        (FileKind.EMAIL, MAIL + b"text\n--=_1--\n", End.WHOLE),
        (FileKind.EMAIL, MAIL + b"text\n--=_1\n", End.DOUBTFUL),
        (FileKind.EMAIL, b"From: a@example.org\n\ntext", End.WHOLE),
    ],
)
def test_ends_of_other_kinds(kind: FileKind, data: bytes, end: End) -> None:
    assert end_of(kind, data, data) is end


def test_endings() -> None:
    assert ends_well(FileKind.PDF, b"%PDF-1.7", b"startxref\n9\n%%EOF\n")
    assert not ends_well(FileKind.PDF, b"%PDF-1.7", b"stream ...")
    assert ends_well(FileKind.YAML, b"form: X", b"form: X")
    assert not ends_well(FileKind.YAML, b"", b"")


LINEAR = b"%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 500 /H [ 1 2 ] >>\nendobj\n"
ENDED = b"startxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    ("head", "tail", "size", "end"),
    [
        (b"%PDF-1.7", ENDED, 500, End.WHOLE),
        (b"%PDF-1.7", b"startxref 9 %%EOF\r\n\0\x1a", 500, End.WHOLE),
        (b"%PDF-1.7", ENDED + b"%a remark\n%%EOF\n", 500, End.WHOLE),
        (b"%PDF-1.7", ENDED + b"12 0 obj\n<< /V (Tom", 500, End.CUT),  # a saved change, half written
        (b"%PDF-1.7", ENDED + b"12 0 obj\n<<>>\nendobj\nstartxref\n", 500, End.CUT),
        (b"%PDF-1.7", ENDED + b"\n--mail boundary--", 500, End.DOUBTFUL),
        (b"%PDF-1.7", ENDED + b"\n12 0", 500, End.DOUBTFUL),  # rubbish, or a change that only begins
        (b"%PDF-1.7", b"startxref\n900\n%%EOF\n", 500, End.DOUBTFUL),
        (b"%PDF-1.7", b"startxref\n0\n%%EOF\n", 500, End.DOUBTFUL),
        (b"%PDF-1.7", b"rest\n%%EOF\n", 500, End.DOUBTFUL),
        (b"%PDF-1.7", b"startxref\n9\n%%EO", 500, End.CUT),
        (LINEAR, ENDED, 499, End.CUT),
        (LINEAR, ENDED, 500, End.WHOLE),
        (LINEAR, ENDED, 600, End.WHOLE),  # filled in and saved behind its old end
    ],
)
def test_ends_of_pdfs(head: bytes, tail: bytes, size: int, end: End) -> None:
    assert end_of(FileKind.PDF, head, tail, size) is end


def test_every_blank_ends_well_and_no_beginning_of_it_does() -> None:
    data = (builders.ROOT / "forms" / "referral.pdf").read_bytes()
    assert ends_well(FileKind.PDF, data[:8192], data[-66000:], len(data))
    for size in range(1, len(data) - 8, 997):
        assert not ends_well(FileKind.PDF, data[: min(size, 8192)], data[:size][-66000:], size)


def test_something_behind_the_end_of_a_zip_is_doubtful() -> None:
    assert end_of(FileKind.DOCX, DOCX, DOCX + b"\r\n") is End.DOUBTFUL


@pytest.mark.parametrize("comment", [b"", b"a comment"])
def test_a_cut_zip_does_not_end_well(comment: bytes) -> None:
    whole = zipped("word/document.xml", comment=comment)
    assert ends_well(FileKind.DOCX, whole[:1024], whole[-1024:])
    for cut in range(1, 22 + len(comment)):
        assert not ends_well(FileKind.DOCX, whole[:1024], whole[:-cut][-1024:])
