"""Adopting other organisations' blanks: what is proposed, what is written, and filled copies read like ours."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name, String

from pipeline.model.adoption import Proposal, TheirBlank, TheirBox, TheirKind
from pipeline.model.answers import Answers
from pipeline.model.edition import Edition
from pipeline.model.errors import NotFoundError, ReadingError, WorkspaceError
from pipeline.model.settings import Settings
from pipeline.office.adopting import Adoption, adopted_faults, plan_adoption, write_adoption
from pipeline.papers.reading.reader import read_answers
from pipeline.papers.reading.theirs import read_blank
from pipeline.papers.sandbox import Sandbox
from pipeline.records.definitions import load_adopted
from pipeline.records.editions import Shelf
from pipeline.rules.adopting import SURE, propose
from pipeline.rules.answers.boxes import targets
from tests import builders, council_forms
from tests.reading_helpers import field, saved, texts

FOREIGN_FORMS = sorted((builders.ROOT.parent / "shared" / "forms").glob("*.pdf"))
REFERRAL = builders.forms()["referral"]


def proposal(data: bytes, name: str) -> Proposal:
    return propose(REFERRAL, read_blank(data, name, REFERRAL).blank)


def mapped(found: Proposal) -> dict[str, str]:
    return {m.box.name: m.target for m in found.mapped}


def text_box(name: str, *words: str, heading: str = "") -> TheirBox:
    return TheirBox(name, TheirKind.TEXT, words, heading=heading)


def proposed(*boxes: TheirBox) -> Proposal:
    return propose(REFERRAL, TheirBlank("", boxes))


# --- which box is which --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "heading", "target"),
    [
        ("Family name", "Child's details", "child_1_surname"),
        ("Last name", "Details of the young person", "child_1_surname"),
        ("D.O.B.", "Child 1", "child_1_dob"),
        ("Child 2 date of birth", "", "child_2_dob"),
        ("Third child: surname", "", "child_3_surname"),
        ("Home address", "Child and family", "family_address"),
        ("Email", "Referrer details", "ref_email"),
        ("Tel No", "Person completing this form", "ref_phone"),
        ("What are the worries?", "", "worries"),
        ("Protective factors", "", "strengths"),
        ("Date of referral", "", "ref_date"),
        ("Relationship to child", "Parents and carers", "adult_1_relationship"),
        ("NHS No.", "The child", "child_1_nhs_no"),
    ],
)
def test_the_trades_many_words_for_one_thing(words: str, heading: str, target: str) -> None:
    found = proposed(text_box("Text1", words, heading=heading))
    assert mapped(found) == {"Text1": target}
    assert found.mapped[0].score >= SURE


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("Surname", ""),  # whose?
        ("Date of birth", "Respondent"),
        ("Employer's name", "Your details"),
        ("Address", "Your GP"),
        ("Invoice number", "Referrer"),
        ("Signature", "Referrer"),
        ("Child 9 surname", ""),  # our form has six rows
    ],
)
def test_what_may_be_something_else_is_not_mapped(words: str, heading: str) -> None:
    assert mapped(proposed(text_box("Text1", words, heading=heading))) == {}


def test_a_fields_name_and_tooltip_speak_where_nothing_is_printed() -> None:
    found = proposed(
        text_box("form1[0].#subform[0].ChildSurname[0]"),
        text_box("Text9", "Enter the child's date of birth."),
        text_box("child_forename_2"),
    )
    assert mapped(found) == {
        "form1[0].#subform[0].ChildSurname[0]": "child_1_surname",
        "Text9": "child_1_dob",
        "child_forename_2": "child_2_forename",
    }


def test_a_date_in_three_boxes_is_its_parts_and_needs_all_three() -> None:
    parts = [text_box(f"dob {part}", f"Child's date of birth: {part}") for part in ("day", "month", "year")]
    assert mapped(proposed(*parts)) == {
        "dob day": "child_1_dob.day",
        "dob month": "child_1_dob.month",
        "dob year": "child_1_dob.year",
    }
    assert mapped(proposed(*parts[:2])) == {}


def test_an_address_in_several_boxes_is_its_lines() -> None:
    lines = [text_box(name, f"Child's {name}") for name in ("street", "town", "county")]
    assert mapped(proposed(*lines)) == {
        "street": "family_address.1",
        "town": "family_address.2",
        "county": "family_address.3",
    }


def test_ticks_need_their_question_and_choices_our_answers() -> None:
    def tick(name: str, words: str, question: str) -> TheirBox:
        return TheirBox(name, TheirKind.TICK, (words,), question=question)

    found = proposed(
        tick("a", "Boy", "Sex of child"),
        tick("b", "Male", "Sex of child"),
        tick("c", "Yes", "Do you agree to pay?"),
        TheirBox("d", TheirKind.CHOICE, ("Category of abuse",), {"1": "Neglect", "2": "Sexual abuse"}),
        TheirBox("f", TheirKind.CHOICE, ("Legal status",), {"1": "Section 20", "2": "section 20"}),
        TheirBox("e", TheirKind.CHOICE, ("Which plan",), {"1": "Bronze", "2": "Silver"}),
    )
    assert mapped(found) == {"b": "child_1_sex.male", "d": "child_1_category"}
    assert found.mapped[1].codes == {"1": "NEG", "2": "SAB"}
    assert all(not m.codes for m in found.doubtful), "two of theirs cannot be one of ours"


def test_no_target_is_given_twice_and_every_box_is_somewhere() -> None:
    boxes = [text_box(f"T{n}", "Child's surname") for n in range(9)]
    found = proposed(*boxes)
    every = [*(m.box for m in found.mapped), *(m.box for m in found.doubtful), *found.unknown]
    assert len(found.mapped) == 1
    assert {box.name for box in every} == {box.name for box in boxes}


def test_what_is_missing_is_said_in_our_printed_words() -> None:
    missing = proposed(text_box("T1", "Child's surname")).missing
    assert "Child 1: Forenames" in missing
    assert "Child 1: Surname" not in missing
    assert "Brief history" in missing
    assert "Work phone" not in missing, "it is not always needed"


# --- blanks as people make them ------------------------------------------------------------------------------


def test_a_pdf_with_odd_names_is_mapped_by_what_is_printed() -> None:
    found = proposal(council_forms.wessex_pdf(), "wessex.pdf")
    names = mapped(found)
    assert names["Text1"] == "ref_name"
    assert [names[f"Text{n}"] for n in (7, 8, 9, 13)] == [
        *("child_1_forename", "child_1_surname", "child_1_dob", "child_3_forename"),
    ]
    assert names["Check Box320"] == "reason.GOOD_PRACTICE"
    assert names["Text20"] == "worries"
    assert "Text21" not in names, "a cost centre is none of our fields"
    group = next(m for m in found.mapped if m.box.name == "Group1")
    assert group.codes["Choice320"] == "told_do_not_agree"
    assert found.blank.title == "Wessex multi-agency referral"


def test_word_blanks_with_legacy_fields_and_with_bare_cells() -> None:
    legacy = mapped(proposal(council_forms.mercia_legacy(), "m.docx"))
    assert legacy == {
        "Text1": "ref_name",
        "Text2": "ref_role",
        "Text3": "ref_agency",
        "Text4": "ref_email",
        "Text5": "child_1_surname",
        "Text6": "child_1_forename",
        "Text7": "child_1_dob",
        "Text8": "child_2_surname",
        "Text9": "child_2_forename",
        "Text10": "child_2_dob",
        "Text11": "history",
    }
    bare = read_blank(council_forms.mercia_plain(), "m.docx", REFERRAL)
    assert bare.added == 11
    assert set(mapped(propose(REFERRAL, bare.blank)).values()) == {
        *("ref_name", "ref_role", "ref_agency", "ref_email", "worries"),
        *(f"child_{row}_{column}" for row in (1, 2) for column in ("surname", "forename", "dob")),
    }


def test_a_pdf_without_fields_gets_boxes_where_it_has_room() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.drawString(40, 790, "CHILD DETAILS")
    canvas.drawString(40, 760, "Surname:")
    canvas.drawString(300, 760, "Forename(s): ____________________")
    canvas.drawString(40, 730, "Please read the notes before you begin.")
    canvas.save()
    prepared = read_blank(out.getvalue(), "x.pdf", REFERRAL)
    assert prepared.added == 2
    assert set(mapped(propose(REFERRAL, prepared.blank)).values()) == {"child_1_surname", "child_1_forename"}


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "form.png", "only a blank PDF or Word form"),
        (b"%PDF-1.7\nnothing", "form.pdf", "damaged"),
    ],
)
def test_what_is_no_blank_form_is_said(data: bytes, name: str, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        read_blank(data, name, REFERRAL)


def test_an_empty_page_has_no_place_to_fill_in() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pytest.raises(ReadingError, match="no place to fill in was found"):
        read_blank(saved(pdf), "x.pdf", REFERRAL)


@pytest.mark.skipif(not FOREIGN_FORMS, reason="the public forms are not here")
@pytest.mark.parametrize("path", FOREIGN_FORMS, ids=lambda p: p.stem[-20:])
def test_public_forms_of_other_trades_are_read_and_little_is_claimed(path: Path) -> None:
    found = proposal(path.read_bytes(), path.name)
    every = [*(m.box for m in found.mapped), *(m.box for m in found.doubtful), *found.unknown]
    assert len(every) == len({box.name for box in every}) == len(found.blank.boxes) > 4
    assert {m.target for m in found.mapped} <= {"ref_phone", "ref_email", "ref_role"}
    assert len(found.missing) > 10


# --- written, checked, and read from then on -----------------------------------------------------------------

Adopt = Callable[[bytes, str], Adoption]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(20, 1024) as made:
        yield made


@pytest.fixture
def adopt(tmp_path: Path, sandbox: Sandbox) -> Callable[[bytes, str], Adoption]:
    """Adopts a blank in the workspace at `tmp_path`."""
    return lambda data, name: adopted_in(tmp_path, data, name, sandbox)


def adopted_in(root: Path, data: bytes, name: str, sandbox: Sandbox) -> Adoption:
    settings = workspace(root)
    theirs = root / name
    theirs.write_bytes(data)
    plan = plan_adoption(settings, builders.forms(), theirs, "referral", sandbox=sandbox)
    write_adoption(plan)
    return plan


def workspace(root: Path) -> Settings:
    made = builders.settings(root)
    folder = root / "forms"
    folder.mkdir(exist_ok=True)
    return replace(made, folders=replace(made.folders, forms=folder))


def editions(root: Path) -> list[Edition]:
    return [*builders.editions(), *(e for e in Shelf(root / "forms", builders.forms()).editions if not e.own)]


def filled_wessex() -> pikepdf.Pdf:
    pdf = pikepdf.open(io.BytesIO(council_forms.wessex_pdf()))
    for name, value in (
        *(
            ("Text1", "Megan O’Brien-Shah"),
            ("Text3", "Health visiting"),
            ("Text7", "Tomos"),
            ("Text8", "Ellery"),
        ),
        *(("Text9", "14/03/2007"), ("Text19", "They ring each other."), ("Text21", "CC 4711")),
    ):
        field(pdf, name).V = String(value)
    field(pdf, "Group1").V = Name("/Choice320")
    field(pdf, "Check Box460").V = field(pdf, "Check Box460").AS = Name.Yes
    return pdf


WESSEX = {
    "ref_name": "Megan O’Brien-Shah",
    "ref_agency": "HEALTH_VISITING",
    "child_1_forename": "Tomos",
    "child_1_surname": "Ellery",
    "child_1_dob": "14/03/2007",
    "reason": "OTHER",
    "parents_told": "told_do_not_agree",
    "strengths": "They ring each other.",
}


def test_a_filled_copy_of_an_adopted_pdf_is_read_like_ours(tmp_path: Path, adopt: Adopt) -> None:
    adopt(council_forms.wessex_pdf(), "Wessex Referral.pdf")
    answers = read_answers(saved(filled_wessex()), "x.pdf", editions(tmp_path))
    assert texts(answers) == WESSEX
    assert answers.form_id == "MACRP-REF"
    assert "This is “Wessex multi-agency referral”, another organisation's form" in answers.remarks[0]
    assert any("“Text21”" in remark for remark in answers.remarks)


def test_what_is_written_is_for_a_person_to_finish(tmp_path: Path, adopt: Adopt, sandbox: Sandbox) -> None:
    plan = adopt(council_forms.wessex_pdf(), "Wessex Referral.pdf")
    text = (tmp_path / "forms" / "wessex-referral.yaml").read_text("utf-8")
    assert text == plan.text
    assert '  "Text1": ref_name  # 1.00 “Full name”, page 1\n' in text
    assert '  # "Text21":  # “Invoice cost centre”, page 1\n' in text
    assert (tmp_path / "forms" / "wessex-referral.pdf").read_bytes() == council_forms.wessex_pdf()
    assert {m.target for m in plan.proposal.mapped} <= targets(REFERRAL).keys()
    assert adopted_faults(workspace(tmp_path), builders.forms(), sandbox=sandbox) == ()


def test_nothing_is_overwritten(tmp_path: Path, adopt: Adopt) -> None:
    adopt(council_forms.wessex_pdf(), "wessex.pdf")
    before = {p.name: p.read_bytes() for p in (tmp_path / "forms").iterdir()}
    with pytest.raises(WorkspaceError, match="is there already; nothing was changed"):
        adopt(council_forms.mercia_plain(), "wessex.docx")
    assert {p.name: p.read_bytes() for p in (tmp_path / "forms").iterdir()} == before
    with pytest.raises(NotFoundError, match="no form 'refferal'"):
        plan_adoption(workspace(tmp_path), builders.forms(), tmp_path / "wessex.pdf", "refferal")


def test_a_box_that_the_blank_does_not_have_is_told_with_its_line(
    tmp_path: Path, adopt: Adopt, sandbox: Sandbox
) -> None:
    plan = adopt(council_forms.wessex_pdf(), "wessex.pdf")
    plan.definition.write_text(plan.text.replace('"Text1":', '"Txt1":'), "utf-8")
    line = next(n for n, words in enumerate(plan.text.splitlines(), 1) if '"Text1"' in words)
    assert adopted_faults(workspace(tmp_path), builders.forms(), sandbox=sandbox) == (
        f"wessex.yaml: line {line}: wessex.pdf has no box 'Txt1'; did you mean 'Text1'?",
    )


@pytest.mark.parametrize(
    "name", ['Text"1', "a: b #c", "Yes", "1.4 DOB day", "für\\x", "form1[0].#sub[0].N[0]", "- x"]
)
def test_any_name_of_a_box_comes_back_from_the_file(tmp_path: Path, adopt: Adopt, name: str) -> None:
    pdf = pikepdf.open(io.BytesIO(council_forms.wessex_pdf()))
    field(pdf, "Text1").T = String(name.replace(".", ""))
    adopt(saved(pdf), "odd.pdf")
    adopted = load_adopted(tmp_path / "forms", builders.forms()).ready[0]
    assert adopted.names[name.replace(".", "")] == "ref_name"


def child_pdf(*answers: str) -> bytes:
    """A form with one box for a child's whole name, and one for the birth date; filled in with `answers`."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for row, words in enumerate(("Full name of child", "Child's date of birth", "Your name", "Your e-mail")):
        canvas.drawString(40, 760 - 30 * row, words)
        value = answers[row] if row < len(answers) else ""
        canvas.acroForm.textfield(name=f"F{row}", x=200, y=756 - 30 * row, width=300, height=18, value=value)
    canvas.save()
    return out.getvalue()


