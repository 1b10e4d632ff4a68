"""The leak check at work: every place of a paper is a STOP, and nothing passes unread, unknown or unsettled."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import main
from pipeline.model.errors import LeakError, NotFoundError, ReadingError
from pipeline.model.leaks import CLEAR_WORDS, Finding, Level, Verdict
from pipeline.office.desk import Desk, open_desk
from pipeline.office.desk.leaks import check_paper
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.office.leaks import check, settle
from pipeline.papers.making.leak_report import LeakReport, ReportLine, leak_report
from pipeline.records.settings import load_settings
from pipeline.records.workspace import init_workspace, workspace_forms
from tests.intake_helpers import Inline, desk_at
from tests.leak_families import DAY, GRACE, file_families
from tests.leak_places import PDF, UNREADABLE, WORD, clean_pdf, clean_word, page
from tests.leak_places import word_with as paper
from tests.leak_places_more import MORE_PDF, MORE_UNREADABLE, MORE_WORD
from tests.papers_helpers import file_record, file_referral, record_yaml, save

NUMBER = "The plan was made on 4 March 2011 and has not changed."  # a full date of nobody we know: REVIEW


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that knows the families; no test writes to it."""
    with desk_at(tmp_path_factory.mktemp("leaks")) as desk:
        file_families(desk)
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as made:
        file_families(made)
        yield made


@pytest.mark.parametrize("place", WORD | MORE_WORD)
def test_the_sentence_is_a_stop_in_every_place_of_a_word_file(shared: Desk, place: str) -> None:
    found = check_paper(shared, of_meeting(DAY), (WORD | MORE_WORD)[place](), "themes.docx")
    assert any(n.finding.identifier for n in found.noted if n.finding.level == "STOP"), found.noted


@pytest.mark.parametrize("place", PDF | MORE_PDF)
def test_the_sentence_is_a_stop_in_every_place_of_a_pdf(shared: Desk, place: str) -> None:
    found = check_paper(shared, of_meeting(DAY), (PDF | MORE_PDF)[place](), "themes.pdf")
    assert any(n.finding.identifier for n in found.noted if n.finding.level == "STOP"), found.noted


def test_a_font_may_be_called_like_a_child(tmp_path: Path) -> None:
    """Word's theme names some forty fonts for other scripts; Georgia's paper would never be clear."""
    fonts = ("Georgia", "Latha", "Shruti", "Vrinda", "David", "Miriam", "Nyala", "Vani", "Rod", "Kristen")
    with desk_at(tmp_path) as desk:
        for number, name in enumerate(fonts):
            file_referral(desk, f"CRP-2013-1{number:02}", DAY, child_1_forename=name, child_1_surname="Zzyzx")
        run = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Georgia"/></w:rPr><w:t>Plans drift.</w:t></w:r></w:p>'
        for data, file in ((paper("", raw=run), "a.docx"), (clean_pdf(), "a.pdf")):
            noted = check_paper(desk, of_meeting(DAY), data, file).noted
            assert not [n for n in noted if n.finding.identifier], noted


def test_the_sentence_is_a_stop_in_the_file_name(shared: Desk) -> None:
    assert check_paper(shared, of_meeting(DAY), clean_word(), "Grace Young.docx").verdict is Verdict.STOP


@pytest.mark.parametrize("defect", UNREADABLE | MORE_UNREADABLE)
def test_what_cannot_be_read_is_a_stop_that_nobody_can_settle(shared: Desk, defect: str) -> None:
    name = "themes.eml" if defect.startswith("e-mail") else "themes.pdf"
    found = check_paper(shared, of_meeting(DAY), (UNREADABLE | MORE_UNREADABLE)[defect](), name)
    assert found.verdict is Verdict.STOP
    assert any("read" in n.finding.why for n in found.noted if n.finding.rule == "LC31")


