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
from pipeline.records.definitions import load_adopted, load_forms, parse_form
from pipeline.records.editions import Shelf
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
    editions = Shelf(tmp_path, {"trial": later()}).editions
    assert [(e.version, e.own, e.present) for e in editions] == [("1.1", True, True), ("0.9", True, False)]
    answers = read_answers(saved(old_paper()), "form.pdf", editions)
    assert texts(answers) == {k: v for k, v in TRIAL.items() if k != "district"}
    assert answers.form_version == "0.9"
    assert doubts(answers) == {}


def test_what_is_asked_no_more_is_told_and_quoted(tmp_path: Path) -> None:
    editions = Shelf(workspace(tmp_path, SINCE), {"trial": later()}).editions
    answers = read_answers(saved(old_paper()), "form.pdf", editions)
    assert any("Highest worry" in r and "Nine, because of the nights" in r for r in answers.remarks)
    assert any("School" in r and "Fernhollow" in r for r in answers.remarks)
    assert not any("of the" in r and "boxes" in r for r in answers.remarks), "it has every box of its version"


def test_a_word_form_of_an_earlier_version_gives_todays_names(tmp_path: Path) -> None:
    editions = Shelf(workspace(tmp_path, SINCE), {"trial": later()}).editions
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
    old = Shelf(tmp_path, {"trial": later(text)}).editions[1]
    assert (old.pdf, old.word) == (blank, b"PK")
    (tmp_path / "trial-0.9.pdf").unlink()
    with pytest.raises(DefinitionError, match=r"trial\.yaml: earlier version 0\.9: the blank .* is not in"):
        _ = Shelf(tmp_path, {"trial": later(text)}).editions


def test_the_boxes_of_an_earlier_version() -> None:
    form = later()
    old = next(e for e in Shelf(Path("nowhere"), {"trial": form}).editions if not e.present)
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
    (left_out,) = load_adopted(folder, load_forms_of(folder)).left_out
    return list(left_out.faults)


def load_forms_of(folder: Path) -> dict[str, Form]:
    return load_forms(folder, builders.LISTS)


def test_an_adopted_form_is_an_edition_and_no_form(tmp_path: Path) -> None:
    workspace(tmp_path, "", wessex__pdf=b"%PDF-blank", wessex__yaml=ADOPTED)
    forms = load_forms_of(tmp_path)
    assert list(forms) == ["trial"]
    edition = Shelf(tmp_path, forms).editions[-1]
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
        "wessex.yaml: line 3: not finished yet: no box is mapped; write `their box: our field` lines under `names:`"
    ]


def test_the_bytes_of_the_present_blanks_are_the_editions(tmp_path: Path) -> None:
    workspace(tmp_path, "", trial__pdf=b"%PDF-own")
    present = Shelf(tmp_path, load_forms_of(tmp_path)).editions[0]
    assert (present.pdf, present.word, present.present) == (b"%PDF-own", b"", True)
    assert io.BytesIO(present.pdf).read() == b"%PDF-own"


# --- a desk that stays open -----------------------------------------------------------------------------------


def test_a_faulty_adopted_form_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    unfinished = "adopts: trial\nblank: mercia.pdf\nnames:\n  # Text1:\n"
    blanks = {"wessex__pdf": b"%PDF-blank", "mercia__pdf": b"%PDF-blank"}
    workspace(tmp_path, "", wessex__yaml=ADOPTED, mercia__yaml=unfinished, **blanks)
    shelf = Shelf(tmp_path, load_forms_of(tmp_path))
    assert [e.title for e in shelf.editions if not e.own] == ["Wessex early help form"]
    assert shelf.notices == (
        "mercia.yaml: line 3: not finished yet: no box is mapped; write `their box: our field` lines under `names:`."
        " Until it is mended, filled copies of this adopted form are not read.",
    )


