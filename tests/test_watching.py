"""Watching: events wake the sweep, the sweep decides, nothing ends the watch. Waiting is on conditions."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.model.errors import RegisterError
from pipeline.model.filing import Outcome
from pipeline.office import watching
from pipeline.office.intake import Intake
from pipeline.office.intake.report import Done, SweepReport
from pipeline.office.watching import Bell, FolderEvents, polls, watch
from tests import builders, council_forms
from tests.intake_helpers import desk_at, drop, typed
from tests.reading_helpers import field, saved

PATIENCE = 20.0


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, with a deadline."""
    end = time.monotonic() + PATIENCE
    turn = threading.Event()
    while not condition():
        assert time.monotonic() < end, "it never happened"
        turn.wait(0.02)


class Watched:
    """A watch running in a thread of its own."""

    def __init__(self) -> None:
        self.done: list[Done] = []
        self.reports: list[SweepReport] = []
        self.said: list[str] = []
        self.bell = Bell()
        self.failure: list[BaseException] = []


@contextmanager
def watched(
    root: Path, *, sweep_seconds: float = 3600.0, polling: bool | None = False, **changes: Any
) -> Iterator[Watched]:
    seen = Watched()
    limits = replace(
        builders.settings(root).intake, settle_seconds=0.05, sweep_seconds=sweep_seconds, polling=polling
    )

    def run() -> None:
        try:
            with desk_at(root, intake=limits, **changes) as desk:
                watch(
                    desk,
                    tell=seen.done.append,
                    swept=seen.reports.append,
                    say=seen.said.append,
                    bell=seen.bell,
                )
        except BaseException as err:  # noqa: BLE001  (handed to the test)
            seen.failure.append(err)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        until(lambda: bool(seen.reports or seen.failure))
        yield seen
    finally:
        seen.bell.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_what_is_there_already_and_what_is_dropped_later(tmp_path: Path) -> None:
    inbox = builders.settings(tmp_path).folders.inbox
    (inbox / "a.yaml").write_bytes(typed())
    with watched(tmp_path) as seen:
        until(lambda: len(seen.done) == 1)
        (inbox / "b.yaml").write_bytes(typed(ref_phone=""))
        until(lambda: len(seen.done) == 2)  # by its event: the next sweep would be in an hour
        (tmp_path / "c.yaml").write_bytes(typed(ref_manager=""))
        (tmp_path / "c.yaml").rename(inbox / "c.yaml")  # moved in: only one event, never "closed"
        until(lambda: len(seen.done) == 3)
    assert [d.version for d in seen.done] == [1, 2, 3] and seen.failure == []


def test_without_events_it_polls(tmp_path: Path) -> None:
    inbox = builders.settings(tmp_path).folders.inbox
    with watched(tmp_path, sweep_seconds=0.05, polling=True) as seen:
        (inbox / "a.yaml").write_bytes(typed())
        until(lambda: len(seen.done) == 1)


def test_a_form_that_is_adopted_while_the_watch_runs_is_read(tmp_path: Path) -> None:
    folders = replace(builders.settings(tmp_path).folders, forms=tmp_path / "forms")
    forms = folders.forms
    forms.mkdir()
    (forms / "council.yaml").write_text("adopts: referral\nblank: council.pdf\nnames:\n", "utf-8")
    with watched(tmp_path, folders=folders) as seen:
        assert "not finished yet" in seen.reports[0].troubles[0]
        (folders.inbox / "a.pdf").write_bytes(filled_parking())
        until(lambda: len(seen.done) == 1)
        (forms / "council.pdf").write_bytes(council_forms.parking_pdf())
        (forms / "new.yaml").write_text(ADOPTED, "utf-8")
        (forms / "new.yaml").replace(forms / "council.yaml")
        (folders.inbox / "b.pdf").write_bytes(filled_parking() + b"\n")
        until(lambda: len(seen.done) == 2)
        assert seen.reports[-1].troubles == ()
    assert [d.outcome for d in seen.done] == [Outcome.SET_ASIDE, Outcome.NEEDS_ATTENTION]


ADOPTED = """\
adopts: referral
blank: council.pdf
names:
  Text1: ref_name
  Text2: ref_role
"""


def filled_parking() -> bytes:
    pdf = pikepdf.open(io.BytesIO(council_forms.parking_pdf()))
    field(pdf, "Text1").V = pikepdf.String("Megan Prosser")
    return saved(pdf)


