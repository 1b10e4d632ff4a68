"""Circulation: each agency's folder, numbered copies, pre-filled checks; only what is new; restrictions kept."""

from __future__ import annotations

import email
import email.policy
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.model.filing import Outcome, Ruling
from pipeline.model.form import Page, Section
from pipeline.office.circulation import circulate
from pipeline.office.decisions import carry_out, plan_decision
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import asked_about
from pipeline.office.intake import ingest
from pipeline.papers.making.fill_pdf import PdfFiller, fill_pdf
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.asking.check_form import beyond
from pipeline.rules.asking.circulating import due_day
from pipeline.rules.calendar.timeline import meeting_dates
from pipeline.rules.pack.restrictions import RESTRICTED
from tests import builders
from tests.circulation_helpers import DAY, MEETING, MEMBERS, files_in, panel_at, refer, take
from tests.intake_helpers import drop, typed
from tests.pack_helpers import file_referral, referral
from tests.pdf_scan import seen_text

ONE, TWO = "CRP-2013-001", "CRP-2013-002"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    with panel_at(tmp_path) as found:
        yield found


def out(desk: Desk) -> Path:
    return desk.settings.folders.outbox / DAY / "circulation"


def refer_as_pdf(desk: Desk, number: int = 1) -> None:
    items = referral(number)
    drop(desk, f"f{number}.pdf", builders.pdf_form(builders.forms()["referral"], items))
    assert ingest(desk, received=date(2013, 9, 3)).done


def test_each_agency_gets_a_numbered_marked_copy_the_check_and_each_member_a_cover_note(desk: Desk) -> None:
    refer_as_pdf(desk)
    made = circulate(desk, MEETING)
    assert files_in(out(desk)) == [
        f"CSC/{ONE}-check.docx",
        f"CSC/{ONE}-check.pdf",
        f"CSC/{ONE}-form-copy-1.pdf",
        "CSC/cover-note-Ruth Amberley.docx",
        "CSC/cover-note-Ruth Amberley.eml",
        "CSC/cover-note-Ruth Amberley.pdf",
        f"GP/{ONE}-check.docx",
        f"GP/{ONE}-check.pdf",
        f"GP/{ONE}-form-copy-3.pdf",
        "GP/cover-note-Samuel Adeyemi.docx",
        "GP/cover-note-Samuel Adeyemi.pdf",
        f"POLICE/{ONE}-check.docx",
        f"POLICE/{ONE}-check.pdf",
        f"POLICE/{ONE}-form-copy-2.pdf",
        "POLICE/cover-note-Dev Patwardhan.docx",
        "POLICE/cover-note-Dev Patwardhan.eml",
        "POLICE/cover-note-Dev Patwardhan.pdf",
        "POLICE/cover-note-Ines Corrigan.docx",
        "POLICE/cover-note-Ines Corrigan.eml",
        "POLICE/cover-note-Ines Corrigan.pdf",
    ]
    assert len(made.paths) == 20 and made.due == date(2013, 9, 19)
    pages = [p.extract_text() for p in PdfReader(out(desk) / "POLICE" / f"{ONE}-form-copy-2.pdf").pages]
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert f"{ONE} · Copy 2 of 3 for Police" in text
        assert text.count("RESTRICTED") >= 2 and f"Page {number} of 3" in text
    assert referral(1)["child_1_surname"] in pages[0]
    said = [e.said for e in desk.register.facts("circulated", subject=DAY)]
    assert [(s["agency"], s["members"], s["references"], s["due"]) for s in said] == [
        ("CSC", ["Ruth Amberley"], [ONE], "2013-09-19"),
        ("POLICE", ["Dev Patwardhan", "Ines Corrigan"], [ONE], "2013-09-19"),
        ("GP", ["Samuel Adeyemi"], [ONE], "2013-09-19"),
    ]


def test_what_comes_out_is_sound(desk: Desk) -> None:
    refer_as_pdf(desk)
    circulate(desk, MEETING)
    for path in sorted(out(desk).glob("POLICE/*.pdf")):
        for command in (["qpdf", "--check"], ["pdftotext"]):
            more = ["-"] if command == ["pdftotext"] else []
            ran = subprocess.run([*command, path, *more], capture_output=True, check=False)
            assert (ran.returncode, ran.stderr) == (0, b""), (command, path.name, ran.stderr)


