"""Settings: the catalogue lists every setting with its default; every fault is reported at once with its line."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import SettingsError, WorkspaceError
from pipeline.model.settings import Settings
from pipeline.records.definitions.words import DEFAULT_WORDS
from pipeline.records.settings import form_lists, form_words, load_settings, parse_settings
from pipeline.records.settings.calendar import CALENDAR
from pipeline.records.settings.catalogue import SCHEMA, every_setting
from pipeline.records.settings.reading import read_settings
from pipeline.records.settings.schema import Group, Names, Setting, Table
from tests.builders import ROOT

CATALOGUE = (ROOT / "pipeline.yaml").read_text(encoding="utf-8")
CALENDAR_LIST = (ROOT / "meetings.yaml").read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("forms", "templates"):
        (tmp_path / name).mkdir()
    return tmp_path


def faults(text: str, root: Path) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, root)
    return caught.value.faults


# the catalogue ----------------------------------------------------------------------------------------------------


def test_an_empty_file_is_all_defaults(root: Path) -> None:
    settings = parse_settings("", root)
    assert settings.deadline_days == 21
    assert settings.folders.inbox == root / "inbox"
    assert settings.meetings == ()
    assert settings.members == ()
    assert settings.intake.polling is None
    assert (settings.intake.read_seconds, settings.intake.read_memory) == (20, 1024)
    assert settings.pack.case_on_right_hand_page is True
    assert settings.marking_on(date(2013, 9, 27)) == "RESTRICTED"
    assert settings.marking_on(date(2014, 5, 9)) == "OFFICIAL-SENSITIVE"
    assert settings.marking_on(date(2012, 3, 31)) == ""
    assert len(settings.districts) == 6
    assert settings.opening.children == 0


def test_the_catalogue_differs_from_the_defaults_only_in_its_examples(root: Path) -> None:
    shipped, default = parse_settings(CATALOGUE, root, calendar=CALENDAR_LIST), parse_settings("", root)
    differing = {
        f.name for f in dataclasses.fields(Settings) if getattr(shipped, f.name) != getattr(default, f.name)
    }
    assert differing == {"members", "meetings", "closed", "opening"}


def test_the_catalogue_lists_every_setting_and_nothing_else() -> None:
    data = yaml.safe_load(CATALOGUE)
    assert list(data) == [item.key for item in SCHEMA]
    for item in SCHEMA:
        if isinstance(item, Group):
            assert list(data[item.key]) == [s.key for s in item.settings]
        elif isinstance(item, Names):
            assert tuple(data[item.key].items()) == item.default
        elif isinstance(item, Table):
            used = {key for row in data[item.key] for key in row}
            assert used <= {c.key for c in item.columns}
            above = CATALOGUE.split(f"\n{item.key}:")[0].rsplit("\n\n", 1)[1]
            for column in item.columns:
                assert column.key in used or re.search(rf"\b{column.key}\b", above), column.key


def test_every_setting_states_its_default_in_the_line_above(root: Path) -> None:
    for name, setting in every_setting():
        stated = re.search(rf"# Default: (.*)\n *{setting.key}:", _part(name))
        assert stated, f"{name} has no `# Default:` line above it"
        said = re.sub(r" \(.*\)$", "", stated[1])
        if name == "pack.confidentiality":
            assert said == "the statement below. It is read out at the start and printed in the pack."
        elif isinstance(setting.default, tuple):
            assert yaml.safe_load(said) == list(setting.default)
        else:
            assert said == (setting.default or "blank"), name


def _part(name: str) -> str:
    group, dot, _ = name.partition(".")
    return CATALOGUE.split(f"\n{group}:")[1].split("\n\n")[0] if dot else CATALOGUE


def test_every_value_of_the_catalogue_is_its_default_or_a_marked_example() -> None:
    shipped, default = read_settings(CATALOGUE), read_settings("")
    for name, setting in every_setting():
        assert setting.sample or shipped.values[name] == default.values[name], name


@pytest.mark.parametrize("name,setting", [(n, s) for n, s in every_setting() if isinstance(s.default, str)])
def test_each_setting_can_be_left_out(name: str, setting: Setting, root: Path) -> None:
    """Taking any one line out of the catalogue gives that setting its default and leaves the rest alone."""
    before = read_settings(CATALOGUE).values
    data = yaml.load(CATALOGUE, Loader=yaml.BaseLoader)
    group, dot, key = name.partition(".")
    del (data[group] if dot else data)[key if dot else group]
    after = read_settings(yaml.safe_dump(data)).values
    assert after[name] == read_settings("").values[name]
    assert {k: v for k, v in after.items() if k != name} == {k: v for k, v in before.items() if k != name}


def test_the_meetings_are_those_the_panel_held(root: Path) -> None:
    settings = parse_settings(CATALOGUE, root, calendar=CALENDAR_LIST)
    days = {(m.day, m.district) for m in settings.meetings}
    assert {
        (date(2013, 5, 31), "FOREST_OF_DEAN"),
        (date(2013, 6, 24), "COTSWOLD"),
        (date(2013, 9, 27), "CHELTENHAM"),
        (date(2013, 11, 22), "STROUD"),
    } <= days
    later = [m for m in settings.meetings if m.day >= date(2013, 9, 27)]
    assert {(b.day - a.day).days for a, b in pairwise(later)} == {56}
    assert {m.district for m in later} == {d.code for d in settings.districts}
    assert all(m.venue and m.chair and m.start == time(9, 15) for m in settings.meetings)


def test_the_list_of_meetings_names_every_key_it_may_have() -> None:
    data = yaml.safe_load(CALENDAR_LIST)
    assert list(data) == [table.key for table in CALENDAR]
    for table in CALENDAR:
        above = CALENDAR_LIST.split(f"{table.key}:\n")[0]
        for column in table.columns:
            assert re.search(rf"\b{column.key}\b", above), column.key


def test_meetings_that_still_stand_in_pipeline_yaml_are_read(root: Path) -> None:
    old = "meetings: [{date: 2013-09-27, district: STROUD}]"
    assert [m.day for m in parse_settings(old, root).meetings] == [date(2013, 9, 27)]
    with pytest.raises(SettingsError) as caught:
        parse_settings(old, root, calendar="meetings: []")
    assert caught.value.faults == (
        "pipeline.yaml line 1: `meetings` stands in meetings.yaml now; move these lines there.",
    )


def test_faults_of_both_files_are_told_each_with_its_file(root: Path) -> None:
    calendar = (
        "meetings:\n- {date: 2013-09-27, district: NOWHERE}\nclosed:\n- {from: 2013-11-01, to: 2013-10-28}\n"
    )
    with pytest.raises(SettingsError) as caught:
        parse_settings("deadline_days: many", root, calendar=calendar)
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "pipeline.yaml line 1",
        "meetings.yaml line 2",
        "meetings.yaml line 4",
    ]
    assert "before it begins" in caught.value.faults[2]


def test_two_members_of_one_name_are_a_fault(root: Path) -> None:
    text = "members:\n- {name: Ann Real, agency: CSC}\n- {name: ann  real, agency: GP}\n"
    assert faults(text, root) == ("pipeline.yaml line 3: `members` has ann  real twice (first on line 2)",)


def test_two_members_whose_files_would_have_one_name_are_a_fault(root: Path) -> None:
    text = "members:\n- {name: Ann Real/West, agency: CSC}\n- {name: Ann real-West, agency: GP}\n"
    (told,) = faults(text, root)
    assert "line 3" in told and "the name of the member on line 2" in told


@pytest.mark.parametrize(
    "address",
    ["a@b.example.org, c@d.example.org", "a@b.example.org\\nBcc: c@d.example.org", "Ann <a@b.example.org>"],
)
def test_a_member_has_one_address(root: Path, address: str) -> None:
    (told,) = faults(f'members:\n- {{name: Ann Real, agency: CSC, email: "{address}"}}\n', root)
    assert "line 2" in told and "not one address" in told


def test_a_members_folder_is_taken_from_the_workspace(root: Path) -> None:
    text = "members: [{name: Ann Real, agency: CSC, folder: ../drive/ann, edition: large}]"
    (member,) = parse_settings(text, root).members
    assert (member.folder, member.edition) == (root / "../drive/ann", "large")


def test_no_address_in_the_catalogue_is_real() -> None:
    assert all(m.endswith("example.org") for m in re.findall(r"[\w.]+@[\w.]+", CATALOGUE))


# values -------------------------------------------------------------------------------------------------------------


def test_values_are_read_from_their_text_not_from_yamls_guess(root: Path) -> None:
    """YAML 1.1 makes a number of 10:30, False of NO and a date of a venue's name."""
    text = (
        "meetings:\n"
        "  - {date: 27/09/2013, district: CHELTENHAM, start: 10:30, venue: 2013-01-01, chair: NO}\n"
        "names: {phone: 0123}\n"
        "agencies: {NO: Norfolk, Y: 12}\n"
    )
    settings = parse_settings(text, root)
    (meeting,) = settings.meetings
    assert meeting.day == date(2013, 9, 27)
    assert meeting.start == time(10, 30)
    assert (meeting.venue, meeting.chair) == ("2013-01-01", "NO")
    assert settings.names.phone == "0123"
    assert [a.code for a in settings.agencies] == ["NO", "Y"]


