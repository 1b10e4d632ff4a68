"""The house rules, held by reading every import in the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.builders import ROOT

PACKAGE = ROOT / "pipeline"
# a room may import from itself and from the rooms below it; records and papers stand side by side
BELOW = {
    "cli": {"cli", "office", "records", "papers", "rules", "model"},
    "office": {"office", "records", "papers", "rules", "model"},
    "records": {"records", "rules", "model"},
    "papers": {"papers", "rules", "model"},
    "rules": {"rules", "model"},
    "model": {"model"},
}
# third-party library -> the modules that may import it (prefixes of their dotted names inside the package)
HOMES = {
    "click": ("cli.",),
    "rich": ("cli.",),
    "sqlite3": ("records.register",),
    "watchdog": ("office.watching",),
    "docxtpl": ("papers.making.word",),
    "jinja2": ("papers.making.word",),
    "markupsafe": ("papers.making.word",),
    "docx": ("papers.making.word", "papers.making.charts"),
    "rdocx": ("papers.making.convert",),
    "reportlab": tuple(
        f"papers.making.{m}" for m in ("blank_pdf", "charts", "fonts", "sheets", "inert", "style")
    ),
    "pypdf": (
        "papers.reading.acroform",
        "papers.making.blank_pdf",
        "papers.making.correction",
        "papers.making.fill_pdf",
        "papers.making.binder",
        "papers.making.inert",
    ),
    "pypdfium2": (
        "papers.making.inert",
        "papers.making.notes",
        "papers.making.convert",
        "papers.making.charts",
        "papers.reading.",
    ),
    "pikepdf": tuple(
        f"papers.{m}"
        for m in (
            "making.blank_pdf.objects",
            "making.copies",
            "making.notes",
            "making.pictures",
            "making.inert",
            "making.convert",
            "reading.",
        )
    ),
    "lxml": ("papers.",),
    "oxmsg": ("papers.reading.parcel.outlook",),
    "yaml": ("records.", "papers.reading.typed"),
    "stdnum": ("rules.answers.identifiers",),
    "rapidfuzz": ("rules.leaks.",),
    "holidays": ("rules.calendar.working_days",),
    "icalendar": ("papers.making.invites",),
    "keyring": ("records.passphrases",),
    "PIL": (
        "papers.reading.scan",
        "papers.making.pictures",
        "papers.reading.acroform.drawn",
        "papers.reading.flat.ink",
        "papers.reading.flat.elsewhere",
        "papers.reading.inside.pictures",
    ),
    "cv2": ("papers.reading.scan",),
    "numpy": ("papers.reading.scan",),
    "onnxruntime": ("papers.reading.scan.embedded",),
    "pi_heif": ("papers.reading.scan.picture", "papers.making.pictures"),
}
# what all tasks of the office share; every other module there is a task and knows no other task.
# A task that has parts of its own is a folder: intake/filing.py.
SHARED_IN_OFFICE = {"desk"}
# One task in several modules that are not named after it: taking forms in, again and again, and telling of it.
PART_OF = {"watching": "intake", "status": "intake"}


@dataclass(frozen=True)
class Import:
    """One import: which module makes it, what it names, whether at the module's start or inside a function."""

    module: str
    line: int
    target: str
    at_start: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


@cache
def modules() -> dict[str, Path]:
    return {_dotted(p): p for p in sorted(PACKAGE.rglob("*.py")) if "starter" not in p.parts}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> tuple[Import, ...]:
    """Every import in the package, without those that only a type checker sees."""
    return tuple(
        found for module, path in modules().items() for found in _imports_of(module, path.read_text("utf-8"))
    )


def _imports_of(module: str, source: str) -> Iterator[Import]:
    yield from _walk(module, ast.parse(source), at_start=True)


