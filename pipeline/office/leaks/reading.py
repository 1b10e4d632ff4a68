"""Reading a paper that is to be checked."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.errors import NotFoundError
from pipeline.records import files


def read_paper(path: Path) -> bytes:
    """The bytes of a file. Raises NotFoundError or StorageError."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}. Look at the name, and type it with its folder.")
    with files.storing(f"Reading {path.name}"):
        return files.native(path).read_bytes()
