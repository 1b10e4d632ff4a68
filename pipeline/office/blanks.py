"""The blank forms that stand beside their definitions: planned, written, and held in step.

A blank is in step when its content is what its definition gives today: a PDF object by object, a Word file part by
part, because another build of zlib may pack the same parts differently.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.files import storing, write_atomic


@dataclass(frozen=True)
class Blank:
    """One blank as it should be: where it stands, its bytes, and what stands there now."""

    path: Path
    data: bytes
    present: bool  # a file of this name is there
    in_step: bool  # and it holds what this blank holds

    def __str__(self) -> str:
        state = "in step" if self.in_step else "out of step" if self.present else "not there yet"
        return f"{self.path.name}: {state}"


def plan_blanks(settings: Settings, forms: Mapping[str, Form]) -> tuple[Blank, ...]:
    """The PDF and the Word blank of every form, without writing any. Raises StorageError when one cannot be read."""
    from pipeline.papers.making.blank_pdf import build_blank_pdf
    from pipeline.papers.making.blank_word import build_blank_word

    folder = settings.folders.forms
    plan: list[Blank] = []
    for form in forms.values():
        plan.append(_blank(folder / f"{form.name}.pdf", build_blank_pdf(form)))
        plan.append(_blank(folder / f"{form.name}.docx", build_blank_word(form)))
    return tuple(plan)


def write_blanks(plan: tuple[Blank, ...]) -> tuple[Path, ...]:
    """Write the blanks that are not in step; the paths written. Raises StorageError."""
    written = tuple(blank for blank in plan if not blank.in_step)
    for blank in written:
        write_atomic(blank.path, blank.data)
    return tuple(blank.path for blank in written)


def out_of_step(settings: Settings, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """A sentence for each blank that its definition would make differently today."""
    return tuple(_sentence(blank) for blank in plan_blanks(settings, forms) if not blank.in_step)


def _blank(path: Path, data: bytes) -> Blank:
    if not path.is_file():
        return Blank(path, data, present=False, in_step=False)
    with storing(f"Reading {path.name}"):
        there = path.read_bytes()
    same = _same_parts if path.suffix == ".docx" else _same_pdf
    return Blank(path, data, present=True, in_step=there == data or same(there, data))


def _same_pdf(there: bytes, made: bytes) -> bool:
    from pipeline.papers.making.blank_pdf import same_blank

    return same_blank(there, made)


def _same_parts(there: bytes, made: bytes) -> bool:
    """Whether two Word files hold the same parts; False for anything that is not a sound ZIP."""
    try:
        return _parts(there) == _parts(made)
    except (zipfile.BadZipFile, zlib.error):
        return False


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _sentence(blank: Blank) -> str:
    what = "differs from what its definition gives" if blank.present else "is not there"
    return f"{blank.path.name} {what}. Run `pipeline forms build`."
