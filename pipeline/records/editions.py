"""Every edition of every form that a filled copy may be of, with the blanks that stand beside the definitions."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.edition import Edition, present_edition
from pipeline.model.errors import DefinitionError, StorageError
from pipeline.model.form import Earlier, Form
from pipeline.records.definitions import Adopted, LeftOut, load_adopted
from pipeline.records.files import storing
from pipeline.rules.answers.boxes import earlier_edition


class Shelf:
    """The editions of the forms defined in `folder`, as long as a desk is open.

    Our own stay as they are with the first look: the definitions in `forms` do not change under the work either.
    Adopted ones are loaded again when a file in the folder changes, since people adopt forms while a watch runs.
    """

    def __init__(self, folder: Path, forms: Mapping[str, Form]) -> None:
        self._folder = folder
        self._blanks = _Blanks(folder)
        self._forms = forms
        self._own: tuple[Edition, ...] | None = None
        self._theirs = _Theirs()
        self._first = self._seen = frozenset[_Stamp]()

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Every edition: present, earlier, and those adopted from others that have no fault.

        Raises StorageError when a blank of our own cannot be read, DefinitionError when one that a definition names
        is not there.
        """
        self._look()
        if self._own is None:
            self._own = tuple(edition for form in self._forms.values() for edition in self._blanks.own(form))
        return self._own + self._theirs.editions

    @property
    def notices(self) -> tuple[str, ...]:
        """A sentence for each adopted form that is left out, and for definitions that changed since the first look.

        Raises StorageError when the folder cannot be listed.
        """
        self._look()
        changed = sorted({stamp.name for stamp in self._first ^ self._seen} & self._definitions())
        stale = (
            f"{name} has changed: end this command and start it again to work with it." for name in changed
        )
        return (*(form.words for form in self._theirs.left_out), *stale)

    def _definitions(self) -> set[str]:
        return {f"{name}.yaml" for name in self._forms}

    def _look(self) -> None:
        seen = _stamps(self._folder)
        if not seen or seen == self._seen:
            return  # a folder that is away for a moment takes no form with it
        self._theirs = _load_theirs(self._blanks, self._forms)
        self._first = self._first or seen
        self._seen = seen


@dataclass(frozen=True)
class _Stamp:
    """One file as it lay in the folder: what is cheap to see, and changes when the file does."""

    name: str
    changed: int  # nanoseconds
    size: int
    node: int


def _stamps(folder: Path) -> frozenset[_Stamp]:
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):  # gone since it was listed
                status = path.stat()
                found.append(_Stamp(path.name, status.st_mtime_ns, status.st_size, status.st_ino))
    return frozenset(found)


@dataclass(frozen=True)
class _Theirs:
    """The adopted forms' editions, and the forms that are left out."""

    editions: tuple[Edition, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def _load_theirs(blanks: _Blanks, forms: Mapping[str, Form]) -> _Theirs:
    found = load_adopted(blanks.folder, forms)
    editions, left_out = [], list(found.left_out)
    for adopted in found.ready:
        try:
            editions.append(blanks.theirs(adopted))
        except StorageError as err:
            left_out.append(LeftOut((f"{adopted.name}.yaml: {str(err).rstrip('.')}",)))
    return _Theirs(tuple(editions), tuple(left_out))


@dataclass(frozen=True)
class _Blanks:
    """The folder in which the blanks stand."""

    folder: Path

    def own(self, form: Form) -> Iterator[Edition]:
        yield present_edition(form, self.blank(f"{form.name}.pdf"), self.blank(f"{form.name}.docx"))
        for earlier in form.earlier:
            yield earlier_edition(
                form, earlier, self._kept(form, earlier, ".pdf"), self._kept(form, earlier, ".docx")
            )

    def theirs(self, adopted: Adopted) -> Edition:
        data = self.blank(adopted.blank)
        pdf = adopted.blank.lower().endswith(".pdf")
        return Edition(
            adopted.form,
            adopted.form.version,
            adopted.title,
            own=False,
            names=adopted.names,
            labels=adopted.labels,
            codes=adopted.codes,
            pdf=data if pdf else b"",
            word=b"" if pdf else data,
        )

    def _kept(self, form: Form, earlier: Earlier, end: str) -> bytes:
        """The blank of an earlier version, b"" when the definition names none of this kind."""
        name = next((name for name in earlier.blanks if name.lower().endswith(end)), "")
        if name and not (self.folder / name).is_file():
            where = f"{form.name}.yaml: earlier version {earlier.version}: the blank"
            raise DefinitionError(
                f"{where} {name} is not in {self.folder.name}/; put it back or take the line out"
            )
        return self.blank(name) if name else b""

    def blank(self, name: str) -> bytes:
        """A blank's bytes, b"" when there is none: then copies that have no fields cannot be compared with it."""
        path = self.folder / name
        if not path.is_file():
            return b""
        with storing(f"Reading {path.name}"):
            return path.read_bytes()
