"""A PDF that is locked with a password, opened with the password that came beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pipeline.model.errors import ReadingError

LOCKED = "it is locked with a password that is needed to open it."
HOW_TO_UNLOCK = (
    "Take the password off and put it back; or put it back together with a text file that holds the password and is "
    "called like it, with .password.txt at the end (form.pdf and form.password.txt)."
)


def unlock(data: bytes, passwords: Sequence[str]) -> bytes:
    """The PDF without its lock; b"" when it opens without a password. The same bytes each time.

    Raises ReadingError: none of the passwords opens it, or it is damaged.
    """
    import pikepdf

    for password in ("", *passwords):
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as pdf:
                if not password:
                    return b""
                out = io.BytesIO()
                pdf.save(out, encryption=False, deterministic_id=True)
                return out.getvalue()
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError) as err:
            why = f"it is damaged (for the helpdesk: {' '.join(str(err).split())[:100]})."
            raise ReadingError("PDF", why, "Ask for it again, saved without a password.") from err
    raise ReadingError(
        "PDF", "the password that was put beside it does not open it.", f"Check the password. {HOW_TO_UNLOCK}"
    )