@pytest.mark.parametrize(
    "spoilt",
    [
        ADOPTED.replace("adopts: trial", "adopts trial").encode(),
        ADOPTED.replace("adopts: trial", "adopt: trial").encode(),
        ADOPTED.replace("title: Wessex", "title: Sén").encode("latin-1"),
        ADOPTED.encode("utf-16"),
        ADOPTED.replace("codes:", "codes: {").encode(),
    ],
    ids=["no colon", "mistyped key", "latin", "utf-16", "unclosed"],
)
def test_whatever_a_person_makes_of_an_adopted_form_ours_are_loaded(tmp_path: Path, spoilt: bytes) -> None:
    workspace(tmp_path, "", wessex__pdf=b"%PDF-blank", wessex__yaml=spoilt)
    shelf = Shelf(tmp_path, load_forms_of(tmp_path))
    assert [e.own for e in shelf.editions] == [True]
    assert len(shelf.notices) == 1 and shelf.notices[0].startswith("wessex.yaml: ")


def test_a_fault_of_our_own_definition_still_stops(tmp_path: Path) -> None:
    workspace(tmp_path, "")
    (tmp_path / "trial.yaml").write_text(TRIAL_TEXT.replace("pages:", "pages: {", 1), "utf-8")
    with pytest.raises(DefinitionError, match=r"trial\.yaml: line"):
        load_forms_of(tmp_path)


def test_what_an_editor_leaves_in_the_folder_is_no_definition(tmp_path: Path) -> None:
    workspace(tmp_path, "", _wessex__yaml=b"\0\x05\x16\x07")
    (tmp_path / "_wessex.yaml").rename(tmp_path / "._wessex.yaml")
    (tmp_path / ".#trial.yaml").symlink_to("somebody@desk.1234")
    forms = load_forms_of(tmp_path)
    assert list(forms) == ["trial"]
    assert Shelf(tmp_path, forms).notices == ()


def test_a_form_that_is_adopted_finished_or_taken_away_later_is_seen(tmp_path: Path) -> None:
    workspace(tmp_path, "", wessex__pdf=b"%PDF-blank")
    shelf = Shelf(tmp_path, load_forms_of(tmp_path))
    assert [e.own for e in shelf.editions] == [True]
    workspace(tmp_path, "", wessex__yaml=ADOPTED.replace("ref_name", "ref_nme"))
    assert [e.own for e in shelf.editions] == [True]
    assert "Trial form has no field 'ref_nme'; did you mean 'ref_name'? Until it" in shelf.notices[0]
    workspace(tmp_path, "", wessex__yaml=ADOPTED)
    assert [e.own for e in shelf.editions] == [True, False]
    workspace(tmp_path, "", wessex__pdf=b"%PDF-another blank")
    assert shelf.editions[-1].pdf == b"%PDF-another blank"
    (tmp_path / "wessex.yaml").unlink()
    assert [e.own for e in shelf.editions] == [True]


def test_nothing_is_loaded_twice_while_nothing_changes_or_the_folder_is_away(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    workspace(folder, "", wessex__pdf=b"%PDF-blank", wessex__yaml=ADOPTED)
    shelf = Shelf(folder, load_forms_of(folder))
    first = shelf.editions
    assert shelf.editions[-1] is first[-1]
    folder.rename(tmp_path / "away")
    assert shelf.editions[-1] is first[-1]
    assert shelf.notices == ()


def test_our_own_stay_as_they_were_loaded_and_that_is_told(tmp_path: Path) -> None:
    workspace(tmp_path, "", trial__pdf=b"%PDF-own")
    shelf = Shelf(tmp_path, load_forms_of(tmp_path))
    assert shelf.editions[0].pdf == b"%PDF-own" and shelf.notices == ()
    workspace(tmp_path, "# another line", trial__pdf=b"%PDF-rebuilt")
    assert shelf.editions[0].pdf == b"%PDF-own"
    assert shelf.notices == ("trial.yaml has changed: end this command and start it again to work with it.",)


@pytest.mark.parametrize(
    ("name", "data"), [("wessex.pdf", b"<html>gone</html>"), ("wessex.docx", b"PK\x03\x04cut off")]
)
def test_a_blank_that_is_damaged_leaves_its_form_out(tmp_path: Path, name: str, data: bytes) -> None:
    workspace(tmp_path, "", wessex__yaml=ADOPTED.replace("wessex.pdf", name))
    (tmp_path / name).write_bytes(data)
    shelf = Shelf(tmp_path, load_forms_of(tmp_path))
    assert [e.own for e in shelf.editions] == [True]
    assert f"wessex.yaml: line 3: the blank {name} is damaged or cannot be read" in shelf.notices[0]
