"""Copies of the Word form that are not just the blank filled in: each is compared with the blank."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from lxml import etree

from pipeline.model.answers import Answers, Sureness
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.reader import read_answers
from tests import builders
from tests.reading_helpers import doubts, paragraph, run, texts, word_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"


@cache
def filled() -> bytes:
    return builders.word_form(builders.forms()["referral"], builders.REFERRAL)


def changed(
    change: Callable[[Any], None], data: bytes = b"", parts: Mapping[str, str] | None = None
) -> bytes:
    """A filled form whose document was changed, with other parts put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data or filled())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == DOCUMENT:
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            if name not in (parts or {}):
                target.writestr(name, content)
        for name, text in (parts or {}).items():
            target.writestr(name, text)
    return out.getvalue()


def read(data: bytes) -> Answers:
    return read_answers(data, "form.docx", builders.editions())


def control(root: Any, tag: str) -> Any:
    return next(c for c in root.iter(f"{W}sdt") if c.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag)


def row(root: Any, tag: str) -> Any:
    return next(control(root, tag).iterancestors(f"{W}tr"))


def cell(root: Any, tag: str) -> Any:
    return next(control(root, tag).iterancestors(f"{W}tc"))


def unwrap(found: Any) -> None:
    """Delete a control and leave its words, as "Remove Content Control" does."""
    parent, at = found.getparent(), found.getparent().index(found)
    for number, child in enumerate(list(found.find(f"{W}sdtContent"))):
        parent.insert(at + number, child)
    parent.remove(found)


def xml(text: str) -> Any:
    return etree.fromstring(
        f'<x xmlns:w="{NS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:wps="urn:wps" xmlns:v="urn:v">{text}</x>'
    )[0]


def remarked(answers: Answers, *words: str) -> bool:
    return any(all(word in remark for word in words) for remark in answers.remarks)


# --- controls gone --------------------------------------------------------------------------------------------


def test_all_controls_deleted_gives_the_same_answers() -> None:
    def change(root: Any) -> None:
        for found in list(root.iter(f"{W}sdt")):
            unwrap(found)

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert doubts(answers) == {}
    assert answers.items["ref_name"].sureness is Sureness.PRINTED
    assert answers.items["ref_name"].place == "table 1, row 1"
    assert remarked(answers, "without the names of its boxes", "MACRP-REF")


@pytest.mark.parametrize("tag", ["ref_name", "district", "ref_date", "child_2_surname", "history"])
def test_one_control_deleted(tag: str) -> None:
    answers = read(changed(lambda root: unwrap(control(root, tag))))
    assert texts(answers) == builders.REFERRAL
    assert doubts(answers) == {}


def test_tags_gone_titles_kept_or_gone_too() -> None:
    def untag(root: Any, *names: str) -> None:
        for found in root.iter(f"{W}sdt"):
            properties = found.find(f"{W}sdtPr")
            for name in names:
                properties.remove(properties.find(f"{W}{name}"))

    for names in (("tag",), ("tag", "alias")):
        answers = read(changed(lambda root, names=names: untag(root, *names)))
        assert texts(answers) == builders.REFERRAL
        assert doubts(answers) == {}


def test_cell_text_written_over_label_and_control() -> None:
    def change(root: Any) -> None:
        for tag, words in (("ref_name", "Megan Prosser"), ("child_1_forename", "Tomos Rhys")):
            found = cell(root, tag)
            for old in found.findall(f"{W}p"):
                found.remove(old)
            found.append(xml(paragraph(run(words))))

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert "its place" in doubts(answers)["ref_name"]
    assert set(doubts(answers)) == {"ref_name"}


def test_prompts_typed_as_words_are_blank() -> None:
    blank = (builders.ROOT / "forms/referral.docx").read_bytes()

    def change(root: Any) -> None:
        for found in list(root.iter(f"{W}sdt")):
            unwrap(found)

    assert texts(read(changed(change, blank))) == {}


