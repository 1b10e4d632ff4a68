"""Agency checks through the real inbox and the real commands: matched, counted, alarmed, kept from the pack."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import main
from pipeline.cli.watch import _tell
from pipeline.model.answers import Answer, Answers, Carrier, Sureness
from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Origin, Outcome, Submission
from pipeline.model.people import PanelMember
from pipeline.model.record import Record
from pipeline.office.acknowledging import acknowledge_risk
from pipeline.office.chair_sheet import chair_sheet
from pipeline.office.chasing import chase, meeting_checks
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import CIRCULATED
from pipeline.office.desk.urgent import settle_alarms
from pipeline.office.intake import ingest
from pipeline.office.intake.filing import Paper, propose
from pipeline.office.intake.report import Done
from pipeline.office.status import status
from pipeline.rules.arriving.urgent import raised
from pipeline.rules.pack.restrictions import RESTRICTED
from tests import builders
from tests.circulation_helpers import DAY, LATER, MEETING, Clock, files_in, panel_at, refer, take
from tests.correction_helpers import filled
from tests.intake_helpers import drop, typed
from tests.pack_helpers import referral

ONE = "CRP-2013-001"
CHECK = {
    "referral_ref": ONE,
    "meeting_date": "27/09/2013",
    "agency": "POLICE",
    "completed_by": "Dev Patwardhan",
    "completed_role": "Detective inspector",
    "completed_contact": "01632 960102",
    "completed_date": "05/09/2013",
    "checked_systems": "Niche",
    "nil_return": "no",
    "summary_fact": "Two calls in 2012.",
    "attending": "yes",
    "immediate_risk": "no",
}
CANARY = "Quokka-canary of the covert kind"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    with panel_at(tmp_path, clock) as found:
        yield found


def check(**changes: str) -> bytes:
    return typed({**CHECK, **changes}, "MACRP-AIC")


def sent(desk: Desk, references: list[str], *agencies: str) -> None:
    """As if circulated; the papers themselves are tests/test_circulation.py's."""
    for agency in agencies:
        detail = {"agency": agency, "members": ["Someone"], "references": references, "due": "2013-09-19"}
        desk.register.note(CIRCULATED, DAY, detail)


# matching ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["crp 2013 1", "CRP/2013/001", "Ref: CRP–2013–001", "2013-1", "CRP2013001"]
)
def test_a_return_is_matched_however_its_reference_is_written(desk: Desk, written: str) -> None:
    refer(desk, 1)
    (done,) = take(desk, "a.yaml", check(referral_ref=written, agency="Police")).done
    assert (done.reference, done.outcome) == (f"AIC-{ONE}-POLICE", Outcome.ACCEPTED)
    (again,) = take(desk, "b.yaml", check(attending="no")).done
    assert (again.reference, again.version) == (f"AIC-{ONE}-POLICE", 2)


def test_an_agency_that_was_not_asked_is_kept_and_that_is_said(desk: Desk) -> None:
    refer(desk, 1)
    (done,) = take(desk, "h.yaml", check(agency="HOUSING")).done
    assert done.words.endswith("this agency was not asked about it")
    assert desk.register.submission(f"AIC-{ONE}-HOUSING").queries == ()
    (asked,) = take(desk, "p.yaml", check()).done
    assert "not asked" not in asked.words
    assert "replied without being asked: Housing" in meeting_line(desk)


def meeting_line(desk: Desk) -> str:
    sent(desk, [ONE], "CSC", "POLICE", "GP")
    return status(desk).checks[ONE]


# the grid ------------------------------------------------------------------------------------------------------------

STATES = ("nil", "known", "doubtful", "none", "version 2")
WANTED = {
    "nil": ["no trace"] * 4,
    "known": ["involved now", "past", "not checked", "no trace"],
    "doubtful": ["to be confirmed", "no trace", "not checked", "not checked"],
    "none": ["NO REPLY"] * 4,
    "version 2": ["past", "not checked", "not checked", "not checked"],
}
KNOWN = {
    "nil": {"nil_return": "yes"},
    "known": {"person_1_known": "current", "person_2_known": "past", "person_4_known": "no_trace"},
    "doubtful": {"person_1_known": "current", "person_2_known": "no_trace"},
    "version 2": {"person_1_known": "past"},
}


