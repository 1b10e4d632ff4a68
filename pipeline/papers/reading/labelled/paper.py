"""A printed paper: its pages in the order their feet tell, the form it calls itself, and how it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import FOREIGN
from pipeline.papers.reading.labelled.sheets import PaperRow, rows_of
from pipeline.papers.reading.layout import Footer, footer_of

MISSING = " is missing."
_MOST_PAGES = 60
_KEPT = 0.2  # share of a cell's lines that end with a space, where a program keeps those (ends of answers have none)
# These lose the line breaks of a Word form's boxes when they open it.
_LOSES_BREAKS = re.compile(r"LibreOffice(?:/| )?[67]\.")


@dataclass(frozen=True)
class Paper:
    """The rows of every page, in the form's order; `remarks` tell of pages that are missing or out of place."""

    rows: tuple[PaperRow, ...]
    footers: tuple[Footer, ...] = ()
    remarks: tuple[str, ...] = ()
    spaces: bool = False  # spaces at the ends of wrapped lines were kept
    runs_together: bool = False

    @property
    def form_id(self) -> str:
        """What it calls itself; "" when it does not say."""
        return self.footers[0].form_id if self.footers else ""

    @property
    def version(self) -> str:
        """The version it says."""
        return self.footers[0].version if self.footers else ""


@dataclass(frozen=True)
class Leaf:
    """One page as it lies in the file."""

    number: int
    rows: tuple[PaperRow, ...]
    footer: Footer | None = field(default=None)


def open_paper(data: bytes) -> Paper:
    """The text of a PDF in ruled rows. Raises ReadingError: damaged, or pages of two forms."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as err:
        raise ReadingError("PDF", "it is damaged and cannot be opened.", "Ask for it again.") from err
    try:
        made_by = " ".join(map(str, document.get_metadata_dict().values()))
        leaves = [_leaf(document, n) for n in range(min(len(document), _MOST_PAGES))]
    except (pypdfium2.PdfiumError, *FOREIGN) as err:
        raise ReadingError("PDF", "one of its pages is damaged.", "Ask for it again.") from err
    finally:
        document.close()
    return in_order(leaves, runs_together=bool(_LOSES_BREAKS.search(made_by)))


def _leaf(document: object, index: int) -> Leaf:
    page = document[index]  # type: ignore[index]
    rows = rows_of(page, index + 1)
    page.close()
    return Leaf(index + 1, rows, footer_of("\n".join(row.text for row in rows)))


def in_order(leaves: Sequence[Leaf], *, runs_together: bool = False) -> Paper:
    """The pages as one paper. Raises ReadingError: pages of two forms."""
    footers = [leaf.footer for leaf in leaves if leaf.footer]
    if len({f.form_id for f in footers}) > 1:
        names = " and ".join(sorted({f.form_id for f in footers}))
        why = f"its pages belong to two forms, {names}."
        raise ReadingError("Printed forms in one PDF", why, "Send each form as a file of its own.")
    ordered = sorted(leaves, key=lambda leaf: leaf.footer.page if leaf.footer else 0)
    once = [leaf for n, leaf in enumerate(ordered) if not n or not _same_page(leaf, ordered[n - 1])]
    rows = tuple(row for leaf in once for row in leaf.rows)
    ends = [line.words[-1].spaced for row in rows for cell in row.cells for line in cell.lines[:-1]]
    keeps = sum(ends) > _KEPT * len(ends)
    return Paper(rows, tuple(footers), tuple(_about_pages(leaves, once)), keeps, runs_together)


def _same_page(leaf: Leaf, other: Leaf) -> bool:
    return leaf.footer is not None and other.footer is not None and leaf.footer.page == other.footer.page


def _about_pages(leaves: Sequence[Leaf], once: Sequence[Leaf]) -> Iterator[str]:
    there = {leaf.footer.page for leaf in leaves if leaf.footer}
    count = max((leaf.footer.count for leaf in leaves if leaf.footer), default=0)
    missing = [str(n) for n in range(1, min(count, _MOST_PAGES) + 1) if n not in there]
    if missing:
        yield f"Page {', '.join(missing)} of {count}{MISSING}"
    if [leaf.number for leaf in once] != sorted(leaf.number for leaf in once):
        yield "The pages do not lie in their order; they were put in order by their numbers."
    for leaf in leaves:
        if leaf not in once and leaf.footer:
            yield f"Page {leaf.footer.page} is there twice; the first was read. Please compare them."