def test_a_day_may_be_written_as_on_the_forms(root: Path) -> None:
    text = "meetings: [{date: 27/9/13, district: STROUD}, {date: 22 November 2013, district: STROUD}]"
    days = [m.day for m in parse_settings(text, root).meetings]
    assert days == [date(2013, 9, 27), date(2013, 11, 22)]


def test_meetings_and_markings_come_out_in_order_of_day(root: Path) -> None:
    settings = parse_settings(
        "meetings: [{date: 2014-01-17, district: STROUD}, {date: 2013-09-27, district: STROUD}]\n"
        "marking: [{since: 2014-01-01, text: B}, {since: 2013-01-01, text: A}]",
        root,
    )
    assert [m.day.year for m in settings.meetings] == [2013, 2014]
    assert settings.marking_on(date(2013, 6, 1)) == "A"


def test_blank_lists_are_empty_not_default(root: Path) -> None:
    settings = parse_settings("marking:\nsecure_email_domains: []", root)
    assert settings.markings == ()
    assert settings.secure_email_domains == ()


def test_settings_are_frozen(root: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse_settings("", root).deadline_days = 3  # type: ignore[misc]


def test_form_lists_carry_the_settings_words(root: Path) -> None:
    lists = form_lists(parse_settings("districts: {NORTH: The north}", root))
    assert [(c.code, c.label) for c in lists["@districts"]] == [("NORTH", "The north")]
    assert lists["@agencies"][0].code == "CSC"


def test_form_words_are_the_settings_names_and_the_newest_marking(root: Path) -> None:
    words = form_words(parse_settings("names: {panel: The Panel}\ndeadline_days: 14", root))
    assert (words["panel"], words["phone"], words["deadline_days"]) == ("The Panel", "01632 960123", "14")
    assert words["marking"] == "OFFICIAL-SENSITIVE"
    assert form_words(parse_settings("marking:", root))["marking"] == ""
    assert form_words(parse_settings("", root)) == DEFAULT_WORDS


@given(st.dictionaries(st.sampled_from([n for n, _ in every_setting()]), st.text(max_size=20)))
def test_whatever_a_value_is_the_fault_is_a_sentence_with_its_line(values: dict[str, str]) -> None:
    """No text in a value can raise anything but SettingsError."""
    data: dict[str, object] = {}
    for name, value in values.items():
        group, dot, key = name.partition(".")
        if dot:
            data.setdefault(group, {})[key] = value  # type: ignore[index]
        else:
            data[name] = value
    reading = read_settings(yaml.safe_dump(data, allow_unicode=False))
    assert all(line > 0 and "must" in message for line, message in reading.faults)


# faults -------------------------------------------------------------------------------------------------------------


def test_every_fault_is_reported_at_once_in_the_order_of_the_lines(root: Path) -> None:
    text = (
        "deadline_day: 21\n"
        "intake:\n"
        "  settle_seconds: soon\n"
        "  read_seconds: 0\n"
        "  poling: true\n"
        "pack: {minutes_per_case: 1.5, case_on_right_hand_page: perhaps}\n"
        "word_engine: word\n"
        "meetings:\n"
        "  - {date: 2013-02-30, district: CHELTENAM}\n"
        "  - {district: STROUD, when: 2013-01-01}\n"
        "reference_prefix: crp\n"
    )
    expected = [
        ("line 1:", "`deadline_day`", "did you mean `deadline_days`?"),
        ("line 3:", "`intake.settle_seconds` must be a number, not 'soon'"),
        ("line 4:", "`intake.read_seconds` must be at least 1, not 0"),
        ("line 5:", "`intake.poling`", "did you mean `polling`?"),
        ("line 6:", "`pack.minutes_per_case` must be a whole number, not '1.5'"),
        ("line 6:", "`pack.case_on_right_hand_page` must be true or false, not 'perhaps'"),
        ("line 7:", "must be one of embedded, libreoffice, not 'word'"),
        (
            "line 9:",
            "`meetings.date` must be a date such as 2013-09-27 or 27/09/2013, not '2013-02-30'",
            "(there is no 30 February 2013)",
        ),
        ("line 9:", "CHELTENAM is not one of `districts`", "did you mean `CHELTENHAM`?"),
        ("line 10:", "there is no setting `meetings.when`"),
        ("line 10:", "needs `date:`"),
        ("line 11:", "`reference_prefix` must be a word in capitals"),
    ]
    found = faults(text, root)
    assert len(found) == len(expected)
    for parts in expected:
        assert any(all(part in fault for part in parts) for fault in found), parts
    numbers = [int(re.search(r"line (\d+)", fault)[1]) for fault in found]  # type: ignore[index]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    "text,words",
    [
        ("settle_seconds: 3", ("line 1", "did you mean `settle_seconds` under `intake:`?")),
        ("intake: {deadline_days: 3}", ("line 1", "did you mean `deadline_days`, at the left margin?")),
        ("names: Panel", ("`names` must hold lines of `key: value`",)),
        ("just words", ("the file must hold lines",)),
        ("deadline_days: 21\ndeadline_days: 22", ("line 2", "given twice (first on line 1)")),
        ("deadline_days: [21]", ("`deadline_days` must be a whole number",)),
        ("deadline_days: 121", ("at most 120",)),
        ("intake: {settle_seconds: nan}", ("must be a number",)),
        ("members: {name: A}", ("`members` must be a list",)),
        ("members: [{name: A, agency: POLCE}]", ("did you mean `POLICE`?",)),
        ("members: [{name: '', agency: POLICE}]", ("`members.name` must not be blank",)),
        ("members: [A]", ("must hold lines of `key: value`",)),
        ("districts: [A, B]", ("`CODE: printed name`",)),
        ("districts: {north: The north}", ("the code in capitals",)),
        ("districts: {N: a, N: b}", ("gives N twice",)),
        ("secure_email_domains: example.org", ("must be a list such as",)),
        ("meetings: [{date: 27/09, district: STROUD}]", ("not '27/09' (the year is missing",)),
        ("meetings: [{date: 2013-09-27, district: Cheltenham}]", ("did you mean `CHELTENHAM`?",)),
        ("members: [{name: A, agency: child mental health (cyps)}]", ("did you mean `CYPS`?",)),
        ("districts: {N: North}\nmeetings: [{date: 2013-09-27, district: STROUD}]", ("(known: N)",)),
        (
            'meetings:\n  - {date: 2013-09-27, district: STROUD, venue: The Hall, Example Street"}',
            ('line 2: `Example Street"` stands alone; words with a comma in them need quotation marks',),
        ),
        ("members: [{name A, agency: POLICE}]", ("a colon is missing after `name`; write `name: A`",)),
        (
            "meetings:\n- {date: 2013-09-27, district: STROUD}\n- {date: 27/09/2013, district: STROUD}",
            ("line 3", "2013-09-27 twice (first on line 2)"),
        ),
        ("fonts: {regular: no.ttf, bold: nope.ttf}", ("`fonts.regular`: there is no file",)),
        ("a: b: c", ("line 1: there is a second colon in this line",)),
        ("a: [1, 2", ("between [ and ] something is not closed",)),
        ("--- 1\n--- 2", ("line 2: take this line of dashes out",)),
        ("<<: {deadline_days: 4}", ("there is no setting `<<`",)),
        ("? [a, b]\n: c", ("there is no setting",)),
        ("&a a: *a", ()),
    ],
)
def test_each_fault_says_where_and_what(text: str, words: tuple[str, ...], root: Path) -> None:
    found = faults(text, root)
    assert all(any(word in fault for fault in found) for word in words), found