def test_one_box_for_a_childs_whole_name_is_split_and_doubted(tmp_path: Path, adopt: Adopt) -> None:
    plan = adopt(child_pdf(), "whole.pdf")
    assert '"F0": child_1_name  # 1.00 “Full name of child”, page 1' in plan.text
    assert not any("Surname" in words or "Forenames" in words for words in plan.proposal.missing)
    answers = read_answers(child_pdf("ELLERY, Tomos Rhys", "14/03/2007"), "x.pdf", editions(tmp_path))
    assert texts(answers) == {
        "child_1_forename": "Tomos Rhys",
        "child_1_surname": "ELLERY",
        "child_1_dob": "14/03/2007",
    }
    for slot in ("child_1_forename", "child_1_surname"):
        assert "“ELLERY, Tomos Rhys” stood in one box" in answers.items[slot].doubt
    several = read_answers(child_pdf("Tomos and Ann Ellery"), "x.pdf", editions(tmp_path))
    assert texts(several) == {"child_1_forename": "Tomos and Ann Ellery"}
    assert "give each a row of their own" in several.items["child_1_forename"].doubt


def test_a_box_for_the_names_of_several_children_is_only_perhaps_one_childs_name() -> None:
    assert mapped(proposed(text_box("Text1", "Name(s) of child(ren)"))) == {}
    assert mapped(proposed(text_box("Text1", "Full name", heading="Children"))) == {"Text1": "child_1_name"}


