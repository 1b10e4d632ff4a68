"""The themes paper goes out only with a passed check of its exact bytes; until then there is a draft to mend."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.leaks import Verdict
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.door import send_out
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.office.leaks import check, settle
from pipeline.office.status import status
from pipeline.office.themes import plan_themes
from pipeline.papers.reading.inside import inside
from tests.intake_helpers import desk_at
from tests.leak_families import DAY, file_families
from tests.papers_helpers import file_record, pdf_text, record_yaml

STEM = f"themes-{DAY.isoformat()}"


def record(*points: str, **more: Any) -> bytes:
    return record_yaml(
        meeting_date="22/11/2013",
        district="STROUD",
        chair="Ruth Amberley",
        case=[{"referral_ref": f"CRP-2013-02{n}", "outcome": "discussed", "children": "2"} for n in (1, 2)],
        theme=[{"heading": "Core groups", "points": list(points)}],
        **more,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as made:
        file_families(made)
        yield made


def papers(desk: Desk) -> list[str]:
    return sorted(p.name for p in desk.settings.folders.outbox.rglob("*") if p.is_file())


def test_a_paper_that_tells_nothing_is_issued_and_approved(desk: Desk) -> None:
    file_record(desk, record("Top tip: keep core groups small."))
    made = send_out(desk, plan_themes(desk, DAY))
    assert made.passed
    assert papers(desk) == [f"{STEM}.docx", f"{STEM}.pdf"]
    approved = {e.subject for e in desk.register.facts("leak approved")}
    assert approved == {hashlib.sha256(path.read_bytes()).hexdigest() for path in made.paths}


def test_what_is_settled_in_the_word_file_is_settled_in_the_pdf(desk: Desk) -> None:
    """A bullet has no full stop, so that in the PDF it may run on into the heading after it."""
    themes = [
        {
            "heading": "Both girls",
            "points": ["Ask what both girls want", "On 4 March 2011 the rules changed, since Christmas"],
        },
        {"heading": "Confidence to challenge", "points": ["A plan needs dates", "Ask what both girls fear"]},
    ]
    data = record_yaml(meeting_date="22/11/2013", district="STROUD", chair="Ruth Amberley", theme=themes)
    file_record(desk, data)
    word, pdf = send_out(desk, plan_themes(desk, DAY)).waiting
    found = {c.path: c.check for c in check(desk, of_meeting(DAY))}
    assert len(found[word].open) == len(found[pdf].open) == 4
    sentences = [[n.finding.sentence for n in found[path].open] for path in (word, pdf)]
    assert any(sentence.endswith("since Christmas Confidence to challenge") for sentence in sentences[1])
    for noted in found[word].open:
        assert len(settle(desk, word, noted.number, "said of every pair of sisters").also) == 1, noted
    assert send_out(desk, plan_themes(desk, DAY)).passed


def test_a_paper_that_names_a_child_is_only_a_draft(desk: Desk, tmp_path: Path) -> None:
    file_record(desk, record("Gracie's mornings were drawn by her."))
    made = send_out(desk, plan_themes(desk, DAY))
    assert [c.verdict for c in made.checks] == [Verdict.STOP, Verdict.STOP]
    assert papers(desk) == [f"{STEM}-DRAFT.docx", f"{STEM}-DRAFT.pdf"]
    text = pdf_text(made.paths[1].read_bytes())
    assert "DRAFT, NOT TO BE SENT" in text
    assert "DRAFT: Themes" in text  # also where a template prints no marking
    assert "Gracie" in text  # to be found and mended
    for path in (*made.waiting, *made.reports, *made.paths):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {p.parent for p in made.waiting} == {tmp_path / "records" / "waiting"}
    assert desk.register.facts("themes") == ()
    lines = status(desk).unpassed
    assert [line.split()[0] for line in lines] == [f"{STEM}.docx", f"{STEM}.pdf"]
    assert "leak-check --meeting 2013-11-22)" in lines[0]
    assert desk.register.facts("leak approved") == ()


def test_the_mended_record_is_issued_and_the_draft_goes(desk: Desk) -> None:
    file_record(desk, record("Gracie's mornings were drawn by her."))
    made = send_out(desk, plan_themes(desk, DAY))
    made.paths[0].write_bytes(b"somebody has written in this draft")
    file_record(desk, record("Children's mornings were drawn by them."), version=2)
    assert send_out(desk, plan_themes(desk, DAY)).passed
    assert papers(desk) == [f"{STEM}-DRAFT.docx", f"{STEM}.docx", f"{STEM}.pdf"]
    assert not any(path.exists() for path in made.waiting)
    assert status(desk).unpassed == ()


def test_a_paper_whose_findings_are_settled_is_issued_as_it_was_checked(desk: Desk) -> None:
    file_record(desk, record("One plan was made on 4 March 2011."))
    made = send_out(desk, plan_themes(desk, DAY))
    assert [c.verdict for c in made.checks] == [Verdict.REVIEW, Verdict.REVIEW]
    checked = check(desk, of_meeting(DAY))  # finds what waits
    assert [one.path for one in checked] == list(made.waiting)
    waiting = [path.read_bytes() for path in made.waiting]
    for one in checked:
        for noted in one.check.open:
            settle(desk, one.path, noted.number, "a day that was in the papers")
    issued = send_out(desk, plan_themes(desk, DAY))
    assert issued.passed
    assert [path.read_bytes() for path in issued.paths] == waiting
    assert [one.path for one in check(desk, of_meeting(DAY))] == list(issued.paths)


def test_no_paper_is_issued_when_no_case_is_known(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_record(desk, record("Top tip: keep core groups small."))
        made = send_out(desk, plan_themes(desk, DAY))
        assert not made.passed
        assert papers(desk) == [f"{STEM}-DRAFT.docx", f"{STEM}-DRAFT.pdf"]


def test_a_rehearsal_checks_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    file_record(desk, record("Gracie's mornings were drawn by her."))
    before = len(desk.register.events())
    made = send_out(desk, plan_themes(desk, DAY), dry_run=True)
    assert (made.passed, made.paths) == (False, ())
    assert papers(desk) == []
    assert len(desk.register.events()) == before
    assert not (tmp_path / "records" / "waiting").exists()


def test_one_family_is_warned_of(desk: Desk) -> None:
    one = record_yaml(
        meeting_date="22/11/2013",
        district="STROUD",
        chair="Ruth Amberley",
        case=[{"referral_ref": "CRP-2013-021", "outcome": "discussed", "children": "2"}],
        theme=[{"heading": "T", "points": ["P"]}],
    )
    file_record(desk, one)
    assert any("Only one family" in w for w in plan_themes(desk, DAY).warnings)
    file_record(desk, record("P"), version=2)
    assert plan_themes(desk, DAY).warnings == ()


def test_the_papers_hold_nothing_of_how_they_were_made(desk: Desk, tmp_path: Path) -> None:
    """Whatever a coordinator's Word leaves in a template: revision ids, its path, variables, its author."""
    from pipeline.papers.making.docx_parts import rezip, unzip

    folder = tmp_path / "templates"
    folder.mkdir()
    source = unzip((desk.settings.folders.templates / "themes.docx").read_bytes())
    source["word/settings.xml"] = source["word/settings.xml"].replace(
        b"</w:settings>",
        b'<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>'
        b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        b' r:id="rId1"/></w:settings>',
    )
    source["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="file:///C:/Users/somebody/themes.dotx" TargetMode="External"/></Relationships>'
    )
    for name, old, new in (
        (
            "[Content_Types].xml",
            b"</Types>",
            b'<Override PartName="/word/people.xml" ContentType="x"/></Types>',
        ),
        (
            "word/_rels/document.xml.rels",
            b"</Rel",
            b'<Relationship Id="rId99" Type="x" Target="people.xml"/></Rel',
        ),
    ):
        source[name] = source[name].replace(old, new, 1)
    source["word/people.xml"] = b'<w15:people xmlns:w15="x"><w15:person w15:author="somebody"/></w15:people>'
    source["docProps/thumbnail.jpeg"] = b"\xff\xd8\xff\xd9"
    source["[Content_Types].xml"] = source["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="jpeg" ContentType="image/jpeg"/></Types>'
    )
    source["docProps/core.xml"] = source["docProps/core.xml"].replace(
        b"</cp:coreProperties>",
        b"<cp:lastModifiedBy>somebody</cp:lastModifiedBy><cp:revision>7</cp:revision></cp:coreProperties>",
    )
    source["docProps/app.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Template>somebody.dotx</Template><Manager>somebody</Manager><Company>somebody</Company></Properties>"
    )
    source["word/document.xml"] = source["word/document.xml"].replace(
        b"<w:p>", b'<w:p w:rsidR="00AB12CD">', 1
    )
    (folder / "themes.docx").write_bytes(rezip(source))
    moved = replace(
        desk, settings=replace(desk.settings, folders=replace(desk.settings.folders, templates=folder))
    )
    file_record(desk, record("Top tip: keep core groups small."))
    word, pdf = (path.read_bytes() for path in send_out(moved, plan_themes(moved, DAY)).paths)
    assert inside(word, "a.docx").left == ("its author: Multi Agency Case Review Panel",)
    assert inside(pdf, "a.pdf").left == ()
    for data, name in ((word, "a.docx"), (pdf, "a.pdf")):
        assert not any("somebody" in p.text.casefold() for p in inside(data, name).places)
    parts = unzip(word)
    assert not [name for name in parts if "thumbnail" in name or "people" in name]
    marks = re.compile(rb"<w:rsid|w:rsid\w*=|lastModifiedBy>[^<]|00AB12CD")
    found = [(name, m[0]) for name, data in parts.items() for m in marks.finditer(data)]
    assert not found


def test_two_families_are_two_whoever_else_is_known(desk: Desk) -> None:
    """The record names practitioners, too; they are no third family."""
    att = [{"name": "Perpetua Nightingale", "agency": "CSC", "kind": "practitioner", "present": "yes"}]
    file_record(desk, record("Both cases had moved", att=att))
    made = send_out(desk, plan_themes(desk, DAY), dry_run=True)
    assert [n.finding.rule for n in made.checks[0].open] == ["LC16"]