def people(items: dict[str, str]) -> dict[str, str]:
    """The first lines of a check, as they are pre-filled."""
    names = (
        f"{items['child_1_forename']} {items['child_1_surname']}",
        f"{items['child_2_forename']} {items['child_2_surname']}",
        items["adult_1_name"],
        items["adult_2_name"],
    )
    refs = ("child_1", "child_2", "adult_1", "adult_2")
    rows = ((f"person_{n}_person_ref", ref) for n, ref in enumerate(refs, 1))
    return dict(rows) | {f"person_{n}_name": name for n, name in enumerate(names, 1)}


def file_check(
    desk: Desk, items: dict[str, str], doubted: frozenset[str] = frozenset(), doubt: str = "hard to read"
) -> None:
    """File a return with some answers doubted, as a reader of printed pages would."""
    form = builders.forms()["agency-check"]
    found = {n: Answer(t, doubt=doubt if n in doubted else "") for n, t in items.items()}
    source = desk.settings.folders.root / "dropped"
    source.write_bytes(repr(items).encode())
    with desk.register.transaction():
        answers = Answers(form.id, form.version, Carrier.ACROFORM, found)
        paper = Paper(desk.originals.keep(source), "yaml", date(2013, 9, 9))
        desk.register.file(propose(desk, paper, answers))


def test_ten_forms_and_twelve_agencies_in_every_state(tmp_path: Path) -> None:
    agencies = list(builders.AGENCIES)[:12]
    members = tuple(PanelMember(f"Member {n}", "", agency) for n, agency in enumerate(agencies))
    with panel_at(tmp_path, Clock(LATER), members=members) as desk:
        for n in range(10):
            who = {"ref_name": "Ann " + "ABCDEFGHIJ"[n] * 3, "ref_email": f"ref{n}@health.example.org"}
            drop(desk, f"{n}.yaml", typed(referral(n, **who)))
        ingest(desk, received=date(2013, 9, 3))
        references = [s.reference for s in desk.register.referrals(MEETING)]
        assert len(references) == 10
        sent(desk, references, *agencies)
        state = dict(zip(itertools.product(references, agencies), itertools.cycle(STATES), strict=False))
        for (reference, agency), how in state.items():
            record = desk.register.submission(reference).record
            ours = {
                f"{t}_{r.number}_{c}": r.text(c)
                for t, rows in record.rows.items()
                for r in rows
                for c in r.values
            }
            base = CHECK | people(ours) | {"referral_ref": reference, "agency": agency}
            if how == "none":
                continue
            if how == "version 2":
                file_check(desk, base | KNOWN["known"])
            file_check(desk, base | KNOWN[how], frozenset(["person_1_known"] if how == "doubtful" else []))
        found = meeting_checks(desk, MEETING)
        assert len(found.cases) == 10
        for case in found.cases:
            assert len(case.people) == 4
            assert [line.agency for line in case.agencies] == agencies
            for line in case.agencies:
                how = state[case.reference, line.agency]
                assert [str(cell) for cell in line.cells] == WANTED[how], (case.reference, line.agency, how)
                assert line.overdue(desk.today) == (3 if how == "none" else 0)
        missing = {(a, r) for (r, a), how in state.items() if how == "none"}
        assert {(c.member.agency, o.reference) for c in found.chasers for o in c.overdue} == missing


# chasers -------------------------------------------------------------------------------------------------------------


def test_each_member_of_an_overdue_agency_gets_one_letter_a_day(desk: Desk, clock: Clock) -> None:
    refer(desk, 1, 2)
    sent(desk, [ONE, "CRP-2013-002"], "CSC", "POLICE", "GP")
    desk.register.note(RESTRICTED, ONE, {"member": "Dev Patwardhan"})
    desk.register.note(RESTRICTED, ONE, {"member": "Samuel Adeyemi"})
    take(desk, "csc.yaml", check(agency="CSC"))
    assert chase(desk, MEETING) == ()  # nothing is overdue yet
    clock.now = LATER
    written = chase(desk, MEETING)
    assert sorted(p.name for p in written if p.suffix == ".docx") == [
        "chaser-Dev Patwardhan-2013-09-22.docx",
        "chaser-Ines Corrigan-2013-09-22.docx",
        "chaser-Ruth Amberley-2013-09-22.docx",
        "chaser-Samuel Adeyemi-2013-09-22.docx",
    ]
    said = {e.said["member"]: e.said["days"] for e in desk.register.facts("chased", subject=DAY)}
    assert said == {
        "Ruth Amberley": {"CRP-2013-002": 3},
        "Dev Patwardhan": {"CRP-2013-002": 3},
        "Ines Corrigan": {ONE: 3, "CRP-2013-002": 3},
        "Samuel Adeyemi": {"CRP-2013-002": 3},
    }
    assert chase(desk, MEETING) == ()
    assert len(desk.register.facts("chased", subject=DAY)) == 4
    before = {p: p.read_bytes() for p in written}
    take(desk, "police.yaml", check())
    (again, *_) = chase(desk, MEETING)  # about fewer cases; the letter of the morning may have been worked on
    assert again.name == "chaser-Ines Corrigan-2013-09-22-2.docx"
    assert {p: p.read_bytes() for p in before} == before
    assert meeting_checks(desk, MEETING).notes == (
        f"{ONE}, GP: overdue, but no member of the panel can be written to about it.",
    )
    (pdf,) = (p for p in written if p.name == "chaser-Ines Corrigan-2013-09-22.pdf")
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    assert f"{ONE}: 3 days overdue" in text.stdout.decode() and text.stderr == b""


