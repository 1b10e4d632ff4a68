"""Thirty templates and more, each broken in another way: every fault names its file, its place and what to do."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.model.errors import CheckFailedError, TemplateError
from pipeline.papers.making.docx_parts import BODY, W, paragraph_text, parse, rezip, unparse, unzip
from pipeline.papers.making.word import WordProperties, render_word, template_faults
from tests.invitation_helpers import done, run
from tests.papers_helpers import TEMPLATES
from tests.test_word import PROPERTIES, SAMPLES

Parts = dict[str, bytes]
Break = Callable[[Parts], Parts | bytes]
THEMES, LEADERSHIP, REPORT = "themes.docx", "leadership.docx", "quarterly-report.docx"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
RELS = "word/_rels/document.xml.rels"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def letter(kind: str) -> str:
    return f"letters/{kind}.docx"


# -- ways to break one -----------------------------------------------------------------------------------------


def change(doing: Callable[[Any], None], part: str = BODY) -> Break:
    def broken(parts: Parts) -> Parts:
        root = parse(parts[part])
        doing(root)
        return {**parts, part: unparse(root)}

    return broken


def retyped(old: str, new: str, part: str = BODY) -> Break:
    """The first paragraph that holds some words, with other words in their place."""

    def doing(root: Any) -> None:
        found = next(p for p in root.iter(W + "p") if old in paragraph_text(p))
        text = paragraph_text(found).replace(old, new, 1)
        first, *rest = found.iter(W + "t")
        first.text = text
        for other in rest:
            other.text = ""

    return change(doing, part)


def added(before: str, *texts: str) -> Break:
    """Paragraphs typed in above the first one that holds some words."""

    def doing(root: Any) -> None:
        found = next(p for p in root.iter(W + "p") if before in paragraph_text(p))
        for text in texts:
            found.addprevious(paragraph(text))

    return change(doing)


def paragraph(text: str) -> Any:
    made = etree.Element(W + "p")
    etree.SubElement(etree.SubElement(made, W + "r"), W + "t").text = text
    return made


def row_taken(words: str) -> Break:
    def doing(root: Any) -> None:
        row = next(r for r in root.iter(W + "tr") if words in "".join(map(paragraph_text, r.iter(W + "p"))))
        row.getparent().remove(row)

    return change(doing)


def in_row(words: str, cell: int, text: str) -> Break:
    """Words typed into a cell of the first row that holds others."""

    def doing(root: Any) -> None:
        row = next(r for r in root.iter(W + "tr") if words in "".join(map(paragraph_text, r.iter(W + "p"))))
        list(row.iter(W + "tc"))[cell].append(paragraph(text))

    return change(doing)


def both(*breaks: Break) -> Break:
    def broken(parts: Parts) -> Parts | bytes:
        for one in breaks:
            assert isinstance(parts, dict)
            parts = one(parts)  # type: ignore[assignment]
        return parts

    return broken


def beside(xml: str) -> Break:
    """Something put behind the first paragraph's words."""

    def doing(root: Any) -> None:
        next(p for p in root.iter(W + "p") if "{{ title" in paragraph_text(p)).append(etree.fromstring(xml))

    return change(doing)


def run_of(inner: str, properties: str = "") -> str:
    return f'<w:r xmlns:w="{W[1:-1]}"><w:rPr>{properties}</w:rPr>{inner}</w:r>'


def linked(target: str, mode: str = "") -> Break:
    link = f'<Relationship Id="rId99" Type="{IMAGE}" Target="{target}"{mode}/></Relationships>'
    return lambda parts: {**parts, RELS: parts[RELS].replace(b"</Relationships>", link.encode())}


def typed_as(kind: str) -> Break:
    new = f"application/{kind}.main+xml".encode()
    old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    name = "[Content_Types].xml"
    return lambda parts: {**parts, name: parts[name].replace(old, new)}


def another(data: bytes) -> Break:
    return lambda _: data


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


LOGO = '<wp:docPr id="9" name="Logo" descr="{{ panel }}"/>'
PICTURE = f'<w:drawing><wp:inline xmlns:wp="{WP}">{LOGO}</wp:inline></w:drawing>'
FIELD = f'<w:fldSimple xmlns:w="{W[1:-1]}" w:instr=" MERGEFIELD title "/>'
COMMENT = run_of('<w:commentReference w:id="0"/>')
NOT_READ = "this template cannot be read: it is "
RESTORE = "copy the template from a new workspace made with `pipeline init`"