def test_a_whole_name_beside_a_surname_is_only_perhaps_the_childs_name() -> None:
    found = proposed(text_box("A", "Child's full name"), text_box("B", "Child's surname"))
    assert mapped(found) == {"B": "child_1_surname"}
    assert [m.target for m in found.doubtful] == ["child_1_name"]


def test_a_whole_name_and_a_surname_for_the_same_child_cannot_both_be(tmp_path: Path, adopt: Adopt) -> None:
    plan = adopt(child_pdf(), "whole.pdf")
    plan.definition.write_text(plan.text.replace("ref_name", "child_1_surname"), "utf-8")
    (left,) = load_adopted(tmp_path / "forms", builders.forms()).left_out
    assert "child_1_surname is already taken by `F0`" in left.words


def read_word_copy(root: Path, copy: bytes) -> Answers:
    return read_answers(copy, "copy.docx", editions(root))


def test_a_filled_copy_of_an_adopted_word_form_with_legacy_fields(tmp_path: Path, adopt: Adopt) -> None:
    adopt(council_forms.mercia_legacy(), "mercia.docx")
    answers = read_word_copy(
        tmp_path, council_forms.mercia_legacy(Text1="Megan", Text8="Łukasz", Text10="3 May 2010")
    )
    assert texts(answers) == {"ref_name": "Megan", "child_2_surname": "Łukasz", "child_2_dob": "3 May 2010"}
    assert any("Mercia referral form" in remark for remark in answers.remarks)


