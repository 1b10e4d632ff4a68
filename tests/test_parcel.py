"""papers/reading/parcel: what e-mails, Outlook messages, winmail.dat and packed folders hold, within limits."""

from __future__ import annotations

import base64
import binascii
import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.parcel import Parcel, Role, open_parcel
from pipeline.papers.reading.parcel.parts import clean_name, sorted_part
from pipeline.papers.reading.parcel.signed import signed_content
from pipeline.papers.reading.parcel.texts import text_of_html
from pipeline.papers.sandbox import Sandbox
from tests import builders
from tests.parcels import mail, outlook, packed, png, squeezed, winmail

CORPUS = builders.ROOT.parent / "shared" / "corpus"
PDF = b"%PDF-1.7 a form\nstartxref\n9\n%%EOF\n"


def roles(parcel: Parcel) -> list[tuple[str, str]]:
    return [(p.name, p.role.name) for p in parcel.parts]


def refused(data: bytes, name: str) -> str:
    with pytest.raises(ReadingError) as caught:
        open_parcel(data, name)
    assert caught.value.why and caught.value.remedy
    return str(caught.value)


def test_an_email_with_a_form_a_signature_and_a_card() -> None:
    data = mail(
        ("Überweisung Łukasz.pdf", PDF),
        ("card.vcf", b"BEGIN:VCARD"),
        ("invite.ics", b"BEGIN:VCALENDAR"),
        ("nothing.pdf", b""),
        inline=[("logo", png())],
    )
    parcel = open_parcel(data, "mail.eml")
    assert roles(parcel) == [
        ("text of the e-mail", "TEXT"),
        ("text of the e-mail, as a web page", "TEXT"),
        ("part 3.png", "PASSED_OVER"),
        ("Überweisung Łukasz.pdf", "FORM"),
        ("card.vcf", "PASSED_OVER"),
        ("invite.ics", "PASSED_OVER"),
        ("nothing.pdf", "PASSED_OVER"),
    ]
    assert all(p.reason for p in parcel.parts if p.role is Role.PASSED_OVER)
    assert parcel.parts[3].data == PDF
    assert parcel.letter is not None
    assert parcel.letter.sender == "Megan Prosser <megan.prosser@health.example.org>"
    assert parcel.letter.sent == datetime(2013, 9, 2, 7, 40, tzinfo=UTC) and parcel.letter.arrived is None


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename*=UTF-8''Si%C3%A2n%20form.pdf", "Siân form.pdf"),
        (b"attachment; filename*0*=utf-8''Si%C3%A2n; filename*1*=%20form.pdf", "Siân form.pdf"),
        (b'attachment; filename="=?utf-8?B?U2nDom4gZm9ybS5wZGY=?="', "Siân form.pdf"),
        (b'attachment; filename="=?iso-8859-1?Q?Si=E2n_form.pdf?="', "Siân form.pdf"),
        (b'attachment; filename="Si\xc3\xa2n form.pdf"', "Siân form.pdf"),
        (b'attachment; filename="Si\xe2n form.pdf"', "Siân form.pdf"),
        (b'attachment; filename="=?no-such-charset?Q?Sian?= form.pdf"', "Sian form.pdf"),
        (b"attachment", "part 1.pdf"),
        (b'attachment; filename="..\\\\..\\\\..\\\\etc/passwd"', "etc/passwd"),
        (b'attachment; filename="a\xe2\x80\xaefdp.exe"', "a fdp.exe"),
        (b'attachment; filename="a\0b.pdf"', "a b.pdf"),
        (b"attachment; filename=" + b"n" * 400 + b".pdf", "n" * 195 + "….pdf"),
    ],
)
def test_names_however_they_are_written(header: bytes, name: str) -> None:
    body = b"From: a@example.org\r\nContent-Type: application/pdf\r\nContent-Disposition: " + header
    data = body + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(PDF)
    (part,) = open_parcel(data, "mail.eml").parts
    assert part.name == name and part.data == PDF and part.role is Role.FORM


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (b"Content-Type: text/plain; charset=iso-8859-1", b"Si\xe2n", "Siân"),
        (b"Content-Type: text/plain; charset=utf-8", b"Si\xe2n \x96", "Siân –"),  # not what it says it is
        (b"Content-Type: text/plain; charset=klingon", "Łukasz".encode(), "Łukasz"),
        (b"Content-Type: text/plain", "Łukasz".encode(), "Łukasz"),
        (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable", b"Si=C3=A2n=", "Siân"),
        (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", b"U2lhbg", "Sian"),
        (b"X-Other: 1", b"plain", "plain"),
        (b"Content-Type: text/html", b"<p>Si&acirc;n<p>O&#8217;Brien", "Siân\nO’Brien"),
    ],
)
def test_texts_however_they_are_written(head: bytes, body: bytes, text: str) -> None:
    (part,) = open_parcel(b"Subject: x\r\n" + head + b"\r\n\r\n" + body, "mail.eml").parts
    assert part.role is Role.TEXT and part.data.decode() == text


