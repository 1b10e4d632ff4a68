"""Progress bars: on work that takes more than a second, on a terminal, never into a pipe."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

Step = Callable[[int, int], None]
PATIENCE = 1.0  # seconds of work before a bar appears


class Bar:
    """A bar on standard error that appears when the work has taken a second; call it with (done, total)."""

    def __init__(self, title: str, now: Callable[[], float] = time.monotonic) -> None:
        self._title, self._now = title, now
        self._began = now()
        self._stack = contextlib.ExitStack()
        self._show: Step | None = None

    def __call__(self, done: int, total: int) -> None:
        """Note how far the work is."""
        if self._show is None and self._now() - self._began >= PATIENCE:
            self._show = self._start(total)
        if self._show is not None:
            self._show(done, total)

    def close(self) -> None:
        """Take the bar away."""
        self._stack.close()

    def _start(self, total: int) -> Step:
        from rich.console import Console
        from rich.progress import Progress

        bar = self._stack.enter_context(Progress(console=Console(stderr=True), transient=True))
        task = bar.add_task(self._title, total=total)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return show


@contextlib.contextmanager
def progress(title: str) -> Iterator[Step]:
    """Gives the work a function to call with (done, total); it draws nothing when the output is piped."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield lambda done, total: None
        return
    bar = Bar(title)
    try:
        yield bar
    finally:
        bar.close()
