"""The wheel, not only the checkout: built, installed into a fresh environment, used to make a workspace."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.builders import ROOT

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    return subprocess.run(
        [str(c) for c in command],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=kept | environment,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(*(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT), cwd=folder)
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("the build backend cannot be downloaded here")
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def pipeline(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a fresh environment; other libraries are borrowed from this one, the package is not."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False, symlinks=True)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    installed = run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel),
        cwd=home,
    )
    assert installed.returncode == 0, installed.stderr
    (own,) = home.glob("**/site-packages")
    # after the package's own folder on the path, and without running .pth files, which would bring in the checkout
    (own / "borrowed.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return scripts / "pipeline"


def test_the_wheel_carries_what_a_workspace_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for source in [
        ROOT / "pipeline.yaml",
        ROOT / "meetings.yaml",
        *(ROOT / "forms").glob("*"),
        *(ROOT / "templates").glob("*.docx"),
    ]:
        assert f"pipeline/starter/{source.relative_to(ROOT).as_posix()}" in names
    assert "pipeline/py.typed" in names
    data = [p for p in (ROOT / "pipeline").rglob("*") if p.suffix in (".ttf", ".yaml", ".txt")]
    assert {p.relative_to(ROOT).as_posix() for p in data if "starter" not in p.parts} <= names
    assert not [n for n in names if n.startswith(("tests", "inbox", "records", "docs"))]


def test_the_licences_are_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert any(n.endswith("OFL.txt") for n in names)


def test_the_installed_command_makes_a_workspace_and_checks_its_forms(pipeline: Path, tmp_path: Path) -> None:
    made = run(pipeline, "init", "panel", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    panel = tmp_path / "panel"
    assert (panel / "pipeline.yaml").read_bytes() == (ROOT / "pipeline.yaml").read_bytes()
    listed = run(pipeline, "forms", "list", cwd=panel)
    assert listed.returncode == 0, listed.stderr
    assert "MACRP-REF" in listed.stdout
    checked = run(pipeline, "forms", "check", cwd=panel)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    rehearsed = run(pipeline, "forms", "build", "--dry-run", cwd=panel)
    assert rehearsed.returncode == 0, rehearsed.stderr
    again = run(pipeline, "init", "panel", cwd=tmp_path)
    assert again.returncode == 4
    assert "nothing was changed" in again.stderr


def test_it_is_the_installed_package_that_ran(pipeline: Path, tmp_path: Path) -> None:
    where = run(pipeline.parent / "python", "-c", "import pipeline; print(pipeline.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(pipeline.parent.parent), where.stdout
