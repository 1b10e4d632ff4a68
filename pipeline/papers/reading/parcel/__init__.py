"""Opening what holds other papers: e-mails, Outlook messages, winmail.dat, packed folders. One level at a time."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.parcel.parts import MOST_PARTS, Letter, Parcel, Part, Role
from pipeline.rules.arriving.filekinds import FileKind, kind_of

__all__ = ["CONTAINERS", "Letter", "Parcel", "Part", "Role", "open_parcel"]

_OPENERS = {
    FileKind.EMAIL: ("eml", "open_email"),
    FileKind.OUTLOOK: ("outlook", "open_outlook"),
    FileKind.TNEF: ("tnef", "open_tnef"),
    FileKind.ZIP: ("zipped", "open_zip"),
}
CONTAINERS = frozenset(_OPENERS)


def open_parcel(data: bytes, name: str) -> Parcel:
    """What an e-mail or packed folder called `name` holds; what lies in a container inside it is not opened.

    Raises ReadingError: damaged, encrypted, locked, more than is taken, or no container at all. Meant to run in
    the Sandbox.
    """
    kind = kind_of(data[:1024], name)
    if kind not in _OPENERS:
        raise ReadingError(
            "File", "it is neither an e-mail nor a packed folder.", "Put the form itself into the inbox."
        )
    module, function = _OPENERS[kind]
    opener: Callable[[bytes], Parcel] = getattr(import_module(f"{__name__}.{module}"), function)
    parcel = opener(data)
    if len(parcel.parts) > MOST_PARTS:
        raise ReadingError(
            parcel.what,
            f"it holds {len(parcel.parts)} files; at most {MOST_PARTS} are taken from one.",
            "Take the forms out of it and put those into the inbox.",
        )
    return parcel
