"""README cannot rot: commands, exit codes, links and the checks of .ci/run are compared with the program."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator

import click
import pytest

from pipeline.cli.main import COMMANDS, main
from pipeline.model import errors
from tests.builders import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
CONTEXT = click.Context(main)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be typed, with the commands of groups: "forms build"."""
    for name in COMMANDS:
        command = main.get_command(CONTEXT, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", c) for sub, c in command.commands.items())
        else:
            yield name, command


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def documented() -> list[str]:
    return re.findall(r"^\| `pipeline ([^`]+)` \|", README, re.MULTILINE)


def typed(line: str) -> tuple[str, click.Command, list[str]]:
    """The command that a documented line calls, and its arguments."""
    words = shlex.split(line)
    command = main.get_command(CONTEXT, words[0])
    assert command is not None, line
    if isinstance(command, click.Group):
        return " ".join(words[:2]), command.commands[words[1]], words[2:]
    return words[0], command, words[1:]


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    assert sorted(typed(line)[0] for line in documented()) == sorted(name for name, _ in commands())


@pytest.mark.parametrize("line", documented())
def test_each_documented_line_is_typed_rightly(line: str) -> None:
    name, command, arguments = typed(line)
    command.make_context(name, arguments, parent=CONTEXT, obj=object())


@pytest.mark.parametrize("name,command", list(commands()))
def test_every_commands_help_has_an_example_that_can_be_typed(name: str, command: click.Command) -> None:
    text = command.get_help(click.Context(command, parent=CONTEXT, info_name=name))
    example = re.search(r"Examples?:\n\s+pipeline (.+)", text)
    assert example, f"{name} --help has no example"
    found, target, arguments = typed(re.sub(r"^--(today|workspace) \S+ ", "", example[1]))
    assert found == name
    target.make_context(name, arguments, parent=CONTEXT, obj=object())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_agrees_with_the_commands(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert command.name == name
    assert command.help


@pytest.mark.parametrize(
    "name",
    [
        *("init", "ingest", "acknowledge-risk", "circulate", "checks", "chair-sheet", "build-pack", "themes"),
        *("record-form", "leadership", "quarterly-report", "forms build", "demo"),
    ],
)
def test_whatever_writes_files_can_be_rehearsed(name: str) -> None:
    command = dict(commands())[name]
    assert any("--dry-run" in p.opts for p in command.params)


def test_the_table_of_exit_codes_equals_the_error_classes() -> None:
    rows = {int(n): m for n, m in re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)}
    classes = [
        c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.PipelineError)
    ]
    codes = {c.exit_code: c.meaning for c in classes}
    assert len(codes) == len(classes), "two error classes share an exit code"
    assert rows == {0: "done", 2: "the command was typed wrongly", **codes}


def test_the_table_of_exit_codes_is_in_order() -> None:
    codes = [int(n) for n in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)]
    assert codes == sorted(codes)


def test_every_local_link_leads_somewhere() -> None:
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in t]
    assert len(targets) > 3
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_the_first_two_commands_install_with_the_constraints() -> None:
    setup, tests, _ = code_blocks("sh")
    for block in (setup, tests):
        assert "-c constraints.txt" in block
        assert block.count("\n") == 1, "one command each"
    assert "pipeline demo" in setup
    assert "pytest" in tests


def test_ci_runs_readmes_own_blocks_word_for_word() -> None:
    function = re.search(r"^block\(\) \{.*?^\}", CI, re.MULTILINE | re.DOTALL)
    assert function
    for number, block in enumerate(code_blocks("sh"), start=1):
        script = f"{function[0]}\nblock {number}"
        ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
        assert ran.stdout == block
    assert "for number in 1 2 3" in CI
    assert len(code_blocks("sh")) == 3


def test_ci_has_no_commands_of_its_own() -> None:
    """A tool called in .ci/run and not in README would be a second truth."""
    assert not re.search(r"pytest|ruff|mypy|\bpip\b", CI)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_third_block_checks_format_lint_types_and_speed() -> None:
    third = code_blocks("sh")[2]
    for part in ("ruff format --check", "ruff check", "mypy", "bench"):
        assert part in third
