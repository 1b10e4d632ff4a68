"""papers/sandbox: what hangs is killed, what crashes is noticed, what explodes is named."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.errors import ConversionError, ReadingError, StorageError
from pipeline.papers.sandbox import READERS, UNNAMED, Sandbox, child, inside, limits
from pipeline.papers.sandbox.limits import kept_waiting
from tests import sandbox_jobs as jobs
from tests.builders import ROOT


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(2.0, 512, modules=()) as made:
        yield made


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_is_kept_warm_and_ended(box: Sandbox) -> None:
    with Sandbox(5, 512) as own:
        assert own.call(jobs.double, 21) == 42
        first = own.call(jobs.process_id)
        assert first == own.call(jobs.process_id) != os.getpid()
    assert not alive(first)  # not even as a zombie


@pytest.mark.parametrize("job", [jobs.hang, jobs.hang_in_c, jobs.spin])
def test_what_hangs_is_killed(box: Sandbox, job: object) -> None:
    pid = box.call(jobs.process_id)
    began = time.monotonic()
    with pytest.raises(ReadingError, match=r"longer than 2 seconds"):
        box.call(job)  # type: ignore[arg-type]
    assert time.monotonic() - began < 12
    assert not alive(pid)
    assert box.call(jobs.double, 1) == 2


def test_time_spent_waiting_for_a_processor_is_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer sets no good form aside; but it is not waited for for ever."""
    from pipeline.papers.sandbox import child

    began = time.monotonic()
    monkeypatch.setattr(child, "kept_waiting", lambda pid: 100 * (time.monotonic() - began))
    with Sandbox(0.5, 512) as own:
        assert own.call(jobs.double, 1) == 2
        assert own.call(jobs.dawdle, 0.9) == "done"
        with pytest.raises(ReadingError, match=r"longer than 0\.5 seconds"):
            own.call(jobs.dawdle, 30)
    assert time.monotonic() - began < 25


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells it")
def test_how_long_a_process_was_kept_waiting_can_be_told() -> None:
    assert 0 <= kept_waiting(os.getpid()) < time.process_time() + time.monotonic()
    assert kept_waiting(999_999_999) == 0


def test_what_crashes_is_noticed(box: Sandbox) -> None:
    with pytest.raises(ReadingError, match="crashed the reader"):
        box.call(jobs.crash)
    with pytest.raises(ReadingError, match="exit code 3"):
        box.call(jobs.leave, 3)
    assert box.call(jobs.double, 1) == 2


def test_what_explodes_is_named() -> None:
    with Sandbox(60, 512) as own:
        with pytest.raises(ReadingError, match="more than 512 MiB"):
            own.call(jobs.explode, 2000)
        assert own.call(jobs.double, 1) == 2


def test_a_full_process_is_replaced_before_the_next_document() -> None:
    with Sandbox(10, 512) as own:
        first = own.call(jobs.process_id)
        own.call(jobs.hoard, 250)
        assert own.call(jobs.process_id) != first
        assert own.call(jobs.explode, 200) == 200


def test_errors_come_out_as_themselves_or_as_reading_errors(box: Sandbox) -> None:
    with pytest.raises(ReadingError) as caught:
        box.call(jobs.our_own, "reading")
    assert caught.value.why == "it is damaged."
    with pytest.raises(ConversionError, match="words"):
        box.call(jobs.our_own, "conversion")
    with pytest.raises(ReadingError, match="line 2: wrong"):  # cannot be rebuilt from its words
        box.call(jobs.our_own, "settings")
    with pytest.raises(ReadingError, match="KeyError: '/P'"):
        box.call(jobs.foreign)
    with pytest.raises(ReadingError, match="made in a way"):
        box.call(jobs.unpicklable)


def test_the_process_survives_these(box: Sandbox) -> None:
    pid = box.call(jobs.process_id)
    for kind in ("reading", "conversion"):
        with pytest.raises(Exception, match=r"\w"):
            box.call(jobs.our_own, kind)
    assert box.call(jobs.process_id) == pid


def test_large_arguments_and_results_pass(box: Sandbox) -> None:
    assert len(box.call(jobs.much, 30_000_000)) == 30_000_000


