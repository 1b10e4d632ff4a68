"""Word to PDF: what comes out is complete, tagged and dead, or there is a reason and no file."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from pipeline.model.errors import ConversionError
from pipeline.papers.making.charts import Bar, bar_chart
from pipeline.papers.making.convert import word_to_pdf
from pipeline.papers.making.convert.accepted import accepted_view
from pipeline.papers.making.convert.words_kept import source_words, words_missing
from pipeline.papers.making.docx_parts import BODY, W, paragraph_text, parse, rezip, unzip
from tests import builders
from tests.papers_helpers import pdf_text, squeezed

ENGINES = ("embedded", "libreoffice")
NS = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def word(*paragraphs: str, xml: str = "", rels: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A Word file: plain paragraphs, then `xml` as it stands; more relationships and parts."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    for text in paragraphs:
        document.add_paragraph(text)
    if xml:
        wrapped = parse_xml(f"<w:body {NS} {nsdecls('r')}>{xml}</w:body>")
        for node in list(wrapped):
            document.element.body.insert(len(document.element.body) - 1, node)
    buffer = io.BytesIO()
    document.save(buffer)
    parts = unzip(buffer.getvalue())
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", rels.encode() + b"</Relationships>")
    return rezip(parts | (extra or {}))


def run(text: str, inside: str = "t") -> str:
    return f'<w:r><w:{inside} xml:space="preserve">{text}</w:{inside}></w:r>'


def shown(docx_bytes: bytes) -> str:
    """The text of the accepted view."""
    root = parse(unzip(accepted_view(docx_bytes))[BODY])
    return "\n".join(paragraph_text(p) for p in root.iter(W + "p"))


# ---- what comes out


@pytest.mark.parametrize("engine", ENGINES)
def test_the_pdf_is_complete_tagged_titled_and_in_english(engine: str) -> None:
    source = word("Zoë Łukasz ŵ ☒ ☐ “quoted” – and ordinary words", "A second paragraph")
    pdf = word_to_pdf(source, engine=engine, title="Themes – Łódź & more")
    assert "Zoë Łukasz ŵ ☒ ☐ “quoted” – and ordinary words" in pdf_text(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert root.MarkInfo.Marked is True
        assert root.StructTreeRoot.Type == "/StructTreeRoot"
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert str(document.docinfo["/Title"]) == "Themes – Łódź & more"
        assert set(document.docinfo) == {"/Title"}
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Themes – Łódź & more"
        fonts = [f for p in document.pages for f in p.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in _descriptor(f) or "/FontFile3" in _descriptor(f) for f in fonts)


def _descriptor(font: pikepdf.Object) -> pikepdf.Object:
    return font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor


def test_the_same_file_gives_the_same_bytes() -> None:
    source = word("A paragraph")
    assert word_to_pdf(source, title="T") == word_to_pdf(source, title="T")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_value_of_a_filled_form_is_drawn(engine: str) -> None:
    form = builders.forms()["referral"]
    items = builders.referral_items(worries="Łukasz < & > “curly” ŵ\nsecond line, Zoë")
    pdf = word_to_pdf(builders.word_form(form, items), engine=engine, title="CRP-2013-014")
    text = squeezed(pdf_text(pdf))
    for name, value in items.items():
        slot = form.slot_by_name[name]
        codes = {c.code: c.label for c in slot.field.choices}
        for line in value.split("\n"):
            assert squeezed(codes.get(line, line)) in text, (name, line)
    ticked = sum(
        len(v.split("\n")) for k, v in items.items() if form.slot_by_name[k].field.kind == "multichoice"
    )
    assert text.count("☒") == ticked
    assert "Clickhere" not in text


@pytest.mark.parametrize("engine", ENGINES)
def test_a_chart_is_in_the_pdf_with_its_alternative_text(engine: str) -> None:
    picture = bar_chart([Bar("Core groups", 2)], "Themes")
    document = docx.Document()
    inline = document.add_picture(io.BytesIO(picture.png), width=Mm(150))
    inline._inline.docPr.set("descr", picture.alt)
    buffer = io.BytesIO()
    document.save(buffer)
    pdf = word_to_pdf(buffer.getvalue(), engine=engine, title="T")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        alternatives = [
            str(o.Alt) for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
        assert alternatives == [picture.alt]


# ---- symbols: text extraction finds words that no reader can see


def test_a_symbol_does_not_turn_its_run_into_boxes() -> None:
    body = unzip(accepted_view(word("Łukasz ☒ yes")))[BODY].decode()
    runs = [
        ("".join(t.text for t in r.iter(W + "t")), r.find(f"{W}rPr/{W}rFonts"))
        for r in parse(body.encode()).iter(W + "r")
    ]
    assert [text for text, _ in runs] == ["Łukasz ", "☒", " yes"]
    assert [f is not None and f.get(W + "ascii") for _, f in runs] == [False, "Noto Sans Symbols 2", False]


def test_the_ticked_box_is_seen_not_only_found() -> None:
    """Rendered to pixels: a ticked box has more ink than an empty one, and the words beside them have ink."""
    pdf = word_to_pdf(word("Łukasz ☒", "Łukasz ☐", "Łukasz"), title="T")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    image = page.render(scale=3).to_pil().convert("L")
    rows = [n for n in range(image.height) if min(image.crop((0, n, image.width, n + 1)).tobytes()) < 128]
    bands: list[list[int]] = []
    for row in rows:
        if bands and row - bands[-1][-1] < 12:
            bands[-1].append(row)
        else:
            bands.append([row])
    ink = [sum(v < 128 for v in image.crop((0, b[0], image.width, b[-1] + 1)).tobytes()) for b in bands]
    document.close()
    assert len(ink) == 3
    assert ink[0] > ink[1] > ink[2] > 300


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="hides the machine's fonts; needs root"
)
def test_a_bare_machine_draws_european_letters_and_refuses_what_it_cannot_draw(tmp_path: Path) -> None:
    (tmp_path / "good.docx").write_bytes(word("Łukasz ŵ Zoë ☒ ђ Ω"))
    (tmp_path / "bad.docx").write_bytes(word("Name: 漢字"))
    script = (
        "import sys; from pathlib import Path; from pipeline.papers.making.convert import *\n"
        "folder = Path(sys.argv[1])\n"
        "(folder / 'good.pdf').write_bytes(word_to_pdf((folder / 'good.docx').read_bytes(), title='T'))\n"
        "try: word_to_pdf((folder / 'bad.docx').read_bytes(), title='bad.docx')\n"
        "except ConversionError as err: print(err)\n"
    )
    shell = 'mount -t tmpfs none /usr/share/fonts && exec "$0" -c "$1" "$2"'
    command = ["unshare", "-m", "sh", "-c", shell, sys.executable, script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=builders.ROOT, check=False)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(f"this machine cannot hide its fonts: {done.stderr.strip()}")
    assert "bad.docx: it has letters for which this computer has no font (漢字)" in done.stdout
    with pikepdf.open(tmp_path / "good.pdf") as document:
        names = {str(f.BaseFont).split("+")[-1] for f in document.pages[0].Resources.Font.values()}
    assert names == {"/LiberationSans", "/NotoSansSymbols2"}


# ---- the accepted view


def test_tracked_changes_are_shown_accepted() -> None:
    who = 'w:id="1" w:author="A" w:date="2013-09-01T00:00:00Z"'
    xml = f"""<w:p>{run("kept ")}<w:ins {who}>{run("added ")}</w:ins><w:del {who}>{run("removed", "delText")}</w:del>
      <w:moveFrom {who}>{run("moved away")}</w:moveFrom><w:moveTo {who}>{run("moved here")}</w:moveTo></w:p>
      <w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>
      <w:tr><w:trPr><w:del {who}/></w:trPr><w:tc><w:p>{run("dead row")}</w:p></w:tc></w:tr>
      <w:tr><w:trPr><w:ins {who}/></w:trPr><w:tc><w:p>{run("new row")}</w:p></w:tc></w:tr></w:tbl>"""
    source = word(xml=xml)
    assert shown(source).split("\n") == ["kept added moved here", "new row"]
    for engine in ENGINES:
        text = pdf_text(word_to_pdf(source, engine=engine, title="T"))
        assert "added" in text
        assert "removed" not in text
        assert "moved away" not in text
        assert "dead row" not in text


def test_comments_and_hidden_text_are_not_shown() -> None:
    xml = (
        f'<w:p><w:commentRangeStart w:id="0"/>{run("seen")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r></w:p>'
    )
    ready = unzip(accepted_view(word(xml=xml, extra={"word/comments.xml": b"<x>secret remark</x>"})))
    assert "word/comments.xml" not in ready
    assert paragraph_text(next(parse(ready[BODY]).iter(W + "p"))) == "seen shown"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_give_way_to_their_text() -> None:
    ticked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    empty = '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>'
    prompt = "<w:showingPlcHdr/>"
    xml = (
        "<w:p>"
        + control(run("inline ") + control(run("nested")))
        + control(run(" Click here"), prompt)
        + control(run("☐"), ticked)
        + control(run("☒"), empty + prompt)
        + "</w:p>"
        + control(f"<w:p>{run('block')}</w:p><w:p>{run('two')}</w:p>")
        + "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
        + control(f"<w:tr><w:tc><w:p>{run('row')}</w:p></w:tc></w:tr>")
        + "<w:tr>"
        + control(f"<w:tc><w:p>{run('cell')}</w:p></w:tc>")
        + "</w:tr></w:tbl>"
    )
    assert shown(word(xml=xml)).split("\n") == ["inline nested☒☐", "block", "two", "row", "cell"]
    text = pdf_text(word_to_pdf(word(xml=xml), title="T"))
    assert [w for w in ("inline nested☒☐", "block", "two", "row", "cell") if w not in text] == []


EXTERNAL = (
    '<Relationship Id="rX1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}" TargetMode="External"/>'
)
PICTURE = """<w:p><w:r><w:drawing>
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:link="rX1"/></pic:blipFill><pic:spPr/></pic:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


