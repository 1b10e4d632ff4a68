"""Every edition of every form that a filled copy may be of, with the blanks that stand beside the definitions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.model.edition import Edition, present_edition
from pipeline.model.form import Form
from pipeline.records.files import storing


def load_editions(folder: Path, forms: Mapping[str, Form]) -> tuple[Edition, ...]:
    """The editions of the forms defined in `folder`. Raises StorageError when a blank there cannot be read."""
    return tuple(
        present_edition(form, _blank(folder / f"{form.name}.pdf"), _blank(folder / f"{form.name}.docx"))
        for form in forms.values()
    )


def _blank(path: Path) -> bytes:
    """A blank's bytes, b"" when there is none: then copies that have no fields cannot be compared with it."""
    if not path.is_file():
        return b""
    with storing(f"Reading {path.name}"):
        return path.read_bytes()