def test_an_answer_typed_beside_a_prompt_that_was_left() -> None:
    def change(root: Any) -> None:
        unwrap(control(root, "ref_name"))
        next(
            t for t in root.iter(f"{W}t") if t.text == "Megan Prosser"
        ).text = "Type the full nameMegan Prosser"

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert "Type the full name" in doubts(answers)["ref_name"]


def test_ticks_without_controls() -> None:
    def change(root: Any) -> None:
        for found in list(root.iter(f"{W}sdt")):
            unwrap(found)
        for text in root.iter(f"{W}t"):
            text.text = {"☒": "x", "☐": ""}.get(text.text or "", text.text)

    assert texts(read(changed(change))) == builders.REFERRAL


# --- written beside, above, around ----------------------------------------------------------------------------


def test_typed_beside_an_empty_box() -> None:
    data = builders.word_form(builders.forms()["referral"], builders.referral_items(ref_role=""))

    def change(root: Any) -> None:
        cell(root, "ref_role").findall(f"{W}p")[-1].append(xml(run("Health visitor, Cheltenham")))

    answers = read(changed(change, data))
    assert texts(answers) == builders.REFERRAL
    assert "beside the box" in doubts(answers)["ref_role"]


def test_typed_beside_a_filled_box_is_remarked_by_its_printed_words() -> None:
    answers = read(
        changed(lambda root: cell(root, "ref_name").findall(f"{W}p")[-1].append(xml(run(" nee Howells"))))
    )
    assert texts(answers) == builders.REFERRAL
    assert remarked(answers, "Your name", "nee Howells")


def test_words_behind_a_tick_box_and_between_tables() -> None:
    def change(root: Any) -> None:
        cell(root, "reason.OTHER").findall(f"{W}p")[-1].append(xml(run(": see my letter")))
        next(root.iter(f"{W}body")).insert(3, xml(paragraph(run("The father has moved out again."))))

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert remarked(answers, "see my letter")
    assert remarked(answers, "Outside the boxes", "The father has moved out again.")


@pytest.mark.parametrize(
    "kind",
    [
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>",
    ],
)
def test_a_text_box_laid_over_the_form(kind: str) -> None:
    laid = xml(kind.replace("{}", paragraph(run("Colin Attwell"))))
    data = builders.word_form(builders.forms()["referral"], builders.referral_items(ref_manager=""))

    def change(root: Any) -> None:
        cell(root, "ref_manager").findall(f"{W}p")[-1].append(copy.deepcopy(laid))

    answers = read(changed(change, data))
    assert texts(answers) == builders.REFERRAL
    assert "text box" in doubts(answers)["ref_manager"]
    beside = read(changed(change))
    assert texts(beside) == builders.REFERRAL
    assert remarked(beside, "Manager", "Colin Attwell")


def test_a_picture_beside_a_box_is_told_at_its_question() -> None:
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"

    def change(root: Any) -> None:
        cell(root, "child_3_known_as").append(xml(picture))
        cell(root, "ref_phone").append(xml(picture))

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert remarked(answers, "Child 3", "a picture stands in the box")
    assert remarked(answers, "Work phone", "beside the box stands a picture")


def test_a_picture_between_the_tables_is_told() -> None:
    def change(root: Any) -> None:
        root[0].insert(len(root[0]) - 1, xml("<w:p><w:r><w:pict/></w:r></w:p>"))

    assert remarked(read(changed(change)), "Outside the boxes", "a picture; what it shows was not read")


