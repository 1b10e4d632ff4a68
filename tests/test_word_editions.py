"""Word copies of an earlier version of a form, and of another organisation's form adopted as ours."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from pipeline.model.answers import Answers
from pipeline.model.edition import Edition, present_edition
from pipeline.papers.making.blank_word import build_blank_word
from pipeline.papers.making.fill_word import fill_word
from pipeline.papers.reading.reader import read_answers
from tests.reading_helpers import TRIAL, control, doubts, paragraph, run, texts, trial_form, word_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def renamed(data: bytes, names: dict[str, str], *, tags: bool = True) -> bytes:
    """A Word file whose controls have other tags, or (without `tags`) no controls at all."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                for found in list(root.iter(f"{W}sdt")):
                    _rename(found, names) if tags else _unwrap(found)
                content = etree.tostring(root)
            target.writestr(name, content)
    return out.getvalue()


def _rename(found: Any, names: dict[str, str]) -> None:
    tag = found.find(f"{W}sdtPr/{W}tag")
    slot, dot, code = tag.get(f"{W}val").partition(".")
    tag.set(f"{W}val", names.get(slot, slot) + dot + code)


def _unwrap(found: Any) -> None:
    for child in reversed(list(found.find(f"{W}sdtContent"))):
        found.addnext(child)
    found.getparent().remove(found)


@pytest.mark.parametrize("tags", [True, False])
def test_an_earlier_version_with_other_names(*, tags: bool) -> None:
    form = trial_form()
    old = replace(form, version="0.9")
    blank = renamed(build_blank_word(old), {"ref_name": "your_name", "reason": "why"})
    codes = [c.code for c in form.slot_by_name["reason"].field.choices]
    names = {"your_name": "ref_name", "why": "reason"} | {f"why.{c}": f"reason.{c}" for c in codes}
    earlier = Edition(form, "0.9", form.title, names=names, word=blank)
    present = present_edition(form, word=build_blank_word(form))
    filled = renamed(fill_word(build_blank_word(old), old, TRIAL), {"ref_name": "your_name", "reason": "why"})
    copy = filled if tags else renamed(filled, {}, tags=False)
    answers = read_answers(copy, "form.docx", (present, earlier))
    assert texts(answers) == TRIAL
    assert doubts(answers) == {}
    assert answers.form_version == "0.9"


TABLE = (
    "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
)


def theirs(name: str, born: str, story: str) -> str:
    """Another council's referral: a label beside its cell, and a label with dots behind it."""
    cells = (
        paragraph(run("Name of worker making this referral")),
        name,
        paragraph(run("Date of referral")),
        born,
    )
    head = paragraph(run("Anyshire County Council: referral to the learning panel"))
    return head + TABLE.format(*cells) + paragraph(run("What has happened so far: ............ ") + story)


def adopted() -> Edition:
    blank = word_file(
        theirs(
            paragraph(control("cell_1", run(""))),
            paragraph(control("cell_2", run(""))),
            control("line_1", run("")),
        ),
        form_id="",
        version="",
    )
    names = {"cell_1": "ref_name", "cell_2": "ref_date", "line_1": "history"}
    return Edition(trial_form(), "1.0", "Anyshire referral", own=False, names=names, word=blank)


def read_theirs(body: str) -> Answers:
    every = (present_edition(trial_form(), word=build_blank_word(trial_form())), adopted())
    return read_answers(word_file(body, form_id="", version=""), "theirs.docx", every)


def test_a_copy_of_an_adopted_blank_that_never_had_boxes() -> None:
    answers = read_theirs(
        theirs(
            paragraph(run("Megan Prosser")), paragraph(run("2 Sept 2013")), run("Two plans in three years.")
        )
    )
    assert texts(answers) == {
        "ref_name": "Megan Prosser",
        "ref_date": "2 Sept 2013",
        "history": "Two plans in three years.",
    }
    assert doubts(answers) == {}
    assert answers.form_id == trial_form().id


def test_an_adopted_blank_left_empty_and_one_with_a_label_retyped() -> None:
    assert texts(read_theirs(theirs(paragraph(""), paragraph(""), ""))) == {}
    body = theirs(paragraph(run("Megan Prosser")), paragraph(""), "")
    answers = read_theirs(
        body.replace("What has happened so far: ............ ", "What has happened so far - Much")
    )
    assert texts(answers)["history"].endswith("Much")
    assert "changed" in doubts(answers)["history"]
