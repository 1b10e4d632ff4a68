"""The command line: one clear message for every error, rehearsals that write nothing, and every command at work."""

from __future__ import annotations

import email
import email.policy
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pikepdf
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from pipeline.cli.main import main
from pipeline.cli.options import DAY, Session
from pipeline.cli.progress import Bar
from pipeline.model import errors
from pipeline.model.filing import Outcome
from pipeline.records.outbox import one_at_a_time
from pipeline.records.samples import load_samples
from pipeline.records.workspace import init_workspace
from tests.builders import ROOT

pytestmark = pytest.mark.usefixtures("warm_reader")


def run(*arguments: str | Path, cwd: Path | None = None) -> Result:
    """The command as typed, in this process."""
    before = Path.cwd()
    os.chdir(cwd or ROOT)
    try:
        return CliRunner().invoke(main, [str(a) for a in arguments], prog_name="pipeline")
    finally:
        os.chdir(before)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes, without SQLite's own side files."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.endswith(("-wal", "-shm", ".lock"))
    }


# the group ----------------------------------------------------------------------------------------------------------


def test_a_misspelt_command_names_the_nearest() -> None:
    result = run("build-pak")
    assert result.exit_code == 2
    assert "Did you mean 'build-pack'?" in result.stderr


def test_a_command_that_resembles_none_is_refused_plainly() -> None:
    result = run("xyzzy")
    assert result.exit_code == 2
    assert "There is no command 'xyzzy'." in result.stderr
    assert "mean" not in result.stderr


ERRORS = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.PipelineError)]


@pytest.mark.parametrize("error", ERRORS, ids=lambda c: c.__name__)
def test_every_error_leaves_with_its_code_and_one_message(
    error: type[errors.PipelineError], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {
        errors.ReadingError: lambda: errors.ReadingError("A scan", "It has no fields.", "Send the form."),
        errors.SettingsError: lambda: errors.SettingsError(["line 1: wrong", "line 2: wrong too"]),
    }.get(error, lambda: error("What stopped the work."))()

    def fail(self: Session) -> None:
        raise made

    monkeypatch.setattr(Session, "settings", fail)
    result = run("forms", "list")
    assert result.exit_code == error.exit_code
    assert result.stderr == f"Error: {made}\n"
    assert result.stdout == ""


def test_no_error_shows_a_traceback(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pipeline", "--workspace", str(tmp_path), "forms", "list"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == errors.WorkspaceError.exit_code
    assert ran.stderr.startswith("Error: ")
    assert "Traceback" not in ran.stderr


def test_the_workspace_is_the_nearest_or_the_one_named(tmp_path: Path) -> None:
    run("init", tmp_path / "w")
    (tmp_path / "w" / "forms" / "agency-check.yaml").unlink()
    inside = run("forms", "list", cwd=tmp_path / "w" / "inbox")
    named = run("--workspace", tmp_path / "w", "forms", "list", cwd=tmp_path)
    assert inside.output == named.output
    assert "MACRP-REF" in named.output
    assert "MACRP-AIC" not in named.output
    nowhere = run("forms", "list", cwd=tmp_path)
    assert nowhere.exit_code == errors.WorkspaceError.exit_code


@pytest.mark.parametrize(
    "text,day",
    [
        ("2013-09-27", date(2013, 9, 27)),
        ("27/09/2013", date(2013, 9, 27)),
        (" 01/02/2013 ", date(2013, 2, 1)),
    ],
)
def test_dates_are_iso_or_british(text: str, day: date) -> None:
    assert DAY.convert(text, None, None) == day


@pytest.mark.parametrize("text", ["2013-13-01", "30/02/2013", "tomorrow", "9/27/2013", "1/2/3/4"])
def test_other_dates_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match="27/09/2013"):
        DAY.convert(text, None, None)


def test_today_moves_the_clock_and_nothing_else_does() -> None:
    moved = Session(None, date(2013, 9, 6)).clock()
    assert moved.date() == date(2013, 9, 6)
    assert moved.tzinfo is not None
    assert Session(None, None).clock().date() >= date(2024, 1, 1)


def test_the_29th_of_february_can_be_today() -> None:
    assert Session(None, date(2016, 2, 29)).clock().date() == date(2016, 2, 29)


@pytest.mark.parametrize(
    "words,expected",
    [
        ("pipeline the", ["themes"]),
        ("pipeline themes --m", ["--meeting"]),
        ("pipeline themes --meeting 2013-0", ["2013-05-31", "2013-06-24", "2013-09-27"]),
        ("pipeline move CRP-2013-001 --to 2013-0", ["2013-05-31", "2013-06-24", "2013-09-27"]),
        ("pipeline --workspace /nowhere themes --meeting 2013-0", []),
    ],
)
def test_the_shell_completes_commands_options_and_meeting_days(words: str, expected: list[str]) -> None:
    environment = {
        "_PIPELINE_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    ran = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli.main import main; main(prog_name='pipeline')"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | environment,
    )
    assert [line.split(",")[1] for line in ran.stdout.split()] == expected


# progress -----------------------------------------------------------------------------------------------------------


def test_nothing_is_drawn_into_a_pipe() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import pipeline.cli.progress as p, sys\n"
            "import threading\n"
            "with p.progress('Working', patience=0) as bar:\n"
            "    [t.join(30) for t in threading.enumerate() if isinstance(t, threading.Timer)]\n"
            "    bar(1, 2); bar.say('a line')\n"
            "assert 'rich' not in sys.modules\n",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert (ran.stdout, ran.stderr) == ("a line\n", "")


def test_a_bar_appears_when_work_takes_longer_and_goes_away() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80)
    with Bar("Building the pack", shown=True, patience=0, console=console) as bar:
        bar._timer.join(10)
        bar(3, 4)
        bar.say("CRP-2013-001 [not markup]")
        assert bar._live is not None
        bar._live.refresh()
    assert "Building the pack" in screen.getvalue()
    assert "75%" in screen.getvalue()
    assert "CRP-2013-001 [not markup]" in screen.getvalue()
    assert bar._live.finished is False
    assert not bar._live.live.is_started


