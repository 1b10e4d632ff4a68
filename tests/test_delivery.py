"""Members' copies in their folders: read back before they count, queued, taken back, accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model.errors import NotFoundError
from pipeline.model.people import PanelMember
from pipeline.office import delivery
from pipeline.office.delivery import deliver, destroyed, recall, retry
from pipeline.office.desk import Desk, open_desk
from pipeline.office.desk.deliveries import delivery_lines, issued, waiting
from pipeline.office.desk.packs import paper_name
from pipeline.office.watching import Bell, watch
from pipeline.records import handing_over
from pipeline.rules.pack.deliveries import ISSUED
from tests import builders
from tests.pack_helpers import MEETING, InProcess

PAPER = paper_name(MEETING)


class Office:
    """A workspace with two members, each with a folder of their own, at a day that can be moved on."""

    def __init__(self, root: Path) -> None:
        self.now = datetime(2013, 9, 20, 9, 0, tzinfo=UTC)
        self.folders = {"Ruth Amberley": root / "drive" / "ruth", "Dev Patwardhan": root / "drive" / "dev"}
        for folder in self.folders.values():
            folder.mkdir(parents=True)
        members = (
            PanelMember("Ruth Amberley", "Chair", "CSC", folder=self.folders["Ruth Amberley"]),
            PanelMember("Dev Patwardhan", "Inspector", "POLICE", folder=self.folders["Dev Patwardhan"]),
            PanelMember("Halina Nowak", "Nurse", "HEALTH_VISITING"),
        )
        self.settings = builders.settings(root / "w", members=members)

    def open(self) -> Iterator[Desk]:
        with open_desk(self.settings, builders.forms(), lambda: self.now, sandbox=InProcess()) as desk:
            yield desk

    def issue(self, desk: Desk, issue: int, number: int, member: str) -> bytes:
        data = f"%PDF issue {issue} copy {number} of {member} {self.now}".encode()
        name = f"{number}-{member}.pdf"
        folder = self.settings.folders.outbox / MEETING.isoformat() / "copies"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        detail = {
            "issue": issue,
            "copy": number,
            "member": member,
            "sha256": hashlib.sha256(data).hexdigest(),
            "file": name,
        }
        desk.register.note(ISSUED, PAPER, detail)
        return data


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    yield from office.open()


def ruth(office: Office) -> Path:
    return office.folders["Ruth Amberley"]


def test_each_member_finds_their_copy_in_their_own_folder(office: Office, desk: Desk) -> None:
    data = {m: office.issue(desk, 1, n, m) for n, m in enumerate(office.folders, 1)}
    office.issue(desk, 1, 3, "Halina Nowak")
    told = deliver(desk, MEETING)
    for number, (member, folder) in enumerate(office.folders.items(), 1):
        (there,) = folder.iterdir()
        assert there.name == f"briefing-pack-2013-09-27-issue-1-copy-{number}.pdf"
        assert there.read_bytes() == data[member]
    assert [t.done for t in told] == [True, True, False]
    assert "has no folder in pipeline.yaml" in told[2].words
    states = issued(desk, MEETING)
    assert [(s.copy.member, s.delivered) for s in states if s.delivered] == [
        ("Ruth Amberley", date(2013, 9, 20)),
        ("Dev Patwardhan", date(2013, 9, 20)),
    ]


def test_delivering_again_does_nothing(office: Office, desk: Desk) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    events = len(desk.register.events())
    deliver(desk, MEETING)
    assert len(list(ruth(office).iterdir())) == 1
    assert len(desk.register.events()) == events


def test_a_folder_that_is_away_is_queued_told_and_tried_again(office: Office, desk: Desk) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    ruth(office).rmdir()
    (told,) = deliver(desk, MEETING)
    assert (told.done, told.waits) == (False, True)
    deliver(desk, MEETING)
    assert len(desk.register.facts("delivery queued")) == 1  # the same reason is not written twice
    assert "waits for its delivery" in delivery_lines(desk)[0]
    assert retry(desk) == ()
    ruth(office).mkdir()
    (done,) = retry(desk)
    assert done.done
    assert len(list(ruth(office).iterdir())) == 1
    assert waiting(desk) == ()
    assert delivery_lines(desk) == ()


def test_the_watch_delivers_what_waits(office: Office, desk: Desk) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    ruth(office).rmdir()
    deliver(desk, MEETING)
    ruth(office).mkdir()
    said: list[str] = []
    bell = Bell()

    def swept(_report: object) -> None:
        bell.stop()

    watch(desk, swept=swept, say=said.append, bell=bell, also=lambda: [t.words for t in retry(desk)])
    assert [words for words in said if "copy 1 of issue 1 is in" in words]
    assert len(list(ruth(office).iterdir())) == 1


def test_nothing_counts_as_delivered_that_does_not_read_back(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    monkeypatch.setattr(handing_over.files, "write_atomic", lambda path, data: path.write_bytes(data[:-3]))
    (told,) = deliver(desk, MEETING)
    assert "is not what was written there" in told.words
    assert [s.delivered for s in issued(desk, MEETING)] == [None]


def test_a_copy_that_its_reader_has_written_on_is_never_overwritten(office: Office, desk: Desk) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    (place,) = ruth(office).iterdir()
    place.write_bytes(b"%PDF with her notes")
    deliver(desk, MEETING)
    assert place.read_bytes() == b"%PDF with her notes"
    office.now = office.now.replace(hour=10)
    again = office.issue(desk, 1, 1, "Ruth Amberley")  # another passphrase
    deliver(desk, MEETING)
    names = {p.name: p.read_bytes() for p in ruth(office).iterdir()}
    assert names["SUPERSEDED briefing-pack-2013-09-27-issue-1-copy-1.pdf"] == b"%PDF with her notes"
    assert again in names.values()


def test_a_new_issue_marks_the_one_before_in_the_members_folder(office: Office, desk: Desk) -> None:
    first = office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    second = office.issue(desk, 2, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    assert {p.name: p.read_bytes() for p in ruth(office).iterdir()} == {
        "SUPERSEDED briefing-pack-2013-09-27-issue-1-copy-1.pdf": first,
        "briefing-pack-2013-09-27-issue-2-copy-1.pdf": second,
    }
    assert [(s.copy.issue, s.replaced, Path(s.place).exists()) for s in issued(desk, MEETING)] == [
        (1, True, True),
        (2, False, True),
    ]


def test_a_new_copy_with_the_name_of_one_that_was_taken_back_is_not_marked(
    office: Office, desk: Desk
) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    recall(desk, MEETING, "a case is withheld")
    office.now = datetime(2013, 9, 21, 9, 0, tzinfo=UTC)
    office.issue(desk, 1, 1, "Ruth Amberley")
    (told,) = deliver(desk, MEETING)
    (now,) = (s for s in issued(desk, MEETING) if not s.replaced)
    assert Path(now.place).is_file() and now.place in told.words


def test_an_earlier_issue_is_marked_also_when_the_delivery_was_cut_short(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    office.issue(desk, 2, 1, "Ruth Amberley")
    with monkeypatch.context() as cut:
        cut.setattr(delivery, "mark_superseded", _killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(desk, MEETING)
    deliver(desk, MEETING)
    assert sum(path.name.startswith("SUPERSEDED") for path in ruth(office).iterdir()) == 1


def _killed(_: Path) -> Path:
    raise KeyboardInterrupt


def test_a_copy_that_was_changed_in_the_outbox_is_not_delivered(office: Office, desk: Desk) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    for path in (office.settings.folders.outbox / "2013-09-27" / "copies").iterdir():
        path.write_bytes(b"something else")
    (told,) = deliver(desk, MEETING)
    assert "is not the copy that was made" in told.words
    assert list(ruth(office).iterdir()) == []


def test_a_recall_removes_the_file_and_leaves_a_note(office: Office, desk: Desk) -> None:
    for issue in (1, 2):
        office.issue(desk, issue, 1, "Ruth Amberley")
        deliver(desk, MEETING)
    (told,) = recall(desk, MEETING, "a case was withdrawn", issue=2)
    assert told.done
    names = sorted(p.name for p in ruth(office).iterdir())
    assert names == [
        "RECALLED briefing-pack-2013-09-27-issue-2-copy-1.txt",
        "SUPERSEDED briefing-pack-2013-09-27-issue-1-copy-1.pdf",
    ]
    note = (ruth(office) / names[0]).read_text("utf-8")
    assert "recalled on 20 September 2013" in note
    assert "a case was withdrawn" in note
    assert not [p for p in ruth(office).iterdir() if "issue-2-copy-1.pdf" in p.name]


def test_a_recalled_copy_is_not_delivered_again(office: Office, desk: Desk) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    recall(desk, MEETING, "an error")
    with pytest.raises(NotFoundError, match="All copies were recalled"):
        deliver(desk, MEETING)


def test_a_recall_that_cannot_reach_the_folder_waits_and_a_changed_file_is_not_destroyed(
    office: Office, desk: Desk
) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    deliver(desk, MEETING)
    (place,) = ruth(office).iterdir()
    place.write_bytes(b"%PDF with her notes")
    away = ruth(office).rename(ruth(office).with_name("away"))
    (told,) = recall(desk, MEETING, "an error")
    assert told.waits
    assert "waits to be taken back" in delivery_lines(desk)[0]
    away.rename(ruth(office))
    (done,) = retry(desk)
    assert "ask them to destroy it" in done.words
    kept = ruth(office) / f"RECALLED {place.name}"
    assert kept.read_bytes() == b"%PDF with her notes"


def test_what_members_destroyed_is_recorded_and_what_is_missing_is_told(office: Office, desk: Desk) -> None:
    for number, member in enumerate(office.folders, 1):
        office.issue(desk, 1, number, member)
    office.issue(desk, 1, 3, "Halina Nowak")  # has no folder: handed over by hand
    deliver(desk, MEETING)
    office.now = datetime(2013, 10, 14, 9, 0, tzinfo=UTC)
    assert delivery_lines(desk) == (
        "Copies of briefing-pack-2013-09-27 should be destroyed by now; "
        "no word yet from Dev Patwardhan, Halina Nowak, Ruth Amberley.",
    )
    destroyed(desk, MEETING, "Ruth Amberley", on=date(2013, 10, 1))
    destroyed(desk, MEETING, "Halina Nowak", on=date(2013, 10, 2))
    assert "no word yet from Dev Patwardhan." in delivery_lines(desk)[0]
    assert [s.destroyed for s in issued(desk, MEETING)] == [date(2013, 10, 1), None, date(2013, 10, 2)]
    with pytest.raises(NotFoundError, match="No such copy"):
        destroyed(desk, MEETING, "Ruth Amberley")
    with pytest.raises(NotFoundError, match="has not come yet"):
        destroyed(desk, MEETING, "Dev Patwardhan", on=date(2013, 10, 20))


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: deliver(desk, MEETING, dry_run=True),
        lambda desk: recall(desk, MEETING, "why", dry_run=True),
        lambda desk: destroyed(desk, MEETING, "Ruth Amberley", dry_run=True),
    ],
)
def test_a_dry_run_touches_nothing(office: Office, desk: Desk, act: Callable[[Desk], object]) -> None:
    office.issue(desk, 1, 1, "Ruth Amberley")
    events = len(desk.register.events())
    act(desk)
    assert list(ruth(office).iterdir()) == []
    assert len(desk.register.events()) == events


def test_a_member_who_has_left_is_named(office: Office) -> None:
    office.settings = replace(office.settings, members=office.settings.members[1:])
    for desk in office.open():
        office.issue(desk, 1, 1, "Ruth Amberley")
        (told,) = deliver(desk, MEETING)
        assert "no panel member any more" in told.words


def test_nothing_made_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="run pipeline copies --meeting 2013-09-27 first"):
        deliver(desk, MEETING)
