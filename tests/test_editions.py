"""records/editions, definitions/earlier and definitions/adopted: every edition a filled copy may be of."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.model.errors import DefinitionError
from pipeline.model.form import Form
from pipeline.papers.reading.gathering import boxes_of
from pipeline.papers.reading.reader import read_answers
from pipeline.records.definitions import load_forms, parse_form
from pipeline.records.editions import load_editions
from tests import builders
from tests.reading_helpers import (
    FILLED,
    TRIAL,
    control,
    doubts,
    field,
    filled_pdf,
    run,
    saved,
    texts,
    word_file,
)

TRIAL_TEXT = (FILLED / "trial.yaml").read_text(encoding="utf-8")
SINCE = """
earlier:
  - version: "0.9"
    renamed: {why: reason, kid.first: child.forename, kid.born: child.dob, kid.sex: child.sex}
    dropped: {topmost: "Highest worry, out of ten", kid.school: School}
    added: [district]
"""


def later(changes: str = SINCE) -> Form:
    text = TRIAL_TEXT.replace('version: "1.0"', 'version: "1.1"')
    return parse_form("trial", text + changes, builders.LISTS)


def faults(changes: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        later(changes)
    return str(caught.value).splitlines()


def old_paper() -> pikepdf.Pdf:
    """A filled form of version 0.9, whose boxes had other names."""
    pdf = filled_pdf({k: v for k, v in TRIAL.items() if k != "district"})
    field(pdf, "form_version").V = String("0.9")
    field(pdf, "reason").T = String("why")
    for row in (1, 2):
        for now, then in (("forename", "first"), ("dob", "born"), ("sex", "sex")):
            field(pdf, f"child_{row}_{now}").T = String(f"kid_{row}_{then}")
    for name, value in (("topmost", "Nine, because of the nights"), ("kid_1_school", "Fernhollow")):
        box = Dictionary(T=String(name), FT=Name.Tx, V=String(value))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(box))
    drop(pdf, "district")
    return pdf


def drop(pdf: pikepdf.Pdf, name: str) -> None:
    fields = pdf.Root.AcroForm.Fields
    del fields[next(i for i, f in enumerate(fields) if str(f.T) == name)]
    pdf.pages[0].Annots = Array([a for a in pdf.pages[0].Annots if str(a.get("/T", "")) != name])


def workspace(folder: Path, text: str, **more: str | bytes) -> Path:
    (folder / "trial.yaml").write_text(TRIAL_TEXT.replace('"1.0"', '"1.1"') + text, "utf-8")
    for name, content in more.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


# --- earlier versions ----------------------------------------------------------------------------------------


def test_a_filled_form_of_an_earlier_version_gives_todays_names(tmp_path: Path) -> None:
    workspace(tmp_path, SINCE)
    editions = load_editions(tmp_path, {"trial": later()})
    assert [(e.version, e.own, e.present) for e in editions] == [("1.1", True, True), ("0.9", True, False)]
    answers = read_answers(saved(old_paper()), "form.pdf", editions)
    assert texts(answers) == {k: v for k, v in TRIAL.items() if k != "district"}
    assert answers.form_version == "0.9"
    assert doubts(answers) == {}


def test_what_is_asked_no_more_is_told_and_quoted(tmp_path: Path) -> None:
    editions = load_editions(workspace(tmp_path, SINCE), {"trial": later()})
    answers = read_answers(saved(old_paper()), "form.pdf", editions)
    assert any("Highest worry" in r and "Nine, because of the nights" in r for r in answers.remarks)
    assert any("School" in r and "Fernhollow" in r for r in answers.remarks)
    assert not any("of the" in r and "boxes" in r for r in answers.remarks), "it has every box of its version"


def test_a_word_form_of_an_earlier_version_gives_todays_names(tmp_path: Path) -> None:
    editions = load_editions(workspace(tmp_path, SINCE), {"trial": later()})
    body = "".join(
        f"<w:p>{control(tag, run(text))}</w:p>"
        for tag, text in (("ref_name", "Megan"), ("kid_1_first", "Tomos"), ("kid_2_born", "14/03/2007"))
    )
    answers = read_answers(word_file(body, version="0.9"), "form.docx", editions)
    assert texts(answers) == {"ref_name": "Megan", "child_1_forename": "Tomos", "child_2_dob": "14/03/2007"}


def test_the_blanks_of_an_earlier_version_come_along(tmp_path: Path) -> None:
    text = SINCE + "    blank: [trial-0.9.pdf, trial-0.9.docx]\n"
    blank = saved(pikepdf.new())
    workspace(tmp_path, text, **{"trial-0.9__pdf": blank, "trial-0.9__docx": b"PK"})
    old = load_editions(tmp_path, {"trial": later(text)})[1]
    assert (old.pdf, old.word) == (blank, b"PK")
    (tmp_path / "trial-0.9.pdf").unlink()
    with pytest.raises(DefinitionError, match=r"trial\.yaml: earlier version 0\.9: the blank .* is not in"):
        load_editions(tmp_path, {"trial": later(text)})


def test_the_boxes_of_an_earlier_version() -> None:
    form = later()
    old = next(e for e in load_editions(Path("nowhere"), {"trial": form}) if not e.present)
    known = boxes_of(old)
    assert {"why", "why.OTHER", "kid_2_first", "ref_name"} <= known.keys()
    assert not {"reason", "reason.OTHER", "child_2_forename", "district"} & known.keys()
    assert known["why.OTHER"][1] == "OTHER"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("earlier: [{renamed: {a: reason}}]", "line 31: an earlier version needs `version:`"),
        ('earlier: [{version: "1.1"}]', "line 31: earlier version 1.1: this version is the present one"),
        (
            'earlier: [{version: "1"}, {version: "1"}]',
            "line 31: earlier version 1: this version stands twice",
        ),
        (
            'earlier: [{version: "1", renamed: {a: reson}}]',
            "`reson` is no name of this form; did you mean 'reason'?",
        ),
        ('earlier: [{version: "1", renamed: {a: reason, b: reason}}]', "`reason` was both `a` and `b`"),
        ('earlier: [{version: "1", renamed: {a: child.dob}}]', "must name two fields, or two columns"),
        ('earlier: [{version: "1", added: [distrct]}]', "`distrct` under `added:` is no name of this form"),
        ('earlier: [{version: "1", lost: [a]}]', "line 31: no key 'lost' in an earlier version"),
        (
            'earlier: [{version: "1", renamed: 3}]',
            "line 31: `renamed:` must be a list of `name then: name now` lines",
        ),
        ("earlier: [1]", "an earlier version must be a list of `key: value` lines"),
    ],
)
def test_a_fault_of_an_earlier_version_is_told_with_its_line(changes: str, says: str) -> None:
    lines = len(TRIAL_TEXT.splitlines())
    told = "\n".join(faults("\n" * (30 - lines) + changes))
    assert says in told


# --- adopted forms -------------------------------------------------------------------------------------------

ADOPTED = """\
adopts: trial
title: Wessex early help form
blank: wessex.pdf
names:
  Text1: ref_name
  "form1[0].Day[0]": ref_date.day
  "form1[0].Month[0]": ref_date.month
  "form1[0].Year[0]": ref_date.year
  Yes: in_group.yes
  No: in_group.no
  Group7: child_1_sex
  Box1: reason.OTHER
