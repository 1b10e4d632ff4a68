"""`pipeline members`: passphrases that stand nowhere but in their store, slips printed once, withheld cases."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.main import main
from pipeline.model.errors import StorageError, WorkspaceError
from pipeline.office.desk.meetings import withheld_from
from pipeline.records import passphrases
from pipeline.records.passphrases import FILE, open_passphrases
from pipeline.records.workspace import init_workspace
from pipeline.rules.pack.passphrases import LETTERS, fault, normal
from tests.intake_helpers import typed
from tests.pdf_scan import seen_text

HALINA = "Halina Nowak"
WORD = "Łagodny-wiatr-nad-Wisłą"

pytestmark = pytest.mark.usefixtures("warm_reader")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    init_workspace(tmp_path / "desk")
    yield tmp_path / "desk"


def run(root: Path, *arguments: str, typing: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(
        main, ["--workspace", str(root), "--today", "2013-09-10", *arguments], input=typing
    )
    assert result.exit_code == code, result.output
    return result


def kept(root: Path, name: str = HALINA) -> str | None:
    return open_passphrases("file", root / "records").get(name)


def every_byte(root: Path) -> bytes:
    """Whatever the workspace holds but the store itself and the slips."""
    return b"".join(
        p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name != FILE and p.parent.name != "slips"
    )


def test_a_passphrase_is_typed_twice_and_stands_only_in_its_private_file(root: Path) -> None:
    said = run(root, "members", "set", HALINA.upper(), typing=f"{WORD}\n{WORD}\n").output
    assert "is kept in the file" in said
    assert kept(root) == WORD
    assert WORD not in said
    if os.name == "posix":
        assert stat.S_IMODE((root / "records" / FILE).stat().st_mode) == 0o600
    assert WORD.encode() not in every_byte(root)
    assert "passphrase set since 10 September 2013" in run(root, "members", "list").output


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("eleven char", "11 characters"),
        ("aaaaaaaaaaaaaaaa", "different"),
        (" spaces around ", "space"),
        ("一二三四五六七八九十甲乙丙丁", "printed"),
        ("x" * 60 + "Ł" * 60, "too long"),
    ],
)
def test_a_weak_passphrase_is_refused(root: Path, word: str, why: str) -> None:
    said = run(root, "members", "set", HALINA, typing=f"{word}\n{word}\n", code=1).output
    assert why in said
    assert kept(root) is None


def test_two_that_differ_are_asked_again(root: Path) -> None:
    run(root, "members", "set", HALINA, typing=f"{WORD}\n{WORD}x\n{WORD}\n{WORD}\n")
    assert kept(root) == WORD


def test_a_new_one_is_made_by_chance_and_never_shown(root: Path) -> None:
    made = set()
    for _ in range(3):
        said = run(root, "members", "rotate", HALINA).output
        word = kept(root)
        assert word is not None
        assert fault(word) == ""
        assert [len(group) for group in word.split("-")] == [4, 4, 4, 4]
        assert set(word) <= {*LETTERS, "-"}
        assert word not in said
        assert word.encode() not in every_byte(root)
        made.add(word)
    assert len(made) == 3
    assert not set(LETTERS) & set("il1o0")


def test_a_slip_is_printed_once_until_the_passphrase_is_new(root: Path) -> None:
    assert "members rotate" in run(root, "members", "slip", HALINA, code=9).output
    run(root, "members", "rotate", HALINA)
    path = root / "outbox" / "slips" / "Halina Nowak.pdf"
    assert str(path) in run(root, "members", "slip", HALINA, "--dry-run").output
    assert not path.exists()
    said = run(root, "members", "slip", HALINA).output
    (page,) = seen_text(path.read_bytes())
    word = kept(root) or "?"
    for words in (HALINA, "Health visiting", word, "Never send it in the e-mail with the pack"):
        assert words in " ".join(page.split())
    assert word not in said
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = run(root, "members", "slip", HALINA, code=1).output
    assert "was printed on 10 September 2013" in again
    run(root, "members", "rotate", HALINA)
    run(root, "members", "slip", HALINA)
    assert (kept(root) or "?") in seen_text(path.read_bytes())[0]


def test_killed_while_a_passphrase_is_renewed_its_slip_can_be_printed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, "members", "rotate", HALINA)
    run(root, "members", "slip", HALINA)
    put = passphrases._File.put

    def killed(self: passphrases._File, member: str, word: str) -> None:
        put(self, member, word)
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(passphrases._File, "put", killed)
        run(root, "members", "rotate", HALINA, code=1)
    run(root, "members", "slip", HALINA)


def test_rehearsals_write_nothing(root: Path) -> None:
    run(root, "members", "rotate", HALINA)
    run(root, "members", "list")
    before = (kept(root), (root / "records" / "register.anchor").read_bytes())
    for command in (["set", HALINA], ["rotate", HALINA], ["slip", HALINA]):
        assert "--dry-run" in run(root, "members", *command, "--dry-run").output
    assert (kept(root), (root / "records" / "register.anchor").read_bytes()) == before
    assert not (root / "outbox" / "slips").exists()


def test_an_unknown_name_is_answered_with_the_nearest(root: Path) -> None:
    assert "Did you mean “Halina Nowak”?" in run(root, "members", "rotate", "Halina Novak", code=9).output
    assert "Did you mean “Dr Samuel Adeyemi”?" in run(root, "members", "rotate", "Adeyemi", code=9).output
    assert "members list" in run(root, "members", "rotate", "Zz", code=9).output


def test_a_case_is_withheld_from_a_member_and_no_longer(root: Path) -> None:
    from pipeline.cli.options import Session

    (root / "inbox" / "form.yaml").write_bytes(typed())
    run(root, "ingest")
    reason = ("--reason", "knows the family")
    run(root, "members", "restrict", HALINA, "CRP-2013-999", *reason, code=9)
    run(root, "members", "restrict", HALINA, "CRP-2013-001", "--reason", " ", code=2)

    def hidden() -> object:
        with Session(root, None).desk() as desk:
            return dict(withheld_from(desk))

    run(root, "members", "restrict", HALINA, "CRP-2013-001", *reason, "--dry-run")
    assert hidden() == {}
    run(root, "members", "restrict", HALINA, "crp-2013-001", *reason)
    assert hidden() == {HALINA: frozenset({"CRP-2013-001"})}
    assert "already" in run(root, "members", "restrict", HALINA, "CRP-2013-001", *reason).output
    assert "withheld: CRP-2013-001" in run(root, "members", "list").output
    run(root, "members", "unrestrict", HALINA, "CRP-2013-001", *reason)
    assert hidden() == {}
    with Session(root, None).desk() as desk:
        day = desk.register.submission("CRP-2013-001").meeting
        desk.register.note("delivered", f"briefing-pack-{day}", {"member": HALINA, "copy": 3})
    said = run(root, "members", "restrict", HALINA, "CRP-2013-001", *reason, "--dry-run").output
    assert f'pipeline recall --meeting {day} --member "Halina Nowak"' in said
    with Session(root, None).desk() as desk:
        sent = {"agency": "HEALTH_VISITING", "references": ["CRP-2013-001"], "due": "2013-09-19"}
        desk.register.note("circulated", f"{day}", sent)
    said = run(root, "members", "restrict", HALINA, "CRP-2013-001", *reason).output
    assert "Its form went to Health visiting on" in said
    run(root, "members", "unrestrict", HALINA, "CRP-2013-001", *reason)
    run(root, "members", "unrestrict", HALINA, "CRP-2013-001", *reason, code=9)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_a_file_that_others_can_read_is_not_used(root: Path) -> None:
    run(root, "members", "rotate", HALINA)
    (root / "records" / FILE).chmod(0o640)
    said = run(root, "members", "list", code=4).output
    assert "can be read by other people" in said
    assert "chmod 600" in said
    assert "can be read by other people" in run(root, "check", code=13).output


def test_a_damaged_file_is_not_written_over(root: Path) -> None:
    path = root / "records" / FILE
    path.write_bytes(b'{"Halina')
    path.chmod(0o600)
    assert "damaged" in run(root, "members", "rotate", HALINA, code=4).output
    assert path.read_bytes() == b'{"Halina'


# the computer's own key store ------------------------------------------------------------------------------------


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A key store in memory, in the place of the computer's."""
    import keyring
    from keyring.backend import KeyringBackend

    held: dict[tuple[str, str], str] = {}

    class Memory(KeyringBackend):
        def get_password(self, service: str, username: str) -> str | None:
            return held.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            held[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del held[service, username]

    monkeypatch.setattr(keyring, "get_keyring", Memory)
    return held


def test_the_key_store_is_used_where_there_is_one(tmp_path: Path, store: dict[tuple[str, str], str]) -> None:
    found = open_passphrases("auto", tmp_path)
    found.put(HALINA, WORD)
    assert found.place == "this computer's key store"
    assert list(store.values()) == [WORD]
    assert open_passphrases("keyring", tmp_path).get(HALINA) == WORD
    assert open_passphrases("keyring", tmp_path / "another").get(HALINA) is None, (
        "two workspaces share nothing"
    )
    assert not (tmp_path / FILE).exists()
    assert open_passphrases("file", tmp_path).get(HALINA) is None
    open_passphrases("file", tmp_path).put(HALINA, "the file's own word")
    assert open_passphrases("auto", tmp_path).get(HALINA) == "the file's own word"


def test_a_store_that_keeps_nothing_secret_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail

    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    assert open_passphrases("auto", tmp_path).place.startswith("the file")
    with pytest.raises(WorkspaceError, match="passphrases: file"):
        open_passphrases("keyring", tmp_path)


def test_a_locked_key_store_is_told_without_what_was_asked(
    tmp_path: Path, store: dict[tuple[str, str], str]
) -> None:
    from keyring.errors import KeyringLocked

    found = open_passphrases("keyring", tmp_path)

    def locked(*words: str) -> None:
        raise KeyringLocked(" ".join(words))

    found.backend.set_password = locked  # type: ignore[attr-defined]
    with pytest.raises(StorageError, match="Unlock it") as caught:
        found.put(HALINA, WORD)
    assert WORD not in str(caught.value)
    assert caught.value.__cause__ is None


@given(st.text(max_size=200))
def test_what_is_taken_can_be_kept_and_typed(text: str) -> None:
    if fault(text) == "":
        word = normal(text)
        assert 12 <= len(word) <= 127
        assert word.encode("utf-8")
        assert normal(word) == word
