"""Documents from outside are opened in a process of their own, with a limit on time and on memory.

One process is kept warm, because a start costs about half a second. What hangs is killed, what crashes is noticed,
what explodes is named; the program that asked gets a ReadingError and goes on. What the computer did (a disk that
failed, a process that somebody ended) is tried once more, and is never laid at the document's door.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar, cast

from pipeline.papers.sandbox.child import Child, Reply, StumbledError, start
from pipeline.papers.sandbox.inside import UNNAMED

__all__ = ["READERS", "UNNAMED", "Sandbox"]

P = ParamSpec("P")
R = TypeVar("R")

# Loaded before the first document comes: what fails until then is the program's or the computer's fault.
READERS = (
    "pikepdf",
    "pipeline.papers.reading.acroform",
    "pipeline.papers.reading.inside",
    "pipeline.papers.reading.reader",
    "pipeline.papers.reading.typed",
    "pipeline.papers.reading.word",
    "lxml.etree",
)


class Sandbox:
    """Runs functions in one warm process with limits: `seconds` a call, `megabytes` (MiB) of memory.

    `modules` are loaded as the process starts. Use it as a context manager, or call `close()`. Calls from several
    threads take turns.
    """

    def __init__(self, seconds: float, megabytes: int, modules: Sequence[str] = READERS) -> None:
        self.seconds, self.megabytes, self.modules = seconds, megabytes, tuple(modules)
        self._child: Child | None = None
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
        time-out, a crash, too much memory or a result that is too big; its `what` is UNNAMED then. Raises
        StorageError when the computer failed, twice in a row.
        """
        job = pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL)
        with self._turn:
            reply = self._exchange(job)
        return cast(R, reply.value())

    def _exchange(self, job: bytes) -> Reply:
        try:
            return self._attempt(job)
        except StumbledError:
            pass  # perhaps not the document's fault: once more, in a fresh process
        try:
            return self._attempt(job)
        except StumbledError as err:
            raise err.error from err

    def _attempt(self, job: bytes) -> Reply:
        done = False
        try:
            child = self._child = self._child or start(self.seconds, self.megabytes, self.modules)
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