# immediate risk ------------------------------------------------------------------------------------------------------


def urgent_files(desk: Desk) -> list[str]:
    return [n for n in files_in(desk.settings.folders.inbox) if "URGENT" in n]


def test_immediate_risk_is_raised_at_once_until_somebody_says_who_was_rung(desk: Desk) -> None:
    refer(desk, 1)
    (done,) = take(desk, "risk.yaml", check(immediate_risk="yes")).done
    assert done.urgent.startswith(
        f"URGENT: {ONE}, Police: the check says that a child is at immediate risk. Ring"
    )
    assert urgent_files(desk) == [f"needs attention/URGENT-{ONE}-POLICE.txt"]
    note = (desk.settings.folders.inbox / urgent_files(desk)[0]).read_text()
    assert "ring children's social care now" in note and referral(1)["child_1_surname"] not in note
    assert status(desk).urgent == (done.urgent,)
    (again,) = take(desk, "no.yaml", check(attending="no")).done  # a later "no" does not take it back
    assert again.urgent == done.urgent and status(desk).urgent
    with pytest.raises(NotFoundError, match=f"Waiting to be acknowledged: AIC-{ONE}-POLICE"):
        acknowledge_risk(desk, "AIC-CRP-2013-001-GP", "x")
    acknowledge_risk(desk, f"aic-{ONE}-police", "duty team, by Ann Lee, 10:05")
    assert (status(desk).urgent, urgent_files(desk)) == ((), [])
    assert desk.register.facts("risk acknowledged")[0].said == {
        "version": 1,
        "said": "duty team, by Ann Lee, 10:05",
    }
    (anew,) = take(desk, "yes.yaml", check(immediate_risk="yes", attending="no")).done
    assert anew.urgent  # a new yes is a new alarm


UNSURE = (
    Answer("yes", sureness=Sureness.RECOGNISED),
    Answer("yes", doubt="hard to read"),
    Answer("yes\nno"),
)


@pytest.mark.parametrize("answer", UNSURE)
def test_a_yes_that_nobody_has_confirmed_is_raised_as_well(desk: Desk, answer: Answer) -> None:
    refer(desk, 1)
    form = builders.forms()["agency-check"]
    items = {n: Answer(t, sureness=Sureness.RECOGNISED) for n, t in CHECK.items()} | {
        "immediate_risk": answer
    }
    source = desk.settings.folders.root / "scan"
    source.write_bytes(b"scan")
    with desk.register.transaction():
        given = Answers(form.id, form.version, Carrier.SCAN, items)
        desk.register.file(propose(desk, Paper(desk.originals.keep(source), "yaml", date(2013, 9, 9)), given))
    settle_alarms(desk)
    assert "as far as it could be read" in status(desk).urgent[0]
    assert len(urgent_files(desk)) == 1