def test_an_inbox_that_is_replaced_is_watched_again(tmp_path: Path) -> None:
    inbox = builders.settings(tmp_path).folders.inbox
    with watched(tmp_path, sweep_seconds=0.3) as seen:
        inbox.rename(tmp_path / "away")
        until(lambda: bool(seen.reports[-1].paused))
        inbox.mkdir()
        until(lambda: any("watched again" in line for line in seen.said))
        (inbox / "a.yaml").write_bytes(typed())
        until(lambda: len(seen.done) == 1)


def test_dead_threads_are_noticed_and_started_again(tmp_path: Path) -> None:
    bell = Bell()
    events = FolderEvents(tmp_path, bell, lambda _words: None)
    events.check()
    assert events.listening
    observer = events._observer
    assert observer is not None
    for emitter in observer.emitters:
        emitter.stop()
        emitter.join(PATIENCE)
    assert observer.is_alive() and not events.listening
    events.check()
    assert events.listening and events._observer is not observer
    events.close()
    events.close()
    assert not events.listening


def test_reading_a_waiting_file_does_not_wake_the_watch(tmp_path: Path) -> None:
    inbox = builders.settings(tmp_path).folders.inbox
    (inbox / "half.pdf").write_bytes(b"%PDF-1.7 half")
    with watched(tmp_path) as seen:
        until(lambda: any(r.waiting and not r.arriving for r in seen.reports))
        until(lambda: not seen.bell._rung.is_set())
        count = len(seen.reports)
        threading.Event().wait(0.8)
        assert len(seen.reports) <= count + 1


def test_a_failure_nobody_foresaw_does_not_end_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = builders.settings(tmp_path).folders.inbox
    real, failed = Intake.sweep, []

    def sweep(self: Intake) -> SweepReport:
        if not failed:
            failed.append(1)
            raise ZeroDivisionError("division by zero")
        return real(self)

    monkeypatch.setattr(Intake, "sweep", sweep)
    with watched(tmp_path, sweep_seconds=0.1) as seen:
        (inbox / "a.yaml").write_bytes(typed())
        until(lambda: len(seen.done) == 1)
    assert any("ZeroDivisionError" in line for line in seen.said) and seen.failure == []


def test_another_command_is_waited_for_a_damaged_register_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = builders.settings(tmp_path).folders.inbox
    with watched(tmp_path, sweep_seconds=0.1) as seen:
        with desk_at(tmp_path) as other, other.register.sweeping():
            (inbox / "a.yaml").write_bytes(typed())
            until(lambda: any("Another pipeline command" in t for r in seen.reports for t in r.troubles))
            assert seen.done == []
        until(lambda: len(seen.done) == 1)

    def damaged(self: Intake) -> SweepReport:
        raise RegisterError("The register is damaged")

    monkeypatch.setattr(Intake, "sweep", damaged)
    with watched(tmp_path) as seen:
        assert isinstance(seen.failure[0], RegisterError)


def test_polling_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = builders.settings(tmp_path).intake
    for wanted, drive, polled in (
        (None, "cifs", True),
        (None, "", False),
        (False, "cifs", False),
        (True, "", True),
    ):
        monkeypatch.setattr(watching, "network_kind", lambda folder, drive=drive: drive)
        with desk_at(tmp_path, intake=replace(limits, polling=wanted)) as desk:
            assert polls(desk) is polled


RUN = """
import sys
from dataclasses import replace
from pathlib import Path
from pipeline.office.watching import watch
from tests import builders
from tests.intake_helpers import desk_at
root = Path(sys.argv[1])
limits = replace(builders.settings(root).intake, settle_seconds=0.05, sweep_seconds=60.0)
with desk_at(root, intake=limits) as desk:
    watch(desk, tell=lambda done: print(done.reference, flush=True))
print("ended well", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_watch_cleanly(tmp_path: Path, number: int) -> None:
    with desk_at(tmp_path) as desk:
        drop(desk, "a.yaml", typed())
    env = os.environ | {"PYTHONPATH": str(builders.ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=env
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "CRP-2013-001\n"
    process.send_signal(number)
    assert process.communicate(timeout=PATIENCE)[0] == "ended well\n" and process.returncode == 0


def test_a_system_without_events_is_said_and_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, bell: Bell) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watching, "_observe", refuse)
    inbox = builders.settings(tmp_path).folders.inbox
    with watched(tmp_path, sweep_seconds=0.05) as seen:
        (inbox / "a.yaml").write_bytes(typed())
        until(lambda: len(seen.done) == 1)
    assert len(seen.reports) > 1 and len(seen.said) == 1
    assert seen.said[0].startswith("The system tells of no changes")
