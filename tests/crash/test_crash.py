"""Whatever happens to `pipeline ingest`, the next run ends with everything filed exactly once.

A sample of points keeps this short. PIPELINE_CRASH_POINTS=0 takes every point, PIPELINE_CRASH_KILLS=200 that many
random kills.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.records.inbox import LEAVING
from pipeline.records.originals import Originals
from pipeline.records.register import Register
from pipeline.records.workspace import init_workspace
from tests import builders
from tests.crash import faults
from tests.intake_helpers import typed
from tests.parcels import mail
from tests.test_intake import OTHER

THIRD = {
    **{name: value for name, value in OTHER.items() if name.startswith("ref_") or not value},
    "ref_name": "Hugh Marsden",
    "child_1_surname": "Gilchrist",
    "child_1_forename": "Poppy",
    "child_1_dob": "16/02/2011",
    "child_1_case_ref": "7088888",
    **dict.fromkeys((name for name in builders.REFERRAL if name.startswith("child_2_")), ""),
}
POINTS = int(os.environ.get("PIPELINE_CRASH_POINTS", "4"))
KILLS = int(os.environ.get("PIPELINE_CRASH_KILLS", "10"))
FORM = typed(ask_of_panel="")
PARTS = (FORM, typed(**OTHER), typed(**THIRD))
MAIL = mail(*((f"{n}.yaml", part) for n, part in enumerate(PARTS)), ("stranger.txt", b"?"))
DROPPED = {"a.yaml": FORM, "b.yaml": FORM, "c.txt": b"no form", "d.eml": MAIL}
COUNTS = {"needs attention": 1, "accepted": 2, "duplicate": 2, "set aside": 2, "opened": 1, "passed over": 1}
FILED = [(f"CRP-2013-00{n}", 1) for n in (1, 2, 3)]
LEFT = [
    "needs attention/CRP-2013-001 correction.pdf",
    "needs attention/CRP-2013-001.queries.txt",
    "set aside/c.txt",
    "set aside/c.txt.why.txt",
    "set aside/stranger.txt",
    "set aside/stranger.txt.why.txt",
]

pytestmark = pytest.mark.slow


def command(root: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline", "--workspace", str(root), "--today", "2013-09-02", "ingest"]


def run(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root), env=faults.environment(), capture_output=True, text=True, timeout=180, check=False
    )


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that settles quickly, with three files and an e-mail in its inbox."""
    root = tmp_path_factory.mktemp("seed") / "w"
    init_workspace(root)
    path = root / "pipeline.yaml"
    path.write_text(re.sub(r"settle_seconds: \S+", "settle_seconds: 0.02", path.read_text(encoding="utf-8")))
    for n, (name, data) in enumerate(DROPPED.items()):
        (root / "inbox" / name).write_bytes(data)
        os.utime(root / "inbox" / name, (1_700_000_000 + n,) * 2)
    return root


