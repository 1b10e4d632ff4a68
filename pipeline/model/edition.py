"""The printed editions of a form: the panel's present one, its earlier versions, another council's adopted for it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from pipeline.model.form import Form


@dataclass(frozen=True)
class Edition:
    """One printed edition of a form, and what a reader needs to compare a filled copy with it.

    A box is one thing to fill in, by the name it has on the paper: a slot (`child_1_surname`), or slot and code
    for a tick (`reason.OTHER`). `names`: a box on this edition -> the box or slot of `form` that it is, where the
    two names differ; of another organisation's form (`own` false) only these boxes are read. Such a form may have
    boxes that are a part of an answer: `child_1_dob.day`, `family_address.2` (rules/answers/boxes). `codes`: what a
    choice of theirs is called on the paper, as `box=state` -> our code. `dropped`: a box that is asked no more -> its
    printed words. `absent`: boxes of `form` that this edition does not have.
    """

    form: Form  # whose record it becomes
    version: str
    title: str
    own: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(
        default_factory=dict
    )  # printed words -> box or slot, where no box has a name
    codes: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)
    absent: Set[str] = frozenset()
    pdf: bytes = b""  # the blank as PDF; b"" when there is none
    word: bytes = b""  # the blank as a Word file; b"" when there is none

    @property
    def present(self) -> bool:
        """Whether it is the panel's own form in its present version."""
        return self.own and self.version == self.form.version


def present_edition(form: Form, pdf: bytes = b"", word: bytes = b"") -> Edition:
    """A form's present edition."""
    return Edition(form, form.version, form.title, pdf=pdf, word=word)
