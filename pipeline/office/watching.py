"""Watching the inbox: folder events only wake the sweep up; the sweep's own listing decides.

Events are lost on network drives, when too many come at once and when the folder is replaced, so a full sweep runs
every `sweep_seconds` whatever happens, and every couple of seconds where no events can be had.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from pipeline.model.errors import PipelineError, RegisterError
from pipeline.office.desk import Desk
from pipeline.office.intake import Intake
from pipeline.office.intake.report import Listener, SweepReport, unheard
from pipeline.records.drives import network_kind
from pipeline.records.locks import BusyError

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_log = logging.getLogger(__name__)
_BREATH = 0.25  # seconds between two sweeps at least: a long copy makes many events
_SLICE = 0.5  # seconds: Windows notices Ctrl-C only between waits
_AGAIN = 30.0  # seconds between two tries of what waits
_POLL = 2.0  # seconds between listings where there are no events


class Bell:
    """Rung by folder events and signals; the watcher sleeps on it."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._rung = threading.Event()
        self._stop = threading.Event()
        self._sleep = sleep

    def ring(self) -> None:
        """Something happened in the inbox."""
        self._rung.set()

    def stop(self) -> None:
        """The watch ends after the file in hand."""
        self._stop.set()
        self._rung.set()

    @property
    def stopped(self) -> bool:
        """Whether the watch is to end."""
        return self._stop.is_set()

    def wait(self, seconds: float) -> None:
        """Until the bell rings, or that many seconds have passed; never less than a breath."""
        if self._stop.wait(min(_BREATH, seconds)):
            return
        left = seconds - _BREATH
        while left > 0 and not self._rung.wait(min(left, _SLICE)):
            left -= _SLICE
        self._rung.clear()


class FolderEvents:
    """Rings the bell when something changes in a folder, for as long as the system tells.

    `check` is called before each sweep: the system's threads die in silence when the folder is replaced or
    unreadable for a moment, so they are looked at and started again.
    """

    def __init__(self, folder: Path, bell: Bell, say: Callable[[str], None]) -> None:
        self._folder, self._bell, self._say = folder, bell, say
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None
        self._lost = False
        self._said = ""

    @property
    def listening(self) -> bool:
        """Whether events are coming at present, as far as one can know."""
        observer = self._observer
        if observer is None or not observer.is_alive() or self._identity != _identity(self._folder):
            return False
        return bool(observer.emitters) and all(emitter.is_alive() for emitter in observer.emitters)

    def check(self) -> None:
        """Start listening, or start again after the folder was lost; without a folder, wait for it."""
        if self.listening:
            return
        self._lost = self._lost or self._observer is not None
        self.close()
        identity = _identity(self._folder)
        if identity is None:
            return
        try:
            self._observer = _observe(self._folder, self._bell)
        except OSError as err:  # too many watches, or a drive that has no events: the sweeps go on without
            self._say_once(
                f"The system tells of no changes in the inbox ({err.strerror}); it is looked at regularly."
            )
            return
        self._identity = identity
        if self._lost:
            self._say("The inbox is being watched again.")
        self._lost, self._said = False, ""

    def _say_once(self, words: str) -> None:
        if words != self._said:
            self._say(words)
        self._said = words

    def close(self) -> None:
        """Stop listening."""
        if self._observer is not None:
            self._observer.stop()
            with contextlib.suppress(RuntimeError):
                self._observer.join(timeout=5)
        self._observer = None


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _observe(folder: Path, bell: Bell) -> BaseObserver:
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers import Observer

    class Handler(FileSystemEventHandler):
        """Rings for what may bring a file; our own reading (opened, closed unwritten) is no news."""

        def _ring(self, event: FileSystemEvent) -> None:
            bell.ring()

        on_created = on_modified = on_moved = on_closed = on_deleted = _ring

    observer = Observer()
    observer.schedule(Handler(), str(folder), recursive=True)
    observer.start()
    return observer


def polls(desk: Desk) -> bool:
    """Whether the inbox is looked at every couple of seconds instead of waiting for events."""
    wanted = desk.settings.intake.polling
    return bool(network_kind(desk.settings.folders.inbox)) if wanted is None else wanted


def watch(
    desk: Desk,
    *,
    tell: Listener = unheard,
    swept: Callable[[SweepReport], None] | None = None,
    say: Callable[[str], None] = _log.info,
    bell: Bell | None = None,
    ticks: Callable[[], float] = time.monotonic,
    also: Callable[[], Iterable[str]] = lambda: (),
) -> None:
    """Take in forms as they are dropped, until Ctrl-C, SIGTERM or `bell.stop()`.

    `also` is done after a sweep, every half minute: what other tasks have left to be tried again. It gives a
    sentence for each thing done.

    `tell` hears of each file as it is decided, `swept` of each sweep's report (for the status line), `say` of what
    a person should know about the watching itself. Raises RegisterError when the register is damaged.
    """
    bell = bell or Bell()
    intake = Intake(desk, tell=tell, ticks=ticks, stopped=lambda: bell.stopped)
    polling = polls(desk)
    events = FolderEvents(desk.settings.folders.inbox, bell, say)
    again = ticks()
    with _stopping(bell), contextlib.closing(events):
        while not bell.stopped:
            if not polling:
                events.check()
            report = _sweep_once(intake, say)
            if swept is not None:
                swept(report)
            if ticks() >= again:
                again = ticks() + _AGAIN
                _do_also(also, say)
            bell.wait(_pause(desk, report, listening=not polling and events.listening))


def _sweep_once(intake: Intake, say: Callable[[str], None]) -> SweepReport:
    """One sweep that nothing can end but a damaged register: the package's only broad except."""
    try:
        return intake.sweep()
    except BusyError as err:
        return SweepReport(troubles=(str(err),))
    except RegisterError:
        raise
    except Exception as err:  # noqa: BLE001
        why = f"{type(err).__name__}: {err}"
        _log.exception("A sweep failed; the watch goes on.")
        say(f"Something failed that should not ({why}). The file stays in the inbox and the watch goes on.")
        intake.stumbled(why)
        return SweepReport(troubles=(why,))


def _do_also(also: Callable[[], Iterable[str]], say: Callable[[str], None]) -> None:
    """What others left to be tried again; what it fails on holds up no form."""
    try:
        for words in also():
            say(words)
    except RegisterError:
        raise
    except PipelineError as err:
        say(str(err))


def _pause(desk: Desk, report: SweepReport, *, listening: bool) -> float:
    """Seconds until the next sweep if nothing rings."""
    limits = desk.settings.intake
    if report.arriving:
        return max(limits.settle_seconds, _BREATH)
    return limits.sweep_seconds if listening and not report.paused else min(_POLL, limits.sweep_seconds)


@contextlib.contextmanager
def _stopping(bell: Bell) -> Iterator[None]:
    """Ctrl-C, SIGTERM and (on Windows) Ctrl-Break end the watch after the file in hand."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        bell.stop()

    names = [n for n in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, n)]
    before = {getattr(signal, n): signal.signal(getattr(signal, n), stop) for n in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