def test_the_forms_are_enclosed_only_to_a_secure_address(desk: Desk) -> None:
    refer(desk, 1)
    circulate(desk, MEETING)

    def enclosed(path: str) -> list[str | None]:
        mail = email.message_from_bytes((out(desk) / path).read_bytes(), policy=email.policy.default)
        assert ONE in mail["Subject"]
        return [part.get_filename() for part in mail.iter_attachments()]

    assert enclosed("CSC/cover-note-Ruth Amberley.eml") == ["cover-note-Ruth Amberley.pdf"]
    assert enclosed("POLICE/cover-note-Dev Patwardhan.eml") == [
        "cover-note-Dev Patwardhan.pdf",
        f"{ONE}-form-copy-2.pdf",
        f"{ONE}-check.pdf",
        f"{ONE}-check.docx",
    ]


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_check_comes_back_with_everything_that_was_filled_in_for_the_agency(
    desk: Desk, ending: str
) -> None:
    refer(desk, 1, child_1_nhs_no="999 000 0018")
    circulate(desk, MEETING)
    data = (out(desk) / "POLICE" / f"{ONE}-check.{ending}").read_bytes()
    (done,) = take(desk, f"back.{ending}", data).done
    assert done.reference == f"AIC-{ONE}-POLICE"
    record = desk.register.submission(done.reference).record
    assert record.text("referral_ref") == ONE
    assert record.text("meeting_ref") == "CRP 2013-09-27"
    assert record.day("meeting_date") == MEETING and record.day("due_date") == date(2013, 9, 19)
    assert (record.text("district"), record.text("agency")) == ("CHELTENHAM", "POLICE")
    assert record.text("family_address") == "27 Larkrise Terrace, Cheltenham, GL99 4QT"
    items = referral(1)
    rows = record.table("person")
    assert [(r.text("person_ref"), r.text("name"), r.day("dob"), r.text("relationship")) for r in rows] == [
        ("child_1", f"{items['child_1_forename']} {items['child_1_surname']}", date(2006, 3, 2), "Child"),
        ("child_2", f"Zoë {items['child_2_surname']}", date(2011, 5, 2), "Child"),
        ("adult_1", items["adult_1_name"], date(1985, 7, 22), "Mother"),
        ("adult_2", "Łukasz Wiśniak", None, "Mother's partner"),
    ]
    assert (rows[0].text("nhs_no"), rows[0].text("known_as")) == ("999 000 0018", "Tom")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_nil_return_is_one_tick(desk: Desk, ending: str) -> None:
    from pipeline.papers.making.fill_word import fill_word

    refer(desk, 1)
    circulate(desk, MEETING)
    data = (out(desk) / "POLICE" / f"{ONE}-check.{ending}").read_bytes()
    fill = {"pdf": fill_pdf, "docx": fill_word}[ending]
    (done,) = take(
        desk, f"nil.{ending}", fill(data, builders.forms()["agency-check"], {"nil_return": "yes"})
    ).done
    assert (done.outcome, done.urgent) == (Outcome.ACCEPTED, "")
    assert desk.register.submission(done.reference).problems == ()


def test_again_only_what_is_new_is_added_and_nothing_there_is_touched(desk: Desk) -> None:
    refer(desk, 1)
    circulate(desk, MEETING)
    before = {p: p.read_bytes() for p in out(desk).rglob("*") if p.is_file()}
    nothing = circulate(desk, MEETING)
    assert (nothing.plan.envelopes, nothing.paths) == ((), ())
    refer(desk, 2)
    again = circulate(desk, MEETING)
    assert {p: p.read_bytes() for p in before} == before
    assert [(e.agency, [(c.reference, c.number, c.of) for c in e.copies]) for e in again.plan.envelopes] == [
        ("CSC", [(TWO, 1, 3)]),
        ("POLICE", [(TWO, 2, 3)]),
        ("GP", [(TWO, 3, 3)]),
    ]
    new = sorted(p.name for p in out(desk).glob("GP/*") if p not in before)
    assert new == [
        f"{TWO}-check.docx",
        f"{TWO}-check.pdf",
        f"{TWO}-form-copy-3.pdf",
        "cover-note-Samuel Adeyemi-2.docx",
        "cover-note-Samuel Adeyemi-2.pdf",
    ]
    assert len(desk.register.facts("circulated", subject=DAY)) == 6