def test_one_font_alone_is_a_fault(root: Path) -> None:
    (root / "a.ttf").touch()
    assert "needs both" in faults("fonts: {regular: a.ttf}", root)[0]
    (root / "b.ttf").touch()
    assert parse_settings("fonts: {regular: a.ttf, bold: b.ttf}", root).bold_font == root / "b.ttf"


# folders ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text,words",
    [
        ("outbox: inbox", "`inbox` and `outbox` are the same folder"),
        ("outbox: ./x/../inbox/", "are the same folder"),
        ("inbox: records/in", "`inbox` lies inside `records`"),
        ("records: outbox/deep/er", "`records` lies inside `outbox`"),
        ("templates: forms", "`forms` and `templates` are the same folder"),
        ("inbox: .", "holds the workspace itself"),
        ("outbox: ..", "holds the workspace itself"),
        ("forms: blanks", "is not there"),
        ("inbox: a-file", "is a file, not a folder"),
        ("inbox: a-file/deeper", "cannot be made, because"),
    ],
)
def test_folders_that_cannot_work_are_reported(text: str, words: str, root: Path) -> None:
    (root / "a-file").touch()
    found = faults(text, root)
    assert any(words in fault and "line 1" in fault for fault in found), found


def test_an_overlap_through_a_link_is_seen(root: Path) -> None:
    (root / "inbox").mkdir()
    (root / "alias").symlink_to(root / "inbox")
    assert "same folder" in faults("outbox: alias", root)[0]