# name, how it is broken, its place, what is said
BROKEN: dict[str, tuple[str, Break, str, str]] = {
    "a name misspelt": (THEMES, retyped("theme.heading", "theme.heding"), "paragraph 4",
        "{{ theme.heding }}: no such name 'heding'; did you mean 'heading'?"),
    "a name in capitals": (LEADERSHIP, retyped("{{ title }}", "{{ Title }}"), "paragraph 1",
        "{{ Title }}: no such name 'Title'; did you mean 'title'?"),
    "a name of another template": (THEMES, added("{{ board", "{{ activity }}"), "paragraph 2",
        "no such name 'activity'; known here: board, day, day_short, district, marking, panel"),
    "a name of one letter's recipient": (letter("chaser"), added("{{ today", "{{ recipients }}"), "paragraph",
        "no such name 'recipients'; did you mean 'recipient'?"),
    "a brace too few at the end": (letter("invitation"), retyped("{{ panel }}", "{{ panel }"), "paragraph 1",
        "{{ panel }: a tag is begun or ended by '{{' but its other end is missing: a tag looks like {{ ... }}"),
    "a brace too few at the beginning": (letter("reminder"), retyped("{{ panel }}", "{ panel }}"), "paragraph 1",
        "but its other end is missing"),
    "single braces": (letter("moved"), retyped("{{ panel }}", "{ panel }"), "paragraph 1",
        "{ panel }: this is no tag and would be printed as it stands: write {{ panel }}"),
    "braces that were parted": (letter("deferred"), retyped("{{ panel }}", "{ { panel } }"), "paragraph 1",
        "would be printed as it stands: write {{ panel }}"),
    "a mail merge's brackets": (letter("declined"), retyped("{{ panel }}", "«panel»"), "paragraph 1",
        "«panel»: this is no tag and would be printed as it stands: write {{ panel }}"),
    "square brackets": (letter("withdrawn"), retyped("{{ panel }}", "[panel]"), "paragraph 1",
        "[panel]: this is no tag and would be printed as it stands: write {{ panel }}"),
    "a mail merge's field": (THEMES, beside(FIELD), "paragraph 1",
        "MERGEFIELD title: this is a field of Word, which the program does not fill: type a tag as text"),
    "a tag in a field's code": (LEADERSHIP, beside(run_of("<w:instrText>{{ title }}</w:instrText>")), "paragraph 1",
        "this is a field of Word, which the program does not fill"),
    "a tag in a picture's description": (THEMES, beside(run_of(PICTURE)), "paragraph 1",
        "a tag in a picture's description is not filled: describe the picture in plain words"),
    "a loop that is not closed": (THEMES, retyped("{%p endfor %}", ""), "paragraph",
        "this is never closed: write {% endfor %} where it should end"),
    "an end without a beginning": (THEMES, added("{{ board", "{%p endfor %}"), "paragraph 2",
        "this closes a {% for %}, but none is open: put that back, or take this out"),
    "an end whose loop was taken out": (LEADERSHIP, row_taken("{%tr for"), "table 1, row 3",
        "this closes a {% for %}, but the open one is {%p if actions %} in paragraph"),
    "loops that cross": (THEMES, added("{{ board", "{%p for t in themes %}", "{%p if t.heading %}", "{%p endfor %}",
        "{%p endif %}"), "paragraph 4", "but the open one is {%p if t.heading %} in paragraph 3"),
    "a row's end in a paragraph": (REPORT, retyped("{%tr endfor %}", "{%p endfor %}"), "table 2, row 4",
        "begins with '{%tr' and must end with '{%tr' in the same table"),
    "a row's tag outside a table": (THEMES, retyped("{%p for theme", "{%tr for theme"), "paragraph 3",
        "{%tr repeats a table row or cell, but this is not in a table"),
    "a row's tag in the row that it repeats": (LEADERSHIP, both(row_taken("{%tr endfor"), in_row("{{ row", 3,
        "{%tr endfor %}")), "table 1, row 3",
        "stands in the same row and would be lost: the tag needs a row of its own"),
    "words beside a row's tag": (REPORT, in_row("{%tr for", 0, "Total"), "table 2, row 2",
        "“Total” stands in the same row and would be lost: the tag needs a row of its own"),
    "words beside a paragraph's tag": (THEMES, retyped("{%p for theme in themes %}",
        "Our themes: {%p for theme in themes %}"), "paragraph 3",
        "“Our themes:” stands in the same paragraph and would be lost: the tag needs a paragraph of its own"),
    "a list printed whole": (THEMES, retyped("{{ point }}", "{{ theme.points }}"), "paragraph 6",
        "this is a list: write {{ theme.points|join('; ') }} or go through it with {%p for one in theme.points %}"),
    "a thing with parts printed whole": (THEMES, retyped("{{ theme.heading }}", "{{ theme }}"), "paragraph 4",
        "this has parts: say which, theme.heading, theme.points"),
    "things with parts joined": (LEADERSHIP, retyped("{{ board }}", "{{ actions|join(', ') }}"), "paragraph 2",
        "these have parts, and cannot be joined as they are: go through them with {%p for one in ... %}"),
    "something that is no list gone through": (THEMES, retyped("in themes", "in title"), "paragraph 3",
        "'title' is not a list, so it cannot be gone through"),
    "a filter misspelt": (REPORT, retyped("{{ panel }}", "{{ panel|uper }}"), "paragraph 2",
        "no such filter 'uper'; did you mean 'upper'?"),
    "a filter that does not fit": (LEADERSHIP, retyped("{{ title }}", "{{ title|round }}"), "paragraph 1",
        "a filter or sign in it does not fit what it is given. Leave it out"),
    "a step misspelt": (THEMES, retyped("{%p for theme", "{%p foreach theme"), "paragraph 3",
        "no such step 'foreach'; did you mean 'for'?"),
    "a space too many": (THEMES, retyped("{%p for theme", "{% p for theme"), "paragraph 3",
        "no such step 'p'; did you mean '{%p for'?"),
    "an end in two words": (REPORT, retyped("endfor", "end for"), "paragraph", "did you mean 'endfor'?"),
    "a sign too many": (THEMES, retyped("in themes %}", "in themes: %}"), "paragraph 3",
        "this cannot be read: “:” does not belong there"),
    "a new line in a tag": (THEMES, beside(run_of("<w:t>{{ pa</w:t><w:br/><w:t>nel }}</w:t>")), "paragraph 1",
        "there is a new line inside the tag; write it in one line"),
    "smart quotes that were not closed": (THEMES, retyped("{{ point }}", "{{ theme.points|join(“; ) }}"),
        "paragraph 6", "something is missing in it, such as a bracket, a quotation mark or a name"),
    "more than a list has": (THEMES, retyped("{{ title }}", "{{ themes[7].heading }}"), "paragraph 1",
        "this asks for something that is not always there: a list may be shorter"),
    "a fault in the header": (LEADERSHIP, retyped("{{ marking", "{{ markng", "word/header1.xml"),
        "header, paragraph 1", "no such name 'markng'; did you mean 'marking'?"),
    "a fault in the footer": (letter("thank-you"), retyped("{{ marking", "{{ markings", "word/footer1.xml"),
        "footer, paragraph 1", "no such name 'markings'; did you mean 'marking'?"),
    "a fault in a text box": (THEMES, beside(run_of(
        "<w:pict><w:txbxContent><w:p><w:r><w:t>{{ titel }}</w:t></w:r></w:p></w:txbxContent></w:pict>")),
        "paragraph", "no such name 'titel'; did you mean 'title'?"),
    "tracked changes": (letter("cover-note"), change(lambda root: etree.SubElement(
        next(root.iter(W + "p")), W + "ins")), "paragraph 1",
        "tracked changes: settle and remove them, they would be sent out"),
    "a tracked change of looks": (THEMES, change(lambda root: etree.SubElement(
        next(root.iter(W + "pPr")), W + "pPrChange")), "paragraph 1", "tracked changes: settle and remove them"),
    "a comment": (THEMES, beside(COMMENT), "paragraph 1", "comments: settle and remove them, they would be sent out"),
    "hidden words": (THEMES, beside(run_of("<w:t>not for everybody</w:t>", "<w:vanish/>")), "paragraph 1",
        "not for everybody: these words are hidden, and would be sent out: show or delete them"),
    "a picture that is missing": (REPORT, linked("media/logo.png"), "the file",
        "media/logo.png: a picture is missing from the file: open it in Word, insert it again, and save"),
    "a picture that is only linked": (THEMES, linked("file:///C:/logo.png", ' TargetMode="External"'), "the file",
        "a picture is only linked to, and lies outside the template: insert it into the file itself"),
    "a Word file with macros": (LEADERSHIP, typed_as("vnd.ms-word.document.macroEnabled"), "",
        "this template is a Word file with macros (.docm). Open it in Word, choose “Save as”, “Word document (.docx)”"),
    "a Word template": (THEMES, typed_as("vnd.openxmlformats-officedocument.wordprocessingml.template"), "",
        "this template is a Word template (.dotx)"),
    "an empty file": (letter("acknowledgement"), another(b""), "", NOT_READ + "empty"),
    "a PDF": (THEMES, another(b"%PDF-1.7\n"), "", NOT_READ + "a PDF, not a Word file (.docx)"),
    "a text file": (THEMES, another(b"themes"), "", NOT_READ + "a text file, not a Word file (.docx)"),
    "a Word file locked with a password": (REPORT, another(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)), "",
        NOT_READ + "an old Office file (.doc, .xls, .msg) or a Word file locked with a password"),
    "an Excel workbook": (THEMES, another(packed("[Content_Types].xml", "xl/workbook.xml")), "",
        NOT_READ + "an Excel workbook (.xlsx), not a Word file (.docx)"),
    "a LibreOffice text": (THEMES, another(packed("mimetype", "content.xml")), "",
        NOT_READ + "a LibreOffice text (.odt), not a Word file (.docx)"),
    "a file that was half copied": (letter("cancelled"), lambda parts: rezip(parts)[:4000], "",
        NOT_READ + "a damaged file, perhaps half copied"),
}  # fmt: skip