def fresh(seed: Path, root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    return Path(shutil.copytree(seed, root, symlinks=True))


@contextlib.contextmanager
def register(root: Path) -> Iterator[Register]:
    with Register(root / "records", lambda: datetime(2013, 9, 2, tzinfo=UTC), "CRP") as opened:
        yield opened


def nothing_lost(root: Path) -> list[str]:
    """At any moment: no bytes lost, no torn original, no submission without its original."""
    store = Originals(root / "records" / "originals")
    wrong = [f"torn original {sha}" for sha in store.hashes() if not store.verify(sha)]
    inbox = [p.read_bytes() for p in (root / "inbox").rglob("*") if p.is_file()]
    there = {*store.hashes(), *(hashlib.sha256(data).hexdigest() for data in inbox)}
    wrong += [n for n, data in DROPPED.items() if hashlib.sha256(data).hexdigest() not in there]
    if (root / "records" / "register.sqlite").exists():
        with register(root) as opened:
            wrong += opened.verify_events()
            wrong += [s.reference for s in opened.latest() if not store.verify(s.sha256)]
    return wrong


def all_done(root: Path) -> list[str]:
    """After a whole run: everything filed once, the inbox empty, nothing half written left."""
    wrong = nothing_lost(root)
    with register(root) as opened:
        counts = {outcome.value: n for outcome, n in opened.ledger().by_outcome if n}
        filed = [(s.reference, s.version) for s in opened.latest()]
        wrong += [f"not released: {a.name}" for a in opened.arrivals() if not a.released]
    if counts != COUNTS or filed != FILED:
        wrong.append(f"{counts} {filed}")
    inbox = root / "inbox"
    names = sorted(p.relative_to(inbox).as_posix() for p in inbox.rglob("*") if p.is_file())
    if names != LEFT:
        wrong.append(f"inbox: {names}")
    return wrong + [f"left over: {p}" for p in root.rglob("*.pipeline-*")]


@pytest.mark.skipif(bool(faults.missing()), reason=faults.missing() or "-")
@pytest.mark.parametrize("fault", ["KILL", "ENOSPC", "EIO", "EACCES"])
def test_a_fault_at_any_call_is_put_right_by_the_next_run(seed: Path, tmp_path: Path, fault: str) -> None:
    root, log = tmp_path / "w", tmp_path / "log"
    found = faults.points(command(fresh(seed, root)), root, log, fault)
    assert all_done(root) == [] and len(found) > 100
    struck = 0
    for point in faults.sample(found, POINTS):
        code = faults.strike(command(fresh(seed, root)), log, fault, point)
        struck += code != 0
        assert nothing_lost(root) == [], point
        assert run(root).returncode == 0, point
        assert all_done(root) == [], point
    assert struck, "no fault ever struck: the injection does not work"


@pytest.mark.skipif(bool(faults.missing()), reason=faults.missing() or "-")
def test_nothing_leaves_the_inbox_before_its_copy_is_on_the_disk(seed: Path, tmp_path: Path) -> None:
    root, log = fresh(seed, tmp_path / "w"), tmp_path / "log"
    unsynced: set[str] = set()
    left = 0
    for point in faults.points(command(root), root, log, "EIO"):
        paths = re.findall(r'"([^"]*)"', point.line) + re.findall(r"\d+<([^>]*)>", point.line)
        kept = [p for p in paths if p.startswith(str(root / "records"))]
        kept = [p for p in kept if not p.endswith(("-wal", "-shm", "-journal", ".lock"))]
        if point.call in ("write", "pwrite64", "ftruncate"):
            unsynced.update(kept)
        elif point.call in ("fsync", "fdatasync"):
            unsynced.difference_update(kept)
        elif point.call == "rename" and kept:
            assert not unsynced & set(kept), point.line
            unsynced.add(os.path.dirname(kept[-1]))
        elif point.call == "renameat2" and not paths[0].endswith(LEAVING):
            assert not unsynced, (point.line, unsynced)
        elif point.call in ("unlink", "renameat2") and paths[0].startswith(str(root / "inbox")):
            assert paths[0].endswith(LEAVING)  # never by the name that others know
            left += 1
            assert not unsynced, (point.line, unsynced)
    assert left == 4  # the form, its duplicate and the e-mail; the fourth is renamed into "set aside"


@pytest.mark.skipif(bool(faults.missing()), reason=faults.missing() or "-")
def test_a_form_that_is_replaced_while_it_leaves_is_filed_too(seed: Path, tmp_path: Path) -> None:
    """The removal is held up; meanwhile a corrected form takes the name."""
    root = fresh(seed, tmp_path / "w")
    for name in ("b.yaml", "c.txt", "d.eml"):
        (root / "inbox" / name).unlink()
    leaving = root / "inbox" / f".a.yaml{LEAVING}"
    slow = ["strace", "-qq", "-o", os.devnull, "-P", str(leaving), "-e", "inject=unlink:delay_enter=3000000"]
    corrected = tmp_path / "corrected"
    corrected.write_bytes(typed(ask_of_panel="", history="Corrected."))
    with subprocess.Popen(
        [*slow, *command(root)], env=faults.environment(), stdout=subprocess.PIPE
    ) as process:
        while not leaving.exists():
            assert process.poll() is None, "it never was in hand"
            time.sleep(0.005)
        corrected.replace(root / "inbox" / "a.yaml")
        process.communicate(timeout=180)
    assert process.returncode == 0 and run(root).returncode == 0
    with register(root) as opened:
        assert [(s.reference, s.version) for s in opened.latest()] == [("CRP-2013-001", 2)]
    assert len(Originals(root / "records" / "originals").hashes()) == 2


def test_random_kills(seed: Path, tmp_path: Path) -> None:
    """Killed at any moment, often several times in a row, before it is allowed to finish."""
    root, chance = fresh(seed, tmp_path / "w"), random.Random(2013)
    began = time.monotonic()
    assert run(root).returncode == 0 and all_done(root) == []
    whole = time.monotonic() - began
    killed = runs = 0
    fresh(seed, root)
    while killed < KILLS and runs < 20 * KILLS:
        runs += 1
        process = subprocess.Popen(
            command(root), env=faults.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=chance.uniform(0.1, whole))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        assert nothing_lost(root) == []
        left = [p for p in (root / "inbox").iterdir() if p.is_file()]
        if len(left) < len(DROPPED) and (not left or chance.random() < 0.4):
            assert run(root).returncode == 0 and all_done(root) == []
            fresh(seed, root)
    assert run(root).returncode == 0 and all_done(root) == []
    assert killed == KILLS


def test_commands_at_once_file_everything_once(seed: Path, tmp_path: Path) -> None:
    root = fresh(seed, tmp_path / "w")
    running = [
        subprocess.Popen(command(root), env=faults.environment(), stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=180)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0] and all_done(root) == []
    # once filed, twice named by a duplicate
    assert sum(text.count("CRP-2013-001") for text in told) == 3, told


def test_a_full_disk_pauses_and_resumes(seed: Path, tmp_path: Path) -> None:
    root = fresh(seed, tmp_path / "w")
    records = root / "records"
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(records)]
    if (
        not sys.platform.startswith("linux")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk can be mounted only as root on Linux")
    try:
        ballast = records / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(b"x" * 1024):
                pass
        for _ in range(2):
            full = run(root)
            assert full.returncode == 8 and "full" in full.stderr, full.stderr
            assert sorted(p.name for p in (root / "inbox").iterdir() if p.is_file()) >= sorted(DROPPED)
        ballast.unlink()
        assert run(root).returncode == 0 and all_done(root) == []
    finally:
        subprocess.run(["umount", str(records)], check=True)
