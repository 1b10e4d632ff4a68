"""Correction by form, from the form that needs attention to the version that settles it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.answers import Sureness
from pipeline.model.errors import GapsError, ReadingError
from pipeline.model.filing import Outcome
from pipeline.office.desk import Desk
from pipeline.office.intake import ingest
from pipeline.office.pack import build_pack
from pipeline.office.quarterly import plan_quarterly
from pipeline.office.status import status
from pipeline.office.themes import plan_themes
from pipeline.papers.reading.flat import read_flat
from pipeline.rules.correcting.correction_plan import (
    CHECKED,
    CORRECTED_BY,
    CORRECTION_BASE,
    CORRECTION_OF,
    CORRECTION_VERSION,
)
from pipeline.rules.counting.quarters import quarter_of
from tests import builders
from tests.correction_helpers import (
    LOST,
    SIGNED,
    correction_path,
    doubted,
    fields_of,
    file_answers,
    file_scan,
    filled,
    seals,
    without_fields,
)
from tests.intake_helpers import desk_at, drop, inbox_names, typed
from tests.test_intake import CHECK, RECORD

FORM = builders.forms()["referral"]
OWN_FIELDS = (CORRECTION_OF, CORRECTION_VERSION, CORRECTION_BASE, CORRECTED_BY, CHECKED)
LATER = datetime(2013, 9, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def correction(desk: Desk, reference: str = "CRP-2013-001") -> bytes:
    """The correction form that waits, after a sweep has seen to it."""
    ingest(desk)
    return correction_path(desk, reference).read_bytes()


def logged(desk: Desk) -> list[dict[str, Any]]:
    return [json.loads(e.detail) for e in desk.register.events() if e.what == "corrected"]


def test_what_is_marked_is_corrected_saved_and_dropped_back(desk: Desk) -> None:
    drop(
        desk, "a.pdf", builders.pdf_form(FORM, builders.referral_items(child_1_dob="31/02/2007", ref_role=""))
    )
    form = correction(desk)
    assert fields_of(form)["child_1_dob"] == "31/02/2007"
    assert fields_of(form)["correction_of"] == "CRP-2013-001"
    drop(desk, "b.pdf", filled(form, {"child_1_dob": "14/03/2007", "ref_role": "Health visitor", **SIGNED}))
    (done,) = ingest(desk).done
    assert (done.outcome, done.reference, done.version) == (Outcome.NEW_VERSION, "CRP-2013-001", 2)
    first, second = desk.register.history("CRP-2013-001")
    assert second.queries == ()
    assert inbox_names(desk) == []
    assert second.pages == (first.sha256, "pdf")
    assert (second.received, second.first_received) == (first.received, first.received)
    assert second.origin.corrected_by == "Jo Okafor"
    assert logged(desk) == [
        {
            "version": 2,
            "corrects": 1,
            "by": "Jo Okafor",
            "compared": True,
            "changed": [
                {"slot": "ref_role", "label": "Your job and team", "before": "", "after": "Health visitor"},
                {
                    "slot": "child_1_dob",
                    "label": "Child 1: Born or due",
                    "before": "31/02/2007",
                    "after": "14 March 2007",
                },
            ],
            "confirmed": [],
        }
    ]
    assert desk.register.verify_events() == ()


def test_a_scan_left_as_it_is_and_signed_is_confirmed_whole(desk: Desk) -> None:
    reference = file_scan(desk)
    first = desk.register.submission(reference)
    assert first.outcome is Outcome.NEEDS_ATTENTION
    assert len(first.queries) == len(builders.REFERRAL)
    drop(desk, "b.pdf", filled(correction(desk), SIGNED))
    letter = correction_path(desk).with_name("CRP-2013-001.queries.txt")
    assert f"{len(builders.REFERRAL)} answers are to be compared with the original" in " ".join(
        letter.read_text().split()
    )
    assert "Dear" not in letter.read_text(), "there is nothing to ask the referrer"
    ingest(desk)
    second = desk.register.submission(reference)
    assert (second.version, second.queries, second.differences) == (2, (), ())
    assert second.answers is not None
    assert {a.sureness for a in second.answers.items.values()} == {Sureness.CONFIRMED}
    assert len(logged(desk)[0]["confirmed"]) == len(builders.REFERRAL)


def test_without_a_signature_changes_count_and_the_rest_waits(desk: Desk) -> None:
    file_answers(desk, doubted("child_1_surname"))
    drop(desk, "b.pdf", filled(correction(desk), {"family_address": "1 New Road"}))
    ingest(desk)
    second = desk.register.submission("CRP-2013-001")
    assert second.record.text("family_address") == "1 New Road"
    assert any(q.slot == "child_1_surname" for q in second.queries)
    assert any("“Corrected by” was left blank" in q.message for q in second.queries)
    assert fields_of(correction_path(desk).read_bytes())["correction_version"] == "2"
    drop(desk, "c.pdf", filled(correction_path(desk).read_bytes(), SIGNED))
    ingest(desk)
    assert desk.register.submission("CRP-2013-001").queries == ()


def test_dropped_twice_is_a_duplicate(desk: Desk) -> None:
    file_answers(desk, doubted("child_1_surname"))
    form = filled(correction(desk), SIGNED)
    for name in ("b.pdf", "c.pdf"):
        drop(desk, name, form)
        (done,) = ingest(desk).done
    assert (done.outcome, done.version) == (Outcome.DUPLICATE, 2)


def test_an_untouched_one_is_set_aside_and_waits_again(desk: Desk) -> None:
    file_answers(desk, doubted("child_1_surname"))
    form = correction(desk)
    correction_path(desk).rename(desk.settings.folders.inbox / "moved.pdf")
    (done,) = ingest(desk).done
    assert done.outcome is Outcome.SET_ASIDE
    assert "Nothing in the correction form of CRP-2013-001 was changed" in done.words
    assert correction_path(desk).read_bytes() == form


def test_one_of_another_workspace_is_set_aside(desk: Desk, tmp_path: Path) -> None:
    file_answers(desk, doubted("child_1_surname"))
    form = filled(correction(desk), SIGNED)
    with desk_at(tmp_path / "other") as other:
        drop(other, "b.pdf", form)
        (done,) = ingest(other).done
        assert done.outcome is Outcome.SET_ASIDE
        assert "CRP-2013-001, which this register does not hold" in done.words
        assert other.register.latest() == ()


def test_one_that_is_being_filled_in_is_left_alone_and_named(desk: Desk) -> None:
    file_answers(desk, doubted("child_1_surname"))
    begun = filled(correction(desk), {"family_address": "1 New Road"})
    correction_path(desk).write_bytes(begun)
    drop(desk, "new.yaml", typed(ask_of_panel=""))
    report = ingest(desk)
    assert desk.register.submission("CRP-2013-001").version == 2
    assert correction_path(desk).read_bytes() == begun
    assert any("CRP-2013-001" in t and "was changed" in t for t in report.troubles)
    assert any("was changed" in line for line in status(desk).begun)
    drop(desk, "whole.yaml", typed())
    ingest(desk)
    assert desk.register.submission("CRP-2013-001").queries == ()
    assert seals(desk) == {"CRP-2013-001": False}, "settled, and still the coordinator's"


def test_it_follows_each_version_and_goes_when_all_is_settled(desk: Desk) -> None:
    drop(desk, "a.yaml", typed(ask_of_panel="", ref_role=""))
    assert fields_of(correction(desk))["correction_version"] == "1"
    drop(desk, "b.yaml", typed(ask_of_panel=""))
    assert fields_of(correction(desk))["correction_version"] == "2"
    before = correction_path(desk).stat().st_mtime_ns
    ingest(desk)
    assert correction_path(desk).stat().st_mtime_ns == before, "nothing has changed, so nothing is written"
    drop(desk, "c.yaml", typed())
    ingest(desk)
    assert inbox_names(desk) == []


def test_a_correction_of_an_older_version_applies_to_the_newest(desk: Desk) -> None:
    file_answers(desk, doubted("child_1_surname"))
    form = correction(desk)
    drop(desk, "new.pdf", builders.pdf_form(FORM, builders.referral_items(family_address="5 Newer Road")))
    ingest(desk)
    drop(
        desk,
        "old.pdf",
        filled(form, {"child_1_known_as": "Tommy", "family_address": "6 Other Road", **SIGNED}),
    )
    ingest(desk)
    third = desk.register.submission("CRP-2013-001")
    assert third.version == 3
    assert third.record.table("child")[0].text("known_as") == "Tommy"
    assert third.record.text("family_address") == "5 Newer Road"
    (query,) = third.queries
    assert "version 2 says “5 Newer Road”" in query.message and "“6 Other Road”" in query.message


def test_a_misread_district_moves_the_case_without_making_it_late(desk: Desk) -> None:
    misread = builders.answers(items=builders.referral_items(district="STROUD", preferred_meeting=""))
    items = {**misread.items, "district": replace(misread.items["district"], doubt="It is smudged.")}
    file_answers(desk, replace(misread, items=items))
    form = correction(desk)
    first = desk.register.submission("CRP-2013-001")
    assert first.meeting == datetime(2013, 11, 22).date()
    desk = replace(desk, clock=lambda: datetime(2013, 9, 20, 9, 0, tzinfo=UTC))
    drop(desk, "b.pdf", filled(form, {"district": "CHELTENHAM", **SIGNED}))
    ingest(desk)
    second = desk.register.submission("CRP-2013-001")
    assert second.meeting == datetime(2013, 9, 27).date()
    assert not second.late
    assert second.first_received == first.received


@pytest.mark.parametrize(
    ("name", "items", "reference", "change"),
    [
        ("agency-check", CHECK, "AIC-CRP-2013-001-POLICE", {"checked_systems": "Niche and PND"}),
        ("meeting-record", RECORD, "REC-2013-09-27", {"venue": "Room 4"}),
    ],
)
def test_the_other_forms_are_corrected_alike(
    tmp_path: Path, name: str, items: dict[str, str], reference: str, change: dict[str, str]
) -> None:
    with desk_at(tmp_path, clock=lambda: LATER) as desk:
        drop(desk, "a.yaml", typed())
        ingest(desk, received=datetime(2013, 9, 2).date())
        assert file_scan(desk, name, items) == reference
        drop(desk, "b.pdf", filled(correction(desk, reference), {**change, **SIGNED}))
        (done,) = ingest(desk).done
        assert (done.outcome, done.reference, done.version) == (Outcome.NEW_VERSION, reference, 2)
        second = desk.register.submission(reference)
        ((slot, text),) = change.items()
        assert second.record.text(slot) == text
        assert not [q for q in second.queries if q.code in ("confirm", "proposed")]


def by_pypdf_update(pdf: bytes, values: dict[str, str], _folder: Path) -> bytes:
    return filled(pdf, values, incremental=True)


def by_pikepdf(pdf: bytes, values: dict[str, str], folder: Path) -> bytes:
    """Saved anew by qpdf's machinery, with object streams."""
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(filled(pdf, values))) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def by_pdfium(pdf: bytes, values: dict[str, str], folder: Path) -> bytes:
    import io

    import pypdfium2

    out = io.BytesIO()
    with pypdfium2.PdfDocument(filled(pdf, values)) as document:
        document.init_forms()
        document.save(out)
    return out.getvalue()