def test_a_late_case_goes_to_nobody_before_the_chair_has_accepted_it(desk: Desk) -> None:
    refer(desk, 1)
    late = referral(2, ref_email="two@health.example.org")
    drop(desk, "late.yaml", typed(late))
    ingest(desk, received=date(2013, 9, 8))
    made = circulate(desk, MEETING)
    assert {c.reference for e in made.plan.envelopes for c in e.copies} == {ONE}
    assert not [name for name in files_in(out(desk)) if TWO in name]
    (told,) = (note for note in made.notes if TWO in note)
    assert f"pipeline accept-late {TWO} --reason" in told
    accepted = plan_decision(desk, Ruling.ACCEPTED_LATE, TWO, "agreed")
    assert any(f"(pipeline circulate --meeting {DAY})" in words for words in accepted.warnings)
    carry_out(desk, accepted, letter=False)
    again = circulate(desk, MEETING)
    assert {c.reference for e in again.plan.envelopes for c in e.copies} == {TWO}


def test_a_case_that_leaves_its_meeting_says_what_is_to_be_done_about_its_forms(desk: Desk) -> None:
    refer(desk, 1)
    circulate(desk, MEETING)
    refer(desk, 2)
    desk.register.note("pack built", DAY, {"draft": False})
    gone, unsent = "its form has gone to the panel members (ask them to destroy it)", "its form has gone"
    for reference, words, there in ((ONE, gone, True), (TWO, unsent, False)):
        told = " ".join(plan_decision(desk, Ruling.WITHDRAWN, reference, "ended").warnings)
        assert (words in told) is there
        assert f"pipeline build-pack --meeting {DAY}" in told and "pipeline recall" in told


def test_killed_before_the_event_the_next_run_writes_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refer(desk, 1)
    monkeypatch.setattr(
        "pipeline.office.circulation._note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        circulate(desk, MEETING)
    monkeypatch.undo()
    there = files_in(out(desk))
    assert there and {name.split("/")[0] for name in there} == {"CSC"}
    circulate(desk, MEETING)
    assert [name for name in files_in(out(desk)) if name.startswith("CSC/")] == there


def test_a_paper_that_lies_there_under_the_name_is_left_alone(desk: Desk) -> None:
    refer(desk, 1)
    there = out(desk) / "GP" / f"{ONE}-check.pdf"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"half filled in")
    made = circulate(desk, MEETING)
    assert there.read_bytes() == b"half filled in"
    assert out(desk) / "GP" / f"{ONE}-check (2).pdf" in made.paths


def test_a_later_agency_gets_the_next_number_and_a_later_version_is_said_not_sent(tmp_path: Path) -> None:
    with panel_at(tmp_path, members=MEMBERS[:2]) as desk:
        refer(desk, 1)
        circulate(desk, MEETING)
        refer(desk, 1, adult_1_engaged="yes")
    with panel_at(tmp_path) as desk:
        again = circulate(desk, MEETING)
        assert [(e.agency, [(c.number, c.of) for c in e.copies]) for e in again.plan.envelopes] == [
            ("GP", [(3, 3)])
        ]
        assert f"{ONE} went out as version 1; version 2 has come since and is not sent." in again.notes


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    refer(desk, 1)
    events = len(desk.register.events())
    made = circulate(desk, MEETING, dry_run=True)
    assert [e.agency for e in made.plan.envelopes] == ["CSC", "POLICE", "GP"]
    assert not out(desk).exists() and len(desk.register.events()) == events