def test_words_are_one_finding_however_often_they_are_looked_at(shared: Desk) -> None:
    """A page is read as it is stored and as it is seen, a table by cells and by rows: one slip, one finding."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = cell.format("Seen by") + cell.format("Gracie once")
    word = paper("", raw=f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")
    for data, name in ((word, "a.docx"), (PDF["other words for readers"](), "a.pdf")):
        matched = [
            n.finding.matched
            for n in check_paper(shared, of_meeting(DAY), data, name).noted
            if n.finding.identifier
        ]
        assert matched
        assert len(matched) == len(set(matched))


def test_a_seen_review_is_no_stop_for_standing_in_a_bookmark_too(shared: Desk) -> None:
    hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{NUMBER}</w:t></w:r></w:p>"
    seen = f"<w:p><w:r><w:t>{NUMBER}</w:t></w:r></w:p>"
    assert check_paper(shared, of_meeting(DAY), paper("", raw=hidden), "a.docx").verdict is Verdict.STOP
    assert (
        check_paper(shared, of_meeting(DAY), paper("", raw=hidden + seen), "a.docx").verdict is Verdict.REVIEW
    )


def test_a_paper_that_hangs_the_reading_is_a_stop(tmp_path: Path) -> None:
    def hang(name: str) -> None:
        raise ReadingError("Document", "reading it took too long.", "Make it anew.")

    sandbox = Inline()
    sandbox.fail = hang
    with desk_at(tmp_path, sandbox=sandbox) as desk:
        file_families(desk)
        (noted,) = check_paper(desk, of_meeting(DAY), clean_pdf(), "themes.pdf").noted
    assert (noted.finding.level, noted.finding.rule) == (Level.STOP, "LC31")
    assert "took too long" in noted.finding.why


def test_a_paper_that_tells_nothing_is_clear(shared: Desk) -> None:
    assert check_paper(shared, of_meeting(DAY), clean_pdf(), "themes.pdf").verdict is Verdict.CLEAR


def test_what_an_earlier_referral_of_the_same_child_says_is_told_of_this_meeting(tmp_path: Path) -> None:
    moved = GRACE | {
        "family_address": "8 Chapel Rise, Nether Tarling",
        "family_postcode": "",
        "child_1_nhs_no": "",
    }

    def found(desk: Desk, day: date, said: str) -> list[Finding]:
        opened = check_paper(desk, of_meeting(day), paper(said), "themes.docx").open
        return [n.finding for n in opened if n.finding.rule != "LC23"]

    with desk_at(tmp_path) as desk:
        file_families(desk)
        file_referral(desk, "CRP-2013-002", date(2013, 5, 31), **moved)
        (road,) = found(desk, DAY, "The house in Chapel Rise was cold.")
        assert (road.level, road.rule) == (Level.STOP, "LC10")
        assert "the family of CRP-2013-002" in road.why  # where it stands
        assert road.identifier and road.identifier.reference == "CRP-2013-021"
        (other,) = found(desk, date(2013, 5, 31), "Tarling Nursery rang.")
        assert other.level is Level.REVIEW  # a family of another meeting all the same


def test_nothing_passes_when_nothing_is_known(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        found = check_paper(desk, of_meeting(DAY), clean_pdf(), "themes.pdf")
        assert (found.verdict, found.noted[0].finding.rule) == (Verdict.STOP, "LC31")
        file_referral(desk, "CRP-2013-001", DAY.replace(month=9, day=27))  # of another meeting
        assert check_paper(desk, of_meeting(DAY), clean_pdf(), "themes.pdf").verdict is Verdict.STOP


def test_what_an_earlier_version_of_a_form_told_is_still_known(desk: Desk) -> None:
    """The family moved, a brother was left out, the stepfather went: readers know them all the same."""
    moved = {"family_address": "2 Quarry Close, Upper Tarling", "adult_2_name": "Tobias Quennell"}
    now = GRACE | moved | {"child_2_forename": "Edwin"}
    file_referral(desk, "CRP-2013-021", DAY, version=2, **now)
    for told in (
        "Mill Lane was too far.",
        "William was never asked.",
        "Mark Winter came.",
        "Quarry Close is far.",
    ):
        assert check_paper(desk, of_meeting(DAY), paper(told), "a.docx").verdict is Verdict.STOP, told


def test_a_childs_name_in_the_box_of_the_chair_is_not_let_pass(desk: Desk) -> None:
    sentence = paper("Gracie Young was seen by Ruth Amberley.")
    for version, chair in enumerate(("Ruth Amberley", "Gracie Young"), 1):
        file_record(desk, record_yaml(meeting_date="22/11/2013", district="STROUD", chair=chair), version)
        noted = check_paper(desk, of_meeting(DAY), sentence, "a.docx").noted
        stops = {n.finding.matched for n in noted if n.finding.level is Level.STOP}
        assert stops == {"Gracie", "Young"}, chair


def test_a_chair_of_the_same_forename_or_surname_is_the_chair(desk: Desk) -> None:
    for version, chair in enumerate(("Grace Winterbourne", "Petronella Young"), 1):
        file_record(desk, record_yaml(meeting_date="22/11/2013", district="STROUD", chair=chair), version)
        noted = check_paper(desk, of_meeting(DAY), paper(f"Chair: {chair}"), "a.docx").noted
        assert not [n for n in noted if n.finding.identifier], noted


def test_a_person_clears_a_review_with_a_reason(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "themes.docx", paper(NUMBER))
    (checked,) = check(desk, of_meeting(DAY), [path])
    assert checked.check.verdict is Verdict.REVIEW
    for noted in checked.check.open:
        done = settle(desk, path, noted.number, "a day in a story that everybody knows")
    assert done.check.passed
    assert done.check.verdict is Verdict.CLEAR
    assert [e.what for e in desk.register.events()][-1] == "leak approved"
    save(tmp_path, "themes.docx", paper(NUMBER + " Really."))
    with pytest.raises(LeakError, match="has not been checked as it is now"):
        settle(desk, path, 1, "the same reason")
    assert not check(desk, of_meeting(DAY), [path])[0].check.passed  # what was said was said of other bytes


def test_the_same_finding_in_word_and_pdf_is_settled_once(desk: Desk, tmp_path: Path) -> None:
    """One reason, two events: each file is approved by its own bytes, and what one alone holds stays open."""
    word = save(tmp_path, "themes.docx", paper(NUMBER + " It is 07700 900345."))
    pdf = save(tmp_path, "themes.pdf", page("The plan was made on 4 March 2011 and", "has not changed."))
    found = {c.path: c.check for c in check(desk, of_meeting(DAY), [word, pdf])}
    (day,) = found[pdf].open
    assert [n.finding.rule for n in found[word].open] == ["LC23", "LC17", "LC17"]
    rehearsed = settle(desk, pdf, day.number, "a day in a story that everybody knows", dry_run=True)
    assert [n.finding.matched for n in rehearsed.also] == ["4 March 2011"]
    assert not desk.register.facts("leak cleared")
    done = settle(desk, pdf, day.number, "a day in a story that everybody knows")
    assert done.check.passed
    assert done.twin is not None
    assert [n.finding.matched for n in done.twin.open][1:] == ["07700 900345"]
    cleared = desk.register.facts("leak cleared")
    assert {e.subject for e in cleared} == {found[word].sha256, found[pdf].sha256}
    assert len({e.said["reason"] for e in cleared}) == 1
    assert [e.subject for e in desk.register.facts("leak approved")] == [found[pdf].sha256]


def test_a_file_beside_it_that_was_not_checked_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    word = save(tmp_path, "themes.docx", paper(NUMBER))
    save(tmp_path, "themes.pdf", page(NUMBER))
    check(desk, of_meeting(DAY), [word])
    done = settle(desk, word, 1, "a day in a story that everybody knows")
    assert done.also == () and done.twin is None
    assert len(desk.register.facts("leak cleared")) == 1


def test_one_byte_more_or_less_voids_what_was_said(desk: Desk, tmp_path: Path) -> None:
    """Approval and every reason are of one SHA-256; the rest of the file may be as it was."""
    path = save(tmp_path, "themes.pdf", page(NUMBER))
    check(desk, of_meeting(DAY), [path])
    assert settle(desk, path, 1, "a day in a story that everybody knows").check.passed
    data = path.read_bytes()
    for changed in (data + b"\n", data.replace(b"Generated", b"generated", 1), data[:-1]):
        assert changed != data
        path.write_bytes(changed)
        again = check_paper(desk, of_meeting(DAY), changed, path.name)
        assert not again.passed
        assert not desk.register.facts("leak approved", subject=again.sha256)
    path.write_bytes(data)
    assert check_paper(desk, of_meeting(DAY), data, path.name).passed


def test_a_line_more_in_the_list_of_names_is_looked_for(desk: Desk, tmp_path: Path) -> None:
    """A coordinator opens templates/names.txt and writes a line; the next check says another version, and knows it."""
    path = save(tmp_path, "letter.docx", paper("We heard that Zuska likes to draw."))
    before = check_paper(desk, of_meeting(DAY), path.read_bytes(), path.name)
    assert not [n for n in before.noted if n.finding.identifier]
    folder = tmp_path / "own templates"
    folder.mkdir()
    names = (desk.settings.folders.templates / "names.txt").read_text("utf-8")
    text = names.replace("\n[ordinary words]", "\nZofia = Zuska\n\n[ordinary words]", 1)
    (folder / "names.txt").write_text(text, "utf-8")
    folders = replace(desk.settings.folders, templates=folder)
    desk = replace(desk, settings=replace(desk.settings, folders=folders))
    after = check_paper(desk, of_meeting(DAY), path.read_bytes(), path.name)
    assert [n.finding.matched for n in after.noted if n.finding.identifier] == ["Zuska"]
    assert after.versions != before.versions


def test_a_stop_needs_the_chair(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "paper.pdf", PDF["page"]())
    check(desk, of_meeting(DAY), [path])
    with pytest.raises(LeakError, match="change the text"):
        settle(desk, path, 1, "I think so")
    with pytest.raises(LeakError, match="Only the chair"):
        settle(desk, path, 1, "I think so", by="Dev Patwardhan")
    for noted in check(desk, of_meeting(DAY), [path])[0].check.open:
        done = settle(desk, path, noted.number, "agreed with the family", by="ruth amberley")
    assert done.check.passed
    (event,) = desk.register.facts("leak overridden")[:1]
    assert event.said["by"] == "ruth amberley"


def test_nobody_settles_what_was_not_read(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "paper.docx", UNREADABLE["macro"]())
    (checked,) = check(desk, of_meeting(DAY), [path])
    number = next(n.number for n in checked.check.noted if n.finding.rule == "LC31")
    with pytest.raises(LeakError, match="Nobody can let finding"):
        settle(desk, path, number, "it is only a macro", by="Ruth Amberley")


def test_tracked_changes_and_comments_are_refused_even_when_they_tell_nothing(desk: Desk) -> None:
    change = '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>more</w:t></w:r></w:ins></w:p>'
    found = check_paper(desk, of_meeting(DAY), paper("", raw=change), "themes.docx")
    assert [n.finding.rule for n in found.noted if n.finding.level == "STOP"] == ["LC19"]


def test_a_reason_names_nobody_and_is_more_than_a_letter(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "paper.docx", paper(NUMBER))
    check(desk, of_meeting(DAY), [path])
    with pytest.raises(LeakError, match="tells who is meant"):
        settle(desk, path, 1, "Grace Young has agreed")
    with pytest.raises(LeakError, match="Write a reason"):
        settle(desk, path, 1, " x ")
    with pytest.raises(NotFoundError, match="no number 99"):
        settle(desk, path, 99, "a good reason")


def test_numbers_of_an_older_list_do_not_hold(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "paper.pdf", PDF["page"]())
    check(desk, of_meeting(DAY), [path])
    file_referral(desk, "CRP-2013-030", DAY, child_1_surname="Workers", child_1_forename="Two")
    with pytest.raises(LeakError, match="has changed since"):
        settle(desk, path, 1, "a good reason", by="Ruth Amberley")


def test_the_events_hold_no_word_that_was_found(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "Grace Young.pdf", PDF["page"]())
    for noted in check(desk, of_meeting(DAY), [path])[0].check.open:
        settle(desk, path, noted.number, "agreed with them all", by="Ruth Amberley")
    kept = [e for e in desk.register.events() if e.what.startswith("leak ")]
    assert {e.what for e in kept} == {"leak checked", "leak overridden", "leak approved"}
    assert not re.search("grace|young|alone", " ".join(e.subject + e.detail for e in kept), re.IGNORECASE)


def test_checking_again_writes_no_second_event(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "paper.pdf", PDF["page"]())
    check(desk, of_meeting(DAY), [path])
    before = len(desk.register.events())
    (again,) = check(desk, of_meeting(DAY), [path])
    assert len(desk.register.events()) == before
    assert again.check == check(desk, of_meeting(DAY), [path], dry_run=True)[0].check


def test_the_report_shows_each_hit_and_stays_private(desk: Desk, tmp_path: Path) -> None:
    text = "Grace Young said <b>stop</b> & left."
    path = save(tmp_path, "paper.docx", paper(text.replace("&", "&amp;").replace("<", "&lt;")))
    (checked,) = check(desk, of_meeting(DAY), [path])
    assert checked.report is not None
    page = checked.report.read_text("utf-8")
    assert checked.report == tmp_path / "records" / "leak-reports" / f"{checked.check.sha256[:12]}.html"
    assert stat.S_IMODE(checked.report.stat().st_mode) == 0o600
    assert re.search("<mark>[^<]*Grace[^<]*</mark>", page)
    assert "&lt;b&gt;stop&lt;/b&gt; &amp; left" in page
    assert "<b>" not in page
    assert "CRP-2013-021" in page
    assert not list((tmp_path / "outbox").iterdir())


def test_a_clear_report_promises_nothing() -> None:
    page = leak_report(LeakReport("RESTRICTED", "a.docx", Verdict.CLEAR, (), ())).decode()
    assert CLEAR_WORDS in page
    assert "<script" not in page


def test_a_settled_report_says_that_a_person_settled_it() -> None:
    finding = Finding(Level.REVIEW, "LC17", "page 1", "On 4 March.", "4 March", None, "A day.")
    lines = (ReportLine(1, finding, "cleared: a public day", ""),)
    page = leak_report(LeakReport("RESTRICTED", "a.docx", Verdict.CLEAR, lines, ())).decode()
    assert "Every finding was settled by a person" in page
    assert "cleared: a public day" in page


def _typed(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(root), "--today", "2013-11-25", *words])


def test_the_commands(tmp_path: Path) -> None:
    root = tmp_path / "panel"
    init_workspace(root)
    settings = load_settings(root)
    with open_desk(settings, workspace_forms(settings), lambda: datetime(2013, 11, 1, tzinfo=UTC)) as desk:
        file_families(desk)
    path = save(tmp_path, "paper.pdf", PDF["page label"]())
    meeting = ("--meeting", "2013-11-22")
    found = _typed(root, "leak-check", *meeting, str(path))
    assert found.exit_code == LeakError.exit_code, found.output
    assert "STOP  paper.pdf" in found.output
    assert "page label" in found.output
    settles = ("clear-leak", "--file", str(path), "--finding", "1", "--reason", "agreed with the family")
    rehearsed = _typed(root, *settles, "--override-by", "Margaret Holloway", "--dry-run")
    assert "would settle 1. STOP" in rehearsed.output, rehearsed.output
    assert _typed(root, *settles).exit_code == LeakError.exit_code
    assert _typed(root, "leak-check", *meeting).exit_code == NotFoundError.exit_code
