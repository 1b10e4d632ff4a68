"""The desk: what every office task has at hand - settings, forms, register, originals, kept copies, sandbox, clock."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Protocol, TypeVar

from pipeline.model.answers import Answers
from pipeline.model.edition import Edition
from pipeline.model.errors import DefinitionError
from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.derived import Derived
from pipeline.records.editions import Shelf
from pipeline.records.originals import ORIGINALS, Originals
from pipeline.records.register import Register

Result = TypeVar("Result")


class Caller(Protocol):
    """Runs a function somewhere safe: papers.sandbox.Sandbox, or a stand-in for tests."""

    def call(self, function: Callable[..., Result], *args: object) -> Result:
        """The function's result. Raises ReadingError when it hangs, crashes or needs too much memory."""
        ...


@dataclass(frozen=True)
class Desk:
    """One open workspace. `clock` says what moment the work counts as (the option --today moves it)."""

    settings: Settings
    forms: Mapping[str, Form]
    register: Register
    originals: Originals
    derived: Derived
    sandbox: Caller
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The day the work counts as."""
        return self.clock().date()

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.settings.folders.forms, self.forms)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Every edition of the forms, with its blanks, also of those adopted a moment ago. Raises StorageError."""
        return self._shelf.editions

    @property
    def form_notices(self) -> tuple[str, ...]:
        """A sentence for each adopted form that is left out, or definition that changed. Raises StorageError."""
        return self._shelf.notices

    def read(self, data: bytes, name: str) -> Answers:
        """The answers on a paper, whatever it came in. Raises ReadingError, or StorageError (the computer failed)."""
        from pipeline.office.desk.reading import read_paper

        return read_paper(self, data, name)


@contextlib.contextmanager
def open_desk(
    settings: Settings,
    forms: Mapping[str, Form],
    clock: Callable[[], datetime],
    *,
    sandbox: Caller | None = None,
) -> Iterator[Desk]:
    """The desk of a workspace; register and reading process are closed afterwards.

    The reading process starts at the first paper. Raises RegisterError or StorageError, and DefinitionError when
    there is no form at all: without the definitions every good form would be set aside.
    """
    if not forms:
        raise DefinitionError(
            f"There is no form definition in {settings.folders.forms}: put the folder back."
        )
    records = settings.folders.records
    with contextlib.ExitStack() as stack:
        register = stack.enter_context(Register(records, clock, settings.reference_prefix))
        caller = sandbox or stack.enter_context(_WarmSandbox(settings))
        yield Desk(
            settings,
            forms,
            register,
            Originals(records / ORIGINALS),
            Derived(records / "derived"),
            caller,
            clock,
        )


class _WarmSandbox:
    """Starts the reading process when it is first needed, then keeps it."""

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.intake
        self._stack = contextlib.ExitStack()
        self._caller: Caller | None = None

    def __enter__(self) -> _WarmSandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def call(self, function: Callable[..., Result], *args: object) -> Result:
        """As papers.sandbox.Sandbox.call."""
        if self._caller is None:
            from pipeline.papers.sandbox import Sandbox

            self._caller = self._stack.enter_context(
                Sandbox(self._limits.read_seconds, self._limits.read_memory)
            )
        return self._caller.call(function, *args)