def test_comments_notes_and_headers_are_told_and_never_values() -> None:
    ns = f'xmlns:w="{NS}"'
    parts = {
        "word/comments.xml": f'<w:comments {ns}><w:comment w:author="A. Person">'
        f"{paragraph(run('Is this the right Tom?'))}</w:comment></w:comments>",
        "word/footnotes.xml": f'<w:footnotes {ns}><w:footnote w:type="separator">{paragraph(run("--"))}</w:footnote>'
        f"<w:footnote>{paragraph(run('Known to GP as Bond'))}</w:footnote></w:footnotes>",
        "word/header1.xml": f"<w:hdr {ns}>{paragraph(run('URGENT please ring'))}</w:hdr>",
    }

    def change(root: Any) -> None:
        control(root, "ref_name").find(f"{W}sdtContent")[0].append(xml("<w:footnoteReference/>"))

    answers = read(changed(change, parts=parts))
    assert texts(answers) == builders.REFERRAL
    assert "footnote" in doubts(answers)["ref_name"]
    assert remarked(answers, "comment", "Is this the right Tom?")
    assert not remarked(answers, "A. Person")
    assert remarked(answers, "footnote", "Known to GP as Bond")
    assert remarked(answers, "URGENT please ring")
    assert not remarked(answers, "--")


# --- crossed out, tracked -------------------------------------------------------------------------------------


def test_crossed_out_words_are_left_out_and_named() -> None:
    for name in ("strike", "dstrike"):

        def change(root: Any, name: str = name) -> None:
            content = control(root, "child_1_surname").find(f"{W}sdtContent")
            content.insert(0, xml(f"<w:r><w:rPr><w:{name}/></w:rPr><w:t>Bond </w:t></w:r>"))

        answers = read(changed(change))
        assert texts(answers) == builders.REFERRAL
        assert "“Bond” is crossed out" in doubts(answers)["child_1_surname"]


def test_names_of_boxes_that_contradict_their_places_are_doubted() -> None:
    def change(root: Any) -> None:
        tags = [control(root, f"child_1_{name}").find(f"{W}sdtPr/{W}tag") for name in ("forename", "surname")]
        first, second = (tag.get(f"{W}val") for tag in tags)
        tags[0].set(f"{W}val", second)
        tags[1].set(f"{W}val", first)

    found = doubts(read(changed(change)))
    assert set(found) == {"child_1_forename", "child_1_surname"}
    assert all("another place" in doubt for doubt in found.values())


def test_a_box_inside_another_box_is_doubted_in_both() -> None:
    def change(root: Any) -> None:
        inner = copy.deepcopy(control(root, "child_1_forename"))
        inner.find(f"{W}sdtPr/{W}tag").set(f"{W}val", "child_1_known_as")
        control(root, "child_1_surname").find(f"{W}sdtContent").append(inner)

    answers = read(changed(change))
    assert "another question beside it" in answers.items["child_1_surname"].doubt
    assert "stands twice" in answers.items["child_1_known_as"].doubt


def test_a_box_that_was_moved_into_the_one_before_it_is_told() -> None:
    def change(root: Any) -> None:
        control(root, "child_1_surname").find(f"{W}sdtContent").append(control(root, "child_1_known_as"))

    assert "Another box" in read(changed(change)).items["child_1_surname"].doubt


@pytest.mark.parametrize("look", ["color w:val='FFFFFF'", "sz w:val='2'", "sz w:val='1pt'", "w w:val='1'"])
def test_words_that_nobody_can_see_are_no_certain_answer(look: str) -> None:
    def beside(root: Any) -> None:
        content = control(root, "child_1_surname").find(f"{W}sdtContent")
        content.insert(0, xml(f"<w:r><w:rPr><w:{look}/></w:rPr><w:t>Smith </w:t></w:r>"))

    answers = read(changed(beside))
    assert texts(answers) == builders.REFERRAL
    assert "“Smith” is white or too small to be seen and was left out" in doubts(answers)["child_1_surname"]

    def alone(root: Any) -> None:
        for found in list(control(root, "child_1_surname").iter(f"{W}r")):
            found.insert(0, xml(f"<w:rPr><w:{look}/></w:rPr>"))

    answers = read(changed(alone))
    assert texts(answers) == builders.REFERRAL
    assert "too small to be seen" in doubts(answers)["child_1_surname"]


