"""Members' copies of one bound pack: whose copy it is on every page, locked with the member's passphrase.

A pack shows one shared drawing on every page, which is blank (`sheets/copy_mark`). A copy fills that drawing and is
then written encrypted; no page is touched, so a copy costs what encrypting costs, and memory holds one at a time.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.model.errors import ConversionError
from pipeline.papers.making.fonts import FontNames

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True)
class Copy:
    """A copy to be made. `number`: from 1; `holder`: name and organisation, as printed on each page."""

    number: int
    holder: str
    passphrase: str = field(repr=False)


def copies_of(master: bytes, wanted: Sequence[Copy], fonts: FontNames) -> Iterator[bytes]:
    """Each copy in turn, made when it is asked for. Encrypted with AES-256 (revision 6).

    May be printed and written on; needs the passphrase to be opened. The owner's password is made by chance for each
    copy and kept nowhere. Raises ConversionError when the pack has no place for the mark.
    """
    import pikepdf

    from pipeline.papers.making.sheets.copy_mark import mark_pages

    if not wanted:
        return
    with pikepdf.open(io.BytesIO(master)) as pack:
        place = _place(pack)
        width, height = map(float, place.BBox[2:])
        drawn = mark_pages([(f"Copy {c.number}", c.holder) for c in wanted], width, height, fonts)
        with pikepdf.open(io.BytesIO(drawn)) as marks:
            place.Resources = pack.copy_foreign(_fonts(marks))
            for copy, page in zip(wanted, marks.pages, strict=True):
                place.write(page.Contents.read_bytes())
                yield locked(pack, copy.passphrase)


def _fonts(marks: pikepdf.Pdf) -> pikepdf.Object:
    """The fonts of the marks, as an object of its own: all marks share them."""
    return marks.make_indirect(marks.pages[0].Resources)


def _place(pack: pikepdf.Pdf) -> Any:
    """The drawing that says whose copy it is; every page must show it."""
    places = [_mark_on(page) for page in pack.pages]
    if not places or any(p is None or p.objgen != places[0].objgen for p in places):
        raise ConversionError("This pack was made by an older version: build it again, then make the copies.")
    return places[0]


def _mark_on(page: pikepdf.Page) -> Any:
    from pipeline.papers.making.sheets.copy_mark import MARK

    resources: Any = page.obj.get("/Resources", {})
    return resources.get("/XObject", {}).get(MARK)


def locked(pack: pikepdf.Pdf, passphrase: str) -> bytes:
    """The pack as a reader gets it: AES-256 (revision 6), may be printed and written on."""
    import pikepdf

    may = pikepdf.Permissions(modify_form=False, modify_assembly=False, modify_other=False, extract=False)
    lock = pikepdf.Encryption(user=passphrase, owner=secrets.token_urlsafe(16), R=6, allow=may)
    buffer = io.BytesIO()
    pack.save(
        buffer,
        encryption=lock,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=False,  # what can be, is already: half the time
    )
    return buffer.getvalue()