@pytest.mark.parametrize("engine", ENGINES)
def test_linked_pictures_are_neither_fetched_nor_copied(tmp_path: Path, engine: str) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(bar_chart([Bar("secret", 1)], "secret").png)
    source = word("Text stays", xml=PICTURE, rels=EXTERNAL.format("image", secret.as_uri()))
    ready = unzip(accepted_view(source))
    assert not any(b"External" in d or b"secret.png" in d or b"rX1" in d for d in ready.values())
    with pikepdf.open(io.BytesIO(word_to_pdf(source, engine=engine, title="T"))) as document:
        assert not any(
            isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image" for o in document.objects
        )


@pytest.mark.parametrize("engine", ENGINES)
def test_links_templates_and_macros_do_not_come_along(engine: str) -> None:
    source = word(
        xml=f'<w:p><w:hyperlink r:id="rX1">{run("a link")}</w:hyperlink></w:p>',
        rels=EXTERNAL.format("hyperlink", "http://example.org/x"),
        extra={
            "word/_rels/settings.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                + EXTERNAL.format("attachedTemplate", "http://example.org/evil.dotm")
                + "</Relationships>"
            ).encode(),
            "word/vbaProject.bin": b"macro",
        },
    )
    ready = unzip(accepted_view(source))
    assert "word/vbaProject.bin" not in ready
    assert not any(b"example.org" in data for data in ready.values())
    pdf = word_to_pdf(source, engine=engine, title="T")
    assert "a link" in pdf_text(pdf)
    assert b"/URI" not in pdf
    assert b"JavaScript" not in pdf


