"""Word forms that another program stored again: what it took away is put back or doubted."""

from __future__ import annotations

import copy
import re
from typing import Any

from pipeline.model.edition import present_edition
from pipeline.papers.making.blank_word import build_blank_word
from pipeline.papers.reading.reader import read_answers
from tests import builders
from tests.reading_helpers import FILLED, TRIAL, doubts, paragraph, run, texts, trial_form
from tests.test_word_copies import W, cell, changed, control, read, remarked, row, unwrap, xml


def no_controls(root: Any) -> None:
    for found in list(root.iter(f"{W}sdt")):
        unwrap(found)


def of_trial(name: str) -> Any:
    edition = present_edition(trial_form(), word=build_blank_word(trial_form()))
    return read_answers((FILLED / name).read_bytes(), name, [edition])


def test_libreoffice_moves_line_ends_to_the_front_and_they_are_put_back() -> None:
    answers = of_trial("libreoffice-resaved.docx")
    assert texts(answers) == TRIAL
    assert "put back" in doubts(answers)["history"]
    assert set(doubts(answers)) == {"history"}


def test_line_ends_lost_without_a_trace_are_doubted() -> None:
    answers = of_trial("libreoffice-uno.docx")
    assert texts(answers)["history"] == TRIAL["history"].replace("\n", "")
    assert "were lost" in doubts(answers)["history"]


def test_a_line_end_between_two_small_words_leaves_no_trace_and_is_asked_about() -> None:
    long = "He has no bed of his own and sleeps on the sofaand wakes at night, every night."

    def resaved(root: Any) -> None:
        for tag in list(root.iter(f"{W}tag")):
            tag.getparent().remove(tag)

    def with_answers(history: str) -> dict[str, str]:
        form = builders.forms()["referral"]
        items = {**builders.REFERRAL, "history": history, "worries": long}
        shorter = {name: " ".join(text.split("\n")) for name, text in items.items() if name != "history"}
        return doubts(read(changed(resaved, builders.word_form(form, {**shorter, "history": history}))))

    assert "It is one long line" in with_answers("Known since birth.")["worries"]
    kept = with_answers("Known since birth.\nMoved twice.")
    assert "worries" not in kept, "this program keeps line ends"


def test_a_program_that_squeezes_spaces_makes_long_answers_doubtful() -> None:
    def squeezed(root: Any) -> None:
        no_controls(root)
        for text in root.iter(f"{W}t"):
            text.text = re.sub(" +", " ", text.text or "")

    answers = read(changed(squeezed))
    assert texts(answers) == builders.REFERRAL
    assert "Spaces" in doubts(answers)["history"]
    assert "ref_name" not in doubts(answers)


def test_bullets_that_stand_below_their_box() -> None:
    form = builders.forms()["meeting-record"]
    data = builders.word_form(form, {"theme_1_points": "One", "theme_2_points": "Three"})

    def cut_short(root: Any) -> None:
        control(root, "theme_1_points").addnext(xml(paragraph(run("Two"))))

    answers = read(changed(cut_short, data))
    assert texts(answers) == {"theme_1_points": "One\nTwo", "theme_2_points": "Three"}
    assert "outside the box" in doubts(answers)["theme_1_points"]


def test_a_row_typed_between_two_lines_without_numbers_makes_its_neighbours_doubtful() -> None:
    def change(root: Any) -> None:
        second = row(root, "child_2_category")
        twin = copy.deepcopy(second)
        no_controls(root)
        for found in list(twin.iter(f"{W}sdt")):
            unwrap(found)
        second.addnext(twin)

    answers = read(changed(change))
    assert any("another row" in doubt for doubt in doubts(answers).values())


def test_cells_that_were_joined_make_their_row_doubtful() -> None:
    def change(root: Any) -> None:
        gone = cell(root, "preferred_meeting")
        gone.getparent().remove(gone)

    answers = read(changed(change))
    assert "joined or split" in doubts(answers)["district"]
    assert texts(answers)["district"] == "CHELTENHAM"


def test_a_picture_or_a_text_box_in_a_filled_box_is_told() -> None:
    laid = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    added = {
        "ref_name": xml("<w:r><w:drawing/></w:r>"),
        "ref_role": xml(laid.format(paragraph(run("acting only")))),
    }

    def change(root: Any) -> None:
        for tag, element in added.items():
            control(root, tag).find(f"{W}sdtContent").append(element)

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert "picture" in doubts(answers)["ref_name"]
    assert "acting only" in doubts(answers)["ref_role"]


def test_a_box_drawn_empty_and_ticked_at_once() -> None:
    def change(root: Any) -> None:
        no_controls(root)
        sign = next(t for t in root.iter(f"{W}t") if t.text == "☒")
        sign.text = "☐☒"

    answers = read(changed(change))
    assert texts(answers) == builders.REFERRAL
    assert any("Both an empty and a ticked box" in doubt for doubt in doubts(answers).values())
    assert not remarked(answers, "stands where a tick belongs")