def test_a_share_that_is_not_mounted_is_no_fault(root: Path) -> None:
    settings = parse_settings("inbox: /mnt/panel-share-that-is-away/inbox", root)
    assert settings.folders.inbox == Path("/mnt/panel-share-that-is-away/inbox")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX rights")
def test_a_folder_that_cannot_be_written_is_reported(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (root / "outbox").mkdir(mode=0o555)
    code = (
        "from pathlib import Path; from pipeline.records.settings import parse_settings\n"
        f"parse_settings('deadline_days: 21\\noutbox: outbox', Path({str(root)!r}))"
    )
    command = [sys.executable, "-c", code]
    if os.geteuid() == 0:  # root may write anywhere, so somebody else asks
        for folder in (root, *root.parents):
            if folder.stat().st_uid == 0 and folder != Path("/") and folder != Path("/tmp"):
                folder.chmod(folder.stat().st_mode | 0o755)
        (root / "outbox").chmod(0o555)
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if "ModuleNotFoundError" in ran.stderr:
        pytest.skip("the other user cannot read this Python")
    assert "line 2: `outbox`" in ran.stderr
    assert "cannot be written" in ran.stderr


def test_the_file_must_be_there_and_be_utf_8(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="pipeline init"):
        load_settings(tmp_path)
    (tmp_path / "pipeline.yaml").write_bytes(b"names: {panel: Caf\xe9}")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path)
    (tmp_path / "pipeline.yaml").unlink()
    (tmp_path / "pipeline.yaml").mkdir()
    with pytest.raises(WorkspaceError, match="cannot be read"):
        load_settings(tmp_path)


def test_a_file_saved_by_notepad_is_read(root: Path) -> None:
    (root / "pipeline.yaml").write_bytes(b"\xef\xbb\xbfdeadline_days: 20\r\n")
    assert load_settings(root).deadline_days == 20


def test_the_repository_is_a_workspace() -> None:
    assert load_settings(ROOT).folders.forms == ROOT / "forms"
