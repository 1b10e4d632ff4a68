"""What stops the work. Each class carries the command line's exit code.

Messages are for a coordinator: which file, which field as printed on the form, and what to do next.
Exit code 2 is left to click (a command typed wrongly).
"""

from __future__ import annotations

from collections.abc import Sequence


class PipelineError(Exception):
    """Base of every error the program raises on purpose."""

    exit_code = 1
    meaning = "something else stopped the work; the message says what"


class SettingsError(PipelineError):
    """`pipeline.yaml` is wrong; `faults` lists every fault found, each with its line."""

    exit_code = 3
    meaning = "pipeline.yaml or meetings.yaml has a mistake; every mistake is listed with its line"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class WorkspaceError(PipelineError):
    """This folder is not a workspace, or one of its folders cannot be used."""

    exit_code = 4
    meaning = "the folder is not a workspace, or one of its folders cannot be used"


class DefinitionError(PipelineError):
    """A form definition in `forms/` is wrong."""

    exit_code = 5
    meaning = "a form definition in forms/ has a mistake"


class TemplateError(PipelineError):
    """A Word template in `templates/` is wrong; the message names the tag and its place."""

    exit_code = 6
    meaning = "a Word template in templates/ has a mistake"


class ReadingError(PipelineError):
    """A dropped file cannot be read. `what`: what it is; `why`: the reason; `remedy`: what to do."""

    exit_code = 7
    meaning = "a file could not be read"

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(f"{what}: {why} {remedy}")
        self.what, self.why, self.remedy = what, why, remedy

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str, str]]:
        return type(self), (self.what, self.why, self.remedy)


class StorageError(PipelineError):
    """A disk is full, a folder has gone, a file is locked. Nothing was lost; try again."""

    exit_code = 8
    meaning = "a disk is full, a folder has gone or a file is locked; nothing was lost, try again"


class NotFoundError(PipelineError):
    """No such meeting, reference, form or quarter."""

    exit_code = 9
    meaning = "no such meeting, reference, form or quarter"


class GapsError(PipelineError):
    """A paper was made as DRAFT, or not at all, because something is missing from it."""

    exit_code = 10
    meaning = "the paper was written as DRAFT, or not at all, because something is missing"


class ConversionError(PipelineError):
    """A document could not be turned into a PDF; the message names it."""

    exit_code = 11
    meaning = "a document could not be turned into a PDF"


class RegisterError(PipelineError):
    """The register is damaged, newer than this program, in use, or on a network drive."""

    exit_code = 12
    meaning = "the register is damaged, in use, on a network drive or from a newer version"


class CheckFailedError(PipelineError):
    """`pipeline check` found faults; each has been printed."""

    exit_code = 13
    meaning = "pipeline check found faults; each is printed"


class LeakError(PipelineError):
    """The leak check found something that stands in the way, or that may not be settled in this way."""

    exit_code = 14
    meaning = "the leak check found something that must be changed or settled first"
