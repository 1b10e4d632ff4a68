"""The command line: one clear message for every error, rehearsals that write nothing, and every command at work."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from pipeline.cli.main import main
from pipeline.cli.options import DAY, Session
from pipeline.cli.progress import Bar
from pipeline.model import errors
from tests.builders import ROOT


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


@pytest.mark.parametrize("text", ["27/09/13", "2013-13-01", "30/02/2013", "tomorrow", "9/27/2013", "1/2/3/4"])
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
            "p.PATIENCE = 0\n"
            "with p.progress('Working') as bar:\n"
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
