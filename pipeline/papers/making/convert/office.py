"""Old and other text documents (.doc, .rtf, .odt) made into Word files that can be read, by LibreOffice.

It runs outside the sandbox, under limits of its own (see soffice.py); what it makes is read inside like any other.
"""

from __future__ import annotations

import re

from pipeline.model.errors import ConversionError, ReadingError, StorageError
from pipeline.papers.making.convert.soffice import soffice_there, soffice_word

SECONDS = 20.0

_ENDINGS = ((b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"), (b"PK", ".odt"))
_NAMES = {".doc": "Old Word file (.doc)", ".rtf": "Rich text file (.rtf)", ".odt": "LibreOffice text (.odt)"}
# A field whose result LibreOffice fetches from elsewhere, local files included, whatever its settings say. In rich
# text every field's instruction goes that is not one of a form's own; an unknown name after \\* is skipped.
_RTF_FIELD = re.compile(
    rb"\\fldinst(?!(?:[\s{}]|\\[a-z]+-?\d*)*FORM(?:TEXT|CHECKBOX|DROPDOWN))", re.IGNORECASE
)
_FETCHING = re.compile(rb"I\0?N\0?C\0?L\0?U\0?D\0?E(?=\0?(?:P\0?I\0?C|T\0?E\0?X))", re.IGNORECASE)
_SAVE_AS = "Open it in Word or LibreOffice, save it as .docx or PDF and put that into the inbox."


def office_to_word(data: bytes, *, seconds: float = SECONDS) -> bytes:
    """The document as a Word file (.docx).

    Raises ReadingError: LibreOffice is not installed, needed more than `seconds`, or could not open the document;
    StorageError: the computer had no room for its files.
    """
    what = office_name(data)
    if not soffice_there():
        raise ReadingError(
            what, "it can be read only where LibreOffice is installed, and here it is not.", _SAVE_AS
        )
    try:
        return soffice_word(_fetching_nothing(data), _ending(data), what, seconds)
    except ConversionError as err:
        why = "LibreOffice could not open it; it may be damaged or locked with a password."
        if "longer than" in str(err):
            why = f"LibreOffice needed more than {seconds:g} seconds to open it."
        raise ReadingError(what, why, _SAVE_AS) from err
    except OSError as err:
        raise StorageError(f"LibreOffice could not be given the document to open: {err}.") from err


def _fetching_nothing(data: bytes) -> bytes:
    """The document without fields that fetch; its length and all other places stay the same."""
    if data.startswith(b"{\\rtf"):
        return _RTF_FIELD.sub(rb"\\xldinst", data)
    return data if data.startswith(b"PK") else _FETCHING.sub(lambda m: m[0].replace(m[0][:1], b"X", 1), data)


def office_name(data: bytes) -> str:
    """What a coordinator would call the document: "Old Word file (.doc)"."""
    return _NAMES[_ending(data)]


def _ending(data: bytes) -> str:
    return next((ending for start, ending in _ENDINGS if data.startswith(start)), ".doc")
