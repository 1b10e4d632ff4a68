"""papers/reading/word: content controls wherever they stand and whatever a program made of them."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.answers import Answers, Carrier
from pipeline.model.errors import ReadingError
from pipeline.papers.making.fill_word import fill_word
from pipeline.papers.prompts import prompt
from pipeline.papers.reading.reader import read_answers
from pipeline.papers.sandbox import Sandbox
from pipeline.rules.answers.text import MARK, clean
from tests import builders
from tests.reading_helpers import (
    TRIAL,
    TYPES,
    box,
    control,
    doubts,
    package,
    paragraph,
    properties,
    read,
    run,
    texts,
    trial_form,
    word_file,
)

DATE = '<w:date w:fullDate="{}"><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
LIST = (
    '<w:dropDownList{}><w:listItem w:displayText="The Forest" w:value="FOREST_OF_DEAN"/>'
    '<w:listItem w:displayText="Stroud" w:value="STROUD"/></w:dropDownList>'
)
PROMPT = "<w:showingPlcHdr/>"


def one(body: str, **more: str) -> Answers:
    return read(word_file(body, **more), "form.docx")


def test_controls_inline_block_cell_row_and_nested() -> None:
    inline = paragraph(control("ref_name", run("Megan")))
    block = control("history", paragraph(run("One")) + paragraph(run("Two")))
    cell = control("started", f"<w:tc>{paragraph(run('08/2012'))}</w:tc>")
    inner = f"<w:tr><w:tc>{paragraph(control('child_1_forename', run('Tom')))}</w:tc></w:tr>"
    table = f"<w:tbl><w:tr>{cell}</w:tr>{control('row', inner)}</w:tbl>"
    nested = control("group", paragraph(run("Label ") + control("child_2_forename", run("Zoë"))))
    answers = one(inline + block + table + nested)
    assert texts(answers) == {
        "ref_name": "Megan",
        "history": "One\nTwo",
        "started": "08/2012",
        "child_1_forename": "Tom",
        "child_2_forename": "Zoë",
    }
    assert answers.items["child_1_forename"].place == "table 1, row 2"
    assert answers.carrier is Carrier.WORD


def test_a_box_inside_a_box_keeps_its_answer_to_itself() -> None:
    body = control("history", paragraph(run("Outer ") + control("ref_name", run("Inner"))))
    assert texts(one(body)) == {"history": "Outer ", "ref_name": "Inner"}


def test_split_runs_breaks_and_special_signs() -> None:
    content = (
        run("Me") + '<w:proofErr w:type="spellStart"/>' + run("gan") + "<w:r><w:br/><w:t>two</w:t></w:r>"
        "<w:r><w:cr/><w:t>three</w:t><w:tab/><w:t>four</w:t><w:noBreakHyphen/><w:t>five</w:t><w:softHyphen/>"
        "<w:t>six</w:t></w:r><w:hyperlink>" + run(" link") + '</w:hyperlink><w:bookmarkStart w:id="1"/>'
    )
    assert (
        texts(one(paragraph(control("history", content))))["history"]
        == "Megan\ntwo\nthree\tfour-fivesix link"
    )


def test_hidden_text_is_no_value() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>'
    styled = '<w:r><w:rPr><w:rStyle w:val="Ghost"/></w:rPr><w:t>ghost</w:t></w:r>'
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    data = word_file(
        paragraph(control("history", hidden + shown + styled)), extra={"word/styles.xml": styles}
    )
    answers = read(data, "form.docx")
    assert texts(answers) == {"history": "shown"}
    assert "Hidden text" in doubts(answers)["history"]
    assert texts(one(paragraph(control("history", hidden)))) == {}


def test_tracked_changes_insertions_taken_deletions_not_and_flagged() -> None:
    content = (
        run("high ")
        + "<w:del><w:r><w:delText>very </w:delText></w:r></w:del><w:ins>"
        + run("risk")
        + "</w:ins><w:moveFrom>"
        + run("away")
        + "</w:moveFrom>"
    )
    answers = one(paragraph(control("ref_name", content)))
    assert texts(answers) == {"ref_name": "high risk"}
    assert "tracked changes" in doubts(answers)["ref_name"]
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("one") + "</w:p>" + paragraph(run("two"))
    assert texts(one(control("history", joined))) == {"history": "onetwo"}
    assert texts(
        one(
            "<w:p><w:del>"
            + control("ref_name", run("gone"))
            + "</w:del>"
            + control("started", run("1"))
            + "</w:p>"
        )
    ) == {"started": "1"}


# --- tick boxes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checked", "sign", "ticked", "doubted"),
    [
        ("1", "☒", True, False),
        ("true", "☑", True, False),
        ("on", "✔", True, False),
        ("0", "☐", False, False),
        ("1", "☐", True, True),  # LibreOffice leaves the sign behind
        ("0", "☒", False, True),
        ("1", "", True, False),
    ],
)
def test_the_state_wins_over_the_sign(checked: str, sign: str, *, ticked: bool, doubted: bool) -> None:
    answers = one(paragraph(box("reason.OTHER", checked, sign)))
    assert texts(answers) == ({"reason": "OTHER"} if ticked else {})
    assert bool(doubts(answers) or [r for r in answers.remarks if "drawn" in r]) == doubted


@pytest.mark.parametrize(
    ("sign", "ticked"), [("☒", True), ("x", True), ("Yes", True), ("☐", False), ("no", False)]
)
def test_a_tick_box_that_lost_its_state(sign: str, *, ticked: bool) -> None:
    answers = one(paragraph(control("reason.OTHER", run(sign))))
    assert texts(answers) == ({"reason": "OTHER"} if ticked else {})


def test_words_where_a_tick_belongs_are_remarked() -> None:
    answers = one(paragraph(control("reason.OTHER", run("perhaps"))))
    assert texts(answers) == {}
    assert any("perhaps" in remark for remark in answers.remarks)


def test_a_symbol_font_tick() -> None:
    ticked = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    assert texts(one(paragraph(control("reason.OTHER", ticked)))) == {"reason": "OTHER"}
    strange = '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
    answers = one(paragraph(control("ref_name", run("a ") + strange)))
    assert texts(answers) == {"ref_name": f"a {MARK}"}
    assert doubts(answers)


# --- dates and lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["02/09/2013", "2/9/13", "2 September 2013", "Monday 2nd Sept 2013", "02.09.2013", "2013-09-02"]
)
def test_a_date_that_agrees_with_its_stored_day(text: str) -> None:
    answers = one(paragraph(control("ref_date", run(text), DATE.format("2013-09-02T00:00:00Z"))))
    assert texts(answers) == {"ref_date": text}
    assert doubts(answers) == {}


@pytest.mark.parametrize("text", ["09/02/2013", "2 October 2013", "3/9/2013", "soon", "2/9/2003"])
def test_a_date_that_differs_is_doubted_and_the_text_is_the_answer(text: str) -> None:
    answers = one(paragraph(control("ref_date", run(text), DATE.format("2013-09-02T00:00:00Z"))))
    assert texts(answers) == {"ref_date": text}
    assert "02/09/2013" in doubts(answers)["ref_date"]


def test_a_date_without_or_with_a_broken_stored_day() -> None:
    assert doubts(one(paragraph(control("ref_date", run("soon"), "<w:date/>")))) == {}
    broken = one(paragraph(control("ref_date", run("02/09/2013"), DATE.format("not a day"))))
    assert "cannot be read" in doubts(broken)["ref_date"]


@pytest.mark.parametrize("text", ["The Forest", "FOREST_OF_DEAN", "Forest of Dean"])
def test_a_list_by_its_own_words_by_code_or_by_the_forms_words(text: str) -> None:
    answers = one(paragraph(control("district", run(text), LIST.format(""))))
    assert texts(answers) == {"district": "FOREST_OF_DEAN"}
    assert doubts(answers) == {}


def test_a_list_whose_stored_choice_differs_is_doubted() -> None:
    same = LIST.format(' w:lastValue="FOREST_OF_DEAN"')
    assert doubts(one(paragraph(control("district", run("The Forest"), same)))) == {}
    other = LIST.format(' w:lastValue="STROUD"')
    assert "Stroud" in doubts(one(paragraph(control("district", run("The Forest"), other))))["district"]


def test_yes_and_no_from_a_list() -> None:
    assert texts(one(paragraph(control("in_group", run("Yes"))))) == {"in_group": "yes"}
    assert texts(one(paragraph(control("in_group", run("NO "))))) == {"in_group": "no"}


# --- prompts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [PROMPT, ""])
@pytest.mark.parametrize("name", ["ref_name", "ref_date", "district", "in_group", "history"])
def test_a_prompt_is_blank_with_or_without_its_mark(name: str, mark: str) -> None:
    words = prompt(trial_form().slot_by_name[name])
    assert texts(one(paragraph(control(name, run(words), mark)))) == {}


@pytest.mark.parametrize("words", ["Click or tap here to enter text.", "Choose an item.", "  "])
def test_an_office_programs_own_prompt_is_blank(words: str) -> None:
    assert texts(one(paragraph(control("ref_name", run(words))))) == {}


def test_the_mark_of_a_prompt_left_on_a_filled_box_is_ignored() -> None:
    assert texts(one(paragraph(control("ref_name", run("Megan"), PROMPT)))) == {"ref_name": "Megan"}


def test_a_prompt_that_an_older_blank_had_is_known_from_the_document() -> None:
    glossary = (
        '<w:glossaryDocument xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docParts>'
        '<w:docPart><w:docPartPr><w:name w:val="P1"/></w:docPartPr><w:docPartBody><w:p><w:r><w:t>Write it here</w:t>'
        "</w:r></w:p></w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
    )
    placeholder = '<w:placeholder><w:docPart w:val="P1"/></w:placeholder>' + PROMPT
    body = paragraph(control("ref_name", run("Write it here"), placeholder))
    assert texts(read(word_file(body, extra={"word/glossary/document.xml": glossary}), "a.docx")) == {}


# --- names ---------------------------------------------------------------------------------------------------


def test_duplicate_tags_with_different_answers_are_doubted() -> None:
    same = one(paragraph(control("ref_name", run("A")) + control("ref_name", run("A"))))
    assert doubts(same) == {}
    answers = one(paragraph(control("ref_name", run("High")) + control("ref_name", run("Low"))))
    assert texts(answers) == {"ref_name": "High"}
    assert "“Low”" in doubts(answers)["ref_name"]


def test_a_lost_tag_is_made_good_by_the_printed_label() -> None:
    body = control("", run("Megan"), alias="Your name") + control(
        "", run("Tom"), alias="Child 1: Forenames *"
    )
    answers = one(paragraph(body + control("started", run("1"))))
    assert texts(answers) == {"ref_name": "Megan", "child_1_forename": "Tom", "started": "1"}
    assert any("questions printed beside them" in remark for remark in answers.remarks)


def test_a_label_that_could_mean_two_boxes_is_not_guessed() -> None:
    answers = one(paragraph(control("", run("Tom"), alias="Forenames") + control("started", run("1"))))
    assert texts(answers) == {"started": "1"}


def test_lost_names_are_made_good_by_place_only_where_number_and_kind_fit() -> None:
    date = control("", run("02/09/2013"), "<w:date/>")
    before, after = control("ref_name", run("Megan")), control("started", run("1"))
    assert texts(one(paragraph(before + date + after)))["ref_date"] == "02/09/2013"
    assert "ref_date" not in texts(one(paragraph(before + date + date + after)))
    assert "ref_date" not in texts(one(paragraph(before + control("", run("x"), LIST.format("")) + after)))


def test_filled_boxes_of_another_form_are_told() -> None:
    answers = one(paragraph(control("ref_name", run("A")) + control("other_form", run("B"))))
    assert any("“other_form”" in remark for remark in answers.remarks)


def test_an_inserted_document_is_told() -> None:
    assert any(
        "inserted" in r for r in one(paragraph(control("ref_name", run("A"))) + "<w:altChunk/>").remarks
    )


def test_strict_files_are_read() -> None:
    data = word_file(paragraph(control("ref_name", run("Megan"))))
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        document = source.read("word/document.xml").decode()
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = document.replace(usual, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    parts = {"word/document.xml": strict, "docProps/custom.xml": properties()}
    assert texts(read(package(parts), "form.docx")) == {"ref_name": "Megan"}


def test_a_text_box_kept_twice_for_old_programs_is_read_once() -> None:
    new, old = control("ref_name", run("High")), control("ref_name", run("Low"))
    body = f"<mc:AlternateContent><mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    answers = one(paragraph(f"<w:r>{body}</w:r>"))
    assert texts(answers) == {"ref_name": "High"}
    assert doubts(answers) == {}


def test_twenty_thousand_twins_make_one_short_doubt() -> None:
    answers = one("".join(paragraph(control("ref_name", run(f"v{n}"))) for n in range(20_000)))
    assert len(doubts(answers)["ref_name"]) < 200


def test_a_multichoice_typed_as_words() -> None:
    assert texts(one(paragraph(control("reason", run("Other, Second or later plan"))))) == {
        "reason": "SECOND_PLAN\nOTHER"
    }


# --- the committed blanks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["referral", "agency-check", "meeting-record", "reply"])
def test_the_committed_blanks_are_recognised_and_blank(name: str) -> None:
    blank = (builders.ROOT / f"forms/{name}.docx").read_bytes()
    answers = read_answers(blank, f"{name}.docx", builders.editions())
    assert answers.form_id == builders.forms()[name].id
    assert texts(answers) == {}


def test_the_same_answers_in_either_carrier_are_equal() -> None:
    form = builders.forms()["referral"]
    every = builders.editions()
    word = read_answers(builders.word_form(form, builders.REFERRAL), "a.docx", every)
    pdf = read_answers(builders.pdf_form(form, builders.REFERRAL), "a.pdf", every)
    assert texts(word) == texts(pdf) == builders.REFERRAL
    assert doubts(word) == doubts(pdf) == {}
    assert word.remarks == pdf.remarks == ()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_any_text_survives_the_word_form(text: str) -> None:
    body = paragraph(control("ref_name", run("x")) + control("history", run("HERE")))
    said = clean(text).text
    if not said.strip() or any(ord(c) in (0xFFFE, 0xFFFF) for c in text):
        return
    blank = word_file(body)
    filled = fill_word(blank, trial_form(), {"history": said, "ref_name": "x"})
    assert texts(read(filled, "form.docx"))["history"] == said.strip("\n")


# --- hostile and foreign files -------------------------------------------------------------------------------

DTD = '<!DOCTYPE w:document [<!ENTITY name "Low risk">]>'


def _with_dtd() -> bytes:
    data = word_file(paragraph(control("ref_name", run("NAME"))))
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        document = source.read("word/document.xml").decode().replace("NAME", "&name;")
    return package({"word/document.xml": DTD + document, "docProps/custom.xml": properties()})


def _twice(second: str) -> bytes:
    out = io.BytesIO(word_file(paragraph(control("ref_name", run("High")))))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as target:
        warnings.simplefilter("ignore")  # that a name stands twice is what is wanted here
        target.writestr(second, "<w/>")
    return out.getvalue()


def _bomb() -> bytes:
    return package({"word/document.xml": b"<w>" + b" " * 60_000_000 + b"</w>"})


def _paragraph_bomb() -> bytes:
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return package({"word/document.xml": f"<w:document {ns}>" + "<w:p/>" * 1_000_000 + "</w:document>"})


def _lying_directory() -> bytes:
    data = bytearray(_bomb())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # the size it claims
    return bytes(data)


def _deep() -> bytes:
    return word_file("<w:p>" * 5000 + "</w:p>" * 5000)


def _grid_span() -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>{paragraph(control("ref_name", run("A")))}</w:tc>'
    return word_file(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


HOSTILE = {
    "document type": (_with_dtd, "defines entities"),
    "part twice": (lambda: _twice("word/document.xml"), "twice"),
    "part twice in capitals": (lambda: _twice("Word/Document.XML"), "twice"),
    "60 MB of spaces": (_bomb, "enormous"),
    "a million paragraphs": (_paragraph_bomb, "far more in it"),
    "directory lies about the size": (_lying_directory, "damaged|enormous"),
    "nested 5,000 deep": (_deep, "far more deeply"),
    "too many parts": (lambda: package({f"p{n}": "" for n in range(3000)}), "3002 parts"),
    "not XML": (lambda: package({"word/document.xml": "<w:document"}), "for the helpdesk"),
    "no document": (lambda: package({}), "missing"),
    "a spreadsheet inside": (lambda: package({"word/document.xml": "<x xmlns='y'/>"}), "not a Word document"),
    "cut in half": (lambda: word_file("<w:p/>" * 500)[:400], "damaged"),
    "no boxes": (lambda: word_file(paragraph(run("typed"))), "no boxes to fill in"),
    "another form": (
        lambda: word_file(paragraph(control("a", run("b"))), form_id="X-1"),
        "calls itself “X-1”",
    ),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(20, 1024) as made:
        yield made


@pytest.mark.parametrize("defect", HOSTILE)
def test_hostile_and_foreign_files_end_in_a_reason(defect: str, sandbox: Sandbox) -> None:
    make, expected = HOSTILE[defect]
    with pytest.raises(ReadingError, match=expected) as caught:
        sandbox.call(read_answers, make(), "form.docx", builders.editions(trial_form()))
    assert caught.value.remedy


@pytest.mark.parametrize("defect", [d for d in HOSTILE if "million" not in d])
def test_the_reader_itself_gives_the_reason(defect: str) -> None:
    make, expected = HOSTILE[defect]
    with pytest.raises(ReadingError, match=expected):
        read(make(), "form.docx")


@pytest.mark.parametrize(
    "settings", ["", "<w:tag/>", "<w:dropDownList><w:listItem/></w:dropDownList>", "<w14:checkbox/>"]
)
def test_empty_and_odd_controls_are_survived(settings: str) -> None:
    odd = f"<w:sdt/><w:sdt><w:sdtPr>{settings}</w:sdtPr></w:sdt>"
    assert texts(one(paragraph(odd + control("ref_name", run("A"), settings)))) == {"ref_name": "A"}
    assert texts(read(_grid_span(), "form.docx")) == {"ref_name": "A"}


def test_a_locked_word_file_is_named() -> None:
    with pytest.raises(ReadingError, match="locked with a password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "form.docx")


def test_the_trial_through_the_word_blank_equals_the_trial() -> None:
    from pipeline.papers.making.blank_word import build_blank_word

    filled = fill_word(build_blank_word(trial_form()), trial_form(), TRIAL)
    assert texts(read(filled, "form.docx")) == TRIAL
    assert TYPES in zipfile.ZipFile(io.BytesIO(word_file(""))).read("[Content_Types].xml").decode()