@pytest.mark.parametrize("kind", ["template.main", "document.macroEnabled.main"])
def test_a_template_or_a_file_with_macros_is_drawn_as_a_document(kind: str) -> None:
    parts = unzip(word("Some words"))
    types = parts["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"wordprocessingml." + kind.encode()
    )
    assert types != parts["[Content_Types].xml"]
    pdf = word_to_pdf(rezip(parts | {"[Content_Types].xml": types}), title="T")
    assert "Some words" in pdf_text(pdf)


def test_a_body_of_another_name_is_found() -> None:
    parts = {n.replace("document.xml", "document2.xml"): d for n, d in unzip(word("Some words")).items()}
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")
    assert BODY not in parts
    assert "Some words" in pdf_text(word_to_pdf(rezip(parts), title="T"))


def test_another_document_inside_is_refused_with_what_to_do() -> None:
    with pytest.raises(ConversionError, match=r"form\.docx: .*another document inside.*Open it in Word"):
        word_to_pdf(word("x", xml='<w:altChunk r:id="rX1"/>'), title="form.docx")


# ---- failures


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("data", [b"", b"junk", b"%PDF-1.4", word("x")[:-40]])
def test_what_is_no_word_file_is_named(data: bytes, engine: str) -> None:
    with pytest.raises(ConversionError, match=r"^CRP-2013-014: "):
        word_to_pdf(data, engine=engine, title="CRP-2013-014")


