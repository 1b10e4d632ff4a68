"""Makes the first version of the Word templates: `python -m tests.make_templates` writes templates/.

A coordinator rewords a workspace's own copies in Word; this module is only how the committed ones came about
(test_word.py holds them in step, so that what they say can be reviewed as text).
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt, RGBColor

from pipeline.papers.making.docx_parts import rezip, unzip

INK = RGBColor(0x12, 0x2F, 0x4E)
GREY = RGBColor(0x44, 0x4C, 0x55)
FONT = "Arial"
TEXT_WIDTH = Cm(17)


def build() -> dict[str, bytes]:
    """The templates by file name."""
    from tests.make_letters import build_letters

    papers = {
        "themes.docx": _themes(),
        "leadership.docx": _leadership(),
        "quarterly-report.docx": _quarterly(),
        **build_letters(),
    }
    return {name: _saved(document) for name, document in papers.items()}


def _saved(document: Any) -> bytes:
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.title = ""
    core.created = core.modified = datetime(2013, 1, 1)
    core.language = "en-GB"
    buffer = io.BytesIO()
    document.save(buffer)
    parts = unzip(buffer.getvalue())
    parts.pop("docProps/thumbnail.jpeg", None)
    parts["_rels/.rels"] = _without(parts["_rels/.rels"], b"thumbnail")
    parts.pop("word/stylesWithEffects.xml")  # for Word 2010 alone, and in American English
    for name in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
        parts[name] = _without(parts[name], b"stylesWithEffects")
    return rezip(parts)


def _without(lines: bytes, word: bytes) -> bytes:
    """Links or content types without those that have a word in them."""
    import re

    return re.sub(rb"<(?:Relationship|Override) [^>]*" + word + rb"[^>]*/>", b"", lines)


# ---- the themes paper


def _themes() -> Any:
    d = _document()
    section = d.sections[0]
    section.different_first_page_header_footer = True
    _marking(section.first_page_header)
    _marking(section.header)
    running = section.header.add_paragraph("{{ title }}")
    _look(running, size=10, colour=GREY)
    running.paragraph_format.space_after = Pt(6)
    for foot in (section.first_page_footer, section.footer):
        _foot(foot)
    d.add_paragraph("{{ title }}", style="Title")
    d.add_paragraph("{{ board }}", style="Subtitle")
    p = d.add_paragraph
    p("{%p for theme in themes %}")
    p("{{ theme.heading }}", style="Heading 1")
    p("{%p for point in theme.points %}")
    p("{{ point }}", style="List Bullet")
    p("{%p endfor %}")
    p("{%p endfor %}")
    p("{%p for group in resulting_actions %}")
    p("{% if loop.first %}Resulting Actions {% endif %}{{ group.heading }}", style="Heading 1")
    p("{%p for action in group.actions %}")
    p("{{ action.heading }}", style="Heading 2")
    p("{%p for point in action.points %}")
    p("{{ point }}", style="List Bullet")
    p("{%p endfor %}")
    p("{%p endfor %}")
    p("{%p endfor %}")
    return d


# ---- the leadership paper


def _leadership() -> Any:
    d = _document()
    section = d.sections[0]
    section.different_first_page_header_footer = True
    _marking(section.first_page_header)
    _marking(section.header)
    running = section.header.add_paragraph("{{ title }}")
    _look(running, size=10, colour=GREY)
    running.paragraph_format.space_after = Pt(6)
    for foot in (section.first_page_footer, section.footer):
        _foot(foot)
    p = d.add_paragraph
    p("{{ title }}", style="Title")
    p("{{ board }}", style="Subtitle")
    p(
        "For the Social Care Operational Leadership Team, brought by "
        "{% if taken_by %}{{ taken_by }}{% else %}the Service Manager on the panel{% endif %}",
        style="Lead",
    )
    p("Messages to managers", style="Heading 1")
    _bullets_or(d, "messages", "The meeting had no message to managers.")
    p("Concerns", style="Heading 1")
    p("{%p for concern in concerns %}")
    p("{{ concern.heading }}", style="Heading 2")
    p("{%p for point in concern.points %}")
    p("{{ point }}", style="List Bullet")
    p("{%p endfor %}")
    p("{%p endfor %}")
    p("{%p if not concerns %}")
    p("The meeting raised no concern.")
    p("{%p endif %}")
    p("Actions by owner", style="Heading 1")
    p("{%p if actions %}")
    _caption(d, "Table 1. Actions that are open, and those that ended since the meeting before")
    _looped(
        d,
        (Cm(3.8), Cm(6.2), Cm(3.2), Cm(3.8)),
        ("Owner", "Action", "How it stands", "Due or done"),
        "row in actions",
        (
            "{{ row.owner }}",
            "{{ row.heading }}{% if row.what %}: {{ row.what }}{% endif %}",
            "{{ row.status }}",
            "{{ row.day }}",
        ),
    )
    p("{%p else %}")
    p("No action is open.")
    p("{%p endif %}")
    return d


# ---- the quarterly report


def _quarterly() -> Any:
    d = _document()
    d.styles["List Bullet"].paragraph_format.keep_together = True
    section = d.sections[0]
    section.different_first_page_header_footer = True
    _marking(section.first_page_header)
    _marking(section.header)
    running = section.header.add_paragraph("{{ panel }}: {{ quarter }}")
    _look(running, size=10, colour=GREY)
    running.paragraph_format.space_after = Pt(6)
    for foot in (section.first_page_footer, section.footer):
        _foot(foot)
    _front(d)
    _activity(d)
    _themes_section(d)
    _sayings(d)
    _actions(d)
    _impact(d)
    _participation(d)
    _risks(d)
    _coming(d)
    _revisions(d)
    _notes(d)
    return d


def _front(d: Any) -> None:
    p = d.add_paragraph
    p("{{ board }}", style="Subtitle")
    p("{{ panel }}", style="Title")
    p(
        "Quarterly report to the {{ board }} through the Multi-Agency Quality Assurance sub group",
        style="Lead",
    )
    rows = (
        ("Period", "{{ quarter }}"),
        ("Prepared by", "{{ author }}"),
        ("Chair of the panel", "{{ chair }}"),
        ("Marking and version", "{{ marking }}{% if version %}; {{ version }}{% endif %}"),
        ("Meetings reported", "{{ meetings_in_words }}"),
        ("For", "Information and discussion"),
        ("The Board is asked to", "{{ asked }}"),
        ("Edition", "{{ edition }}"),
    )
    table = _table(d, (Cm(5), Cm(12)), header=False)
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label).bold = True
        cells[1].paragraphs[0].add_run(value)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.attrib.clear()
    for name, on in (("val", "0480"), ("firstRow", "0"), ("firstColumn", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), on)  # its first column heads its rows
    _finish_table(table, header=False)
    p("Key messages", style="Heading 1")
    p("{%p for message in key_messages %}")
    p("{{ message }}", style="List Bullet")
    p("{%p endfor %}")


def _activity(d: Any) -> None:
    p = d.add_paragraph
    p("Activity", style="Heading 1").paragraph_format.page_break_before = True
    _caption(
        d, "Table 1. What the panel did: this quarter, this financial year so far, and since {{ since }}"
    )
    _looped(
        d,
        (Cm(7.8), Cm(2.4), Cm(3), Cm(3.8)),
        ("What was counted", "Quarter", "Year to date", "Since {{ since }}"),
        "row in activity",
        (
            "{{ row.label }}{% if row.rule %} ({{ row.rule }}){% endif %}",
            "{{ row.quarter }}",
            "{{ row.year }}",
            "{{ row.since }}",
        ),
        right=(1, 2, 3),
    )
    p("{%p if since_chart %}")
    _caption(d, "Chart 1. {{ since_title }}")
    p("{{ since_chart }}").paragraph_format.keep_together = True
    _caption(d, "Table 2. Running totals (the figures behind chart 1)")
    _looped(
        d,
        (Cm(5), Cm(5.4), Cm(6.6)),
        ("Up to", "Children discussed", "Practitioners met (attendances)"),
        "row in since_rows",
        ("{{ row.label }}", "{{ row.children }}", "{{ row.attendances }}"),
        right=(1, 2),
    )
    p("{%p endif %}")
    p("{%p if meetings %}")
    _caption(d, "Table 3. Meetings in the quarter")
    _looped(
        d,
        (Cm(4.2), Cm(4.4), Cm(2.6), Cm(2.6), Cm(3.2)),
        ("District", "Date", "Families", "Children", "Practitioners"),
        "row in meetings",
        (
            "{{ row.district }}",
            "{{ row.day }}",
            "{{ row.families }}",
            "{{ row.children }}",
            "{{ row.practitioners }}",
        ),
        right=(2, 3, 4),
    )
    p("{%p endif %}")
    p("Why cases came", style="Heading 1")
    p("{%p if reasons %}")
    more = "A case can be brought for more than one reason, so the numbers can add up to more than the cases."
    p(more).paragraph_format.keep_with_next = True
    _caption(d, "Table 4. Reasons given for bringing the cases that were discussed")
    _looped(
        d,
        (Cm(11.4), Cm(2.6), Cm(3)),
        ("Reason", "Quarter", "Year to date"),
        "row in reasons",
        ("{{ row.label }}", "{{ row.quarter }}", "{{ row.year }}"),
        right=(1, 2),
    )
    p("{%p else %}")
    p("No case was discussed.")
    p("{%p endif %}")


def _themes_section(d: Any) -> None:
    p = d.add_paragraph
    p("Themes", style="Heading 1")
    p("{%p if chart %}")
    _caption(d, "Chart 2. {{ chart_title }}")
    p("{{ chart }}").paragraph_format.keep_together = True
    p("{%p endif %}")
    p("{%p if theme_counts %}")
    _caption(d, "Table 5. In how many meetings each theme arose (the figures behind chart 2)")
    _looped(
        d,
        (Cm(7.8), Cm(2.4), Cm(3), Cm(3.8)),
        ("Theme", "Quarter", "Year to date", "New or recurring"),
        "row in theme_counts",
        ("{{ row.label }}", "{{ row.quarter }}", "{{ row.year }}", "{{ row.new }}"),
        right=(1, 2, 3),
    )
    p("{%p endif %}")
    p("{%p for meeting in themes_by_meeting %}")
    p("{{ meeting.heading }}", style="Heading 2")
    p("{%p for theme in meeting.points %}")
    p("{{ theme }}", style="List Bullet")
    p("{%p endfor %}")
    p("{%p endfor %}")
    p("{%p if not themes_by_meeting %}")
    p("No meeting of the quarter has a record of themes yet.")
    p("{%p endif %}")


def _sayings(d: Any) -> None:
    p = d.add_paragraph
    p("Good practice and top tips", style="Heading 1")
    _bullets_or(d, "good_practice", "None was recorded this quarter.")
    p("Messages", style="Heading 1")
    for heading, name in (
        ("From practitioners to managers", "messages_to_managers"),
        ("For the Social Care Operational Leadership Team", "messages_scolt"),
        ("For the Quality Assurance sub group", "messages_qa"),
    ):
        p(heading, style="Heading 2")
        _bullets_or(d, name, "None this quarter.")


def _bullets_or(d: Any, name: str, otherwise: str) -> None:
    p = d.add_paragraph
    p("{%p for point in " + name + " %}")
    p("{{ point }}", style="List Bullet")
    p("{%p endfor %}")
    p("{%p if not " + name + " %}")
    p(otherwise)
    p("{%p endif %}")


def _actions(d: Any) -> None:
    p = d.add_paragraph
    p("Actions", style="Heading 1")
    p("{%p if actions %}")
    _caption(d, "Table 6. Resulting actions: how they stood on {{ stands_on }}, in words and with a sign")
    _looped(
        d,
        (Cm(3.1), Cm(5.9), Cm(3.6), Cm(4.4)),
        ("How it stands", "Action", "Owner", "Due or done"),
        "row in actions",
        (
            "{{ row.status }}{% if row.new %} (new){% endif %}",
            "{{ row.heading }}{% if row.what %}: {{ row.what }}{% endif %}",
            "{{ row.owner }}",
            "{{ row.day }}",
        ),
    )
    p("{%p else %}")
    p("No action was recorded this quarter.")
    p("{%p endif %}")


def _impact(d: Any) -> None:
    p = d.add_paragraph
    p("Impact: what changed because of the panel", style="Heading 1")
    p("{%p if impact %}")
    _caption(d, "Table 7. You said, we did: completed in the quarter")
    _looped(
        d,
        (Cm(4.8), Cm(7.8), Cm(4.4)),
        ("You said", "We did", "Done on"),
        "row in impact",
        ("{{ row.said }}", "{{ row.did }}", "{{ row.day }}"),
    )
    p("{%p else %}")
    p("No action was completed in the quarter.")
    p("{%p endif %}")


def _risks(d: Any) -> None:
    d.add_paragraph("Risks and issues", style="Heading 1")
    _bullets_or(d, "risks", "The records of the quarter show nothing late, missing or untraced.")


def _participation(d: Any) -> None:
    p = d.add_paragraph
    p("Agency participation", style="Heading 1")
    p("{%p if participation %}")
    _caption(
        d,
        "Table 8. Who came, by agency, in the quarter, and checks asked for: a check for each case and agency",
    )
    _looped(
        d,
        (Cm(4), Cm(1.7), Cm(1.8), Cm(3.2), Cm(1.8), Cm(1.5), Cm(1.4), Cm(1.6)),
        (
            "Agency",
            "Panel: came",
            "Panel: absent",
            "Practitioners who came",
            "Checks due",
            "On time",
            "Late",
            "None",
        ),
        "row in participation",
        (
            "{{ row.agency }}",
            "{{ row.panel }}",
            "{{ row.absent }}",
            "{{ row.practitioners }}",
            "{{ row.due }}",
            "{{ row.on_time }}",
            "{{ row.late }}",
            "{{ row.none }}",
        ),
        right=(1, 2, 3, 4, 5, 6, 7),
    )
    p("{%p else %}")
    p("No attendance was recorded this quarter.")
    p("{%p endif %}")


def _coming(d: Any) -> None:
    p = d.add_paragraph
    p("Next meetings", style="Heading 1")
    p("{%p if next_meetings %}")
    _caption(d, "Table 9. Dates of the panel and last days for referrals")
    _looped(
        d,
        (Cm(5.8), Cm(5.6), Cm(5.6)),
        ("District", "Meeting", "Referrals by"),
        "row in next_meetings",
        ("{{ row.district }}", "{{ row.day }}", "{{ row.deadline }}"),
    )
    p("{%p else %}")
    p("No later meeting is in the calendar.")
    p("{%p endif %}")


def _revisions(d: Any) -> None:
    p = d.add_paragraph
    p("Revisions of earlier figures", style="Heading 1")
    p("{%p if revisions %}")
    before = "These figures were printed before and count differently now, because of what has come since."
    p(before).paragraph_format.keep_with_next = True
    heads = ("Figure", "Counted over", "Report", "Was", "Is now")
    cells = ("{{ row.figure }}", "{{ row.period }}", "{{ row.report }}", "{{ row.was }}", "{{ row.now }}")
    p("{%p if revision_causes %}")
    _caption(d, "Table 10. Figures that have changed, each with the note that says why")
    _looped(
        d,
        (Cm(6), Cm(3.7), Cm(2.8), Cm(1.4), Cm(1.6), Cm(1.5)),
        (*heads, "Why"),
        "row in revisions",
        (*cells, "{{ row.because }}"),
        right=(3, 4),
    )
    p("{%p for cause in revision_causes %}")
    p("{{ cause.number }}: {{ cause.words }}.", style="List Bullet")
    p("{%p endfor %}")
    p("{%p else %}")
    _caption(d, "Table 10. Figures that have changed")
    widths = (Cm(6.4), Cm(4.4), Cm(2.6), Cm(1.8), Cm(1.8))
    _looped(d, widths, heads, "row in revisions", cells, right=(3, 4))
    p("{%p endif %}")
    p("{%p else %}")
    p("{{ no_revision }}")
    p("{%p endif %}")


def _notes(d: Any) -> None:
    p = d.add_paragraph
    p("Notes: how the figures are counted", style="Heading 1")
    p("{%p for note in notes %}")
    p("{{ note }}", style="List Bullet")
    p("{%p endfor %}")


# ---- what both are made of


def _document() -> Any:
    d = docx.Document()
    section = d.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1)
    _language(d)
    _style(d, "Normal", 12, after=6)
    _style(d, "Title", 18, bold=True, colour=INK, after=4, keep=True)
    _style(d, "Subtitle", 13, bold=True, colour=GREY, after=10)
    _style(d, "Heading 1", 15, bold=True, colour=INK, before=16, after=4, keep=True)
    _style(d, "Heading 2", 12.5, bold=True, colour=INK, before=8, after=3, keep=True)
    _style(d, "List Bullet", 12, after=4)
    _style(d, "Caption", 11, bold=True, colour=GREY, before=8, after=4, keep=True)
    _style(d, "Header", 11)
    _style(d, "Footer", 12)
    lead = d.styles.add_style("Lead", 1)
    lead.base_style = d.styles["Normal"]
    lead.font.size, lead.font.color.rgb = Pt(13), GREY
    lead.paragraph_format.space_after = Pt(14)
    for name in ("Header", "Footer"):
        tabs = d.styles[name].element.pPr.find(qn("w:tabs"))
        d.styles[name].element.pPr.remove(tabs)
    _rule_under(d.styles["Title"], "")
    _rule_under(d.styles["Subtitle"], "122F4E")
    _hanging(d)
    return d


def _style(
    d: Any,
    name: str,
    size: float,
    *,
    bold: bool = False,
    colour: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    style = d.styles[name]
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    fonts = properties.find(qn("w:rFonts"))
    for side in ("w:eastAsia", "w:cs"):
        fonts.set(qn(side), FONT)
    if colour is not None:
        style.font.color.rgb = colour
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
    form.keep_with_next = keep
    spacing = style.element.pPr.find(qn("w:contextualSpacing"))
    if spacing is not None:
        style.element.pPr.remove(spacing)


def _language(d: Any) -> None:
    for lang in d.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    for fonts in d.styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts")):
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for side in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{side}"), FONT)


def _rule_under(style: Any, colour: str) -> None:
    """A line under the paragraphs of a style; no colour, no line."""
    old = style.element.pPr.find(qn("w:pBdr"))
    if old is not None:
        style.element.pPr.remove(old)
    if colour:
        line = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="6" w:color="{colour}"/></w:pBdr>'
        )
        style.element.pPr.insert_element_before(line, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _hanging(d: Any) -> None:
    """Bullets that hang by a quarter of an inch, as the list's own numbering says, for every program alike."""
    form = d.styles["List Bullet"].paragraph_format
    form.left_indent, form.first_line_indent = Pt(18), Pt(-18)
    for level in d.part.numbering_part.element.iter(qn("w:lvl")):
        sign = level.find(qn("w:lvlText"))
        if (
            sign is not None and sign.get(qn("w:val")) == "\uf0b7"
        ):  # Symbol's bullet, a letter to most programs
            sign.set(qn("w:val"), "•")
            for fonts in level.iter(qn("w:rFonts")):
                for key in list(fonts.attrib):
                    fonts.set(key, FONT if key != qn("w:hint") else "default")