def test_a_style_that_hides_words_by_its_colour() -> None:
    style = "<w:style w:type='character' w:styleId='Pale'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:style>"
    with zipfile.ZipFile(io.BytesIO(filled())) as package:
        styles = package.read("word/styles.xml").decode().replace("</w:styles>", f"{style}</w:styles>")

    def change(root: Any) -> None:
        content = control(root, "child_1_surname").find(f"{W}sdtContent")
        content.insert(0, xml("<w:r><w:rPr><w:rStyle w:val='Pale'/></w:rPr><w:t>Smith </w:t></w:r>"))

    answers = read(changed(change, parts={"word/styles.xml": styles}))
    assert texts(answers) == builders.REFERRAL
    assert "Hidden text" in doubts(answers)["child_1_surname"]


def test_black_words_of_any_common_size_are_certain() -> None:
    def change(root: Any) -> None:
        for found in list(control(root, "child_1_surname").iter(f"{W}r")):
            look = "<w:color w:val='404040'/><w:sz w:val='12'/><w:w w:val='66'/>"
            found.insert(0, xml(f"<w:rPr>{look}</w:rPr>"))

    assert doubts(read(changed(change))) == {}


def test_an_answer_that_is_wholly_crossed_out_stays_and_is_doubted() -> None:
    def change(root: Any) -> None:
        for properties in list(control(root, "child_1_surname").iter(f"{W}r")):
            properties.insert(0, xml("<w:rPr><w:strike/></w:rPr>"))

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert "crossed out" in doubts(answers)["child_1_surname"]


def test_a_tracked_deletion_of_a_whole_answer_is_told() -> None:
    def change(root: Any) -> None:
        content = control(root, "ref_phone").find(f"{W}sdtContent")
        for old in list(content):
            content.remove(old)
        content.append(xml("<w:del><w:r><w:delText>01632 960101</w:delText></w:r></w:del>"))

    answers = read(changed(change))
    assert texts(answers) == builders.referral_items(ref_phone="")
    assert remarked(answers, "Work phone", "01632 960101", "deleted")


def test_tracked_rows() -> None:
    def delete(root: Any) -> None:
        for tag in ("child_2_forename", "child_2_category"):
            row(root, tag).find(f"{W}trPr").append(xml("<w:del/>"))

    answers = read(changed(delete))
    assert not any(name.startswith("child_2") for name in answers.items)
    assert remarked(answers, "row was deleted", "Zoë")

    def insert(root: Any) -> None:
        for found in list(root.iter(f"{W}sdt")):
            unwrap(found)
        rows = [r for r in root.iter(f"{W}tr") if "Zoë" in "".join(r.itertext())]
        rows[0].find(f"{W}trPr").append(xml("<w:ins/>"))

    answers = read(changed(insert))
    assert texts(answers) == builders.REFERRAL
    assert "tracked" in doubts(answers)["child_2_forename"]


# --- rows -----------------------------------------------------------------------------------------------------


def copied_rows(root: Any) -> None:
    """Both lines of child 2, copied below them with other words in them, tags and all."""
    rows = [row(root, "child_2_forename"), row(root, "child_2_category")]
    twins = [copy.deepcopy(r) for r in rows]
    for text in twins[0].iter(f"{W}t"):
        text.text = {"Zoë": "Ffion", "3 May 2010": "4/4/2012"}.get(text.text or "", text.text)
    rows[1].addnext(twins[0])
    twins[0].addnext(twins[1])


def test_a_copied_row_is_the_next_child_and_doubted() -> None:
    answers = read(changed(copied_rows))
    added = {k: v for k, v in texts(answers).items() if k.startswith("child_3")}
    assert added["child_3_forename"] == "Ffion"
    assert added["child_3_dob"] == "4/4/2012"
    assert added["child_3_category"] == "NEG"
    assert all("added" in doubts(answers)[name] for name in added)
    assert {k: v for k, v in texts(answers).items() if k not in added} == builders.REFERRAL


