"""A blank that is ready to be adopted."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.adoption import TheirBlank


@dataclass(frozen=True)
class Prepared:
    """A blank with its boxes. `data`: the bytes to keep; `added`: how many boxes were put where it had none."""

    blank: TheirBlank
    data: bytes
    end: str  # of the file's name: .pdf or .docx
    added: int = 0