codes:
  Group7:
    "1": male
    "2": female
"""


def adopted_faults(folder: Path, text: str) -> list[str]:
    workspace(folder, "", wessex__pdf=saved(pikepdf.new()), wessex__yaml=text)
    with pytest.raises(DefinitionError) as caught:
        load_editions(folder, load_forms_of(folder))
    return str(caught.value).splitlines()


def load_forms_of(folder: Path) -> dict[str, Form]:
    return load_forms(folder, builders.LISTS)


def test_an_adopted_form_is_an_edition_and_no_form(tmp_path: Path) -> None:
    workspace(tmp_path, "", wessex__pdf=b"%PDF-blank", wessex__yaml=ADOPTED)
    forms = load_forms_of(tmp_path)
    assert list(forms) == ["trial"]
    edition = load_editions(tmp_path, forms)[-1]
    assert (edition.own, edition.title, edition.form.name) == (False, "Wessex early help form", "trial")
    assert (edition.pdf, edition.word) == (b"%PDF-blank", b"")
    assert edition.names["Yes"] == "in_group.yes"
    assert edition.codes == {"Group7=1": "male", "Group7=2": "female"}
    known = boxes_of(edition)
    assert known.keys() == edition.names.keys()
    assert known["form1[0].Month[0]"][1] == "month"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "adopts: trial",
            "adopts: trail",
            "wessex.yaml: line 1: there is no form 'trail'; did you mean 'trial'?",
        ),
        ("title:", "titel:", "wessex.yaml: line 2: no key 'titel' in an adopted form; did you mean 'title'?"),
        ("Text1: ref_name", "Text1: ref_nme", "line 5: `Text1`: Trial form has no field 'ref_nme'"),
        ("No: in_group.no", "No: in_group.yes", "line 10: `No`: in_group.yes is already taken by `Yes`"),
        ("Text1: ref_name", "Box1: ref_name", "line 12: 'Box1' stands twice under `names:`"),
        ('"1": male', '"1": boy', "line 14: `Group7`: '1' cannot be 'boy'"),
        ("blank: wessex.pdf", "blank: other.pdf", "line 3: the blank other.pdf is not in"),
        ("blank: wessex.pdf", "blank: ../wessex.pdf", "line 3: `blank:` must name the blank"),
        ("Box1: reason.OTHER", "Box1: reason.OTHR", "line 12: `Box1`: Trial form has no field 'reason.OTHR'"),
        ("names:", "names: [", "wessex.yaml: line"),
    ],
)
def test_a_fault_of_an_adopted_form_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in ADOPTED
    assert says in "\n".join(adopted_faults(tmp_path, ADOPTED.replace(old, new, 1)))


def test_an_adopted_form_with_nothing_mapped_is_a_fault(tmp_path: Path) -> None:
    told = adopted_faults(tmp_path, "adopts: trial\nblank: wessex.pdf\nnames:\n  # Text1:\n")
    assert told == [
        "wessex.yaml: line 3: no box is mapped; write `their box: our field` lines under `names:`"
    ]


def test_the_bytes_of_the_present_blanks_are_the_editions(tmp_path: Path) -> None:
    workspace(tmp_path, "", trial__pdf=b"%PDF-own")
    present = load_editions(tmp_path, load_forms_of(tmp_path))[0]
    assert (present.pdf, present.word, present.present) == (b"%PDF-own", b"", True)
    assert io.BytesIO(present.pdf).read() == b"%PDF-own"
