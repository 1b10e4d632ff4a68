"""Word papers: values are text and nothing else; templates may be broken in many ways and each is named."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.model.errors import TemplateError
from pipeline.office.desk.letters import LETTERS, sample_letter
from pipeline.office.leadership import sample_leadership
from pipeline.office.quarterly.paper import sample_quarterly
from pipeline.office.themes import sample_paper
from pipeline.papers.making.charts import Bar, bar_chart
from pipeline.papers.making.docx_parts import BODY, W, parse, rezip, unzip
from pipeline.papers.making.word import (
    WordProperties,
    clean_value,
    render_word,
    template_faults,
)
from pipeline.papers.making.word.language import FILTERS
from tests import make_templates
from tests.papers_helpers import TEMPLATES, save, word_lines

PROPERTIES = WordProperties("A title & more", "Multi Agency Case Review Panel", date(2013, 9, 27))
PAPERS = {
    "themes.docx": sample_paper(),
    "leadership.docx": sample_leadership(),
    "quarterly-report.docx": sample_quarterly(),
}
SAMPLES = {**PAPERS, **{f"letters/{kind}.docx": sample_letter() for kind in LETTERS}}


@dataclass(frozen=True)
class Theme:
    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    panel: str = "The panel"
    themes: tuple[Theme, ...] = (Theme("Core groups", ("One", "Two")), Theme("Fathers", ("Three",)))
    number: int = 3
    nothing: None = None


def template(*paragraphs: str, rows: tuple[str, ...] = (), header: str = "") -> bytes:
    """A Word file with these paragraphs, a one-column table of these rows, and a header."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=1)
        for text in rows:
            table.add_row().cells[0].text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rendered(tmp_path: Path, source: bytes, context: object) -> bytes:
    return render_word(save(tmp_path, "paper.docx", source), context, PROPERTIES)


def texts(docx_bytes: bytes) -> list[str]:
    return [text for _, text in word_lines(docx_bytes)]


# ---- values


AWKWARD = (
    "IQ <70, BMI<18 & >3",
    "Mother <Jane> and father <John>",
    "</w:t></w:r></w:p><w:p><w:r><w:t>injected",
    "{{ 7*7 }}",
    "{_{ 7*7 }_} {_% raw %_}",
    "{% for x in y %}",
    "&lt; &amp; &#65;",
    "Łukasz ŵ O’Brien “quoted” – 🙂",
    " leading and trailing ",
    "under_score __x__",
)


@pytest.mark.parametrize("value", AWKWARD)
def test_a_value_arrives_exactly_as_it_was_typed(tmp_path: Path, value: str) -> None:
    made = rendered(tmp_path, template("Before {{ panel }} after", header="{{ panel }}"), Sample(panel=value))
    assert texts(made) == [f"Before {value} after"]
    header = next(data for name, data in unzip(made).items() if name.startswith("word/header"))
    assert "".join(t.text or "" for t in parse(header).iter(W + "t")) == value