def test_a_lost_word_means_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    less = word_to_pdf(word("The child is safe"), title="T")
    monkeypatch.setattr("pipeline.papers.making.convert._by_rdocx", lambda ready, named: less)
    assert word_to_pdf(word("The child is safe"), title="T")
    with pytest.raises(ConversionError, match=r"T: words of the document are not in the PDF \('not'\)"):
        word_to_pdf(word("The child is not safe"), title="T")
    with pytest.raises(ConversionError, match="'safe'"):
        word_to_pdf(word("The child is safe safe"), title="T")


def test_an_untagged_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.open(io.BytesIO(word_to_pdf(word("x"), title="T"))) as document:
        del document.Root.StructTreeRoot
        out = io.BytesIO()
        document.save(out)
    monkeypatch.setattr("pipeline.papers.making.convert._by_rdocx", lambda ready, named: out.getvalue())
    with pytest.raises(ConversionError, match="without tags"):
        word_to_pdf(word("x"), title="T")


def test_words_are_compared_without_hyphenation_and_page_numbers() -> None:
    assert words_missing(Counter({"safeguarding": 1, "plan": 2}), "safe-\nguarding plan\nplan") == ()
    assert words_missing(Counter({"plan": 3}), "plan plan") == ("plan",)
    field = (
        '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>77</w:t></w:r></w:fldSimple>' + run("kept") + "</w:p>"
    )
    assert source_words(word(xml=field)) == Counter({"kept": 1})


def fake_soffice(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_libreoffice_that_makes_no_file_is_a_failure_even_when_it_says_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_soffice(tmp_path, monkeypatch, "echo strange >&2; exit 0")
    with pytest.raises(ConversionError, match=r"T: LibreOffice made no PDF of it \(strange\)"):
        word_to_pdf(word("x"), engine="libreoffice", title="T")


def test_libreoffice_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_soffice(tmp_path, monkeypatch, f"sleep 300 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(ConversionError, match=r"T: LibreOffice was stopped .* 1 seconds"):
        word_to_pdf(word("x"), engine="libreoffice", title="T", seconds=1)
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        pass
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][:3]
    except OSError:
        return False


def test_each_libreoffice_run_has_its_own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_soffice(tmp_path, monkeypatch, f'echo "$1" >> {tmp_path}/said; exit 1')
    for _ in range(2):
        with pytest.raises(ConversionError):
            word_to_pdf(word("x"), engine="libreoffice", title="T")
    profiles = (tmp_path / "said").read_text().split()
    assert len(set(profiles)) == 2
    assert all(p.startswith("-env:UserInstallation=file://") for p in profiles)


def test_libreoffice_that_is_not_installed_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.papers.making.convert.soffice.shutil.which", lambda name: None)
    with pytest.raises(ConversionError, match="word_engine: embedded"):
        word_to_pdf(word("x"), engine="libreoffice", title="T")


OBJECT = """<w:p><w:r><w:object xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shape><v:imagedata r:id="{}"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rObj"/>
</w:object></w:r><w:r><w:t>beside it</w:t></w:r></w:p>"""
INSIDE = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}"/>'
)


