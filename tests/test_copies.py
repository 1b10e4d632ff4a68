"""`pipeline copies`: the real command on a workspace with a standard, a restricted and a large-print member."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import main
from pipeline.cli.options import Session
from pipeline.model.filing import Event
from pipeline.office.delivery import retry
from pipeline.office.desk import open_desk
from pipeline.office.desk.copies import copy_numbers
from pipeline.office.desk.pages import inert_copy
from pipeline.papers.making.sheets.prints import LARGE
from pipeline.records.passphrases import open_passphrases
from pipeline.records.settings import load_settings
from pipeline.records.workspace import init_workspace
from tests import builders
from tests.pack_helpers import MEETING, InProcess, desk_at, file_referral, referral
from tests.pdf_scan import alive, seen_text

HALINA, OWEN, SAMUEL = "Halina Nowak", "Detective Inspector Owen Prys", "Dr Samuel Adeyemi"
LOST = "Gareth Tolley"  # has no passphrase

pytestmark = pytest.mark.usefixtures("warm_reader")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three cases and issue 1 of their pack; everybody but one has a passphrase."""
    root = tmp_path_factory.mktemp("copies") / "desk"
    init_workspace(root)
    settings = (root / "pipeline.yaml").read_text("utf-8")
    old = "samuel.adeyemi@example.org}"
    settings = settings.replace(old, old.replace("}", ", edition: large}"))
    (root / "pipeline.yaml").write_text(settings.replace("passphrases: auto", "passphrases: file"), "utf-8")
    with open_desk(
        load_settings(root), builders.forms(), lambda: datetime(2013, 9, 2, tzinfo=UTC), sandbox=InProcess()
    ) as desk:
        for number in (1, 2, 3):
            filed = file_referral(desk, number=number, received=date(2013, 9, 2))
            inert_copy(desk, *filed.pages, filed.reference)
    for member in names(root):
        if member != LOST:
            run(root, "members", "rotate", member)
    run(root, "members", "restrict", OWEN, "CRP-2013-002", "--reason", "knows the family")
    run(root, "build-pack", "--meeting", "2013-09-27")
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it in the same place in the world: nothing in a workspace names where it stands."""
    shutil.copytree(built, tmp_path / "desk")
    yield tmp_path / "desk"


def run(root: Path, *arguments: str, code: int = 0) -> Result:
    before = () if "--today" in arguments else ("--today", "2013-09-18")
    result = CliRunner().invoke(main, ["--workspace", str(root), *before, *arguments])
    assert result.exit_code == code, result.output
    return result


def copies(root: Path, *more: str, code: int = 0) -> str:
    return run(root, "copies", "--meeting", "2013-09-27", *more, code=code).output


def names(root: Path) -> list[str]:
    return [m.name for m in Session(root, None).settings().members]


def issued(root: Path) -> tuple[Event, ...]:
    with Session(root, None).desk() as desk:
        return desk.register.facts("copy issued", subject="briefing-pack-2013-09-27")


def copy_of(root: Path, member: str) -> Path:
    (found,) = (root / "outbox" / "2013-09-27" / "copies").glob(f"*-{member}.pdf")
    return found


def read(root: Path, member: str) -> list[str]:
    """The copy's pages, opened with the member's passphrase."""
    word = open_passphrases("file", root / "records").get(member) or "?"
    buffer = io.BytesIO()
    with pikepdf.open(copy_of(root, member), password=word) as pdf:
        assert not pdf.owner_password_matched
        assert pdf.check_pdf_syntax() == []
        pdf.save(buffer)
    assert alive(buffer.getvalue()) == set()
    return [" ".join(text.split()) for text in seen_text(buffer.getvalue())]


def test_each_member_has_their_own_copy_and_a_second_run_leaves_it(root: Path) -> None:
    rehearsed = copies(root, "--dry-run")
    assert "6 would be made" in rehearsed
    assert not (root / "outbox" / "2013-09-27" / "copies").exists()
    assert issued(root) == ()
    said = copies(root)
    assert "Issue 1: 6 made, 0 unchanged." in said
    assert f"no passphrase is set (pipeline members rotate NAME): {LOST}." in said
    for number, member in enumerate(names(root), 1):
        if member == LOST:
            continue
        assert copy_of(root, member).name == f"{number}-{member}.pdf"
        assert all(f"Copy {number}" in page and member in page for page in read(root, member))
    events = issued(root)
    first = events[0].said
    data = copy_of(root, str(first["member"])).read_bytes()
    assert first["sha256"] == hashlib.sha256(data).hexdigest()
    assert (first["issue"], first["copy"], first["file"]) == (1, 1, copy_of(root, str(first["member"])).name)
    before = {p: p.stat().st_mtime_ns for p in (root / "outbox").rglob("*")}
    assert "0 made, 6 unchanged" in copies(root)
    assert {p: p.stat().st_mtime_ns for p in (root / "outbox").rglob("*")} == before
    assert len(issued(root)) == len(events)
    words = json.loads((root / "records" / "passphrases").read_text("utf-8")).values()
    outside = said + "".join(e.detail for e in events)
    assert not any(word in outside for word in words)


def test_only_what_has_changed_is_made_again(root: Path) -> None:
    copies(root)
    kept = copy_of(root, OWEN).read_bytes()
    run(root, "members", "rotate", HALINA)
    assert "1 made, 5 unchanged" in copies(root)
    assert read(root, HALINA)
    copy_of(root, SAMUEL).write_bytes(b"torn")
    assert "1 made, 5 unchanged" in copies(root)
    run(root, "members", "rotate", LOST)
    assert "1 made, 6 unchanged" in copies(root)
    assert copy_of(root, OWEN).read_bytes() == kept
    run(root, "members", "unrestrict", OWEN, "CRP-2013-002", "--reason", "another family")
    assert "1 made, 6 unchanged" in copies(root)
    assert "CRP-2013-002" in " ".join(read(root, OWEN))


def test_numbers_stay_and_a_new_member_gets_the_next(root: Path) -> None:
    copies(root)
    path = root / "pipeline.yaml"
    text = path.read_text("utf-8")
    first = "members:\n"
    new = "  - {name: Aneurin Teague, role: Housing, agency: HOUSING}\n"
    path.write_text(text.replace(first, first + new, 1), "utf-8")
    run(root, "members", "rotate", "Aneurin Teague")
    run(root, "build-pack", "--meeting", "2013-09-27")
    said = copies(root)
    assert "Copy 8, Aneurin Teague" in said
    assert "Issue 2: 7 made" in said, "a new issue, so everybody gets a copy of it"
    with Session(root, None).desk() as desk:
        assert copy_numbers(desk, MEETING)[HALINA] == 3
    assert "copy 3 (27 September 2013)" in run(root, "members", "list").output


def test_a_withheld_case_is_in_no_page_of_that_copy(root: Path) -> None:
    copies(root)
    whole, less = read(root, HALINA), read(root, OWEN)
    assert len(whole) == len(less)
    assert "CRP-2013-002" in " ".join(whole)
    assert "CRP-2013-002" not in " ".join(less)
    assert sum("This case is withheld from this copy." in page for page in less) >= 4
    assert referral(2)["child_1_case_ref"] not in " ".join(less)


def test_no_copies_of_a_draft_a_changed_file_or_another_pack(root: Path) -> None:
    pack = root / "outbox" / "2013-09-27" / "briefing-pack-2013-09-27-issue-1.pdf"
    data = pack.read_bytes()
    pack.write_bytes(data + b"\n")
    assert "somebody has changed it" in copies(root, code=8)
    assert "somebody has changed it" in copies(root, "--dry-run", code=8)
    pack.unlink()
    assert "build the pack again" in copies(root, code=8)
    pack.write_bytes(data)
    form = builders.pdf_form(builders.forms()["referral"], referral(4))
    (root / "inbox" / "late.pdf").write_bytes(form)
    run(root, "--today", "2013-09-03", "ingest")
    assert "The pack has changed since issue 1" in copies(root, code=10)
    assert "The pack has changed since issue 1" in copies(root, "--dry-run", code=10)
    assert "copies" not in {p.name for p in pack.parent.iterdir()}
    run(root, "copies", "--meeting", "2013-11-22", code=9)
    with Session(root, None).desk() as desk:
        desk.register.note("pack built", "2013-11-22", {"issue": 1, "file": "x.pdf", "draft": False})
    assert "older version" in run(root, "copies", "--meeting", "2013-11-22", code=9).output
    run(root, "copies", "--meeting", "2013-09-28", code=9)
    meetings = root / "meetings.yaml"
    text = meetings.read_text("utf-8")
    lines = [
        x.replace("chair: Margaret Holloway", 'chair: ""') if "2013-09-27, d" in x else x
        for x in text.split("\n")
    ]
    meetings.write_text("\n".join(lines), "utf-8")
    run(root, "build-pack", "--meeting", "2013-09-27", code=10)
    assert "is a DRAFT" in copies(root, code=10)


def test_a_member_whose_name_was_changed_is_not_shown_what_was_withheld(root: Path) -> None:
    settings = root / "pipeline.yaml"
    settings.write_text(settings.read_text("utf-8").replace(f"name: {OWEN}", "name: Owen Prys"), "utf-8")
    run(root, "members", "rotate", "Owen Prys")
    for command in ("copies", "circulate"):
        for more in ((), ("--dry-run",)):
            said = run(root, command, "--meeting", "2013-09-27", *more, code=10).output
            assert f"CRP-2013-002 is withheld from {OWEN}, who is not among the members" in said
    assert issued(root) == ()
    run(root, "members", "restrict", "Owen Prys", "CRP-2013-002", "--reason", "knows the family")
    run(root, "members", "unrestrict", OWEN, "CRP-2013-002", "--reason", "it is Owen Prys now")
    run(root, "build-pack", "--meeting", "2013-09-27")
    copies(root)
    assert "CRP-2013-002" not in " ".join(read(root, "Owen Prys"))


def test_a_supplement_says_for_whom_it_is_not(root: Path) -> None:
    form = builders.pdf_form(builders.forms()["referral"], referral(4))
    (root / "inbox" / "late.pdf").write_bytes(form)
    run(root, "--today", "2013-09-03", "ingest")
    said = run(root, "build-pack", "--meeting", "2013-09-27", "--supplement").output
    assert said.count("The supplement is whole and not locked.") == 1
    assert f"It is not for {OWEN}, from whom a case is withheld" in said


def test_a_copy_made_before_a_case_was_withheld_is_not_delivered(root: Path) -> None:
    folder = root / "drive"
    settings = root / "pipeline.yaml"
    member = f"name: {HALINA}"
    settings.write_text(settings.read_text("utf-8").replace(member, f"folder: {folder}, {member}"), "utf-8")
    copies(root)
    deliver = ("deliver", "--meeting", "2013-09-27")
    assert "waits: The folder" in run(root, *deliver, code=8).output
    run(root, "members", "restrict", HALINA, "CRP-2013-002", "--reason", "an aunt")
    folder.mkdir()
    assert "CRP-2013-002 has been withheld from them since their copy was made" in run(root, *deliver).output
    with Session(root, None).desk() as desk:
        assert retry(desk) == ()
    assert list(folder.iterdir()) == []
    assert "1 made" in copies(root)
    run(root, "members", "rotate", HALINA)
    assert f"{HALINA}: their passphrase is newer than their copy" in run(root, *deliver).output
    copies(root)
    assert f"{HALINA}: copy 3 of issue 1 is in" in run(root, *deliver).output
    assert len(list(folder.iterdir())) == 1
    told = f"{HALINA} has a copy of briefing-pack-2013-09-27 (issue 1) with CRP-2013-003, withheld from them since"
    assert told not in " ".join(run(root, "status").output.split())
    run(root, "members", "restrict", HALINA, "CRP-2013-003", "--reason", "an aunt")
    assert told in " ".join(run(root, "status").output.split())
    run(root, "recall", "--meeting", "2013-09-27", "--member", HALINA, "--reason", "a case is withheld")
    assert told not in " ".join(run(root, "status").output.split())


def test_a_copy_that_was_taken_back_is_made_anew_before_it_is_delivered_again(root: Path) -> None:
    copies(root)
    recall = ("recall", "--meeting", "2013-09-27", "--reason", "a wrong page")
    run(root, *recall)
    assert "All copies were recalled" in run(root, "deliver", "--meeting", "2013-09-27", code=9).output
    assert "6 made, 0 unchanged" in copies(root)
    assert "hand over" in run(root, "deliver", "--meeting", "2013-09-27").output


def test_a_case_of_another_meeting_that_is_withheld_changes_nothing(root: Path) -> None:
    copies(root)
    form = builders.pdf_form(
        builders.forms()["referral"], referral(5, preferred_meeting="22/11/2013", district="STROUD")
    )
    (root / "inbox" / "other.pdf").write_bytes(form)
    run(root, "ingest")
    run(root, "members", "restrict", HALINA, "CRP-2013-004", "--reason", "an uncle")
    assert "0 made, 6 unchanged" in copies(root)


def test_two_referrals_of_one_child_are_pointed_out_before_a_copy_is_handed_over(root: Path) -> None:
    same = {k: v for k, v in referral(2).items() if k.startswith("child_1")}
    form = builders.pdf_form(
        builders.forms()["referral"],
        referral(6, ref_name="Another Referrer", ref_email="another@school.example.org", **same),
    )
    (root / "inbox" / "second.pdf").write_bytes(form)
    run(root, "--today", "2013-09-03", "ingest")
    run(root, "build-pack", "--meeting", "2013-09-27", "--accept-gaps", "both are heard")
    said = copies(root)
    assert f"{OWEN}: CRP-2013-004 is about a child of CRP-2013-002, which is withheld: withhold both?" in said
    assert "CRP-2013-002" not in " ".join(read(root, OWEN))


# large print ------------------------------------------------------------------------------------------------------


def test_the_large_edition_is_set_anew_and_names_the_standard_pages(root: Path) -> None:
    copies(root)
    standard, large = read(root, HALINA), read(root, SAMUEL)
    for heading in ("The core group", "The child protection plan", "Attending and checking"):
        for page in (p for p in large if heading in p and "CRP-2013-003" in p):
            number = int(page.split(heading)[1].split("Page ")[1].split()[0])
            assert heading in standard[number - 1]
            assert "CRP-2013-003" in standard[number - 1]
            break
        else:
            pytest.fail(heading)
    case = " ".join(p for p in large if "CRP-2013-003" in p)
    assert "The form as it was received (pages 20 to 22 of the standard copy) is not in this edition" in case
    for answer in ("This is family number 3.", "Not Fridays after 2pm.", "owen.tredwell@council.example.org"):
        assert answer in case
    contents = next(p for p in large if p.count("of the standard copy)") > 4)
    for n, page in enumerate(large, 1):
        assert f"Page {n} of {len(large)}" in page
    (begins,) = (n for n, page in enumerate(large, 1) if "Case 3 CRP-2013-003" in page)
    listed = contents.split("Case 3: CRP-2013-003 (page 17 of the standard copy)")[1]
    assert listed.replace(".", "").split()[0] == str(begins)


def test_the_large_edition_of_a_later_issue_tells_what_is_new_and_to_put_the_old_one_away(root: Path) -> None:
    copies(root)
    run(root, "withdraw", "CRP-2013-001", "--reason", "the plan has ended", "--no-letter")
    assert "Changed since the pack was built: CRP-2013-001 (pipeline build-pack" in run(root, "status").output
    assert (
        "Before you hand it over: Changed since the pack was built: CRP-2013-001"
        in run(root, "copies", "--meeting", "2013-09-27", "--dry-run", code=0).output
    )
    run(root, "build-pack", "--meeting", "2013-09-27")
    assert "Changed since the pack" not in run(root, "status").output
    assert "The pack is issue 2; the members have issue 1 (pipeline copies" in run(root, "status").output
    copies(root)
    assert "The pack is issue 2" not in run(root, "status").output
    (sheet,) = (p for p in read(root, SAMUEL) if "What is new in issue 2" in p)
    assert "takes the place of the one that you have" in sheet and "Keep your pages" not in sheet
    assert "Left out Case 1: CRP-2013-001" in sheet


def test_no_letter_of_the_large_edition_is_small(root: Path) -> None:
    """Measured on the page: every letter is set in 16 points at least, page numbers and whose copy it is too."""
    import pypdfium2.raw as raw
    from pypdfium2 import PdfDocument

    copies(root)
    word = open_passphrases("file", root / "records").get(SAMUEL)
    sizes: dict[float, str] = {}
    with PdfDocument(copy_of(root, SAMUEL), password=word) as document:
        for page in document:
            text = page.get_textpage()
            for n in range(text.count_chars()):
                char = chr(raw.FPDFText_GetUnicode(text.raw, n))
                if char.strip():
                    sizes.setdefault(round(raw.FPDFText_GetFontSize(text.raw, n), 1), char)
    assert min(sizes) >= 16.0, sizes
    assert LARGE.scale * LARGE.least == pytest.approx(16.0)


def test_an_edition_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    from pipeline.office.desk.packs import bound_large, draft_pack, restricted

    with desk_at(tmp_path) as desk:
        file_referral(desk, number=1)
        second = file_referral(desk, number=2).reference
        draft = draft_pack(desk, MEETING)
        assert bound_large(draft, desk) == bound_large(draft_pack(desk, MEETING), desk)
        less = " ".join(" ".join(seen_text(bound_large(restricted(draft, desk, {second}), desk))).split())
    assert second not in less
    assert "Case 2: withheld from this copy" in less