def save(folder: Path, name: str, data: Parts | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else rezip(data))
    return path


def test_thirty_ways_and_more() -> None:
    assert len({(place, said) for _, _, place, said in BROKEN.values()}) >= 30
    assert len({name for name, *_ in BROKEN.values()}) >= 12


@pytest.mark.parametrize("way", BROKEN)
def test_each_way_names_the_place_and_what_to_do(tmp_path: Path, way: str) -> None:
    name, doing, place, said = BROKEN[way]
    path = save(tmp_path, name, doing(unzip((TEMPLATES / name).read_bytes())))
    faults = template_faults(path, SAMPLES[name])
    assert [f for f in faults if said in str(f) and str(f).startswith(place)], [str(f) for f in faults]
    if said.startswith(NOT_READ):
        assert RESTORE in str(faults[0])
    with pytest.raises(TemplateError) as raised:  # and no paper is made of it
        render_word(path, SAMPLES[name], PROPERTIES)
    assert path.name in str(raised.value) and said in str(raised.value)


def test_check_names_every_broken_template_at_once(tmp_path: Path) -> None:
    done(tmp_path, "init", str(tmp_path / "w"))
    folder = tmp_path / "w" / "templates"
    ways = {name: way for way, (name, *_) in BROKEN.items()}  # one of each template
    for name, way in ways.items():
        save(folder, name, BROKEN[way][1](unzip((TEMPLATES / name).read_bytes())))
    (folder / letter("accepted-late")).unlink()
    result = run(tmp_path / "w", "check")
    assert result.exit_code == CheckFailedError.exit_code
    for name, way in ways.items():
        _, _, place, said = BROKEN[way]
        lines = [line.strip() for line in result.output.splitlines() if said in line]
        assert any(line.startswith(f"{name}: {place}") for line in lines), (way, result.output)
    assert f"{letter('accepted-late')}: " in result.output and "pipeline init" in result.output


def test_a_cell_that_a_condition_empties_is_still_a_cell(tmp_path: Path) -> None:
    def doing(root: Any) -> None:
        cell = next(
            c for c in root.iter(W + "tc") if "{{ row.day" in "".join(map(paragraph_text, c.iter(W + "p")))
        )
        for old in cell.findall(W + "p"):
            cell.remove(old)
        for text in ("{%p if not row.day %}", "{{ row.day }}", "{%p endif %}"):
            cell.append(paragraph(text))

    path = save(tmp_path, LEADERSHIP, change(doing)(unzip((TEMPLATES / LEADERSHIP).read_bytes())))
    root = parse(unzip(render_word(path, SAMPLES[LEADERSHIP], PROPERTIES))[BODY])
    assert all(cell[-1].tag == W + "p" for cell in root.iter(W + "tc"))


def test_the_templates_as_they_are_have_no_fault(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "t")
    for name, sample in SAMPLES.items():
        assert template_faults(tmp_path / "t" / name, sample) == ()
        assert render_word(tmp_path / "t" / name, sample, WordProperties("T", "A", PROPERTIES.day))