def test_an_embedded_object_leaves_its_picture_and_a_lost_picture_leaves_nothing() -> None:
    rels = INSIDE.format("rPic", "image", "media/p.png") + INSIDE.format(
        "rObj", "oleObject", "embeddings/x.bin"
    )
    extra = {"word/media/p.png": bar_chart([Bar("a", 1)], "T").png, "word/embeddings/x.bin": b"sheet"}
    ready = unzip(accepted_view(word(xml=OBJECT.format("rPic"), rels=rels, extra=extra)))
    assert b"OLEObject" not in ready[BODY]
    assert b"imagedata" in ready[BODY]
    assert "word/embeddings/x.bin" not in ready
    lost = unzip(accepted_view(word(xml=OBJECT.format("rGone"), rels=rels, extra=extra)))[BODY]
    assert b"imagedata" not in lost
    assert b"beside it" in lost


def test_a_picture_that_is_kept_inside_stays_when_its_link_goes() -> None:
    rels = EXTERNAL.format("image", "http://example.org/p.png") + INSIDE.format(
        "rPic", "image", "media/p.png"
    )
    xml = PICTURE.replace('r:link="rX1"', 'r:embed="rPic" r:link="rX1"')
    extra = {"word/media/p.png": bar_chart([Bar("a", 1)], "T").png}
    body = unzip(accepted_view(word(xml=xml, rels=rels, extra=extra)))[BODY]
    assert b"rPic" in body
    assert b"rX1" not in body


def test_protection_and_tracking_are_switched_off() -> None:
    parts = unzip(word("x"))
    more = b'<w:trackRevisions/><w:documentProtection w:edit="forms" w:enforcement="1"/></w:settings>'
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"</w:settings>", more)
    settings = unzip(accepted_view(rezip(parts)))["word/settings.xml"]
    assert b"trackRevisions" not in settings
    assert b"documentProtection" not in settings


def test_entities_and_doubled_parts_are_refused() -> None:
    parts = unzip(word("x"))
    dtd = b'<!DOCTYPE x [<!ENTITY e "boom">]>'
    parts[BODY] = parts[BODY].replace(b"<w:document", dtd + b"<w:document", 1)
    with pytest.raises(ConversionError, match="declares entities"):
        word_to_pdf(rezip(parts), title="T")
    buffer = io.BytesIO(word("x"))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(BODY, b"<other/>")
    with pytest.raises(ConversionError, match="two parts of one name"):
        word_to_pdf(buffer.getvalue(), title="T")


def test_letters_without_a_font_are_counted_as_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    source, seen = word("Name: \u6f22\u5b57 \u2612"), []

    def boxes(pdf: bytes) -> int:
        seen.append(pdf)
        return 2

    monkeypatch.setattr("pipeline.papers.making.convert._boxes", boxes)
    with pytest.raises(ConversionError, match="no font \\(\u6f22\u5b57\\)"):
        word_to_pdf(source, title="T")
    assert word_to_pdf(word("plain \u2612 \U0001f642"), title="T")
    assert len(seen) == 1  # nothing is counted when every letter is our own font's


def test_what_the_engine_cannot_read_is_a_conversion_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.papers.making.convert.accepted_view", lambda data: b"junk")
    with pytest.raises(ConversionError, match="T: the built-in converter could not turn it"):
        word_to_pdf(b"x", title="T")


def test_an_engine_that_gives_no_pdf_is_a_conversion_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.papers.making.convert._by_rdocx", lambda ready, named: b"junk")
    with pytest.raises(ConversionError, match="T: the converter made a PDF that does not open"):
        word_to_pdf(word("x"), title="T")