def by_pdftk(pdf: bytes, values: dict[str, str], folder: Path) -> bytes:
    if shutil.which("pdftk") is None:
        pytest.skip("pdftk is not installed")
    source, target = folder / "in.pdf", folder / "out.pdf"
    source.write_bytes(filled(pdf, values))
    subprocess.run(["pdftk", str(source), "output", str(target), "need_appearances"], check=True)
    return target.read_bytes()


@pytest.mark.parametrize("program", [by_pypdf_update, by_pikepdf, by_pdfium, by_pdftk])
def test_whichever_program_saves_it(desk: Desk, tmp_path: Path, program: Any) -> None:
    hard = replace(
        doubted("child_1_surname"),
        items={
            **doubted("child_1_surname").items,
            "adult_1_name": replace(builders.answers().items["adult_1_name"], text="Siân O’Brien-Łukasz 🙂"),
        },
    )
    file_answers(desk, hard)
    values = {"family_address": "1 Ŵen Road", "ref_in_core_group": "no", **SIGNED}
    drop(desk, "b.pdf", program(correction(desk), values, tmp_path))
    ingest(desk)
    second = desk.register.submission("CRP-2013-001")
    assert [(d.slot, d.after) for d in second.differences] == [
        ("ref_in_core_group", "No"),
        ("family_address", "1 Ŵen Road"),
    ]
    assert second.answers is not None
    assert second.answers.items["adult_1_name"].text == "Siân O’Brien-Łukasz 🙂"
    assert not [q for q in second.queries if q.code in ("confirm", "proposed")]


