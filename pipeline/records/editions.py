"""Every edition of every form that a filled copy may be of, with the blanks that stand beside the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.edition import Edition, present_edition
from pipeline.model.errors import DefinitionError
from pipeline.model.form import Earlier, Form
from pipeline.records.definitions import Adopted, load_adopted
from pipeline.records.files import storing
from pipeline.rules.boxes import earlier_edition


def load_editions(folder: Path, forms: Mapping[str, Form]) -> tuple[Edition, ...]:
    """The editions of the forms defined in `folder`: present, earlier, and those adopted from others.

    Raises StorageError when a blank there cannot be read, DefinitionError when a blank that a definition names is
    not there, or when an adopted form has a fault.
    """
    shelf = _Shelf(folder)
    return tuple(edition for form in forms.values() for edition in shelf.own(form)) + tuple(
        shelf.theirs(adopted) for adopted in load_adopted(folder, forms)
    )


@dataclass(frozen=True)
class _Shelf:
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
