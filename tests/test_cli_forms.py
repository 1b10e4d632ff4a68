"""`pipeline forms` and `pipeline check` as typed: what was written, what outgrew its page, what to see to."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import main
from pipeline.records.workspace import init_workspace
from tests import council_forms

pytestmark = pytest.mark.usefixtures("warm_reader")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return init_workspace(tmp_path / "w").root


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(root), *words])


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_panel_of_another_name_is_on_its_forms_after_building(root: Path) -> None:
    rewrite(root / "pipeline.yaml", "  panel: Multi Agency Case Review Panel", "  panel: Bwrdd Adolygu")
    assert run(root, "forms", "check").exit_code == 13
    tried = run(root, "forms", "build", "--dry-run")
    assert "referral.pdf: would be written again" in tried.output
    built = run(root, "forms", "build")
    assert "referral.docx: written again" in built.output
    assert "8 blanks written." in built.output
    assert run(root, "forms", "check").exit_code == 0
    assert "No blanks written." in run(root, "forms", "build").output


def test_a_form_that_outgrew_its_page_is_told_when_it_is_built(root: Path) -> None:
    rewrite(root / "forms" / "referral.yaml", "rows: {min: 1, max: 6}", "rows: {min: 1, max: 20}")
    built = run(root, "forms", "build")
    assert built.exit_code == 0
    assert "NOTE: referral.pdf: page 1 of its definition (People) takes 2 sheets" in built.output


def test_examples_left_are_noted_and_check_passes(root: Path) -> None:
    checked = run(root, "check")
    assert checked.exit_code == 0
    assert "NOTE opening_balance: these figures are invented" in checked.output


def test_a_broken_definition_is_told_in_plain_words(root: Path) -> None:
    rewrite(root / "forms" / "agency-check.yaml", "title: Agency involvement check", "title Agency check")
    told = run(root, "forms", "check").output
    assert "agency-check.yaml: line 6: a colon is missing after `title`; write `title: Agency check`" in told


def test_another_organisations_blank_is_adopted_listed_and_checked(root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "Wessex.pdf"
    theirs.write_bytes(council_forms.wessex_pdf())
    words = ("forms", "adopt", str(theirs), "--as", "referral", "--name", "wessex")
    tried = run(root, *words, "--dry-run")
    assert tried.exit_code == 0
    assert "1.00  Full name" in tried.output
    assert (
        "Our form needs these, and theirs does not seem to ask them:\n  Are you in the child's"
        in tried.output
    )
    assert "Nothing was written" in tried.output
    assert not (root / "forms" / "wessex.yaml").exists()
    assert run(root, *words).exit_code == 0
    assert (
        "wessex           Wessex multi-agency referral: read as MACRP-REF"
        in run(root, "forms", "list").output
    )
    checked = run(root, "forms", "check")
    assert checked.exit_code == 0
    assert (
        "4 forms, definitions and blanks in step. 1 adopted from others, in order: wessex." in checked.output
    )
    assert run(root, "check").exit_code == 0
    assert "No blanks written." in run(root, "forms", "build").output
    again = run(root, *words)
    assert again.exit_code == 4
    assert "is there already; nothing was changed" in again.output
    rewrite(root / "forms" / "wessex.yaml", '"Text1": ref_name', '"Text1": ref_nme')
    assert "wessex.yaml: line 10: `Text1`: Case referral has no field 'ref_nme'" in run(root, "check").output
    rewrite(root / "forms" / "wessex.yaml", '"Text1": ref_nme', '"Txt1": ref_name')
    checked = run(root, "forms", "check")
    assert checked.exit_code == 13
    assert "wessex.pdf has no box 'Txt1'; did you mean 'Text1'?" in checked.output
    assert "wessex.pdf has no box 'Txt1'" in run(root, "check").output


def test_an_unfinished_adopted_form_holds_nothing_up(root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "council.pdf"
    theirs.write_bytes(council_forms.wessex_pdf())
    assert run(root, "forms", "adopt", str(theirs), "--as", "referral").exit_code == 0
    path = root / "forms" / "council.yaml"
    lines = path.read_text("utf-8").splitlines()
    names = lines.index("names:  # their box: our field")
    path.write_text("\n".join([*lines[: names + 1], "  # nothing is certain", ""]), "utf-8")
    told = f"council.yaml: line {names + 1}: not finished yet: no box is mapped"
    for words in (("status",), ("ingest",), ("forms", "list")):
        done = run(root, *words)
        assert done.exit_code == 0
        assert f"{told}; write `their box: our field` lines under `names:`. Until it is mended" in done.output
    another = run(root, "forms", "adopt", str(theirs), "--as", "referral", "--name", "another")
    assert another.exit_code == 0
    assert "Compare every line of another.yaml with the blank" in another.output
    for words in (("check",), ("forms", "check")):
        checked = run(root, *words)
        assert checked.exit_code == 13
        assert told in checked.output
    assert "another          Wessex" in run(root, "forms", "list").output


def test_a_blank_without_a_sure_line_says_that_a_person_must_finish_it(root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "parking.pdf"
    theirs.write_bytes(council_forms.parking_pdf())
    adopted = run(root, "forms", "adopt", str(theirs), "--as", "referral")
    assert "None of their boxes is certain, so this form is not read yet." in adopted.output
    assert run(root, "status").exit_code == 0


def test_an_adopted_blank_that_is_damaged_is_named(root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "council.pdf"
    theirs.write_bytes(council_forms.wessex_pdf())
    assert run(root, "forms", "adopt", str(theirs), "--as", "referral").exit_code == 0
    (root / "forms" / "council.pdf").write_bytes(b"%PDF-1.4 cut off")
    checked = run(root, "forms", "check")
    assert checked.exit_code == 13
    assert "council.yaml: the blank council.pdf cannot be read: " in checked.output