def test_what_is_withheld_from_a_member_does_not_reach_them(desk: Desk) -> None:
    refer(desk, 1, 2)
    for name in ("Dev Patwardhan", "Samuel Adeyemi"):
        desk.register.note(RESTRICTED, ONE, {"member": name})
    made = circulate(desk, MEETING)
    assert made.notes[:2] == (
        f"{ONE} is withheld from Dev Patwardhan: in the folder of Police it is for Ines Corrigan only.",
        f"{ONE} is withheld from Samuel Adeyemi, so it does not go to GP.",
    )
    assert not [name for name in files_in(out(desk) / "GP") if ONE in name]
    assert (out(desk) / "POLICE" / f"{ONE}-form-copy-2.pdf").exists()

    def told(path: str) -> str:
        mail = email.message_from_bytes(
            (out(desk) / "POLICE" / path).read_bytes(), policy=email.policy.default
        )
        return (
            mail["Subject"]
            + mail.get_body(("plain",)).get_content()
            + str([p.get_filename() for p in mail.walk()])
        )

    assert ONE not in told("cover-note-Dev Patwardhan.eml") and TWO in told("cover-note-Dev Patwardhan.eml")
    assert ONE in told("cover-note-Ines Corrigan.eml")
    asked = {reference: asked_about(desk, reference)[1].members for reference in (ONE, TWO)}
    assert asked == {ONE: ("Ines Corrigan",), TWO: ("Dev Patwardhan", "Ines Corrigan")}


def test_a_form_that_names_a_withheld_case_goes_out_as_its_sheet_without_it(desk: Desk) -> None:
    file_referral(desk, number=1)
    file_referral(desk, number=2, worries="Much as in crp 2013 001, but with an aunt.")
    desk.register.note(RESTRICTED, ONE, {"member": "Samuel Adeyemi"})
    made = circulate(desk, MEETING)
    assert (
        f"{TWO} goes to GP as its case sheet: its form names a case that is withheld from a member there."
        in (made.notes)
    )
    texts = {}
    for code in ("GP", "POLICE"):
        (path,) = (out(desk) / code).glob(f"{TWO}-form-copy-*.pdf")
        texts[code] = " ".join(" ".join(seen_text(path.read_bytes())).split())
    assert "Much as in [withheld], but with an aunt." in texts["GP"]
    assert "2013 001" not in texts["GP"] and "2013-001" not in texts["GP"]
    assert "Much as in crp 2013 001" in texts["POLICE"]


def test_only_what_is_confirmed_goes_onto_a_check(desk: Desk) -> None:
    from pipeline.model.answers import Answer, Answers
    from pipeline.office.intake.filing import Paper, propose

    given = builders.answers(items=referral(1))
    doubted = {**given.items, "child_2_forename": Answer("Canaria", doubt="hard to read")}
    doubted["adult_1_dob"] = Answer("22/07/1985", doubt="hard to read")
    source = desk.settings.folders.root / "x.yaml"
    source.write_bytes(b"form")
    with desk.register.transaction():
        answers = Answers(given.form_id, given.form_version, given.carrier, doubted)
        desk.register.file(
            propose(desk, Paper(desk.originals.keep(source), "yaml", date(2013, 9, 3)), answers)
        )
    made = circulate(desk, MEETING)
    assert any("Child 2, Adult 1 is not confirmed" in note for note in made.notes)
    fields = PdfReader(out(desk) / "GP" / f"{ONE}-check.pdf").get_form_text_fields()
    assert fields["person_2_name"] == "[to be confirmed]" and not fields["person_3_dob"]
    assert "Canaria" not in str(fields)


def test_checks_sent_after_the_usual_day_are_due_at_the_next_milestone() -> None:
    days = meeting_dates(MEETING, 21, builders.TIMELINE)
    due = [due_day(days, day) for day in (date(2013, 9, 9), date(2013, 9, 19), date(2013, 9, 20))]
    assert due == [days.returns_due, days.pack, MEETING]


def test_a_blank_that_is_filled_again_and_again_begins_anew_each_time() -> None:
    form = builders.forms()["agency-check"]
    blank = (builders.ROOT / "forms" / "agency-check.pdf").read_bytes()
    filler = PdfFiller(blank, form)
    several = ({"referral_ref": "A", "agency": "POLICE", "nil_return": "yes"}, {"person_1_name": "Ann"}, {})
    assert [filler.filled(items) for items in several] == [fill_pdf(blank, form, items) for items in several]


def test_people_for_whom_the_check_has_no_row_are_named(desk: Desk) -> None:
    refer(desk, 1)
    (found,) = desk.register.referrals(MEETING)
    case = as_referral(found, MEETING)
    whole = builders.forms()["agency-check"]
    assert beyond(whole, case) == ()
    (table,) = whole.repeats
    short = replace(whole, pages=(Page((Section("", (replace(table, maximum=3),)),)),))
    assert beyond(short, case) == ("Adult 2",)
