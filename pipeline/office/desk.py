"""The desk: what every office task has at hand - settings, forms, register, originals, kept copies, sandbox, clock."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from pipeline.model.answers import Answers
from pipeline.model.errors import DefinitionError, ReadingError
from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.derived import Derived
from pipeline.records.originals import ORIGINALS, Originals
from pipeline.records.register import Register
from pipeline.rules.filekinds import kind_of

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

    def read(self, data: bytes, name: str) -> Answers:
        """The answers on a paper, read in the sandbox. Raises ReadingError, or StorageError (the computer failed)."""
        from pipeline.papers.reading.reader import read_answers

        with _called(str(kind_of(data[:1024], name))):
            return self.sandbox.call(read_answers, data, name, tuple(self.forms.values()))


@contextlib.contextmanager
def _called(what: str) -> Iterator[None]:
    """A failure of the reading process names what was being read, which the process itself cannot know."""
    from pipeline.papers.sandbox import UNNAMED

    try:
        yield
    except ReadingError as err:
        if err.what != UNNAMED:
            raise
        raise ReadingError(what, err.why, err.remedy) from err


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


def inert_key(sha256: str) -> str:
    """The key under which an original's inert pages are kept in `Desk.derived`.

    The number is that of the way they are made: raised when what may stay on a page changes, so that copies made
    before are made anew.
    """
    return f"inert2-{sha256}"


def inert_copy(desk: Desk, sha256: str, kind: str, title: str) -> bytes | None:
    """An original as dead pages for a pack, kept once made; None for a typed (YAML) form, which has no pages.

    Raises ConversionError or ReadingError when it cannot be made: a gap in the pack, never a reason to refuse the
    form. Raises NotFoundError or StorageError when the original is gone or damaged.
    """
    if kind == "yaml":
        return None
    kept = desk.derived.get(inert_key(sha256))
    if kept is not None:
        return kept
    from pipeline.papers.making.inert import make_inert

    data = desk.originals.read(sha256)
    with _called("The Word form" if kind == "docx" else "The PDF form"):
        pdf = word_pages(desk, data, title) if kind == "docx" else data
        inert = desk.sandbox.call(make_inert, pdf)
    desk.derived.put(inert_key(sha256), inert)
    return inert


def word_pages(desk: Desk, docx: bytes, title: str) -> bytes:
    """A Word document as a PDF: the embedded engine runs in the sandbox, an office suite has its own limits."""
    if desk.settings.word_engine == "embedded":
        return desk.sandbox.call(_embedded_pages, docx, title)
    from pipeline.papers.making.convert import word_to_pdf

    return word_to_pdf(docx, engine=desk.settings.word_engine, title=title)


def _embedded_pages(docx: bytes, title: str) -> bytes:
    """Runs inside the sandbox, so it is a module-level function of plain values."""
    from pipeline.papers.making.convert import word_to_pdf

    return word_to_pdf(docx, engine="embedded", title=title)
