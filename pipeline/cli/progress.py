"""Progress bars: on work that takes more than a second, on a terminal, never into a pipe."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds of work before a bar appears


class Bar:
    """Shows that work goes on, and how far it is when it is called with (done, total).

    Use it as a context manager. Lines said meanwhile stand above the bar.
    """

    def __init__(
        self, title: str, *, shown: bool, patience: float = PATIENCE, console: Console | None = None
    ):
        self._title, self._console = title, console
        self._done, self._total = 0, 0
        self._lock = threading.RLock()
        self._live: Progress | None = None
        self._task: TaskID | None = None
        self._closed = not shown
        self._timer = threading.Timer(patience, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> Bar:
        if not self._closed:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._live is not None:
                self._live.stop()

    def __call__(self, done: int, total: int) -> None:
        """Note how far the work is."""
        with self._lock:
            self._done, self._total = done, total
            if self._live is not None and self._task is not None:
                self._live.update(self._task, completed=done, total=total or None)

    def now(self, what: str) -> None:
        """Note what is being worked on."""
        with self._lock:
            if self._live is not None and self._task is not None:
                self._live.update(self._task, description=f"{self._title}: {what}")

    def say(self, text: str) -> None:
        """Print a line of the command's result."""
        with self._lock:
            if self._live is None:
                click.echo(text)
            else:
                self._live.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _appear(self) -> None:
        from rich.progress import Progress

        with self._lock:
            if self._closed:
                return
            self._live = Progress(console=self._console, transient=True)
            self._task = self._live.add_task(self._title, total=self._total or None, completed=self._done)
            self._live.start()


def progress(title: str, *, patience: float = PATIENCE) -> Bar:
    """A bar for this piece of work; it draws nothing when the output is piped."""
    return Bar(title, shown=sys.stdout.isatty() and sys.stderr.isatty(), patience=patience)
