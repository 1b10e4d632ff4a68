"""A planned pack drawn and bound, whole or only the pages that the issue before did not have."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.errors import ConversionError
from pipeline.model.pack import Section
from pipeline.office.desk import Desk
from pipeline.office.desk.packs.cases import original_of
from pipeline.office.desk.packs.issues import keep_pages, kept_pages
from pipeline.office.desk.packs.planning import Draft
from pipeline.rules.pack.withholding import scrubbed

if TYPE_CHECKING:
    from pipeline.papers.making.binder import InertForm
    from pipeline.papers.making.sheets.flow import PlacedPage
    from pipeline.papers.making.sheets.pack import Pieces


_LAID = ("sheet", "checks", "changes")  # the kinds of sections whose drawn pages are kept


def bound(draft: Draft, desk: Desk, *, first: int = 1) -> bytes:
    """The pack from page `first` on. The same draft gives the same bytes.

    Raises ConversionError when an original that was laid out before cannot be opened now.
    """
    from pipeline.papers.making.binder import Insert, bind
    from pipeline.papers.making.sheets import pack as sheet_pack
    from pipeline.papers.making.sheets.draw import draw_pages

    plan, settings = draft.plan, desk.settings
    forms = _forms(draft, desk)
    pages = sheet_pack.pack_pages(plan, settings, _pieces(draft, desk, forms), draft.letters)
    sections = [s for s in plan.sections if s.first >= first]
    drawn = draw_pages(
        pages[first - 1 :],
        sheet_pack.pack_bookmarks(sections),
        sheet_pack.running(plan, settings),
        draft.letters.fonts,
        first=first,
        last=plan.pages,
    )
    inserts = [Insert(forms[s.shown.made], s.first) for s in _originals(sections) if s.shown.made in forms]
    title = sheet_pack.pack_title(plan, settings)
    return bind(drawn, inserts, title, f"panel-pipeline {__version__}", first=first)


def keep_issue(draft: Draft, desk: Desk) -> None:
    """Keep the drawn pages of a final issue: later issues show them in the same places. Raises StorageError."""
    from pipeline.papers.making.sheets.pack import change_pages

    for part in (p for case in draft.cases for p in case.laid):
        keep_pages(desk, part.made, part.pages)
    new = draft.plan.change_sheet
    if new is not None and kept_pages(desk, new.shown.made) is None:
        keep_pages(desk, new.shown.made, change_pages(draft.plan, draft.letters))


def _originals(sections: Sequence[Section]) -> list[Section]:
    return [s for s in sections if s.kind == "original" and not s.gone]


def _forms(draft: Draft, desk: Desk) -> dict[str, InertForm]:
    """The originals of every section, opened, by the digest of their pages."""
    found: dict[str, InertForm] = {}
    now = {c.inert_sha256: c for c in draft.cases}
    for section in _originals(draft.plan.sections):
        shown = section.shown
        if shown.made in found:
            continue
        form, sha256, fault = original_of(desk, shown.source, shown.source_kind, section.reference)
        if form is not None and sha256 == shown.made:
            found[shown.made] = form
        elif shown.made in now:
            desk.derived.drop(now[shown.made].key)
            why = fault or "its pages have changed since they were laid out"
            raise ConversionError(f"{section.reference}: {why}. Build the pack again.")
    return found


def _pieces(draft: Draft, desk: Desk, forms: Mapping[str, InertForm]) -> Pieces:
    from pipeline.papers.making.sheets.pack import Pieces

    laid: dict[str, Sequence[PlacedPage]] = {p.made: p.pages for c in draft.cases for p in c.laid}
    for section in draft.plan.sections:
        made = section.shown.made
        if made and section.kind in _LAID and made not in laid:
            kept = kept_pages(desk, made) or ()
            laid[made] = scrubbed(kept, draft.hidden) if draft.hidden else kept
    return Pieces(laid, {made: form.landscape for made, form in forms.items()})


@contextmanager
def no_collecting() -> Iterator[None]:
    """A pack makes many objects and drops few: looking for rubbish meanwhile costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