def seventh_row(root: Any) -> None:
    """Both lines of child 6 copied below them, and numbered 7."""
    rows = [row(root, "child_6_forename"), row(root, "child_6_category")]
    for old in reversed(rows):
        twin = copy.deepcopy(old)
        for text in twin.iter(f"{W}t"):
            text.text = {"Fay": "Gwen", "6": "7"}.get(text.text or "", text.text)
        rows[1].addnext(twin)


@pytest.mark.parametrize("with_controls", [True, False])
def test_a_seventh_child_is_named_and_not_lost(*, with_controls: bool) -> None:
    six = {
        f"child_{n}_{column}": value
        for n, name in enumerate(("Ann", "Bea", "Cai", "Dai", "Eve", "Fay"), 1)
        for column, value in (("forename", name), ("surname", "Ellery"), ("category", "NEG"))
    }
    data = builders.word_form(builders.forms()["referral"], builders.referral_items(**six))

    def change(root: Any) -> None:
        seventh_row(root)
        for found in [] if with_controls else list(root.iter(f"{W}sdt")):
            unwrap(found)

    answers = read(changed(change, data))
    assert texts(answers)["child_6_forename"] == "Fay"
    assert texts(answers)["child_7_forename"] == "Gwen"
    assert texts(answers)["child_7_category"] == "NEG"


def test_spare_rows_taken_out_are_told() -> None:
    def change(root: Any) -> None:
        for number in (3, 4, 5, 6):
            for tag in (f"child_{number}_forename", f"child_{number}_category"):
                found = row(root, tag)
                found.getparent().remove(found)

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert doubts(answers) == {}
    assert remarked(answers, "Only 222 of the 266 boxes")


# --- legacy fields --------------------------------------------------------------------------------------------

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{}"/>{}</w:ffData></w:fldChar></w:r>'
REST = (
    '<w:r><w:instrText> {} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def field(name: str, kind: str, settings: str, result: str = "") -> list[Any]:
    text = f"<w:x>{BEGIN.format(name, settings)}{REST.format(kind, run(result) if result else '')}</w:x>"
    return list(xml(text))


def rebuilt(root: Any, names: Callable[[str], str]) -> None:
    """Every control made a legacy field, as a colleague does who rebuilds the form in an old Word."""
    form = builders.forms()["referral"]
    for found in list(root.iter(f"{W}sdt")):
        tag = found.find(f"{W}sdtPr/{W}tag").get(f"{W}val")
        shown = "".join(t.text for t in found.iter(f"{W}t"))
        slot = form.slot_by_name.get(tag)
        blank = found.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        if "." in tag:
            fields = field(
                names(tag),
                "FORMCHECKBOX",
                f"<w:checkBox>{'<w:checked/>' if shown == '☒' else ''}</w:checkBox>",
            )
        elif slot is not None and slot.field.choices:
            entries = ["Choose", *(c.label for c in slot.field.choices)]
            number = 0 if blank else entries.index(shown)
            listed = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in entries)
            fields = field(
                names(tag), "FORMDROPDOWN", f'<w:ddList><w:result w:val="{number}"/>{listed}</w:ddList>'
            )
        else:
            text = "\u2002" * 5 if blank else shown
            fields = field(names(tag), "FORMTEXT", "<w:textInput/>", text)
        parent, at = found.getparent(), found.getparent().index(found)
        for number, element in enumerate(fields):
            parent.insert(at + number, element)
        parent.remove(found)


@pytest.mark.parametrize(
    "names",
    [
        lambda tag: tag.replace(".", "_")[:20],
        lambda tag: f"__Fieldmark__{len(tag)}_12345",
        lambda tag: "",
        lambda tag: "Text1",
    ],
)
def test_a_form_rebuilt_with_legacy_fields(names: Callable[[str], str]) -> None:
    items = {k: v.replace("\n", " ") if k == "history" else v for k, v in builders.REFERRAL.items()}
    data = builders.word_form(builders.forms()["referral"], items)
    answers = read(changed(lambda root: rebuilt(root, names), data))
    assert texts(answers) == items
    assert doubts(answers) == {}


