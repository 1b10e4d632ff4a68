"""Where members' passphrases are kept: the computer's own key store, or one file that only its owner can read.

They stand nowhere else: not in the settings, the register, a manifest, a message or on a command line.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.model.errors import StorageError, WorkspaceError
from pipeline.records import files

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE = "passphrases"
_NO_STORES = (
    "keyring.backends.fail",
    "keyring.backends.null",
    "keyrings.alt",
)  # keep nothing, or in plain sight


class Passphrases(Protocol):
    """Knows the members' passphrases. `place`: where they are, in words."""

    place: str

    def get(self, member: str) -> str | None:
        """A member's passphrase, None when there is none. Raises StorageError or WorkspaceError."""
        ...

    def put(self, member: str, passphrase: str) -> None:
        """Keep a member's passphrase instead of the one before. Raises StorageError or WorkspaceError."""
        ...


def open_passphrases(setting: str, records: Path) -> Passphrases:
    """The passphrases of a workspace. `setting`: auto, keyring or file.

    auto is the file when there is one, else the key store where the computer has one. Raises WorkspaceError when the
    key store is asked for and there is none.
    """
    path = records / FILE
    if setting == "file" or (setting == "auto" and files.native(path).exists()):
        return _File(path)
    backend = _key_store()
    if backend is not None:
        return _KeyStore(backend, records)
    if setting == "keyring":
        raise WorkspaceError(
            "This computer has no key store that can be used. Write `passphrases: file` into pipeline.yaml."
        )
    return _File(path)


class _File:
    """A JSON file: member's name -> passphrase."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = f"the file {path}"

    def get(self, member: str) -> str | None:
        """As Passphrases.get."""
        return self._all().get(member)

    def put(self, member: str, passphrase: str) -> None:
        """As Passphrases.put."""
        known = self._all() | {member: passphrase}
        text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        files.write_atomic(self.path, text.encode("utf-8"), private=True)

    def _all(self) -> dict[str, str]:
        with files.storing("Reading the passphrases"):
            try:
                with files.open_regular(self.path) as fd:
                    self._private(os.fstat(fd))
                    data = b"".join(iter(lambda: os.read(fd, 1 << 16), b""))
            except FileNotFoundError:
                return {}
        try:
            found = json.loads(data)
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
            raise WorkspaceError(
                f"{self.path} is damaged: put back a copy of it, or delete it and set them anew."
            )
        return found

    def _private(self, info: os.stat_result) -> None:
        if not files.WINDOWS and (info.st_mode & 0o077 or info.st_uid != os.getuid()):
            raise WorkspaceError(
                f"{self.path} can be read by other people on this computer, so it is not used. "
                f"Close it to them (chmod 600 {self.path}) and give every member a new passphrase."
            )


class _KeyStore:
    """The computer's own key store, under this workspace's name."""

    def __init__(self, backend: KeyringBackend, records: Path) -> None:
        self.backend = backend
        self.service = f"panel-pipeline {records.resolve()}"
        self.place = "this computer's key store"

    def get(self, member: str) -> str | None:
        """As Passphrases.get."""
        found: str | None = self._asked(self.backend.get_password, member)
        return found

    def put(self, member: str, passphrase: str) -> None:
        """As Passphrases.put."""
        self._asked(self.backend.set_password, member, passphrase)

    def _asked(self, ask: Any, *words: str) -> Any:
        from keyring.errors import KeyringError

        try:
            return ask(self.service, *words)
        except KeyringError as err:  # its text may hold what was asked: it is not shown
            raise StorageError(
                f"This computer's key store did not answer ({type(err).__name__}). Unlock it and try again."
            ) from None


def _key_store() -> KeyringBackend | None:
    """The best key store of this computer that keeps secrets secret; None when there is none."""
    import keyring

    best = keyring.get_keyring()
    return next((b for b in getattr(best, "backends", (best,)) if _keeps_secrets(b)), None)


def _keeps_secrets(backend: object) -> bool:
    return not type(backend).__module__.startswith(_NO_STORES)