def test_a_web_page_as_text_keeps_rows_together_and_hides_what_is_not_shown() -> None:
    html = (
        "<html><head><title>no</title><style>p {}</style></head><body><p>Hello<br>there</p><table>\n<tr>\n"
        "<td>\n<p>Name</p></td><td><p>Zoë &amp; Co</p><p>second line</p></td></tr><tr><td>Born</td><td></td>"
        "<td>x</td></tr></table><script>alert(1)</script><img src='http://example.org/t.png'>end"
        "<!-- not this --><![if !vml]> 3 < 4<![endif]>"
    )
    assert text_of_html(html) == "Hello\nthere\n\nName\tZoë & Co\nsecond line\n\nBorn\t\tx\n\nend 3 < 4"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Name: <s>Megan <b>P</b></s> Anna</p>", "Name: [crossed out: Megan P] Anna"),
        (
            "<p>Name: <span style='color:red;TEXT-DECORATION: line-through'>Megan</span> Anna",
            "Name: [crossed out: Megan] Anna",
        ),
        ("<del>Megan</del>", "[crossed out: Megan]"),
        ("<div style='display:none'>not <div>this</div> nor this<br></div>but this", "but this"),
        ("<p hidden>not this<p>but this", "but this"),
        ("<span style='font-size:0px;color:red'>not this</span> but this", "but this"),
        ("<span style='font-size:0.9em; visibility:visible'>this</span>", "this"),
        ("<img style='display:none'>this", "this"),
    ],
)
def test_a_web_page_as_text_tells_what_is_crossed_out_and_leaves_out_what_is_hidden(
    html: str, text: str
) -> None:
    assert text_of_html(html) == text


def test_messages_inside_messages_keep_their_very_bytes() -> None:
    inner = mail(("form.pdf", PDF), subject="inner")
    data = (
        b"From: colleague@example.org\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="=_o"\r\n\r\n--=_o\r\n'
        b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--=_o\r\n"
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(inner)
        + b"\r\n--=_o\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.0.0\r\n--=_o--\r\n"
    )
    parcel = open_parcel(data, "mail.eml")
    assert [p.role.name for p in parcel.parts] == ["CONTAINER", "CONTAINER", "PASSED_OVER"]
    assert parcel.parts[0].data == inner == parcel.parts[1].data
    again = open_parcel(parcel.parts[0].data, parcel.parts[0].name)
    assert (
        ("form.pdf", "FORM") in roles(again) and again.letter is not None and again.letter.subject == "inner"
    )


def test_dates() -> None:
    def letter(*headers: str) -> tuple[datetime | None, datetime | None]:
        found = open_parcel("\r\n".join(("From: a@example.org", *headers, "", "x")).encode(), "m.eml").letter
        assert found is not None
        return found.sent, found.arrived

    at = datetime(2013, 9, 3, 22, 30, tzinfo=UTC)
    assert letter("Date: Tue, 3 Sep 2013 23:30:00 +0100") == (at, None)
    assert letter("Date: Tue, 3 Sep 2013 22:30:00 -0000 (a comment)") == (at, None)
    assert letter("Date: 2013-09-03T22:30:00Z") == (at, None)
    for wrong in ("yesterday", "Tue, 99 Sep 2013 23:30:00 +0100", "", "Fri, 31 Dec 9999 23:00:00 -1400"):
        assert letter(f"Date: {wrong}") == (None, None)
    received = "Received: from a by b; Tue, 3 Sep 2013 23:30:00 +0100"
    assert letter(received, "Received: from c by d; Mon, 2 Sep 2013 08:00:00 +0100") == (None, at)


