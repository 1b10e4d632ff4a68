"""Carrying a reader's notes to the next issue: onto the pages of the same number, and nothing that could act."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.model.errors import ReadingError
from pipeline.model.filing import Ruling
from pipeline.office.desk import Desk
from pipeline.office.pack import build_pack
from pipeline.papers.making.copies import Copy, copies_of
from pipeline.papers.making.fonts import register_fonts
from pipeline.papers.making.notes import LockedError, carry_notes
from tests.pack_helpers import MEETING, desk_at, file_referral
from tests.pdf_scan import alive
from tests.test_reissue import corrected, decide

WORD = "a passphrase of several words"


@pytest.fixture(scope="module")
def issues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, bytes, bytes]]:
    """Issue 1 with two cases; issue 2, in which the first is corrected and the second withdrawn."""
    with desk_at(tmp_path_factory.mktemp("desk")) as desk:
        file_referral(desk, number=1)
        gone = file_referral(desk, number=2)
        first = build_pack(desk, MEETING).path.read_bytes()
        corrected(
            desk, 1, history="Another history of the family, as long as it has to be to be taken for one."
        )
        decide(desk, gone.reference, Ruling.WITHDRAWN)
        yield desk, first, build_pack(desk, MEETING).path.read_bytes()


def annotated(pdf: bytes, notes: dict[int, list[pikepdf.Dictionary]], password: str = "") -> bytes:
    """The PDF with annotations on pages (from 1), as a viewer leaves them."""
    with pikepdf.open(io.BytesIO(pdf), password=password) as document:
        for number, annotations in notes.items():
            page = document.pages[number - 1]
            made = [document.make_indirect(a) for a in annotations]
            for annotation in made:
                annotation.P = page.obj
            there = page.obj.get("/Annots")
            page.obj.Annots = pikepdf.Array([*(there if there is not None else ()), *made])
        buffer = io.BytesIO()
        lock = pikepdf.Encryption(user=password, owner="owner", R=6) if password else False
        document.save(buffer, encryption=lock)
        return buffer.getvalue()


def note(kind: str, words: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(f"/{kind}"),
        Rect=[100, 400, 200, 420],
        Contents=words,
        T="Owen Prys",
        **more,
    )


def words_by_page(pdf: bytes, password: str = "") -> dict[int, list[str]]:
    with pikepdf.open(io.BytesIO(pdf), password=password) as document:
        found = {
            n: [str(a.Contents) for a in page.obj.get("/Annots", ()) if "/T" in a]
            for n, page in enumerate(document.pages, 1)
        }
    return {n: words for n, words in found.items() if words}


def test_notes_go_to_the_same_pages(issues: tuple[Desk, bytes, bytes]) -> None:
    _, first, second = issues
    highlight = note("Highlight", "Ask about this", QuadPoints=[100, 420, 200, 420, 100, 400, 200, 400])
    old = annotated(first, {5: [highlight], 8: [note("Text", "See the plan"), note("FreeText", "Ring GP")]})
    carried = carry_notes(old, second)
    assert carried.moved == 3
    assert words_by_page(carried.data) == {5: ["Ask about this"], 8: ["See the plan", "Ring GP"]}
    assert carried.left == ()
    assert "5" not in carried.redrawn
    with pikepdf.open(io.BytesIO(carried.data)) as document:
        moved = document.pages[4].obj.Annots[-1]
        assert moved.P.objgen == document.pages[4].obj.objgen
        assert moved.T == "Owen Prys"
    assert alive(carried.data) == alive(second)


def test_notes_on_pages_whose_content_is_gone_are_told_and_not_carried(
    issues: tuple[Desk, bytes, bytes],
) -> None:
    _, first, second = issues
    old = annotated(first, {11: [note("Text", "about the withdrawn case")], 5: [note("Text", "kept")]})
    carried = carry_notes(old, second)
    assert (carried.moved, carried.left) == (1, ("11",))
    assert words_by_page(carried.data) == {5: ["kept"]}


def test_nothing_that_could_act_comes_along(issues: tuple[Desk, bytes, bytes]) -> None:
    _, first, second = issues
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://evil.example.org")
    file = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[1, 1, 9, 9], Contents="x"
    )
    link = note("Link", "click", A=action)
    acting = note("Text", "mine", A=action, AA=pikepdf.Dictionary(E=action), Parent=action)
    carried = carry_notes(annotated(first, {5: [file, link, acting]}), second)
    assert carried.moved == 1
    assert words_by_page(carried.data) == {5: ["mine"]}
    assert b"evil" not in carried.data
    assert alive(carried.data) == alive(second)


def test_answers_stay_with_the_note_they_answer(issues: tuple[Desk, bytes, bytes]) -> None:
    _, first, second = issues
    old = annotated(first, {5: [note("Text", "Question"), note("Text", "Answer")]})
    with pikepdf.open(io.BytesIO(old)) as document:
        question, answer = document.pages[4].obj.Annots[-2:]
        answer.IRT = question
        buffer = io.BytesIO()
        document.save(buffer)
    with pikepdf.open(io.BytesIO(carry_notes(buffer.getvalue(), second).data)) as document:
        question, answer = document.pages[4].obj.Annots[-2:]
        assert answer.IRT.objgen == question.objgen


def test_locked_copies_of_one_reader_stay_locked(issues: tuple[Desk, bytes, bytes]) -> None:
    _, first, second = issues
    old, new = (
        one for pack in (first, second) for one in copies_of(pack, [Copy(3, "Owen", WORD)], register_fonts())
    )
    with pytest.raises(LockedError):
        carry_notes(old, new)
    carried = carry_notes(annotated(old, {5: [note("Text", "locked away")]}, WORD), new, WORD)
    assert words_by_page(carried.data, WORD) == {5: ["locked away"]}
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(carried.data))


def test_notes_do_not_go_from_one_reader_to_another(issues: tuple[Desk, bytes, bytes]) -> None:
    _, first, second = issues
    (old,) = copies_of(first, [Copy(3, "Owen", WORD)], register_fonts())
    (new,) = copies_of(second, [Copy(4, "Halina", WORD)], register_fonts())
    with pytest.raises(ReadingError, match="copy 3 and copy 4"):
        carry_notes(annotated(old, {5: [note("Text", "mine")]}, WORD), new, WORD)


def test_two_files_that_are_no_issues_of_one_pack_are_refused(issues: tuple[Desk, bytes, bytes]) -> None:
    _, first, _ = issues
    other = pikepdf.new()
    other.add_blank_page()
    buffer = io.BytesIO()
    other.save(buffer)
    with pytest.raises(ReadingError, match="not issues of one pack"):
        carry_notes(first, buffer.getvalue())
    with pytest.raises(ReadingError, match="cannot be opened"):
        carry_notes(b"no PDF", first)


def test_the_command_writes_beside_the_new_issue_and_asks_for_a_passphrase(
    issues: tuple[Desk, bytes, bytes], tmp_path: Path
) -> None:
    _, first, second = issues
    (old,) = copies_of(first, [Copy(3, "Owen", WORD)], register_fonts())
    (new,) = copies_of(second, [Copy(3, "Owen", WORD)], register_fonts())
    (tmp_path / "old.pdf").write_bytes(annotated(old, {5: [note("Text", "mine")]}, WORD))
    (tmp_path / "new.pdf").write_bytes(new)
    arguments = ["carry-notes", str(tmp_path / "old.pdf"), str(tmp_path / "new.pdf")]
    ran = CliRunner().invoke(main, arguments, input=f"{WORD}\n")
    assert ran.exit_code == 0, ran.output
    assert "1 note carried over." in ran.output
    assert WORD not in ran.output
    assert words_by_page((tmp_path / "new-with-notes.pdf").read_bytes(), WORD) == {5: ["mine"]}
    assert (tmp_path / "new.pdf").read_bytes() == new
    wrong = CliRunner().invoke(main, arguments, input="wrong\n")
    assert wrong.exit_code == 7
    assert "locked" in wrong.output
    gone = CliRunner().invoke(main, ["carry-notes", str(tmp_path / "no.pdf"), str(tmp_path / "new.pdf")])
    assert (gone.exit_code, "There is no file" in gone.output) == (9, True)