def test_a_result_that_is_too_big_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.papers.sandbox.inside.LARGEST_RESULT", 1000)
    with Sandbox(5, 512) as own:
        with pytest.raises(ReadingError, match="holds too much"):
            own.call(jobs.much, 100_000)
        assert own.call(jobs.double, 1) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_signals_to_the_whole_group_are_the_parents_to_handle(box: Sandbox) -> None:
    """Ctrl-C, a service manager's SIGTERM and a closed terminal reach every process; the paper in hand is finished."""
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    assert box.call(jobs.signal_me, numbers) == "still here"


NOT_THE_DOCUMENTS = [
    ("signal", signal.SIGKILL),
    ("signal", signal.SIGTERM),
    ("disk", errno.EIO),
    ("disk", errno.EACCES),
    ("disk", errno.EBUSY),
    ("disk", errno.ENOSPC),
    ("disk", errno.EMFILE),
    ("module", 0),
]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize(("kind", "code"), NOT_THE_DOCUMENTS)
def test_what_the_computer_did_once_is_tried_again(
    box: Sandbox, tmp_path: Path, kind: str, code: int
) -> None:
    before = box.call(jobs.process_id)
    assert box.call(jobs.once, tmp_path, kind, code) != before


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize(("kind", "code"), [c for c in NOT_THE_DOCUMENTS if c[1] != signal.SIGKILL])
def test_what_the_computer_does_again_is_never_the_documents_fault(
    box: Sandbox, kind: str, code: int
) -> None:
    with pytest.raises(StorageError, match="Nothing has been lost"):
        box.call(jobs.always, kind, code)
    assert box.call(jobs.double, 1) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_document_over_which_the_reader_is_killed_twice_is_set_aside(box: Sandbox) -> None:
    """So the system ends what takes all the memory, where it does not hold the limit itself."""
    with pytest.raises(ReadingError, match="twice, most likely for want of memory"):
        box.call(jobs.always, "signal", signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_process_killed_between_two_documents_is_replaced(box: Sandbox) -> None:
    os.kill(box.call(jobs.process_id), signal.SIGKILL)
    assert box.call(jobs.double, 4) == 8


def test_a_library_that_calls_damaged_data_an_os_error_means_the_document(box: Sandbox) -> None:
    with pytest.raises(ReadingError, match="truncated") as caught:
        box.call(jobs.library_says_os_error, 0)
    assert caught.value.what == UNNAMED


def test_readers_that_cannot_be_loaded_are_the_programs_fault() -> None:
    """The readers are loaded before a document comes, so no document is blamed for a damaged installation."""
    with Sandbox(5, 512, modules=("pipeline.papers.no_such_reader",)) as own:
        with pytest.raises(StorageError, match=r"no_such_reader.*Nothing has been lost"):
            own.call(jobs.double, 1)
        own.modules = READERS
        assert {"pypdf", "pikepdf", "lxml.etree", "yaml"} <= set(own.call(jobs.loaded))


def test_a_start_that_fails_once_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def start(*args: object) -> child.Child:
        tries.append(1)
        if len(tries) == 1:
            raise child.StumbledError(StorageError("no"))
        return real(*args)  # type: ignore[arg-type]

    real = child.start
    monkeypatch.setattr("pipeline.papers.sandbox.start", start)
    with Sandbox(5, 512, modules=()) as own:
        assert own.call(jobs.double, 3) == 6


def test_a_closed_console_on_windows_is_no_crash() -> None:
    assert isinstance(child._death(0xC000013A), StorageError)
    assert isinstance(child._death(0xC0000005), ReadingError)  # an access violation


def test_nothing_is_printed_by_the_process(box: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    box.call(jobs.shout)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_no_file_of_the_parent_is_open_in_the_process(tmp_path: Path) -> None:
    with (tmp_path / "inbox.pdf").open("wb"), Sandbox(5, 512) as own:
        assert not [name for name in own.call(jobs.open_files) if str(tmp_path) in name]


def test_calls_from_several_threads_take_turns(box: Sandbox) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda n=n: found.append(box.call(jobs.double, n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(found) == [0, 2, 4, 6, 8, 10, 12, 14]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited on Linux only")
def test_the_libraries_fit_well_into_the_limit() -> None:
    with Sandbox(60, 1024) as own:
        assert 0 < own.call(jobs.load_everything) < 512


def test_limits_can_be_told() -> None:
    assert limits.resident(os.getpid()) > 0 or sys.platform == "win32"
    assert limits.resident(2**22 + 5) == 0  # no such process
    assert limits.address_space() > 0 or not sys.platform.startswith("linux")


def test_the_windows_structures_are_laid_out_as_windows_has_them() -> None:
    if ctypes.sizeof(ctypes.c_void_p) != 8:
        pytest.skip("the sizes are those of 64-bit Windows")
    assert ctypes.sizeof(limits._BasicLimits) == 64
    assert ctypes.sizeof(limits._ExtendedLimits) == 144


def test_on_a_mac_memory_is_asked_of_ps(monkeypatch: pytest.MonkeyPatch) -> None:
    def ps(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert command[-1] == "77"
        return subprocess.CompletedProcess(command, 0, stdout=" 2048000\n")

    monkeypatch.setattr(limits.sys, "platform", "darwin")
    monkeypatch.setattr(limits.subprocess, "run", ps)
    assert limits.resident(77) == 2000


@pytest.mark.parametrize(
    ("job", "argument", "says"),
    [
        (jobs.double, 2, "4"),
        (jobs.our_own, "conversion", "words"),
        (jobs.our_own, "settings", "line 2"),
        (jobs.raise_memory, 0, "more than 64 MiB"),
        (jobs.much, 2000, "holds too much"),
        (jobs.raise_key, 0, "KeyError"),
    ],
)
def test_the_processs_side_of_a_call(
    job: object, argument: object, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "LARGEST_RESULT", 1000)
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        inside.answer(theirs, pickle.dumps((job, (argument,), {})), 64)
        flags, content = ours.recv_bytes(), pickle.loads(ours.recv_bytes())
    assert flags[:1] == (b"R" if says == "4" else b"E")
    assert says in str(content)


def test_a_process_grown_past_its_memory_is_stopped_from_outside() -> None:
    """Where the system does not hold the limit (macOS), the watcher does."""
    with Sandbox(20, 512) as own:
        own.call(jobs.double, 1)
        own.megabytes = 60  # the process itself was started with 512
        with pytest.raises(ReadingError, match="more than 60 MiB"):
            own.call(jobs.hoard_and_wait, 200)


SCRIPT = """
import os, sys, time
from pipeline.papers.sandbox import Sandbox
from tests import sandbox_jobs as jobs
box = Sandbox(30, 512)
print(box.call(jobs.process_id), flush=True)
{then}
"""


def script(then: str, tmp_path: Path) -> subprocess.Popen[str]:
    path = tmp_path / "main"  # as a console script: no ending, code at the top level
    path.write_text(SCRIPT.format(then=then))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )


def gone(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not alive(pid):
            return True
        threading.Event().wait(0.05)
    return False


def test_a_console_script_leaves_nothing_behind(tmp_path: Path) -> None:
    with script("", tmp_path) as main:
        said = main.communicate(timeout=30)[0]
    assert main.returncode == 0, said
    assert gone(int(said), 5)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_killed_parent_takes_the_process_with_it(tmp_path: Path) -> None:
    with script("time.sleep(60)", tmp_path) as main:
        assert main.stdout is not None
        child = int(main.stdout.readline())
        main.send_signal(signal.SIGKILL)
        main.wait(10)
        assert gone(child, 5)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_during_a_call_ends_it_and_the_process(tmp_path: Path) -> None:
    then = "try:\n    box.call(jobs.hang)\nexcept KeyboardInterrupt:\n    print('stopped', flush=True)"
    with script(then, tmp_path) as main:
        assert main.stdout is not None
        child = int(main.stdout.readline())
        threading.Event().wait(0.3)
        main.send_signal(signal.SIGINT)
        assert main.communicate(timeout=15)[0].strip() == "stopped"
    assert gone(child, 5)
