"""Old and other text documents through LibreOffice: read like a Word form, nothing fetched on the way."""

from __future__ import annotations

import http.server
import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.answers import Carrier
from pipeline.model.errors import ConversionError, ReadingError, StorageError
from pipeline.office.desk.pages import inert_copy
from pipeline.papers.making.convert import soffice
from pipeline.papers.making.convert.office import office_to_word
from pipeline.papers.making.docx_parts import BODY, unzip
from tests import builders, filled_forms
from tests.intake_helpers import desk_at
from tests.papers_helpers import pdf_text

there = pytest.mark.skipif(not soffice.soffice_there(), reason="LibreOffice is not installed")
FILTERS = {".doc": "doc:MS Word 97", ".rtf": "rtf:Rich Text Format", ".odt": "odt:writer8"}


@pytest.fixture(scope="module")
def saved() -> dict[str, bytes]:
    """The filled referral as LibreOffice saves it in its own format."""
    filled = builders.word_form(builders.forms()["referral"], builders.REFERRAL)
    return {
        ending: soffice._converted(filled, ".docx", FILTERS[ending], ending, "The sample", 60.0)
        for ending in FILTERS
    }


FIELD = rb"Before {\field{\*\fldinst %s}{\fldrslt kept}} after\par "
RTF = rb"{\rtf1\ansi " + FIELD + b"}"


class Counted(http.server.BaseHTTPRequestHandler):
    """Counts what is asked of it."""

    asked: list[str]

    def _answer(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    methods = {f"do_{name}": Counted._answer for name in ("GET", "HEAD", "OPTIONS", "PROPFIND")}
    handler = type("Handler", (Counted,), {"asked": asked, **methods})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/picture.png", asked
        served.shutdown()


def linked_odt(link: str) -> bytes:
    """A text whose picture stands elsewhere."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{oasis}:office:1.0" xmlns:text="{oasis}:text:1.0" '
        f'xmlns:draw="{oasis}:drawing:1.0" xmlns:svg="{oasis}:svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text><text:p>Before'
        '<draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{link}" xlink:type="simple"/></draw:frame> after</text:p>'
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0">{entry.format("/", kind)}'
        f"{entry.format('content.xml', 'text/xml')}</manifest:manifest>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


@there
def test_nothing_is_fetched_from_elsewhere(
    server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    link, asked = server
    monkeypatch.setattr(soffice, "_SETTINGS", ())
    office_to_word(linked_odt(link))
    assert asked  # without its settings LibreOffice does fetch it: the next lines can fail
    monkeypatch.undo()
    asked.clear()
    assert b"after" in unzip(office_to_word(linked_odt(link)))[BODY]
    assert asked == []


@there
def test_a_field_does_not_bring_in_a_picture_of_this_computer(tmp_path: Path) -> None:
    shutil.copy(builders.ROOT / "docs" / "pictures" / "form.png", tmp_path / "here.png")
    written = (b"INCLUDEPICTURE", rb"{\b INCLUDE}PICTURE", rb"INCLUDE\'50ICTURE")
    picture = b' "' + (tmp_path / "here.png").as_uri().encode() + rb'" \\d'
    parts = unzip(
        office_to_word(rb"{\rtf1\ansi " + b"".join(FIELD % (one + picture) for one in written) + b"}")
    )
    assert parts[BODY].count(b"after") == len(written)
    assert [name for name in parts if "media" in name] == []


@there
def test_form_fields_of_rich_text_stay() -> None:
    field = rb"FORMTEXT {\*\formfield{\fftype0{\*\ffname ref_name}}}"
    body = unzip(office_to_word(RTF % field))[BODY]
    assert b"FORMTEXT" in body
    assert b"ref_name" in body


@there
@pytest.mark.parametrize(
    "damaged", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), b"PK\3\4" + bytes(400)]
)
def test_what_libreoffice_cannot_open_is_told(damaged: bytes) -> None:
    with pytest.raises(ReadingError, match=r"could not open it.*save it as \.docx or PDF"):
        office_to_word(damaged)


def test_without_libreoffice_it_says_how_to_save(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.papers.making.convert.soffice.shutil.which", lambda name: None)
    with pytest.raises(
        ReadingError, match=r"Rich text file .*where LibreOffice is installed.* save it as \.docx"
    ):
        office_to_word(RTF)


def test_slowness_and_a_full_disk_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 300\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(ReadingError, match=r"needed more than 0\.2 seconds"):
        office_to_word(RTF, seconds=0.2)

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.papers.making.convert.office.soffice_word", full)
    with pytest.raises(StorageError):
        office_to_word(RTF)


@there
def test_the_desk_reads_every_answer(tmp_path: Path, saved: dict[str, bytes]) -> None:
    case = filled_forms.FilledForm("x", builders.forms()["referral"], builders.REFERRAL)
    with desk_at(tmp_path) as desk:
        for ending, data in saved.items():
            answers = desk.read(data, f"referral{ending}")
            assert filled_forms.compare(case, answers).misses == ()
            assert answers.carrier is Carrier.WORD
            assert "read through LibreOffice" in answers.remarks[0]


@there
def test_the_desk_makes_its_pages(
    tmp_path: Path, saved: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk_at(tmp_path) as desk:
        source = tmp_path / "source"
        source.write_bytes(saved[".doc"])
        kept = desk.originals.keep(source)
        pages = inert_copy(desk, kept, "office", "The referral")
        assert pages is not None
        assert "Łukasz Wiśniak" in pdf_text(pages)
        monkeypatch.setattr("pipeline.papers.making.convert.soffice.shutil.which", lambda name: None)
        assert inert_copy(desk, kept, "office", "The referral") == pages  # kept
        source.write_bytes(saved[".rtf"])
        with pytest.raises(ConversionError, match="The referral: Rich text file"):
            inert_copy(desk, desk.originals.keep(source), "office", "The referral")
