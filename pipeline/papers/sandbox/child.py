"""The reading process as its parent sees it: started, asked, watched, ended; and why it ended by itself."""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import pickle
import signal
import sys
import threading
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from pipeline.model.errors import PipelineError, StorageError
from pipeline.papers.sandbox import inside
from pipeline.papers.sandbox.inside import not_readable, too_big
from pipeline.papers.sandbox.limits import kept_waiting, resident

_START_SECONDS = 60.0  # a first start on a busy machine with cold disks
_LOOK_EVERY, _SHORTLY = 0.05, 0.01  # seconds between two looks at the child, and at its end
_NEARLY = 0.8  # share of the memory limit at which a sudden death is one of memory
_KILLED = -9  # SIGKILL; the system's way when memory runs out
# Ended from outside: SIGHUP, SIGINT, SIGQUIT, SIGTERM, and a closed console on Windows (STATUS_CONTROL_C_EXIT).
_ENDED_BY_SOMEBODY = (-1, -2, -3, -15, 0xC000013A, 0xC000013A - 2**32)


class StumbledError(Exception):
    """A call failed in a way that may not be its document's fault. `error`: what to say when it does so again."""

    def __init__(self, error: PipelineError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True)
class Reply:
    """What the process said: a pickled result, or a pickled error; `full`: it has used up its memory."""

    failed: bool
    full: bool
    content: bytes

    def value(self) -> object:
        """The result. Raises the error."""
        found = pickle.loads(self.content)
        if self.failed:
            raise found
        return found


@dataclass(frozen=True)
class Child:
    """A process that is ready to work."""

    process: SpawnProcess
    pipe: Connection

    def ask(self, job: bytes, seconds: float, megabytes: int) -> Reply:
        """Send a job and wait for its reply, at most so many seconds.

        Raises ReadingError with the reason, or StumbledError when another attempt may go better.
        """
        with _Warden(self.process, seconds, megabytes) as warden:
            try:
                self.pipe.send_bytes(job)
                flags = self.pipe.recv_bytes(2)
                content = self.pipe.recv_bytes(inside.LARGEST_RESULT)
            except (EOFError, OSError) as err:
                raise _ended(self.process, warden, seconds, megabytes) from err
        if flags[:1] == inside.MACHINE:
            raise StumbledError(pickle.loads(content))
        return Reply(flags[:1] == inside.ERROR, flags[1:] == inside.FULL, content)

    def end(self) -> None:
        """Kill the process and wait for it, so that nothing is left of it."""
        atexit.unregister(self.process.kill)
        self.pipe.close()
        self.process.kill()
        self.process.join(10)
        if not self.process.is_alive():
            self.process.close()


class _Warden(threading.Thread):
    """Watches a process during one call and kills it when its time or memory is used up.

    Killing ends every wait of the parent on the pipe, so the parent never blocks for ever. Time that the process had to
    wait for a processor, because the computer is busy with other things, is not its document's: it is given again,
    up to twice the limit.
    """

    def __init__(self, process: SpawnProcess, seconds: float, megabytes: int) -> None:
        super().__init__(daemon=True, name="sandbox warden")
        self.process, self.megabytes = process, megabytes
        self.seconds, self.began = seconds, time.monotonic()
        self.waited_before = kept_waiting(process.pid or 0)
        self.too_late = self.too_big = False
        self.most = 0
        self._over = threading.Event()

    def __enter__(self) -> _Warden:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        """Look at the process until the call is over."""
        pause = 0.5 if sys.platform == "darwin" else _LOOK_EVERY  # asking costs a process there
        while not self._over.wait(min(pause, max(_SHORTLY, self._left(0.0)))):
            pid = self.process.pid or 0
            self.most = max(self.most, resident(pid))
            self.too_late = self._left(0.0) <= 0 and self._left(kept_waiting(pid) - self.waited_before) <= 0
            self.too_big = self.most > self.megabytes
            if self.too_late or self.too_big:
                self.process.kill()
                return

    def _left(self, waited: float) -> float:
        """Seconds left, when so many were spent waiting for a processor."""
        given = min(max(0.0, waited), inside.PATIENCE * self.seconds)
        return self.began + self.seconds + given - time.monotonic()


def _ended(process: SpawnProcess, warden: _Warden, seconds: float, megabytes: int) -> Exception:
    """Why a process ended before it replied: a ReadingError, or a StumbledError where it may not do so again."""
    process.join(2)
    code = process.exitcode
    if warden.too_late:
        return not_readable(f"reading it took longer than {seconds:g} seconds.")
    if warden.too_big or warden.most > _NEARLY * megabytes:
        return too_big(megabytes)
    if code is None:
        return not_readable("it holds too much to be taken over.")
    return StumbledError(_death(code))


def _death(code: int) -> PipelineError:
    """What to say of a process that has died twice over one document."""
    if code in _ENDED_BY_SOMEBODY:
        return StorageError(
            f"The reading of a form was ended from outside ({_exit_words(code)}). Nothing has been lost; try again."
        )
    if code == _KILLED:
        words = "the system stopped its reading, twice, most likely for want of memory."
    else:
        words = f"reading it crashed the reader, twice ({_exit_words(code)})."
    return not_readable(words)


def _exit_words(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"exit code {code}"


def start(seconds: float, megabytes: int, modules: tuple[str, ...]) -> Child:
    """A process that has loaded `modules`. Raises StorageError, or StumbledError when a second try may go better."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=inside.serve, args=(theirs, seconds, megabytes, modules), daemon=True, name="pipeline reader"
    )
    try:
        with _no_main():
            process.start()
    except OSError as err:
        ours.close()
        raise StumbledError(_no_start(str(err))) from err
    finally:
        theirs.close()
    atexit.register(process.kill)  # it does not heed SIGTERM, by which multiprocessing would end it
    child = Child(process, ours)
    with _Warden(process, _START_SECONDS, sys.maxsize) as warden:
        try:
            said = ours.recv_bytes().decode("utf-8", "replace")
        except (EOFError, OSError):
            said = "it ended at once"
    if said != inside.READY:
        child.end()
        if warden.too_late:
            raise _no_start("it took more than a minute")
        raise StumbledError(_no_start(said))
    return child


def _no_start(why: str) -> StorageError:
    """The computer's fault, not the document's: nothing must be set aside for it."""
    words = f"The reading process could not be started ({why}): close other programs, then try again"
    return StorageError(f"{words}; if that does not help, install the program again. Nothing has been lost.")


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Start a process without importing the main program again there: it is slow and may not be importable."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