def test_a_subject_cannot_pretend_to_be_headers_and_is_cut() -> None:
    subject = "=?utf-8?q?Hello=0D=0ABcc=3A_x=40example=2Eorg=E2=80=AE?="
    letter = open_parcel(f"Subject: {subject}\r\n\r\nx".encode(), "m.eml").letter
    assert letter is not None and letter.subject == "Hello Bcc: x@example.org"
    long = open_parcel(b"Subject: " + b"a" * (1 << 20) + b"\r\n\r\nx", "m.eml").letter
    assert long is not None and len(long.subject) == 300


@pytest.mark.parametrize(
    ("name", "data", "inline", "role"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"x" * 40_000, False, Role.PICTURE),
        ("page.png", png(1240, 1754, noise=20_000), False, Role.PICTURE),
        ("page.png", png(1240, 1754, noise=20_000), True, Role.PICTURE),  # pasted into the text
        ("banner.png", png(1200, 200, noise=20_000), False, Role.PASSED_OVER),
        ("tiny.png", png(1240, 1754), False, Role.PASSED_OVER),
        ("scan.tif", b"II*\0" + b"x" * 40_000, False, Role.PICTURE),
        ("smile.gif", b"GIF89a" + struct.pack("<HH", 16, 16) + b"x" * 50_000, False, Role.PASSED_OVER),
        ("page.gif", b"GIF89a" + struct.pack("<HH", 900, 1200) + b"x" * 50_000, False, Role.FORM),
        ("form.docx", packed(("[Content_Types].xml", b"x")), False, Role.FORM),
        ("winmail.dat", winmail(), False, Role.CONTAINER),
        ("all.zip", packed(("a", b"b")), False, Role.CONTAINER),
        ("smime.p7s", b"0\x80", False, Role.PASSED_OVER),
        ("folder/Form.password.txt", b"secret", False, Role.PASSED_OVER),
        ("strange.bin", b"\x00\x01", False, Role.FORM),
    ],
)
def test_what_a_part_is(name: str, data: bytes, inline: bool, role: Role) -> None:
    media = "image/gif" if name.endswith("gif") else "application/octet-stream"
    assert sorted_part(name, data, media, inline=inline).role is role


def test_a_picture_counts_as_inline_only_when_the_text_shows_it() -> None:
    page = png(1240, 1754, noise=20_000)
    shown = open_parcel(mail(inline=[("page", page)]), "m.eml").parts[2]
    assert shown.role is Role.PICTURE and shown.inline
    beside = mail(inline=[("page", page)]).replace(b"cid:page", b"cid:other")
    assert not open_parcel(beside, "m.eml").parts[2].inline


def test_names_are_labels_never_paths() -> None:
    assert clean_name("../../etc/passwd") == "etc/passwd"
    assert clean_name("C:\\Users\\x\\form.pdf") == "C:/Users/x/form.pdf"
    assert clean_name("\0\u202e") == "without a name"
    assert clean_name("a\ud800b.pdf") == "a?b.pdf"


def test_winmail() -> None:
    parcel = open_parcel(winmail(("Långt namn på formulär.pdf", PDF), text="Hej då"), "winmail.dat")
    assert roles(parcel) == [("text of the e-mail", "TEXT"), ("Långt namn på formulär.pdf", "FORM")]
    assert parcel.parts[1].data == PDF and parcel.parts[0].data.decode() == "Hej då"
    whole = winmail(("form.pdf", PDF))
    assert "damaged" in refused(whole[:-20], "winmail.dat")
    assert "damaged" in refused(whole.replace(b"a form", b"b form"), "winmail.dat")  # its sum tells
    for cut in range(6, len(whole), 7):  # never anything but a reason or fewer parts
        try:
            open_parcel(whole[:cut], "winmail.dat")
        except ReadingError as err:
            assert "damaged" in err.why


RICH = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial CE;}}{\*\generator Word;}\uc1 "
    rb"Zo\'eb \u321?ukasz {\f1\'a3}\par\trowd Surname\cell Ellery {\strike Ellary}\cell\row {\v hidden}1 < 2 \{x\}\par}"
)
PACKED = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Surname: "
    rb"{\*\htmltag84 &lt;}{\*\htmltag84 <s>}\htmlrtf {\strike \htmlrtf0 Ellary\htmlrtf }\htmlrtf0 "
    rb"{\*\htmltag92 </s>} Ellery{\*\htmltag72 </p>}\htmlrtf \par}\htmlrtf0 }"
)


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (RICH, "Zoë Łukasz Ł\n\nSurname\tEllery [crossed out: Ellary]\n\n1 < 2 {x}"),
        (PACKED, "Surname: <[crossed out: Ellary] Ellery"),
        (
            rb"{\rtf1\ansi\fromtext One\par Two \u-10179?\u-8694?}",
            "One\nTwo \N{SMILING FACE WITH SMILING EYES}",
        ),
    ],
)
def test_a_message_that_is_only_rich_text_is_read(rich: bytes, text: str) -> None:
    message = outlook(p0037001F="Referral", p10090102=squeezed(rich))
    for parcel in (open_parcel(message, "m.msg"), open_parcel(winmail(rich=rich), "winmail.dat")):
        assert [(p.role, p.data.decode().strip()) for p in parcel.parts if p.data] == [(Role.TEXT, text)]