def test_short_work_shows_no_bar() -> None:
    screen = io.StringIO()
    with Bar("Short", shown=True, patience=60, console=Console(file=screen, force_terminal=True)) as bar:
        bar(1, 2)
    assert screen.getvalue() == ""
    bar._appear()  # a timer that fires just as the work ends
    assert screen.getvalue() == ""


# init, forms, check -------------------------------------------------------------------------------------------------


def test_init_rehearsed_writes_nothing_and_names_every_file(tmp_path: Path) -> None:
    result = run("init", tmp_path / "w", "--dry-run")
    assert result.exit_code == 0
    assert not (tmp_path / "w").exists()
    planned = re.findall(r"would write (.+)", result.output)
    run("init", tmp_path / "w")
    assert sorted(planned) == sorted(str(tmp_path / "w" / name) for name in tree(tmp_path / "w"))


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    run("init", tmp_path / "w")
    (tmp_path / "w" / "pipeline.yaml").write_text("deadline_days: 5\n")
    before = tree(tmp_path)
    result = run("init", tmp_path / "w")
    assert result.exit_code == errors.WorkspaceError.exit_code
    assert tree(tmp_path) == before


# every command at work: the demo's workspace, made once --------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo's folder and what the command printed."""
    folder = tmp_path_factory.mktemp("cli") / "demo"
    result = run("demo", folder)
    assert result.exit_code == 0, result.output
    return folder, result.stdout


