"""The blank forms that stand beside their definitions: planned, written, and held in step.

A blank is in step when its content is what its definition gives today: a PDF object by object, a Word file part by
part, because another build of zlib may pack the same parts differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.records.files import storing, write_atomic
from pipeline.rules.arriving.fileends import ends_well
from pipeline.rules.arriving.filekinds import kind_of


@dataclass(frozen=True)
class Blank:
    """One blank as it should be: where it stands, its bytes, and what stands there now."""

    path: Path
    data: bytes
    present: bool  # a file of this name is there
    in_step: bool  # and it holds what this blank holds

    @property
    def change(self) -> str:
        """What writing does to it, as a verb: "written again" for one that was out of step."""
        return "unchanged" if self.in_step else "written again" if self.present else "written"


def plan_blanks(settings: Settings, forms: Mapping[str, Form]) -> tuple[Blank, ...]:
    """The PDF and the Word blank of every form, without writing any. Raises StorageError when one cannot be read."""
    from pipeline.papers.making import blank_pdf, blank_word

    folder = settings.folders.forms
    plan: list[Blank] = []
    for form in forms.values():
        pdf, word = blank_pdf.build_blank_pdf(form), blank_word.build_blank_word(form)
        plan.append(_blank(folder / f"{form.name}.pdf", pdf, blank_pdf.same_blank))
        plan.append(_blank(folder / f"{form.name}.docx", word, blank_word.same_blank))
    return tuple(plan)


def write_blanks(plan: tuple[Blank, ...]) -> tuple[Path, ...]:
    """Write the blanks that are not in step; the paths written. Raises StorageError."""
    written = tuple(blank for blank in plan if not blank.in_step)
    for blank in written:
        write_atomic(blank.path, blank.data)
    return tuple(blank.path for blank in written)


def grown(forms: Mapping[str, Form]) -> tuple[str, ...]:
    """A sentence for each page of a definition that takes more paper than it is meant to. Raises DefinitionError."""
    from pipeline.papers.making.blank_pdf import sheets_taken

    return tuple(
        f"{form.name}.pdf: page {number} of its definition ({page.title or 'no title'}) takes {taken} sheets of paper"
        f" instead of {page.sheets}. Give a table fewer rows or a box fewer lines, or allow it with `sheets: {taken}`."
        for form in forms.values()
        for number, (page, taken) in enumerate(zip(form.pages, sheets_taken(form), strict=True), 1)
        if taken > page.sheets
    )


def out_of_step(settings: Settings, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """A sentence for each blank that its definition would make differently today."""
    return tuple(_sentence(blank) for blank in plan_blanks(settings, forms) if not blank.in_step)


def _blank(path: Path, data: bytes, same: Callable[[bytes, bytes], bool]) -> Blank:
    if not path.is_file():
        return Blank(path, data, present=False, in_step=False)
    with storing(f"Reading {path.name}"):
        there = path.read_bytes()
    return Blank(path, data, present=True, in_step=_whole(there) and same(there, data))


def _whole(data: bytes) -> bool:
    """Whether a file ends as its kind should: a reader that mends would take a cut one for the same."""
    return ends_well(kind_of(data, ""), data[:1024], data[-66000:])


def _sentence(blank: Blank) -> str:
    what = "differs from what its definition and the settings give" if blank.present else "is not there"
    return f"{blank.path.name} {what}. Run `pipeline forms build`."