def test_rich_text_that_is_damaged_is_a_part_that_a_person_is_told_of() -> None:
    broken = squeezed(RICH)[:-6] + b"broken"
    endless = squeezed(RICH)[:4] + struct.pack("<I", 4 << 20) + squeezed(RICH)[8:]
    for damaged in (broken, broken[:40], squeezed(RICH)[:8], endless):
        (part,) = (p for p in open_parcel(outlook(p10090102=damaged), "m.msg").parts if p.data)
        assert (part.name, part.role) == ("text of the message.rtf", Role.FORM)
    known = outlook(p1000001F="Dear colleague", p10090102=broken)
    assert roles(open_parcel(known, "m.msg")) == [("text of the e-mail", "TEXT")]


def test_files_written_into_the_text_are_parts() -> None:
    lines = [binascii.b2a_uu(PDF[at : at + 45]).decode().rstrip() for at in range(0, len(PDF), 45)]
    block = "\n".join(("begin 644 Our form.pdf", *lines, "`", "end"))
    parcel = open_parcel(mail(text=f"Dear colleague,\n\n{block}\n\nKind regards\n"), "mail.eml")
    assert roles(parcel) == [("text of the e-mail", "TEXT"), ("Our form.pdf", "FORM")]
    assert parcel.parts[1].data == PDF
    assert parcel.parts[0].data.decode().split() == ["Dear", "colleague,", "Kind", "regards"]
    cut = open_parcel(mail(text="begin 644 form.pdf\n" + lines[0]), "mail.eml")
    assert [p.data for p in cut.parts if p.role is Role.FORM] == [PDF[:45]]
    plain = "begin 644 of the work\nas soon as you can\nend\n"
    assert roles(open_parcel(mail(text=plain), "mail.eml")) == [("text of the e-mail", "TEXT")]


def test_packed_folders() -> None:
    needless = (("Thumbs.db", b"x"), ("__MACOSX/._a", b"x"))
    parcel = open_parcel(packed(("forms/", b""), ("forms/ä.pdf", PDF), *needless), "a.zip")
    assert roles(parcel) == [
        ("forms/ä.pdf", "FORM"),
        ("Thumbs.db", "PASSED_OVER"),
        ("__MACOSX/._a", "PASSED_OVER"),
    ]


def lying(size: int) -> bytes:
    """A packed folder whose list says that its file has another size."""
    data = bytearray(packed(("a.txt", b"x" * 1000)))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    data[22:26] = struct.pack("<I", size)
    return bytes(data)


def bomb(megabytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open("a.pdf", "w") as file:
        for _ in range(megabytes):
            file.write(bytes(1 << 20))
    return out.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(packed(("form.pdf", PDF)))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (encrypted_zip(), "locked with a password"),
        (packed(("[Content_Types].xml", b""), ("word/document.xml", b"")), "no folder of files"),
        (packed(*((f"{n}.pdf", b"x") for n in range(501))), "501 files"),
        (packed(("a.pdf", PDF)) + packed(("b.pdf", PDF)), "more in the file than its list"),
        (packed(("a.pdf", PDF))[:-30] + b"PK\x05\x06" + bytes(18), "more in the file than its list"),
        (lying(10), "damaged"),
        (lying(2000), "damaged"),
        (lying(200 << 20), "far more than forms"),
        (bomb(101), "far more than forms"),
        (b"PK\x03\x04" + bytes(500), "damaged"),
    ],
)
def test_packed_folders_that_are_refused(data: bytes, words: str) -> None:
    assert words in refused(data, "a.zip")