@given(st.text())
@example("\0\x07\x0c\x1b\ufffe\ud800 x")
@example("a\r\nb\rc\td")
@example("\ufdd0inside\ufdd1")
def test_any_text_survives_and_loses_nothing_after_it(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    made = rendered(folder, template("[{{ panel }}]", "The end"), Sample(panel=value))
    root = parse(unzip(made)[BODY])
    lines = ["".join(_flow(p)) for p in root.iter(W + "p")]
    assert lines == [f"[{clean_value(value)}]", "The end"]


def _flow(paragraph: object) -> list[str]:
    marks = {W + "br": "\n", W + "tab": "\t"}
    return [n.text or "" if n.tag == W + "t" else marks[n.tag] for n in paragraph.iter(W + "t", *marks)]  # type: ignore[attr-defined]


def test_cleaning_leaves_a_visible_mark() -> None:
    assert clean_value("a\0b\ud800c\x0cd") == "a\ufffdb\ufffdc\nd"
    assert clean_value("e\u0301\r\n\r") == "é\n\n"
    assert clean_value(None) == ""


def test_none_is_printed_as_nothing_and_numbers_as_digits(tmp_path: Path) -> None:
    assert texts(rendered(tmp_path, template("[{{ nothing }}] {{ number }}"), Sample())) == ["[] 3"]


def test_loops_repeat_paragraphs_and_rows(tmp_path: Path) -> None:
    source = template(
        "{%p for theme in themes %}",
        "{{ loop.index }}. {{ theme.heading }}: {{ theme.points|join(', ') }}",
        "{%p endfor %}",
        rows=("{%tr for theme in themes %}", "{{ theme.heading }}", "{%tr endfor %}"),
    )
    assert texts(rendered(tmp_path, source, Sample())) == [
        *("1. Core groups: One, Two", "2. Fathers: Three"),
        *("Core groups", "Fathers"),
    ]


def test_a_value_that_does_not_arrive_stops_the_paper(tmp_path: Path) -> None:
    source = template("x {{r panel }} y", "The end")  # puts text where only a run may stand
    with pytest.raises(
        TemplateError, match=r"paper\.docx: the value 'The panel' is not in the finished paper"
    ):
        rendered(tmp_path, source, Sample())


def test_a_condition_that_would_tear_the_document_stops_the_paper(tmp_path: Path) -> None:
    source = template("before {% if nothing %} begun in a paragraph", rows=("{% endif %} ended in a table",))
    with pytest.raises(TemplateError, match=r"paper\.docx: the finished paper would be damaged"):
        rendered(tmp_path, source, Sample())
    (fault,) = template_faults(tmp_path / "paper.docx", Sample())
    assert "would be damaged" in str(fault)


def test_pictures_carry_their_alternative_text(tmp_path: Path) -> None:
    picture = bar_chart([Bar("Core_groups & <more>", 2)], "A chart")
    made = rendered(tmp_path, template("{{ chart }}"), {"chart": picture})
    parts = unzip(made)
    described = re.findall(rb'<wp:docPr[^>]*descr="([^"]*)"', parts[BODY])
    assert described == [b"Bar chart. A chart: Core_groups &amp; &lt;more&gt; 2."]
    assert [data for name, data in parts.items() if name.startswith("word/media/")] == [picture.png]


# ---- properties and bytes


def test_properties_are_set_by_code_and_nothing_of_the_templates_author_stays(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(template("{{ panel }}")))
    core = document.core_properties
    core.author = core.last_modified_by = "Jane Leftover"
    core.comments, core.keywords, core.title = "Leftover", "Leftover", "{{ unknown }}"
    buffer = io.BytesIO()
    document.save(buffer)
    parts = unzip(buffer.getvalue())
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(
        b"</Properties>", b"<Company>Leftover</Company></Properties>"
    )
    assert b"Leftover" in parts["docProps/app.xml"]
    made = rendered(tmp_path, rezip(parts), Sample())
    core = docx.Document(io.BytesIO(made)).core_properties
    assert (core.title, core.author, core.last_modified_by, core.language) == (
        *("A title & more", "Multi Agency Case Review Panel"),
        *("", "en-GB"),
    )
    assert core.created.date() == core.modified.date() == date(2013, 9, 27)
    assert not any(b"Leftover" in data for data in unzip(made).values())


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    source = template("{{ panel }}")
    made = rendered(tmp_path, source, Sample())
    assert made == rendered(tmp_path, source, Sample())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


# ---- the committed templates


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_committed_templates_have_no_fault(name: str) -> None:
    assert template_faults(TEMPLATES / name, SAMPLES[name]) == ()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_committed_templates_are_what_the_program_makes(name: str) -> None:
    made, committed = unzip(make_templates.build()[name]), unzip((TEMPLATES / name).read_bytes())
    assert {n: len(d) for n, d in made.items()} == {n: len(d) for n, d in committed.items()}
    assert made == committed


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_rows_do_not_break_and_headings_repeat(name: str) -> None:
    root = parse(unzip((TEMPLATES / name).read_bytes())[BODY])
    rows = list(root.iter(W + "tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    looped = [t for t in root.iter(W + "tbl") if b"%tr" in _bytes(t)]
    assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in looped)
    assert len(looped) == {"quarterly-report.docx": 11, "leadership.docx": 1}.get(name, 0)


def _bytes(node: object) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(node))


# ---- faults of templates

BROKEN = (
    (("{{ panle }}",), {}, "paragraph 1: {{ panle }}: no such name 'panle'; did you mean 'panel'?"),
    (("{{ panel", "x"), {}, "paragraph 1: {{ panel: a tag is begun or ended by '{{'"),
    (("x", "panel }}"), {}, "paragraph 2: panel }}: a tag is begun or ended by '}}'"),
    (("{{ panel | uper }}",), {}, "no such filter 'uper'; did you mean 'upper'?"),
    (("{{ panel|safe }}",), {}, "no such filter 'safe'"),
    (("{% if panel is defned %}x{% endif %}",), {}, "no such test 'defned'; did you mean 'defined'?"),
    (("{{ }}",), {}, "the tag is empty"),
    (("{{ panel + }}",), {}, "this cannot be read"),
    (("{%p for t in themes %}", "{{ t.heding }}", "{%p endfor %}"), {},
     "paragraph 2: {{ t.heding }}: no such name 'heding'; did you mean 'heading'?"),
    (("{%p for t in themes %}", "{{ t.heading }}"), {}, "paragraph 1: {%p for t in themes %}: this is never closed"),
    (("{%p endfor %}",), {}, "closes a {% for %}, but none is open"),
    (("{% for t in themes %}{% endif %}{% endfor %}",), {},
     "closes a {% if %}, but the open one is {% for t in themes %}"),
    (("{%p for t in themes %}", "{% endfor %}"), {}, "begins with '{%p' and must end with '{%p'"),
    (("{%p for t in theme %}", "{%p endfor %}"), {}, "no such name 'theme'; did you mean 'themes'?"),
    (("{%p fro t in themes %}",), {}, "no such step 'fro'; did you mean 'for'?"),
    (("{% for t of themes %}{% endfor %}",), {}, "write {% for one in many %}"),
    (("{% for t in number %}{% endfor %}",), {}, "'number' is not a list"),
    (("{%tr for t in themes %}",), {}, "but this is not in a table"),
    (("{{ panel.name }}",), {}, "'panel' has no parts"),
    (("{% else %}",), {}, "stands outside every {% if %}"),
    (("{% set x %}",), {}, "write {% set name = value %}"),
    (("x",), {"rows": ("a", "{{ numbr }}")}, "table 1, row 2: {{ numbr }}: no such name 'numbr'"),
    (("x",), {"header": "{{ numbr }}"}, "header, paragraph 1: {{ numbr }}: no such name 'numbr'"),
    (("{{ themes[0].heading }} {{ wrong }}",), {}, "no such name 'wrong'"),
)  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "more", "message"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_each_way_to_break_a_template_is_named(tmp_path: Path, paragraphs, more, message) -> None:  # type: ignore[no-untyped-def]
    path = save(tmp_path, "broken.docx", template(*paragraphs, **more))
    found = "\n".join(map(str, template_faults(path, Sample())))
    assert message in found
    with pytest.raises(TemplateError) as raised:
        render_word(path, Sample(), PROPERTIES)
    assert message in str(raised.value)
    assert "broken.docx" in str(raised.value)


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    path = save(
        tmp_path, "t.docx", template("{{ aa }}", "{{ panel|bb }}", rows=("{{ cc }}",), header="{{ dd }}")
    )
    places = [(f.place, f.tag) for f in template_faults(path, Sample())]
    assert places == [
        ("paragraph 1", "{{ aa }}"),
        ("paragraph 2", "{{ panel|bb }}"),
        ("table 1, row 1", "{{ cc }}"),
        ("header, paragraph 1", "{{ dd }}"),
    ]


@pytest.mark.parametrize("seed", range(15))
def test_a_tag_split_over_runs_still_works(tmp_path: Path, seed: int) -> None:
    """Word splits text into runs wherever it likes: after a correction, at a spelling mark."""
    chance = random.Random(seed)
    source = template("Hello {{ panel }} and {{ number }}!")
    parts = unzip(source)
    root = parse(parts[BODY])
    paragraph = next(root.iter(W + "p"))
    run = paragraph.find(W + "r")
    text = run.find(W + "t").text
    paragraph.remove(run)
    cuts = sorted(chance.sample(range(1, len(text)), chance.randint(1, 8)))
    for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = paragraph.makeelement(W + "r")
        node = piece.makeelement(W + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        node.text = text[a:b]
        piece.append(node)
        paragraph.append(piece)
        paragraph.append(paragraph.makeelement(W + "proofErr", {W + "type": "spellStart"}))
    from pipeline.papers.making.docx_parts import unparse

    parts[BODY] = unparse(root)
    path = save(tmp_path, "split.docx", rezip(parts))
    assert template_faults(path, Sample()) == ()
    assert texts(render_word(path, Sample(), PROPERTIES)) == ["Hello The panel and 3!"]


def test_smart_quotes_in_a_tag_are_understood(tmp_path: Path) -> None:
    made = rendered(tmp_path, template("{{ themes[0].points|join(“; ”) }}"), Sample())
    assert texts(made) == ["One; Two"]


def test_tracked_changes_and_comments_in_a_template_are_faults(tmp_path: Path) -> None:
    parts = unzip(template("{{ panel }}"))
    parts[BODY] = (
        parts[BODY]
        .replace(b"<w:r>", b'<w:ins w:id="1" w:author="Jane"><w:r>', 1)
        .replace(b"</w:r>", b"</w:r></w:ins>", 1)
    )
    faults = template_faults(save(tmp_path, "t.docx", rezip(parts)), Sample())
    assert [str(f) for f in faults] == [
        "paragraph 1: tracked changes: settle and remove them, they would be sent out"
    ]


@pytest.mark.parametrize("data", [b"", b"not a Word file", b"PK\x03\x04 damaged"])
def test_a_template_that_is_no_word_file_is_one_fault(tmp_path: Path, data: bytes) -> None:
    path = save(tmp_path, "t.docx", data)
    (fault,) = template_faults(path, Sample())
    assert "not a Word file" in str(fault)
    with pytest.raises(TemplateError):
        render_word(path, Sample(), PROPERTIES)


def test_a_missing_template_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"gone\.docx.*pipeline init"):
        render_word(tmp_path / "gone.docx", Sample(), PROPERTIES)


@pytest.mark.parametrize("expression", ["panel.__class__", "panel.format.__globals__", "range(10)", "self"])
def test_the_sandbox_gives_no_way_out(tmp_path: Path, expression: str) -> None:
    with pytest.raises(TemplateError):
        rendered(tmp_path, template("{{ " + expression + " }}"), Sample())


@pytest.mark.parametrize("name", sorted((*PAPERS, "the letters")))
def test_the_guide_names_everything_a_template_can_print(name: str) -> None:
    guide = (TEMPLATES.parent / "docs" / "templates.md").read_text(encoding="utf-8")
    section = guide.split(f"## What {name} can print")[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    fields = _names(PAPERS.get(name, sample_letter()))
    assert fields - named == set()
    assert named - fields == set()


def _names(value: object) -> set[str]:
    if isinstance(value, tuple):
        return {n for item in value for n in _names(item)}
    if not is_dataclass(value):
        return set()
    return {n for f in dataclass_fields(value) for n in {f.name, *_names(getattr(value, f.name))}}


def test_the_guide_lists_every_filter() -> None:
    guide = (TEMPLATES.parent / "docs" / "templates.md").read_text(encoding="utf-8")
    listed = guide.split("Filters:")[1].split(".")[0]
    assert tuple(re.findall(r"`(\w+)`", listed)) == FILTERS


def test_a_template_that_is_no_word_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    junk = save(tmp_path, "themes.docx", b"not a Word file")
    with pytest.raises(TemplateError, match=r"^themes\.docx: this template cannot be read: .*pipeline init"):
        render_word(junk, {}, PROPERTIES)
    assert str(template_faults(junk, {})[0]).count("themes.docx") <= 1