def test_a_correction_that_leaves_the_yes_standing_raises_no_new_alarm() -> None:
    def version(number: int, risk: bool, by: str = "") -> Submission:
        record = Record("MACRP-AIC", "1.0", {"immediate_risk": risk})
        day = date(2013, 9, 9)
        filed = Submission("AIC", number, "agency-check", "", "pdf", day, Outcome.ACCEPTED, record)
        return replace(filed, origin=Origin(corrected_by=by))

    first, second, third = version(1, True), version(2, True, "Jo"), version(3, True, "Jo")
    assert raised([first, second, third], 0) == third
    assert raised([first, second, third], 1) is None
    assert raised([first, second, version(3, True)], 1) == version(3, True)
    assert raised([first, version(2, False, "Jo"), third], 1) == third


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "w"
    assert CliRunner().invoke(main, ["init", str(root)]).exit_code == 0
    for name, data in (
        ("a.yaml", typed(referral(1))),
        ("b.yaml", check(immediate_risk="yes", do_not_share="x")),
    ):
        (root / "inbox" / name).write_bytes(data)
        command(root, "ingest", today="2013-09-05")
    before = events(root), files_in(root / "outbox"), files_in(root / "inbox")
    reference = f"AIC-{ONE}-POLICE"
    for words in (
        ["circulate", "--meeting", DAY],
        ["checks", "--meeting", DAY, "--chase"],
        ["chair-sheet", "--meeting", DAY],
        ["acknowledge-risk", reference, "--said", "duty team"],
    ):
        assert "--dry-run" in command(root, *words, "--dry-run").output
    assert (events(root), files_in(root / "outbox"), files_in(root / "inbox")) == before


def test_watch_says_it_before_the_line_of_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    _tell(Done("b.pdf", Outcome.ACCEPTED, "AIC", urgent="URGENT: ring"))
    assert capsys.readouterr().out.splitlines() == ["URGENT: ring", "b.pdf: accepted. AIC"]


# the real commands, and the canary -----------------------------------------------------------------------------------


def command(root: Path, *arguments: str, today: str = "2013-09-22") -> Result:
    ran = CliRunner().invoke(main, ["--workspace", str(root), "--today", today, *arguments])
    assert ran.exit_code in (0, 10), ran.output
    return ran


def test_what_is_for_the_chair_alone_is_on_the_chairs_sheet_and_nowhere_else(tmp_path: Path) -> None:
    root = tmp_path / "w"
    assert CliRunner().invoke(main, ["init", str(root)]).exit_code == 0
    box, out = root / "inbox", root / "outbox"
    items = referral(1)
    (box / "f.pdf").write_bytes(builders.pdf_form(builders.forms()["referral"], items))
    outputs = [command(root, "ingest", "--received", "2013-09-03").output]
    outputs.append(command(root, "circulate", "--meeting", DAY, today="2013-09-09").output)
    form = builders.forms()["agency-check"]
    secret = {
        **CHECK,
        **people(items),
        "person_1_known": "current",
        "do_not_share": CANARY,
        "immediate_risk": "yes",
    }
    (box / "a.txt").write_bytes(b"no form")
    (box / "b.pdf").write_bytes(builders.pdf_form(form, secret | {"person_1_from": "05/2012"}))
    first = command(root, "ingest", today="2013-09-12")
    urgent, *others = first.output.splitlines()
    assert urgent.startswith(f"URGENT: {ONE}, Police: ")
    assert [line.split(":")[0] for line in others] == ["a.txt", "b.pdf"]
    longer = CANARY + " and more" * 120  # too long: there is a question about it
    (box / "c.docx").write_bytes(builders.word_form(form, {**secret, "do_not_share": longer}))
    reference = f"AIC-{ONE}-POLICE"
    outputs += [first.output, command(root, "ingest", today="2013-09-13").output]
    attention = box / "needs attention" / f"{reference} correction.pdf"
    mended = {
        "do_not_share": f"Another {CANARY}",
        "correction_by": "Jo Okafor",
        "correction_checked.yes": "/Yes",
    }
    (box / "corrected.pdf").write_bytes(filled(attention.read_bytes(), mended))
    outputs.append(command(root, "ingest", today="2013-09-14").output)
    assert f"{reference}; version 3" in outputs[-1]
    told = command(root, "status").output
    assert told.startswith("URGENT: ")
    assert "Agency checks: 1 of 7 back; no reply: Children's social care, Health visiting, " in told
    assert "Probation and Domestic abuse service (all 3 days overdue)" in told
    shown = command(root, "show", reference).output
    assert "(for the chair only)" in shown
    outputs += [told, shown, command(root, "show", reference, "--version", "1").output]
    for words in (["show", ONE], ["checks", "--chase"], ["build-pack"], ["circulate"], ["check"]):
        day = ["--meeting", DAY] if words[0] in ("checks", "build-pack", "circulate") else []
        ran = CliRunner().invoke(main, ["--workspace", str(root), "--today", "2013-09-22", *words, *day])
        outputs.append(ran.output)
    assert "involved now" in outputs[-4] and "NO REPLY" in outputs[-4]
    assert not [text for text in outputs if CANARY in text or "Quokka" in text]
    assert everywhere(out) == []
    assert [p.name for p in (box / "needs attention").iterdir() if CANARY.encode() in p.read_bytes()] == []
    wrote = command(root, "chair-sheet", "--meeting", DAY).output
    assert CANARY not in wrote
    assert everywhere(out) == [f"{DAY}/chair/chair-sheet-{DAY}.pdf"]
    assert CANARY.encode() not in events(root)


