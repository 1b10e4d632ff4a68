"""The reading process from the inside: load the readers, then take a job, do it, reply, until the parent has gone."""

from __future__ import annotations

import errno
import faulthandler
import gc
import importlib
import logging
import os
import pickle
import signal
import sys
from multiprocessing.connection import Connection

from pipeline.model.errors import PipelineError, ReadingError, StorageError
from pipeline.papers.sandbox.limits import address_space, limit_memory

UNNAMED = "Document"  # `what` of a ReadingError made here: the caller knows what was being read
LARGEST_RESULT = 256 * 1024 * 1024  # bytes
READY = "ready"
RESULT, ERROR, MACHINE = b"R", b"E", b"M"  # how a call went; MACHINE: the computer failed, not the document
FULL, ROOM = b"F", b"-"  # whether there is memory for another document

_REMEDY = (
    "Open it, save it again under another name and drop that; if it fails again, ask for the form afresh."
)
PATIENCE = 2.0  # so many times its limit a process may have waited for a processor
_GRACE = 15.0  # seconds after which an orphaned child ends itself
_FULL = 0.6  # share of the memory limit after which a fresh process is better
# Sent to every process of a terminal or service at once; when to stop is the parent's to decide.
_PARENTS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# What an odd document can provoke by the arguments made from it. Every other number is about disk, rights, handles.
_OF_ARGUMENTS = (None, errno.EINVAL, errno.ENAMETOOLONG, errno.EILSEQ, errno.EOVERFLOW)


def not_readable(why: str) -> ReadingError:
    """The document's fault, in words."""
    return ReadingError(UNNAMED, why, _REMEDY)


def too_big(megabytes: int) -> ReadingError:
    """The document needs more memory than there is for one."""
    return not_readable(f"reading it needed more than {megabytes} MiB of memory.")


def serve(pipe: Connection, seconds: float, megabytes: int, modules: tuple[str, ...]) -> None:
    """The process's life; it ends when the parent has gone."""
    for name in _PARENTS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    _silence()
    limit_memory(megabytes)
    pipe.send_bytes(_loaded(modules).encode())
    while True:
        try:
            job = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        except MemoryError:
            _reply(pipe, ERROR, _pickled_error(too_big(megabytes)), full=True)
            continue
        # Were the parent killed, nobody would stop a job that hangs: this ends the process from outside Python.
        faulthandler.dump_traceback_later(
            (1 + PATIENCE) * seconds + _GRACE, exit=True, file=sys.__stderr__ or 2
        )
        answer(pipe, job, megabytes)
        faulthandler.cancel_dump_traceback_later()


def _loaded(modules: tuple[str, ...]) -> str:
    """Load the readers: READY, or what went wrong."""
    try:
        for name in modules:
            importlib.import_module(name)
    except (ImportError, OSError, MemoryError, SyntaxError, EOFError, ValueError) as err:
        return _said(err)  # a file of the program is missing, damaged or out of reach
    return READY


def answer(pipe: Connection, job: bytes, megabytes: int) -> None:
    """Do one job and send how it went."""
    how, full = ERROR, True
    try:
        function, args, kwargs = pickle.loads(job)
        content = pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
        how, full = RESULT, False
        if len(content) > LARGEST_RESULT:
            how, full = ERROR, True
            content = _pickled_error(not_readable("it holds too much to be taken over."))
    except MemoryError:
        content = _pickled_error(too_big(megabytes))
    except PipelineError as err:
        full, content = False, _pickled_error(err)
    except Exception as err:  # noqa: BLE001  (the wall: whatever a document provokes ends here)
        how = MACHINE if _is_machines(err) else ERROR
        full, content = False, _pickled_error(_machines(err) if how == MACHINE else _foreign(err))
    gc.collect()
    _reply(pipe, how, content, full=full or address_space() > _FULL * megabytes)


def _reply(pipe: Connection, how: bytes, content: bytes, *, full: bool) -> None:
    pipe.send_bytes(how + (FULL if full else ROOM))
    pipe.send_bytes(content)


def _is_machines(err: Exception) -> bool:
    """Whether the computer failed: documents are read from memory, so no document can make a disk fail."""
    return isinstance(err, ImportError) or (isinstance(err, OSError) and err.errno not in _OF_ARGUMENTS)


def _machines(err: Exception) -> StorageError:
    return StorageError(
        f"The computer failed while a form was being read ({_said(err)}). Nothing has been lost; try again, and "
        "install the program again if this stays."
    )


def _foreign(err: Exception) -> ReadingError:
    return not_readable(
        f"it is damaged, or made in a way this program does not know (for the helpdesk: {_said(err)})."
    )


def _said(err: Exception) -> str:
    said = " ".join(str(err).split())[:120]
    return f"{type(err).__name__}: {said}" if said else type(err).__name__


def _pickled_error(err: PipelineError) -> bytes:
    """The error, pickled; as a ReadingError with its words where it cannot be rebuilt."""
    try:
        content = pickle.dumps(err, pickle.HIGHEST_PROTOCOL)
        if str(pickle.loads(content)) == str(err):
            return content
    except (TypeError, AttributeError, pickle.PicklingError):
        pass
    return pickle.dumps(not_readable(str(err)), pickle.HIGHEST_PROTOCOL)


def _silence() -> None:
    """What libraries print about a damaged document is not for the coordinator's screen."""
    logging.disable(logging.CRITICAL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