def _look(paragraph: Any, *, size: float, bold: bool = False, colour: RGBColor | None = None) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(size), bold
        if colour is not None:
            run.font.color.rgb = colour


def _marking(place: Any) -> None:
    place.is_linked_to_previous = False
    first = place.paragraphs[0]
    first.text = "{{ marking }}"
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _look(first, size=12, bold=True)


def _foot(place: Any) -> None:
    """The marking in the middle, page x of y at the right, as large as the text."""
    place.is_linked_to_previous = False
    paragraph = place.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH // 2, WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run("\t")
    paragraph.add_run("{{ marking }}").bold = True
    paragraph.add_run("\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("t", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "t":
            run.text = text
            continue
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = f" {text} "
        run._r.append(node)


def _caption(d: Any, text: str) -> None:
    d.add_paragraph(text, style="Caption")


def _table(d: Any, widths: tuple[Any, ...], *, header: bool = True) -> Any:
    table = d.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(
        parse_xml(
            f'<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="8" w:color="122F4E"/>'
            '<w:bottom w:val="single" w:sz="8" w:color="122F4E"/>'
            '<w:insideH w:val="single" w:sz="4" w:color="B8C0C8"/></w:tblBorders>'
        )
    )
    layout.addnext(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="60" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        )
    )
    return table