def test_too_many_parts_and_too_deep() -> None:
    many = (
        b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * 3000
        + b"--b--\n"
    )
    assert "3000 parts" in refused(many, "m.eml")
    deep = b"From: a@example.org\n"
    for n in range(5000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    assert "more deeply" in refused(deep, "m.eml")


def test_an_encrypted_or_broken_email_says_so() -> None:
    sealed = b"From: a@example.org\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB"
    assert "encrypted" in refused(sealed, "m.eml")
    pgp = b"From: a@example.org\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n"
    assert "encrypted" in refused(pgp, "m.eml")
    assert "does not begin as an e-mail" in refused(b"hello there", "m.eml")
    assert "neither" in refused(b"hello", "m.txt")
    assert "damaged" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "m.msg")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("detached", [True, False])
def test_a_signed_email_is_read_through(tmp_path: Path, detached: bool) -> None:
    entity = tmp_path / "entity"
    entity.write_bytes(b"Content-Type: application/pdf; name=form.pdf\r\n\r\n" + PDF.replace(b"\n", b"\r\n"))
    key, certificate, out = (str(tmp_path / n) for n in ("key", "certificate", "out"))
    subject = ["-subj", "/CN=Invented", "-days", "2", "-newkey", "rsa:2048", "-nodes"]
    make = ["openssl", "req", "-x509", *subject, "-keyout", key, "-out", certificate]
    sign = ["openssl", "cms", "-sign", "-in", str(entity), "-signer", certificate, "-inkey", key, "-binary"]
    sign += ["-outform", "SMIME", *([] if detached else ["-nodetach"]), "-out", out]
    for command in (make, sign):
        subprocess.run(command, check=True, capture_output=True)
    parcel = open_parcel(b"From: a@example.org\r\n" + Path(out).read_bytes(), "m.eml")
    forms = [p for p in parcel.parts if p.role is Role.FORM]
    assert [p.name for p in forms] == ["form.pdf"] and PDF.split(b"\n")[0] in forms[0].data
    assert all(p.role is Role.PASSED_OVER for p in parcel.parts if p not in forms)


def test_what_is_not_signed_is_not_understood() -> None:
    for data in (
        b"",
        b"0\x80",
        b"0\x03\x06\x01\x00",
        b"\x30\x84\xff\xff\xff\xff" + bytes(50),
        b"0\x80" * 1000,
    ):
        assert signed_content(data) is None


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(20, 1024, ("pipeline.papers.reading.parcel.eml",)) as made:
        yield made


def test_an_email_of_90_megabytes_is_opened_within_the_limits(sandbox: Sandbox) -> None:
    attachment = b"%PDF-1.7\n" + bytes(range(256)) * ((66 << 20) // 256)
    head = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    form = b"Content-Type: application/pdf; name=f.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    data = head + form + base64.encodebytes(attachment) + b"\r\n--b--\r\n"
    assert len(data) > 88 << 20
    (part,) = sandbox.call(open_parcel, data, "m.eml").parts
    assert part.data == attachment


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: application/pdf;" + b' a="' * 300_000,
        b"Content-Disposition: attachment; filename=" + b"=?utf-8?q?a?= " * 80_000,
        b"Content-Type: multipart/mixed; boundary=" + b"a" * (1 << 20),
        b"Date: " + b"1" * (1 << 20),
        b"From: " + b"<" * (1 << 20),
        b"Received: " + b"(" * (1 << 20),
        b"Content-Type: text/html\n\n" + b"<p <p <!-- " * 300_000,
        b"Content-Type: text/html\n\n" + b"<s>x<b hidden>" * 80_000,
    ],
)
def test_endless_headers_take_no_time(sandbox: Sandbox, head: bytes) -> None:
    assert sandbox.call(open_parcel, b"Subject: x\n" + head + b"\n\nx", "m.eml").parts


def real_messages() -> list[Path]:
    return sorted(p for p in CORPUS.rglob("*") if p.suffix in (".eml", ".msg")) if CORPUS.is_dir() else []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the collection of real files (../shared/corpus) is not here")
@pytest.mark.parametrize("path", real_messages(), ids=lambda p: p.name)
def test_a_real_message_is_opened_or_refused_with_a_reason(path: Path) -> None:
    try:
        parcel = open_parcel(path.read_bytes(), path.name)
    except ReadingError as err:
        assert err.why and err.remedy
        assert path.name.endswith(("mail_broken.eml", "eml_empty.eml", "fake-encrypted.eml"))
    else:
        assert parcel.parts and parcel.letter is not None
        assert all(p.reason for p in parcel.parts if p.role is Role.PASSED_OVER)
