"""The styles of the Word blank. Sizes are half-points, lengths twips. Arial, because council PCs have it.

Every text colour stands at 4.5 to 1 or more on the ground it is printed on (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from pipeline.model.form import Form
from pipeline.papers.making.blank_word.xml import TEXT_WIDTH

NAVY, TEAL, GREY, RED, RULE = "1D3C5A", "1F6F78", "595959", "B00020", "9FB0BF"

_ARIAL = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'


def _paragraph(
    identity: str, name: str, layout: str = "", look: str = "", *, base: str = "Normal", following: str = ""
) -> str:
    """A paragraph style. `layout` and `look` are the inside of pPr and rPr, in the order of the standard."""
    return (
        f'<w:style w:type="paragraph"{_own(name)} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/>'
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{layout}</w:pPr>" if layout else "")
        + (f"<w:rPr>{look}</w:rPr>" if look else "")
        + "</w:style>"
    )


def _character(identity: str, name: str, look: str) -> str:
    return (
        f'<w:style w:type="character"{_own(name)} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{look}</w:rPr></w:style>'
    )


def _own(name: str) -> str:
    """Marks a style as ours; the others bear the names of Word's own."""
    return ' w:customStyle="1"' if name.startswith("Form ") else ""


def _look(size: int, colour: str = "", *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{weight}{tint}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


_RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
_REFERENCE = (  # a line to write on, at the right-hand side
    f'<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    f'<w:spacing w:before="80" w:after="0"/><w:ind w:left="{TEXT_WIDTH - 4600}"/>'
)
_PLAIN = '<w:b w:val="0"/><w:bCs w:val="0"/>'

_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{_ARIAL}<w:sz w:val="19"/><w:szCs w:val="19"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_HEADINGS = (
    _paragraph("Title", "Title", _RIGHT_TAB + _space(0, 60), _look(40, NAVY, bold=True), following="Intro")
    + _paragraph(
        "Heading1",
        "heading 1",
        f'<w:keepNext/><w:keepLines/>{_space(60, 40)}<w:outlineLvl w:val="0"/>',
        _look(28, NAVY, bold=True),
    )
    + _paragraph(
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:keepLines/>"
        f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="{TEAL}"/></w:pBdr>'
        f'{_space(80, 40)}<w:outlineLvl w:val="1"/>',
        _look(23, NAVY, bold=True),
    )
    + _paragraph(
        "Heading3",
        "heading 3",
        f'<w:keepNext/><w:keepLines/>{_space(120, 40)}<w:outlineLvl w:val="2"/>',
        _look(20, TEAL, bold=True),
    )
)
_WORDS = (
    _paragraph("Intro", "Form introduction", _space(0, 60), _look(18))
    + _paragraph("ReturnTo", "Form return", _space(60, 0), _look(20, NAVY, bold=True))
    + _paragraph(
        "Note",
        "Form note",
        f'<w:keepNext/><w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="{TEAL}"/></w:pBdr>'
        f'{_space(0, 60)}<w:ind w:left="142"/>',
        _look(18),
    )
    + _paragraph("SectionHelp", "Form section help", f"<w:keepNext/>{_space(0, 50)}", _look(17, GREY))
    + _paragraph("ColumnGuide", "Form column guide", f"<w:keepNext/>{_space(0, 50)}", _look(15, GREY))
    + _paragraph("FieldLabel", "Form label", f"<w:keepNext/>{_space(20, 0)}", _look(16, NAVY, bold=True))
    + _paragraph(
        "ColumnHead", "Form column head", f"<w:keepNext/>{_space(15, 15)}", _look(16, NAVY, bold=True)
    )
    + _paragraph("Answer", "Form answer", _space(10, 25), _look(19))
    + _paragraph("AnswerKept", "Form answer kept", "<w:keepNext/>", base="Answer")
    + _paragraph("RowAnswer", "Form row answer", _space(20, 20), _look(17))
    + _paragraph("RowAnswerKept", "Form row answer kept", "<w:keepNext/>", base="RowAnswer")
    + _paragraph("RowNumber", "Form row number", f"<w:keepNext/>{_space(20, 20)}", _look(17, NAVY, bold=True))
    # An exact line, because the box comes from another font, and engines differ in how high that one stands.
    + _paragraph(
        "TickBox",
        "Form tick box",
        '<w:spacing w:before="5" w:after="10" w:line="226" w:lineRule="exact"/><w:ind w:left="230" w:hanging="230"/>',
        _look(18),
    )
    + _paragraph(
        "Gap", "Form gap", '<w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>', _look(4)
    )
    + _paragraph(
        "ListBullet",
        "List Bullet",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        f'{_space(10, 30)}<w:ind w:left="397" w:hanging="284"/>',
        _look(19),
    )
    + _paragraph("Header", "header", _RIGHT_TAB, _look(16, GREY))
    + _paragraph("Footer", "footer", _RIGHT_TAB, _look(16, GREY))
)
_RUNS = (
    _character("PlaceholderText", "Placeholder Text", _look(17, "666666"))
    + _character(
        "HelpText", "Form help", _PLAIN + f'<w:color w:val="{GREY}"/><w:sz w:val="15"/><w:szCs w:val="15"/>'
    )
    + _character("GuideTerm", "Form guide term", f'<w:b/><w:bCs/><w:color w:val="{NAVY}"/>')
    + _character(
        "TitleBeside", "Form title beside", f'<w:color w:val="{TEAL}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
    )
    + _character("Required", "Form required", f'<w:b/><w:bCs/><w:color w:val="{RED}"/>')
    + _paragraph("Reference", "Form reference", _REFERENCE, base="Header")
    + _character("Marking", "Form marking", f'<w:b/><w:bCs/><w:color w:val="{RED}"/>')
)
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="FormTable"><w:name w:val="Form table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr>'
    f"<w:tblBorders>{_LINES}</w:tblBorders><w:tblCellMar>"
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def styles_of(form: Form) -> str:
    """The styles of a form's blank: the house's own, and those in which its answers may be set."""
    fields = (*form.singles, *(column for repeat in form.repeats for column in repeat.columns))
    names = dict.fromkeys(name for field in fields for name in field.styles)
    return _styles("".join(_line_of_its_kind(name) for name in names))


def _line_of_its_kind(name: str) -> str:
    identity = "".join(filter(str.isalnum, name.title()))
    made = _paragraph(identity, escape(name, {'"': "&quot;"}), "", _look(19, NAVY), base="ListBullet")
    return made.replace("<w:style ", '<w:style w:customStyle="1" ', 1)


def _styles(more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{_DEFAULTS}{_HEADINGS}{_WORDS}{more}{_RUNS}{_TABLE}</w:styles>"
    )


STYLES = _styles()