def _looped(
    d: Any,
    widths: tuple[Any, ...],
    heads: tuple[str, ...],
    loop: str,
    cells: tuple[str, ...],
    right: tuple[int, ...] = (),
) -> None:
    """A table with a heading row that repeats on each page and one row for each item of a list."""
    table = _table(d, widths)
    _fill(table.add_row().cells, heads, right, bold=True)
    table.add_row().cells[0].paragraphs[0].add_run("{%tr for " + loop + " %}")
    _fill(table.add_row().cells, cells, right)
    table.add_row().cells[0].paragraphs[0].add_run("{%tr endfor %}")
    _finish_table(table)
    after = d.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(6)


def _fill(cells: Any, texts: tuple[str, ...], right: tuple[int, ...], *, bold: bool = False) -> None:
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text).bold = bold
        if number in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _finish_table(table: Any, *, header: bool = True) -> None:
    """No row breaks over a page; the first repeats; widths stand in each cell for every program to see."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0 and header:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
            form = cell.paragraphs[0].paragraph_format
            form.space_after = Pt(0)
            if number == 0 and header:
                cell._tc.get_or_add_tcPr().append(
                    parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E6EBF0"/>')
                )
                form.keep_with_next = True


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "templates"
    for file_name, data in build().items():
        (folder / file_name).parent.mkdir(exist_ok=True)
        (folder / file_name).write_bytes(data)