def everywhere(folder: Path) -> list[str]:
    """The files in which the canary stands: as it is, in a part of it, or on a page. Each PDF is sound, too."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix == ".pdf":
            sound = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
            assert (sound.returncode, sound.stderr) == (0, b""), path.name
            plain = subprocess.run(["qpdf", "--qdf", path, "-"], capture_output=True, check=False).stdout
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
            assert text.stderr == b"", path.name
            data += plain + b" ".join(text.stdout.split())
        elif path.suffix == ".docx":
            data += subprocess.run(["unzip", "-p", path], capture_output=True, check=True).stdout
        if b"Quokka" in data:
            found.append(path.relative_to(folder).as_posix())
    return found


def events(root: Path) -> bytes:
    with sqlite3.connect(root / "records" / "register.sqlite") as db:
        return repr(db.execute("SELECT * FROM event").fetchall()).encode()


def test_the_chairs_sheet_keeps_what_is_withheld_from_the_chair(desk: Desk) -> None:
    refer(desk, 1)
    assert chair_sheet(desk, MEETING).entries == 0
    take(desk, "a.yaml", check(do_not_share=CANARY))
    made = chair_sheet(desk, MEETING)
    assert made.path is not None and made.issue == 1
    assert chair_sheet(desk, MEETING).issue == 1
    desk.register.note(RESTRICTED, ONE, {"member": "Ruth Amberley"})
    kept = chair_sheet(desk, MEETING)
    assert (kept.entries, kept.path) == (0, None)
    assert kept.notes and CANARY not in kept.notes[0]
    meetings = tuple(replace(m, chair="ruth  amberley") for m in desk.settings.meetings)
    written = replace(desk, settings=replace(desk.settings, meetings=meetings))
    assert chair_sheet(written, MEETING).entries == 0


def test_the_chair_reads_whether_somebody_was_rung(desk: Desk) -> None:
    def sheet() -> str:
        path = chair_sheet(desk, MEETING).path
        assert path is not None
        with pypdfium2.PdfDocument(path) as pdf:
            return " ".join(pdf[0].get_textpage().get_text_bounded().split())

    refer(desk, 1)
    take(desk, "yes.yaml", check(immediate_risk="yes"))
    assert "the check says yes. See that children's social care has been rung." in sheet()
    take(desk, "no.yaml", check(attending="no"))
    assert "an earlier version of the check said yes. See that" in sheet()
    take(desk, "again.yaml", check(immediate_risk="yes", attending="no"))
    acknowledge_risk(desk, f"AIC-{ONE}-POLICE", "duty team, 10:05")
    assert "has been rung (duty team, 10:05; 9 September 2013)." in sheet()


def test_an_unconfirmed_answer_is_announced_to_the_chair_and_not_shown(desk: Desk) -> None:
    refer(desk, 1)
    file_check(desk, CHECK | {"do_not_share": CANARY}, frozenset(["do_not_share"]))
    made = chair_sheet(desk, MEETING)
    assert made.path is not None
    text = subprocess.run(["pdftotext", made.path, "-"], capture_output=True, check=True).stdout.decode()
    assert "[to be confirmed]" in text and "Quokka" not in text


def test_a_question_about_such_an_answer_and_a_change_of_it_quote_nothing(desk: Desk) -> None:
    refer(desk, 1)
    quoting = f"it may also say “{CANARY}”"
    file_check(desk, CHECK | {"do_not_share": CANARY}, frozenset(["do_not_share"]), quoting)
    file_check(desk, CHECK | {"do_not_share": CANARY * 50})
    for version in desk.register.history(f"AIC-{ONE}-POLICE"):
        assert [p for p in version.problems if p.slot == "do_not_share"]
        assert "Quokka" not in repr(version.problems) + repr(version.differences)
