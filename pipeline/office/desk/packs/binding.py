"""A planned pack drawn and bound."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline import __version__
from pipeline.model.settings import Settings
from pipeline.office.desk.packs.planning import Draft


def bound(draft: Draft, settings: Settings) -> bytes:
    """The pack. The same draft gives the same bytes."""
    from pipeline.papers.making.binder import Insert, bind
    from pipeline.papers.making.sheets import pack as sheet_pack
    from pipeline.papers.making.sheets.draw import draw_pages

    plan = draft.plan
    sheets = {c.referral.reference: c.sheet for c in draft.cases}
    forms = {c.referral.reference: c.form for c in draft.cases if c.form}
    sideways = {reference: form.landscape for reference, form in forms.items()}
    pages = sheet_pack.pack_pages(plan, settings, sheets, sideways, draft.letters)
    bookmarks = sheet_pack.pack_bookmarks(plan.sections)
    drawn = draw_pages(pages, bookmarks, sheet_pack.running(plan, settings), draft.letters.fonts)
    inserts = [Insert(forms[s.reference], s.first) for s in plan.sections if s.kind == "original"]
    return bind(drawn, inserts, sheet_pack.pack_title(plan, settings), f"panel-pipeline {__version__}")


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