def test_a_filled_copy_of_an_adopted_word_form_of_bare_cells(tmp_path: Path, adopt: Adopt) -> None:
    adopt(council_forms.mercia_plain(), "mercia.docx")
    copy = council_forms.mercia_plain(
        name="Megan", surname1="Ellery", dob2="3 May 2010", worries="The nights."
    )
    answers = read_word_copy(tmp_path, copy)
    assert texts(answers) == {
        "ref_name": "Megan",
        "child_1_surname": "Ellery",
        "child_2_dob": "3 May 2010",
        "worries": "The nights.",
    }


def test_ticks_that_are_only_drawn_are_known_by_the_words_before_or_behind_them(
    tmp_path: Path, adopt: Adopt
) -> None:
    plan = adopt(council_forms.mercia_ticks(), "ticks.docx")
    ticks = {m.target: m.box.label for m in plan.proposal.mapped if "." in m.target}
    assert ticks == {
        "child_1_sex.male": "Male",
        "child_1_sex.female": "Female",
        "parents_told.told_and_agree": "Told and agree",
        "parents_told.told_do_not_agree": "Told and do not agree",
        "parents_told.not_told": "Not told",
        "child_1_disabled.yes": "Yes",
        "child_1_disabled.no": "No",
        "child_1_disabled.not_known": "Not known",
        "reason.SECOND_PLAN": "Second or later plan",
        "reason.GOOD_PRACTICE": "Good practice to share",
        "moved_area.yes": "Yes",
        "moved_area.no": "No",
    }
    copy = council_forms.mercia_ticks("girl", "differ", "no", "good", "moved")
    assert texts(read_word_copy(tmp_path, copy)) == {
        "child_1_surname": "Ellery",
        "child_1_sex": "female",
        "child_1_disabled": "no",
        "moved_area": "yes",
        "reason": "GOOD_PRACTICE",
        "parents_told": "told_do_not_agree",
    }
    both = read_word_copy(tmp_path, council_forms.mercia_ticks("boy", "girl", sign="\N{CHECK MARK}"))
    assert "with different answers; the other says “female”" in both.items["child_1_sex"].doubt


def test_the_bare_ruled_cells_of_a_pdf_are_boxes_and_a_typed_copy_is_read(
    tmp_path: Path, adopt: Adopt
) -> None:
    plan = adopt(council_forms.ruled_pdf(), "ruled.pdf")
    assert plan.added == 10, "and none for the heads, nor for the words below the table"
    assert set(mapped(plan.proposal).values()) == {
        *("child_1_surname", "child_1_dob", "family_address", "ref_name", "ref_role", "worries"),
        *("child_1_forename", "child_2_forename", "child_1_nhs_no", "child_2_nhs_no"),
    }
    copy = council_forms.ruled_pdf(
        surname="Ellery",
        dob="14/03/2007",
        forename2="Ann",
        nhs1="999 123 4560",
        job="Nurse",
        worries="The nights.",
    )
    assert texts(read_answers(copy, "copy.pdf", editions(tmp_path))) == {
        "child_1_surname": "Ellery",
        "child_1_dob": "14/03/2007",
        "child_1_nhs_no": "999 123 4560",
        "child_2_forename": "Ann",
        "ref_role": "Nurse",
        "worries": "The nights.",
    }