@pytest.mark.parametrize(
    ("settings", "ticked"),
    [
        ("<w:checked/>", True),
        ('<w:checked w:val="1"/>', True),
        ('<w:checked w:val="0"/>', False),
        ('<w:default w:val="1"/>', True),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', False),
        ("", False),
    ],
)
def test_the_state_of_a_legacy_tick_box(settings: str, *, ticked: bool) -> None:
    def change(root: Any) -> None:
        found = control(root, "reason.OTHER")
        for element in field("reason_OTHER", "FORMCHECKBOX", f"<w:checkBox>{settings}</w:checkBox>"):
            found.addprevious(element)
        found.getparent().remove(found)

    assert ("OTHER" in texts(read(changed(change)))["reason"]) is ticked


def test_a_legacy_list_that_shows_another_entry_than_it_stores() -> None:
    def change(root: Any) -> None:
        found = control(root, "plan_number")
        entries = '<w:result w:val="1"/><w:listEntry w:val="Second"/><w:listEntry w:val="Third or more"/>'
        for element in field("plan_number", "FORMDROPDOWN", f"<w:ddList>{entries}</w:ddList>", "Second"):
            found.addprevious(element)
        found.getparent().remove(found)

    assert "Third or more" in doubts(read(changed(change)))["plan_number"]


# --- bound values, moved boxes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "doubted"), [("Megan Prosser", False), ("Somebody Else", True), ("", True)]
)
def test_a_control_bound_to_a_stored_value(stored: str, *, doubted: bool) -> None:
    parts = {
        "customXml/item1.xml": f'<a:root xmlns:a="urn:a"><a:name>{stored}</a:name></a:root>',
        "customXml/itemProps1.xml": '<d:datastoreItem xmlns:d="urn:d" d:itemID="{AB}"/>',
    }
    binding = (
        '<w:dataBinding w:prefixMappings="xmlns:ns0=\'urn:a\'" w:xpath="/ns0:root[1]/ns0:name[1]" '
        'w:storeItemID="{ab}"/>'
    )
    answers = read(
        changed(lambda root: control(root, "ref_name").find(f"{W}sdtPr").append(xml(binding)), parts=parts)
    )
    assert texts(answers) == builders.REFERRAL
    assert ("ref_name" in doubts(answers)) is doubted


def test_a_box_copied_into_another_questions_cell() -> None:
    def change(root: Any) -> None:
        old = control(root, "child_2_surname")
        old.addprevious(copy.deepcopy(control(root, "child_1_surname")))
        old.getparent().remove(old)

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert "copied" in doubts(answers)["child_2_surname"]


def test_a_form_inside_a_table_of_its_own() -> None:
    def change(root: Any) -> None:
        for found in list(root.iter(f"{W}sdt")):
            unwrap(found)
        body = next(root.iter(f"{W}body"))
        tables = [child for child in body if child.tag == f"{W}tbl"]
        around = xml("<w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl>")
        body.insert(body.index(tables[0]), around)
        around[0][0].append(tables[0])
        around[0][0].append(xml("<w:p/>"))

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL


# --- which form -----------------------------------------------------------------------------------------------


def stripped(root: Any) -> None:
    for found in list(root.iter(f"{W}sdt")):
        unwrap(found)


def test_recognised_by_the_number_at_the_foot_or_by_its_words() -> None:
    bare = {"docProps/custom.xml": '<Properties xmlns="urn:p"/>'}
    answers = read(changed(stripped, parts=bare))
    assert texts(answers) == builders.REFERRAL
    assert (answers.form_id, answers.form_version) == ("MACRP-REF", "1.0")
    footless = bare | {"word/footer1.xml": f'<w:ftr xmlns:w="{NS}"/>'}
    answers = read(changed(stripped, parts=footless))
    assert texts(answers) == builders.REFERRAL
    assert remarked(answers, "by the words printed on it", "Case referral (MACRP-REF)")