def _walk(module: str, node: ast.AST, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(module, child.lineno, alias.name, at_start)
        elif isinstance(child, ast.ImportFrom):
            base = _base(module, child)
            for alias in child.names:
                full = f"{base}.{alias.name}"
                yield Import(module, child.lineno, full if full in modules() else base, at_start)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from _walk(module, other, at_start=at_start)
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _walk(module, child, at_start=at_start and not function)


def _base(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.split(".")
    if modules()[module].name != "__init__.py":
        package = package[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def _room(dotted: str) -> str:
    return dotted.split(".")[1] if "." in dotted else ""


def _within(found: Import) -> bool:
    return found.target.split(".")[0] == "pipeline"


def test_the_reader_of_imports_sees_them() -> None:
    """A check that cannot fail is a defect: the reader finds each way of importing."""
    source = (
        "import a.b\nfrom pipeline.model import form\n"
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import hidden\n"
        "def f():\n    import inside\nclass C:\n    import body\n"
        "try:\n    import tried\nexcept ImportError:\n    pass\n"
    )
    found = {(i.target, i.at_start) for i in _imports_of("pipeline.rules.x", source)}
    assert found == {
        ("a.b", True),
        ("pipeline.model.form", True),
        ("typing", True),
        ("inside", False),
        ("body", True),
        ("tried", True),
    }
    assert len(modules()) > 10
    assert len(imports()) > 50


def test_the_rooms_are_the_six() -> None:
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name not in ("__pycache__", "starter")}
    assert rooms == set(BELOW)


def test_imports_point_down_only() -> None:
    wrong = [
        str(i)
        for i in imports()
        if (home := BELOW.get(_room(i.module))) and (room := _room(i.target)) in BELOW and _within(i)
        if room not in home
    ]
    assert wrong == []


def test_reading_and_making_do_not_know_each_other() -> None:
    wrong = [
        str(i)
        for i in imports()
        for one, other in (("reading", "making"), ("making", "reading"))
        if i.module.startswith(f"pipeline.papers.{one}") and i.target.startswith(f"pipeline.papers.{other}")
    ]
    assert wrong == []


def test_no_task_of_the_office_imports_another() -> None:
    def task(dotted: str) -> str:
        name = dotted.split(".")[2] if dotted.count(".") >= 2 else ""
        return PART_OF.get(name, name)

    wrong = [
        str(i)
        for i in imports()
        if _room(i.module) == "office" and i.target.startswith("pipeline.office.")
        if task(i.target) not in {task(i.module), *SHARED_IN_OFFICE}
    ]
    assert wrong == []


def test_commands_do_not_import_each_other() -> None:
    shared = {"options", "progress", "printing", "main"}
    wrong = [
        str(i)
        for i in imports()
        if _room(i.module) == "cli" and i.target.startswith("pipeline.cli.")
        if i.target.split(".")[2] not in shared
    ]
    assert wrong == []


def test_there_are_no_cycles() -> None:
    """At start-up or inside functions alike, no module reaches itself."""
    edges: dict[str, set[str]] = {m: set() for m in modules()}
    for found in imports():
        if found.target in edges and found.target != found.module:
            edges[found.module].add(found.target)
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for target in sorted(edges[module]):
                visit(target, (*path, module))
            done.add(module)

    for module in sorted(edges):
        visit(module, ())


def test_each_library_has_one_home() -> None:
    wrong = [
        str(i)
        for i in imports()
        if (library := i.target.split(".")[0]) in HOMES
        and not i.module.removeprefix("pipeline.").startswith(HOMES[library])
    ]
    assert wrong == []


def test_every_library_used_is_known_here() -> None:
    known = {*sys.stdlib_module_names, "pipeline", *HOMES}
    assert [str(i) for i in imports() if i.target.split(".")[0] not in known] == []


def test_the_nouns_need_the_standard_library_only() -> None:
    known = {*sys.stdlib_module_names, "pipeline"}
    assert [
        str(i) for i in imports() if _room(i.module) == "model" and i.target.split(".")[0] not in known
    ] == []


def test_rules_touch_no_disk_clock_or_chance() -> None:
    banned = {
        "os",
        "pathlib",
        "io",
        "random",
        "time",
        "secrets",
        "tempfile",
        "shutil",
        "subprocess",
        "socket",
    }
    rooms = ("rules", "model")
    wrong = [
        str(i)
        for i in imports()
        if _room(i.module) in rooms and i.target.split(".")[0] in banned
        if i.module not in ("pipeline.model.settings", "pipeline.model.people")  # paths are settings' values
    ]
    assert wrong == []


def test_there_is_one_broad_except() -> None:
    """Only the watcher may go on whatever happens."""
    broad = [
        f"{module}:{node.lineno}"
        for module, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        if not any(isinstance(n, ast.Raise) for n in ast.walk(node))  # tidying up and raising again is none
    ]
    assert [
        b for b in broad if not b.startswith(("pipeline.office.watching", "pipeline.papers.sandbox"))
    ] == []


HEAVY = sorted(set(HOMES) - {"click"})


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_starting_imports_no_heavy_library(argument: str) -> None:
    code = (
        "import sys, contextlib\n"
        "from pipeline.cli.main import main\n"
        f"with contextlib.suppress(SystemExit): main([{argument!r}], prog_name='pipeline')\n"
        f"print('LOADED', *sorted(m for m in {HEAVY!r} if m in sys.modules))\n"
        "print('ROOMS', *sorted(m for m in sys.modules if m.startswith('pipeline.') and '.cli' not in m))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "\nLOADED\n" in ran.stdout
    assert "ROOMS\n" in ran.stdout


def test_each_commands_help_imports_no_heavy_library() -> None:
    code = (
        "import sys, contextlib\n"
        "from pipeline.cli.main import COMMANDS, main\n"
        "for name in COMMANDS:\n"
        "    with contextlib.suppress(SystemExit): main([name, '--help'], prog_name='pipeline')\n"
        f"print('LOADED', *sorted(m for m in {HEAVY!r} if m in sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.endswith("LOADED\n"), ran.stdout[-200:]


def test_modules_stay_small() -> None:
    """At most 300 lines; the honest exceptions are named here with their reason."""
    exceptions: dict[str, str] = {}
    long = {m: n for m, p in modules().items() if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert {m: n for m, n in long.items() if m not in exceptions} == {}