def test_one_that_was_printed_to_a_new_pdf_is_refused(desk: Desk) -> None:
    import io

    import pypdfium2

    file_answers(desk, doubted("child_1_surname"))
    out = io.BytesIO()
    with pypdfium2.PdfDocument(filled(correction(desk), SIGNED)) as document:
        document.init_forms()
        for page in document:
            page.flatten()
        document.save(out)
    with pytest.raises(ReadingError, match="CRP-2013-001 cannot be told apart"):
        read_flat(out.getvalue(), builders.editions())


def test_no_doubtful_value_stands_in_a_pack_but_on_the_original_s_pages(desk: Desk) -> None:
    from pypdf import PdfReader

    hidden = {
        "child_1_surname": "Quillbrook" + LOST,
        "child_1_dob": "17/04/2006" + LOST,
        "child_1_setting": "Marlpit Primary" + LOST,
        "ref_name": "Wilhelmina Ockenden" + LOST,
        "history": "The lodger set the shed alight." + LOST,
        "family_address": "12 Gorsehill Mews" + LOST,
    }
    words = [*(v.removesuffix(LOST) for v in hidden.values()), "17 April 2006", "Quillbrook", "Wilhelmina"]
    drop(desk, "a.pdf", builders.pdf_form(FORM, builders.referral_items(**hidden)))
    ingest(desk)
    day = datetime(2013, 9, 27).date()
    with pytest.raises(GapsError):
        build_pack(desk, day)
    built = build_pack(desk, day, accepted="for the test")
    pages = [" ".join(p.extract_text().split()) for p in PdfReader(built.path).pages]
    (original,) = [s for s in built.plan.sections if s.kind == "original"]
    first = original.first - 1
    own = " ".join(pages[:first] + pages[first + original.pages :])
    assert "Quillbrook" in " ".join(pages[first : first + original.pages])
    assert "[to be confirmed]" in own
    assert [w for w in words if w in own or w in built.manifest.read_text("utf-8")] == []
    drop(desk, "b.pdf", filled(correction_path(desk).read_bytes(), SIGNED))
    ingest(desk)
    again = build_pack(desk, day, accepted="for the test")
    originals = [s for s in again.plan.sections if s.kind == "original"]
    theirs = {n for s in originals for n in range(s.first - 1, s.first - 1 + s.pages)}
    kept = (p for n, p in enumerate(PdfReader(again.path).pages) if n not in theirs)
    text = " ".join(" ".join(p.extract_text().split()) for p in kept)
    assert "Quillbrook" in text, "once confirmed, it is shown"