def test_an_unknown_document_names_the_nearest_form() -> None:
    letter = word_file(paragraph(run("Dear panel,")) + paragraph(run("Your name")), form_id="", version="")
    with pytest.raises(ReadingError, match=r"nearest is .*\(MACRP-...\): \d+ of its \d+ printed texts"):
        read(letter)


def test_a_far_too_long_document_is_told() -> None:
    def change(root: Any) -> None:
        body = next(root.iter(f"{W}body"))
        for number in range(9000):
            body.append(xml(paragraph(run(f"line {number}"))))

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert remarked(answers, "far too long")


@pytest.mark.parametrize("kind", ["docm", "dotx", "dotm"])
def test_templates_and_forms_with_macros_are_read_without_them(kind: str) -> None:
    data = changed(lambda root: None, parts={"word/vbaProject.bin": "not opened"})
    answers = read_answers(data, f"form.{kind}", builders.editions())
    assert texts(answers) == builders.REFERRAL


def answered(root: Any, tag: str, *content: str) -> None:
    """Put pieces of a paragraph into a box, in place of what it holds."""
    held = control(root, tag).find(f"{W}sdtContent")
    for old in list(held):
        held.remove(old)
    held.extend([xml(piece) for piece in content])


COMPLEX = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    '<w:r><w:instrText xml:space="preserve"> IF 1 = 1 "Ellery" "Jones" </w:instrText></w:r>',
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    run("Ellery"),
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
)
BLACK = '<w:r><w:rPr><w:highlight w:val="black"/></w:rPr><w:t>Jones</w:t></w:r>'
LINK = f'<w:hyperlink w:history="1">{run("Ellery")}</w:hyperlink>'


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        (COMPLEX, "Word works it out anew"),
        (
            (f'<w:fldSimple w:instr=" DOCPROPERTY Name ">{run("Ellery")}</w:fldSimple>',),
            "Word works it out anew",
        ),
        ((BLACK, run("Ellery")), "“Jones” is blacked out and was left out"),
        ((LINK,), ""),
    ],
)
def test_what_word_works_out_and_what_is_blacked_out_is_doubted(pieces: tuple[str, ...], says: str) -> None:
    answers = read(changed(lambda root: answered(root, "child_1_surname", *pieces)))
    assert texts(answers)["child_1_surname"] == "Ellery"
    assert says in doubts(answers).get("child_1_surname", "")
    assert bool(says) == ("child_1_surname" in doubts(answers))


def test_an_equation_is_told_as_a_picture_is() -> None:
    name = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    maths = f'<m:oMath xmlns:m="{name}"><m:r><m:t>Jones</m:t></m:r></m:oMath>'
    answers = read(changed(lambda root: answered(root, "child_1_surname", maths)))
    assert remarked(answers, "Child 1: Surname: a picture stands in the box")


def test_a_list_whose_words_store_another_answer_is_read_as_it_shows() -> None:
    def change(root: Any) -> None:
        first, second = [
            item
            for item in control(root, "child_1_category").iter(f"{W}listItem")
            if len(item.get(f"{W}value")) == 3
        ][:2]
        values = first.get(f"{W}value"), second.get(f"{W}value")
        second.set(f"{W}value", values[0])
        first.set(f"{W}value", values[1])

    answers = read(changed(change))
    assert texts(answers)["child_1_category"] == "NEG"
    assert "“Neglect”, but “Physical abuse” is stored" in doubts(answers)["child_1_category"]


def test_answers_below_heads_that_say_something_else_are_doubted() -> None:
    def change(root: Any) -> None:
        heads = {t.text: t for t in root.iter(f"{W}t") if t.text in ("Forenames", "Surname")}
        heads["Forenames"].text, heads["Surname"].text = "Surname", "Forenames"

    found = doubts(read(changed(change)))
    assert (
        {"child_1_forename", "child_1_surname"}
        <= found.keys()
        <= {f"child_{n}_{c}" for n in range(1, 7) for c in ("forename", "surname")}
    )
    assert "changed or gone" in found["child_1_surname"]