@pytest.fixture
def panel(demo: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of the demo's workspace that a test may change."""
    return Path(shutil.copytree(demo[0], tmp_path / "panel"))


def test_the_demo_shows_every_outcome(demo: tuple[Path, str]) -> None:
    for outcome in Outcome:
        assert outcome is Outcome.WAITING or f"    {outcome}: " in demo[1], outcome
    assert ", late" in demo[1]


def test_the_demo_names_every_paper_in_the_outbox(demo: tuple[Path, str]) -> None:
    folder, output = demo
    papers = {p.name for p in (folder / "outbox").glob("*/*") if p.is_file()}
    folders = {p.name for p in (folder / "outbox").glob("*/*") if p.is_dir()}
    assert folders == {"circulation", "letters", "copies", "chair"}
    assert {
        "briefing-pack-2013-09-27-issue-1-SUPERSEDED.pdf",
        "briefing-pack-2013-09-27-issue-2.pdf",
        "briefing-pack-2013-11-22-issue-1.pdf",
        "themes-2013-09-27.docx",
        "themes-2013-09-27.pdf",
        "quarterly-report-2013-14-Q2.docx",
        "quarterly-report-2013-14-Q2.pdf",
    } <= papers
    assert all(name in output for name in papers | folders)


@pytest.mark.skipif(
    not shutil.which("qpdf") or not shutil.which("pdftotext"), reason="needs qpdf and pdftotext"
)
def test_every_pdf_the_demo_made_is_whole_and_every_copy_is_locked(demo: tuple[Path, str]) -> None:
    words = json.loads((demo[0] / "records" / "passphrases").read_text("utf-8"))
    made = [*(demo[0] / "outbox").rglob("*.pdf"), *(demo[0] / "drive").rglob("*.pdf")]
    assert len(made) > 60
    locked = [p for p in made if "copies" in p.parts or "drive" in p.parts]
    assert len(locked) == 7 + 14
    for path in made:
        member = path.parent.name if "drive" in path.parts else path.stem.partition("-")[2]
        word = words[member] if path in locked else ""
        checked = subprocess.run(
            ["qpdf", "--check", f"--password={word}", path], capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, ""), path
        assert ("not encrypted" in checked.stdout) == (path not in locked), path
        text = subprocess.run(
            ["pdftotext", "-upw", word, path, "-"], capture_output=True, text=True, check=False
        )
        assert (text.returncode, text.stderr) == (0, ""), path
        assert text.stdout.strip(), path
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(locked[0])


def test_no_file_name_and_no_subject_of_the_demo_names_a_child_or_an_adult(demo: tuple[Path, str]) -> None:
    names = {
        value.casefold()
        for sample in load_samples()
        for slot, value in sample.answers.items()
        if re.fullmatch(r"(child_\d+_(forename|surname)|adult_\d+_name)", slot) and len(value) > 2
    }
    assert len(names) > 10
    mails = list((demo[0] / "outbox").rglob("*.eml"))
    assert len(mails) > 15
    for path in (demo[0] / "outbox").rglob("*"):
        assert not [n for n in names if n in path.name.casefold()], path
    for path in mails:
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert len(mail["To"].addresses) == 1
        assert (mail["Cc"], mail["Bcc"], mail["X-Unsent"]) == (None, None, "1")
        heads = " ".join(str(value) for value in mail.values()).casefold()
        heads += " ".join(part.get_filename() or "" for part in mail.walk()).casefold()
        assert not [n for n in names if n in heads], path


def test_the_demo_rehearsed_writes_nothing(tmp_path: Path) -> None:
    result = run("demo", "--dry-run", cwd=tmp_path)
    assert result.exit_code == 0
    assert "would drop Referral Cheltenham HV.pdf on 28/08/2013" in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_demo_takes_a_new_folder_each_time(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    assert str(tmp_path / "demo-2") in run("demo", "--dry-run", cwd=tmp_path).output


def test_the_demo_does_not_touch_a_workspace(panel: Path) -> None:
    before = tree(panel)
    result = run("demo", panel)
    assert result.exit_code == errors.WorkspaceError.exit_code
    assert tree(panel) == before


def test_status_balances_and_lists_what_is_open(demo: tuple[Path, str]) -> None:
    result = run("--workspace", demo[0], "--today", "2013-11-14", "status")
    assert result.exit_code == 0
    seen, *parts = [int(n) for n in re.findall(r"(?:seen:|^ +)\s*(\d+)", result.output, re.MULTILINE)]
    parts = parts[: len(Outcome)]
    assert len(parts) == len(Outcome)
    assert seen == sum(parts) == 22
    assert re.search(
        r"Next meeting: 22 November 2013, Stroud\n(  CRP-2013-\d+: version \d.*\n)+", result.output
    )
    assert "panel form_scan0041.pdf" in result.output
    assert "  CRP-2013-008: 8 queries\n" in result.output and "31/02/2005" not in result.output
    early = run("--workspace", demo[0], "--today", "2013-09-02", "status").output
    later = early[early.index("\nMeeting: 22 November 2013, Stroud") :]
    assert re.search(r"CRP-2013-\d+: version 1", later)


def test_status_after_the_last_meeting_says_so(demo: tuple[Path, str]) -> None:
    result = run("--workspace", demo[0], "--today", "2020-01-01", "status")
    assert "No meeting is planned after 1 January 2020" in result.output


def test_show_has_problems_answers_differences_and_history(demo: tuple[Path, str]) -> None:
    result = run("--workspace", demo[0], "show", "crp-2013-004")
    assert result.exit_code == 0
    for part in (
        "CRP-2013-004, version 2: referral, new version; ",
        "    from “Referral Cheltenham HV.pdf”",
        "  Your name: Megan Prosser",
        "    Surname: Ellery-Vaughan",
        "  version 1: received 28/08/2013, accepted",
        "    Child 2: Born or due: was 3 May 2010, now 13 May 2010",
    ):
        assert part in result.output
    first = run("--workspace", demo[0], "show", "CRP-2013-004", "--version", "1")
    assert "Born or due: 3 May 2010" in first.output
    queries = run("--workspace", demo[0], "show", "CRP-2013-008").output
    assert queries.count("  query: ") == 8


def test_letters_that_the_output_does_not_know_are_replaced(demo: tuple[Path, str]) -> None:
    """A pipe on Windows takes 256 letters; the name Łukasz must not stop the command."""
    ran = subprocess.run(
        [sys.executable, "-m", "pipeline", "--workspace", str(demo[0]), "show", "CRP-2013-004"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )
    assert b"?ukasz" in ran.stdout
    assert "Zoë".encode("cp1252") in ran.stdout


def test_show_keeps_the_lines_of_long_answers(demo: tuple[Path, str]) -> None:
    output = run("--workspace", demo[0], "show", "CRP-2013-009").output
    assert re.search(r"^  [A-Z].+: .+\n    \S", output, re.MULTILINE)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "CRP-2013-099"),
        ("show", "CRP-2013-004", "--version", "3"),
        ("themes", "--meeting", "2013-11-22"),
        ("build-pack", "--meeting", "2013-09-28"),
        ("quarterly-report", "--quarter", "2013-Q2"),
        ("quarterly-report", "--quarter", "2012-13-Q2"),
        ("quarterly-report", "--quarter", "2012-13-Q4"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(panel: Path, arguments: tuple[str, ...]) -> None:
    before = tree(panel / "outbox")
    result = run("--workspace", panel, *arguments)
    assert result.exit_code == errors.NotFoundError.exit_code
    assert result.stderr.startswith("Error: ")
    assert tree(panel / "outbox") == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("themes", "--meeting", "27/09/2013"),
        ("quarterly-report", "--quarter", "2013-14-q2"),
        ("build-pack", "--meeting", "2013-09-27"),
        ("forms", "build"),
        ("ingest",),
    ],
    ids=lambda a: a[0],
)
def test_a_rehearsal_changes_no_file_and_names_what_the_work_then_writes(
    panel: Path, arguments: tuple[str, ...]
) -> None:
    shutil.rmtree(panel / "outbox")
    shutil.rmtree(panel / "records" / "derived", ignore_errors=True)
    (panel / "outbox").mkdir()
    (panel / "forms" / "referral.docx").unlink()
    shutil.copy(panel / "forms" / "referral.pdf", panel / "inbox" / "blank.pdf")
    before = tree(panel)
    rehearsed = run("--workspace", panel, "--today", "2013-09-18", *arguments, "--dry-run")
    assert rehearsed.exit_code in (0, errors.GapsError.exit_code), rehearsed.output
    changed = {n for n, data in tree(panel).items() if before.get(n) != data}
    assert {n for n in changed if not n.startswith(("records/register", "records/derived"))} == set()
    run("--workspace", panel, "--today", "2013-09-18", *arguments)
    written = set(tree(panel / "outbox"))
    known = rehearsed.output.replace(str(panel / "outbox" / "2013-09-27") + ".", "briefing-pack")
    assert all(Path(name).name.split("-2013-09-27-issue")[0] in known for name in written)
    assert tree(panel) != before


def test_both_editions_of_the_quarterly_report(panel: Path) -> None:
    result = run("--workspace", panel, "quarterly-report", "--quarter", "2013-14-Q2", "--edition", "both")
    assert result.exit_code == 0, result.output
    board, circulated = result.output.split("For circulation: small numbers are not shown")
    assert "Families (cases) discussed: 3" in board and "Families (cases) discussed: c" in circulated
    written = {p.name for p in (panel / "outbox" / "quarterly").iterdir()}
    assert {"quarterly-report-2013-14-Q2.pdf", "quarterly-report-2013-14-Q2-circulated.pdf"} <= written


def test_build_pack_lists_sections_with_their_pages(panel: Path) -> None:
    result = run("--workspace", panel, "build-pack", "--meeting", "27/09/2013")
    assert result.exit_code == 0, result.output
    rows = re.findall(r"^ +(\d+)  ( *)(.+) \((\d+) pages?\)$", result.output, re.MULTILINE)
    assert [row[2] for row in rows][:4] == ["Cover", "Confidentiality statement", "Agenda", "Contents"]
    assert rows[0][0] == "1"
    cases = [row[2] for row in rows if row[2].startswith("Case ") and not row[1]]
    assert [" ".join(case.split()[:2]) for case in cases] == ["Case 1:", "Case 2:", "Case 3:", "Case 1:"]
    last = rows[-1]
    assert f"3 cases, {int(last[0]) + int(last[3]) - 1} pages" in result.output
    assert "Note: CRP-2013-006 came late" in result.output
    assert "Nothing has changed: issue 2 is already there" in result.output
    assert "wrote" not in result.output
    (panel / "outbox" / "2013-09-27" / "briefing-pack-2013-09-27-issue-2.pdf").unlink()
    again = run("--workspace", panel, "build-pack", "--meeting", "27/09/2013")
    assert re.search(r"^wrote .*issue-2\.pdf$", again.output, re.MULTILINE)


def test_a_pack_with_gaps_is_a_draft_until_they_are_accepted(panel: Path) -> None:
    stroud = ("--workspace", panel, "build-pack", "--meeting", "2013-11-22")
    rehearsed = run(*stroud, "--dry-run")
    assert rehearsed.exit_code == errors.GapsError.exit_code
    assert "Gap: CRP-2013-008: still open: 8 queries" in rehearsed.stdout
    draft = run(*stroud)
    assert draft.exit_code == errors.GapsError.exit_code
    assert "Case 2: CRP-2013-008" in draft.stdout
    assert "CRP-2013-008: still open: 8 queries" in draft.stderr
    accepted = run(*stroud, "--accept-gaps", "the chair agreed")
    assert accepted.exit_code == 0, accepted.output
    assert "Gaps accepted: the chair agreed" in accepted.stdout
    assert run(*stroud, "--accept-gaps", " ").exit_code == 2


def test_a_pack_that_is_open_elsewhere_gets_another_name(
    panel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.office import pack

    monkeypatch.setattr(
        pack.outbox, "issue", lambda path, data: path.with_name(f"{path.stem} (2){path.suffix}")
    )
    monkeypatch.setattr(pack.outbox, "holds", lambda path, data: False)
    monkeypatch.setattr(pack, "standing", lambda desk, day, inputs: None)
    result = run("--workspace", panel, "build-pack", "--meeting", "2013-09-27")
    assert "briefing-pack-2013-09-27-issue-2.pdf is open or locked" in result.output


def test_ingest_says_what_became_of_each_file(panel: Path) -> None:
    empty = run("--workspace", panel, "ingest")
    assert empty.output == "The inbox is empty.\n"
    (panel / "inbox" / "letter.pdf").write_bytes(b"not a PDF")
    result = run("--workspace", panel, "ingest", "--received", "01/10/2013")
    assert result.exit_code == 0
    assert result.output.startswith("letter.pdf: set aside. ")


def test_forms_built_are_in_step_and_a_change_is_noticed(panel: Path) -> None:
    assert run("--workspace", panel, "forms", "check").exit_code == 0
    definition = panel / "forms" / "agency-check.yaml"
    definition.write_text(
        definition.read_text("utf-8").replace('version: "1.0"', 'version: "1.1"', 1), "utf-8"
    )
    stale = run("--workspace", panel, "forms", "check")
    assert stale.exit_code == errors.CheckFailedError.exit_code
    assert "agency-check.pdf" in stale.output
    assert "agency-check.docx" in stale.output
    built = run("--workspace", panel, "forms", "build")
    assert "2 blanks written" in built.output
    assert run("--workspace", panel, "forms", "check").exit_code == 0


def test_check_finds_nothing_wrong_with_the_demo(demo: tuple[Path, str]) -> None:
    result = run("--workspace", demo[0], "check")
    assert result.exit_code == 0, result.output
    assert "FAULTS" not in result.output


def test_themes_and_report_are_written_again_as_they_were(panel: Path) -> None:
    """The same inputs give the same papers: the PDF to the byte."""
    name = "2013-09-27/themes-2013-09-27.pdf"
    before = (panel / "outbox" / name).read_bytes()
    result = run("--workspace", panel, "themes", "--meeting", "2013-09-27")
    assert result.exit_code == 0, result.output
    assert (panel / "outbox" / name).read_bytes() == before


def test_watch_files_what_is_dropped_and_ends_on_a_signal(panel: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "--workspace", str(panel), "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Watching ")
    (panel / "inbox" / "letter.pdf").write_bytes(b"not a PDF")
    assert process.stdout.readline().startswith("letter.pdf: set aside. ")
    process.send_signal(signal.SIGINT)
    rest, complaints = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest == "Stopped. Nothing is left half done.\n"
    assert complaints == ""


def test_watch_says_a_trouble_once_and_when_it_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.cli.watch import _Troubles
    from pipeline.office.intake.report import SweepReport, Waiting

    told = _Troubles()
    arriving = Waiting("b.pdf", "", "still arriving", arriving=True)
    locked = SweepReport(waiting=(Waiting("a.pdf", "", "locked"), arriving), paused="The disk is full.")
    for report in (SweepReport(), locked, locked, SweepReport(troubles=("a",)), SweepReport(), SweepReport()):
        told(report)
    assert capsys.readouterr().out.splitlines() == [
        "The disk is full.",
        "a.pdf: waiting. locked",
        "a",
        "Nothing holds the work up any more.",
    ]


def test_show_names_the_email_that_a_form_came_by(demo: tuple[Path, str]) -> None:
    shown = [run("--workspace", demo[0], "show", f"CRP-2013-{n:03d}").output for n in range(1, 9)]
    (one,) = [text for text in shown if "by the e-mail" in text]
    assert "from “FW Case for the panel.eml › case for panel - school nurse.docx”" in one
    assert (
        "by the e-mail of 02/09/2013 from School nursing team <school.nursing@health.example.org>: "
        "“Case for the panel”" in one
    )


@pytest.mark.parametrize(
    "command",
    [
        "themes --meeting 2013-09-27",
        "leadership --meeting 2013-09-27",
        "quarterly-report --quarter 2013-14-Q2",
        "clear-leak --file a.docx --finding 1 --reason known",
    ],
)
def test_papers_that_name_nobody_are_made_by_one_command_at_a_time(tmp_path: Path, command: str) -> None:
    """Two reports at once would each be held against a ledger without the other."""
    init_workspace(tmp_path / "panel")
    with one_at_a_time(tmp_path / "panel" / "records"):
        result = run("--workspace", tmp_path / "panel", *command.split())
    assert result.exit_code == 12 and "Another pipeline command is writing papers" in result.output
