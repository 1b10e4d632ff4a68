"""Documents from outside are opened in a process of their own, with a limit on time and on memory.

One process is kept warm, because a start costs about 0.3 seconds. What hangs is killed, what crashes is noticed,
what explodes is named; the program that asked gets a ReadingError and goes on.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import ParamSpec, TypeVar, cast

from pipeline.model.errors import PipelineError, ReadingError, StorageError
from pipeline.papers.limits import address_space, limit_memory, resident

P = ParamSpec("P")
R = TypeVar("R")

_WHAT = "Document"
_REMEDY = (
    "Open it, save it again under another name and drop that; if it fails again, ask for the form afresh."
)
_START_SECONDS = 60.0  # a first start on a busy machine with cold disks
_LARGEST_RESULT = 256 * 1024 * 1024  # bytes
_LOOK_EVERY = 0.05  # seconds between two looks at the child
_GRACE = 15.0  # seconds after which an orphaned child ends itself
_FULL = 0.6  # share of the memory limit after which a fresh process is better


class Sandbox:
    """Runs functions in one warm process with limits: `seconds` a call, `megabytes` (MiB) of memory.

    Use it as a context manager, or call `close()`. Calls from several threads take turns.
    """

    def __init__(self, seconds: float, megabytes: int) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self._child: _Child | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        with self._turn:
            self._drop()

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`function(*args)` in the process. Function, arguments and result must be picklable.

        PipelineErrors raised inside come out as themselves. Raises ReadingError for any other exception, a
        time-out, a crash, too much memory or a result that is too big.
        """
        job = pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL)
        with self._turn:
            reply = self._exchange(job)
        return cast(R, reply.value())

    def _exchange(self, job: bytes) -> _Reply:
        done = False
        try:
            child = self._child = self._child or _start(self.seconds, self.megabytes)
            reply = child.ask(job, self.seconds, self.megabytes)
            done = not reply.full
            return reply
        finally:
            if not done:  # also after Ctrl-C: what the process would say next belongs to nobody
                self._drop()

    def _drop(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = None


@dataclass(frozen=True)
class _Reply:
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
class _Child:
    process: SpawnProcess
    pipe: Connection

    def ask(self, job: bytes, seconds: float, megabytes: int) -> _Reply:
        """Send a job and wait for its reply, at most so many seconds. Raises ReadingError with the reason."""
        with _Warden(self.process, seconds, megabytes) as warden:
            try:
                self.pipe.send_bytes(job)
                flags = self.pipe.recv_bytes(2)
                return _Reply(flags[:1] == b"E", flags[1:] == b"F", self.pipe.recv_bytes(_LARGEST_RESULT))
            except (EOFError, OSError) as err:
                raise _ended(self.process, warden, seconds, megabytes) from err

    def end(self) -> None:
        """Kill the process and wait for it, so that nothing is left of it."""
        self.pipe.close()
        self.process.kill()
        self.process.join(10)
        if not self.process.is_alive():
            self.process.close()


class _Warden(threading.Thread):
    """Watches a process during one call and kills it when its time or memory is used up.

    Killing ends every wait of the parent on the pipe, so the parent never blocks for ever.
    """

    def __init__(self, process: SpawnProcess, seconds: float, megabytes: int) -> None:
        super().__init__(daemon=True, name="sandbox warden")
        self.process, self.megabytes = process, megabytes
        self.deadline = time.monotonic() + seconds
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
        while not self._over.wait(min(pause, max(0.0, self.deadline - time.monotonic()))):
            self.most = max(self.most, resident(self.process.pid or 0))
            self.too_late = time.monotonic() >= self.deadline
            self.too_big = self.most > self.megabytes
            if self.too_late or self.too_big:
                self.process.kill()
                return


def _ended(process: SpawnProcess, warden: _Warden, seconds: float, megabytes: int) -> ReadingError:
    """Why a process ended before it replied."""
    process.join(2)
    code = process.exitcode
    if warden.too_late:
        return ReadingError(_WHAT, f"reading it took longer than {seconds:g} seconds.", _REMEDY)
    if warden.too_big or warden.most > 0.8 * megabytes:
        return _too_big(megabytes)
    if code is None:
        return ReadingError(_WHAT, "its result was too big to take over.", _REMEDY)
    if code == -9:
        return ReadingError(_WHAT, "the system stopped its reading, most likely for want of memory.", _REMEDY)
    return ReadingError(_WHAT, f"reading it crashed the reader ({_exit_words(code)}).", _REMEDY)


def _exit_words(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"exit code {code}"


def _too_big(megabytes: int) -> ReadingError:
    return ReadingError(_WHAT, f"reading it needed more than {megabytes} MiB of memory.", _REMEDY)


def _start(seconds: float, megabytes: int) -> _Child:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_serve, args=(theirs, seconds, megabytes), daemon=True, name="pipeline reader"
    )
    with _no_main():
        process.start()
    theirs.close()
    child = _Child(process, ours)
    with _Warden(process, _START_SECONDS, sys.maxsize):
        try:
            ours.recv_bytes(16)
        except (EOFError, OSError) as err:
            child.end()
            # the computer's fault, not the document's: nothing must be set aside for it
            words = "The reading process could not be started: close other programs, then try again."
            raise StorageError(f"{words} Nothing has been lost.") from err
    return child


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Start a process without importing the main program again there: it is slow and may not be importable."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, seconds: float, megabytes: int) -> None:
    """The process's life: take a job, do it, reply; end when the parent has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _silence()
    limit_memory(megabytes)
    pipe.send_bytes(b"ready")
    while True:
        try:
            job = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        except MemoryError:
            _reply(pipe, _pickled_error(_too_big(megabytes)), failed=True, full=True)
            continue
        # Were the parent killed, nobody would stop a job that hangs: this ends the process from outside Python.
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=sys.__stderr__ or 2)
        _answer(pipe, job, megabytes)
        faulthandler.cancel_dump_traceback_later()


def _answer(pipe: Connection, job: bytes, megabytes: int) -> None:
    try:
        function, args, kwargs = pickle.loads(job)
        content = pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
        failed, full = False, False
        if len(content) > _LARGEST_RESULT:
            too_much = ReadingError(_WHAT, "its result was too big to take over.", _REMEDY)
            failed, full, content = True, True, _pickled_error(too_much)
    except MemoryError:
        failed, full, content = True, True, _pickled_error(_too_big(megabytes))
    except PipelineError as err:
        failed, full, content = True, False, _pickled_error(err)
    except Exception as err:  # noqa: BLE001  (the wall: whatever a document provokes ends here)
        failed, full, content = True, False, _pickled_error(_foreign(err))
    gc.collect()
    _reply(pipe, content, failed=failed, full=full or address_space() > _FULL * megabytes)


def _reply(pipe: Connection, content: bytes, *, failed: bool, full: bool) -> None:
    pipe.send_bytes((b"E" if failed else b"R") + (b"F" if full else b"-"))
    pipe.send_bytes(content)


def _foreign(err: Exception) -> ReadingError:
    said = " ".join(str(err).split())[:120]
    reason = f"{type(err).__name__}: {said}" if said else type(err).__name__
    return ReadingError(_WHAT, f"it could not be read ({reason}).", _REMEDY)


def _pickled_error(err: PipelineError) -> bytes:
    """The error, pickled; as a ReadingError with its words where it cannot be rebuilt."""
    try:
        content = pickle.dumps(err, pickle.HIGHEST_PROTOCOL)
        if str(pickle.loads(content)) == str(err):
            return content
    except (TypeError, AttributeError, pickle.PicklingError):
        pass
    return pickle.dumps(ReadingError(_WHAT, str(err), _REMEDY), pickle.HIGHEST_PROTOCOL)


def _silence() -> None:
    """What libraries print about a damaged document is not for the coordinator's screen."""
    logging.disable(logging.CRITICAL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