def test_an_unconfirmed_meeting_record_feeds_no_paper(tmp_path: Path) -> None:
    items = {**RECORD, "theme_1_heading": "Secret theme", "theme_1_points": "A point"}
    with desk_at(tmp_path, clock=lambda: LATER) as desk:
        reference = file_scan(desk, "meeting-record", items)
        day = datetime(2013, 9, 27).date()
        with pytest.raises(GapsError, match="must still be"):
            plan_themes(desk, day)
        plan = plan_quarterly(desk, quarter_of(day))
        assert plan.paper.themes_by_meeting == ()
        assert "Secret theme" not in repr(plan.paper)
        assert any(reference in line and "not confirmed" in line for line in plan.warnings)
        drop(desk, "b.pdf", filled(correction(desk, reference), SIGNED))
        ingest(desk)
        assert plan_themes(desk, day).paper.themes[0].heading == "Secret theme"
        assert "Secret theme" in repr(plan_quarterly(desk, quarter_of(day)).paper)


@pytest.mark.usefixtures("warm_reader")
def test_show_tells_where_each_answer_came_from(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from pipeline.cli.main import main

    runner = CliRunner()
    assert runner.invoke(main, ["init", str(tmp_path / "panel")]).exit_code == 0

    def shown(*arguments: str) -> str:
        result = runner.invoke(main, ["--workspace", str(tmp_path / "panel"), *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    inbox = tmp_path / "panel" / "inbox"
    items = builders.referral_items(child_1_surname="Quillbrook" + LOST)
    (inbox / "a.pdf").write_bytes(builders.pdf_form(FORM, items))
    shown("--today", "2013-09-02", "ingest")
    first = shown("--today", "2013-09-02", "show", "CRP-2013-001")
    assert "Read from: PDF form." in first
    assert "Forenames: Tomos Rhys  [page 1]" in first
    assert "[page 1; to be confirmed]" in first
    waiting = inbox / "needs attention" / "CRP-2013-001 correction.pdf"
    values = {"child_1_surname": "Quillbrook", "child_1_known_as": "Tommy", **SIGNED}
    (inbox / "b.pdf").write_bytes(filled(waiting.read_bytes(), values))
    shown("--today", "2013-09-05", "ingest")
    second = shown("--today", "2013-09-05", "show", "CRP-2013-001")
    assert "Surname: Quillbrook  [corrected by Jo Okafor]" in second
    assert "corrected by Jo Okafor\n" in second
    assert "version 2: received 02/09/2013, new version, corrected by Jo Okafor" in second
    assert shown("--today", "2013-09-05", "show", "CRP-2013-001", "--version", "1").startswith(
        "CRP-2013-001, version 1"
    )


def test_one_of_another_workspace_with_the_same_reference_is_set_aside(desk: Desk, tmp_path: Path) -> None:
    file_answers(desk, doubted("child_1_surname"))
    form = filled(correction(desk), SIGNED)
    with desk_at(tmp_path / "other") as other:
        file_answers(other, doubted("child_1_forename"))
        drop(other, "b.pdf", form)
        (done,) = ingest(other).done
        assert done.outcome is Outcome.SET_ASIDE
        assert "another workspace, or what it says of itself was changed" in done.words
        assert len(other.register.history("CRP-2013-001")) == 1


@pytest.mark.parametrize("gone", [("correction_of",), OWN_FIELDS])
def test_one_that_has_lost_what_it_says_of_itself_is_no_form_of_its_own(
    desk: Desk, gone: tuple[str, ...]
) -> None:
    file_answers(desk, doubted("child_1_surname"))
    drop(desk, "b.pdf", without_fields(filled(correction(desk), SIGNED), gone))
    (done,) = ingest(desk).done
    assert done.outcome is Outcome.SET_ASIDE
    assert "what it says of itself is gone" in done.words


def test_a_paper_sent_once_more_does_not_set_a_correction_back_unseen(desk: Desk) -> None:
    sent = builders.referral_items(ref_role="", child_1_surname="Ellary")
    drop(desk, "a.pdf", builders.pdf_form(FORM, sent))
    mended = {"child_1_surname": "Ellery", "ref_role": "Nurse", **SIGNED}
    drop(desk, "b.pdf", filled(correction(desk), mended))
    ingest(desk)
    drop(desk, "c.pdf", builders.pdf_form(FORM, {**sent, "ref_role": "School nurse"}))
    ingest(desk)
    third = desk.register.submission("CRP-2013-001")
    assert third.version == 3 and third.record.table("child")[0].values["surname"] == "Ellary"
    (query,) = third.queries
    assert query.slot == "child_1_surname"
    assert (
        "Jo Okafor corrected it to “Ellery” in version 2; this version says “Ellary” again" in query.message
    )
    drop(desk, "d.pdf", filled(correction(desk), {"child_1_surname": "Ellery", **SIGNED}))
    ingest(desk)
    fourth = desk.register.submission("CRP-2013-001")
    assert fourth.version == 4 and fourth.queries == ()
    assert fourth.record.table("child")[0].values["surname"] == "Ellery"


def test_a_correction_saved_again_by_another_program_changes_nothing_more(desk: Desk) -> None:
    import io

    import pikepdf

    drop(desk, "a.pdf", builders.pdf_form(FORM, builders.referral_items(ref_role="")))
    done = filled(correction(desk), {"ref_role": "Nurse", **SIGNED})
    drop(desk, "b.pdf", done)
    ingest(desk)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(done)) as pdf:
        pdf.save(out, static_id=True)
    drop(desk, "b again.pdf", out.getvalue())
    ingest(desk)
    latest = desk.register.submission("CRP-2013-001")
    assert (latest.record.text("ref_role"), latest.queries) == ("Nurse", ())
    assert (latest.version, latest.differences) == (3, ())
