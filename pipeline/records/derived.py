"""What can be made again from the originals: a cache that may be deleted at any time."""

from __future__ import annotations

from pathlib import Path

from pipeline.records import files


class Derived:
    """Values by key (`inert2-<sha256>`), each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """The file of a key (whether or not it is there)."""
        return self.folder / files.safe_name(key)

    def get(self, key: str) -> bytes | None:
        """The cached value, or None. Raises StorageError when the disk fails."""
        with files.storing("Reading a kept copy"):
            try:
                return files.native(self.path(key)).read_bytes()
            except FileNotFoundError:
                return None

    def put(self, key: str, data: bytes) -> None:
        """Keep a value. Raises StorageError."""
        files.write_atomic(self.path(key), data)

    def drop(self, key: str) -> None:
        """Forget a value."""
        files.remove_quietly(self.path(key))

    def clear_unfinished(self) -> None:
        """Remove what a killed run left half written; another command may be writing here just now."""
        files.remove_parts(self.folder, files.STALE)
