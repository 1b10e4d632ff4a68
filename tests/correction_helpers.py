"""Help for the tests of correction by form: a form that was read from a picture, and a correction form filled in."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from pipeline.model.answers import Answer, Answers, Carrier, Sureness
from pipeline.office.desk import Desk
from pipeline.office.intake.entering import enter
from pipeline.office.intake.filing import Paper
from pipeline.records.attention import correction_forms
from pipeline.records.inbox import NEEDS_ATTENTION
from tests import builders

LOST = "\ue000"  # a sign that no font knows: the reader mends the text, and doubts it
SIGNED = {"correction_by": "Jo Okafor", "correction_checked.yes": "/Yes"}


def correction_path(desk: Desk, reference: str = "CRP-2013-001") -> Path:
    return desk.settings.folders.inbox / NEEDS_ATTENTION / f"{reference} correction.pdf"


def seals(desk: Desk) -> dict[str, bool]:
    """The correction forms in “needs attention”, and whether each is as it was written."""
    forms = correction_forms(desk.settings.folders.inbox)
    return {reference: bool(form.made_from) for reference, form in forms.items()}


def filled(pdf: bytes, values: Mapping[str, str], *, incremental: bool = False) -> bytes:
    """A form with some of its fields filled in anew, as a program saves it; the others as they are."""
    writer = (
        PdfWriter(io.BytesIO(pdf), incremental=True) if incremental else PdfWriter(io.BytesIO(pdf), full=True)
    )
    found = set()
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            found |= _fill(reference.get_object(), values)
    assert found == set(values), set(values) - found
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _fill(widget: Any, values: Mapping[str, str]) -> set[str]:
    names, node = [], widget
    while node is not None:
        names += [str(node["/T"])] if "/T" in node else []
        node = node["/Parent"].get_object() if "/Parent" in node else None
    name = ".".join(reversed(names))
    if name not in values:
        return set()
    if widget.get("/FT") == "/Btn":
        widget[NameObject("/V")] = widget[NameObject("/AS")] = NameObject(values[name])
    elif "/T" in widget:
        widget[NameObject("/V")] = TextStringObject(values[name])
    else:
        on = f"/{values[name]}" in widget["/AP"]["/N"]
        widget[NameObject("/AS")] = NameObject(f"/{values[name]}" if on else "/Off")
        widget["/Parent"].get_object()[NameObject("/V")] = NameObject(f"/{values[name]}")
    return {name}


def fields_of(pdf: bytes) -> dict[str, str]:
    """What stands in each field."""
    found = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    return {name: str(field.get("/V", "")) for name, field in found.items()}


def file_scan(desk: Desk, form: str = "referral", items: Mapping[str, str] | None = None) -> str:
    """File a form whose every answer was made out in a picture; its reference."""
    answers = builders.answers(builders.forms()[form], items)
    proposed = {n: replace(a, sureness=Sureness.RECOGNISED, score=0.91) for n, a in answers.items.items()}
    return file_answers(desk, replace(answers, carrier=Carrier.SCAN, items=proposed))


def file_answers(desk: Desk, answers: Answers) -> str:
    """File answers as if they had been read from a paper without pages; the reference."""
    source = desk.settings.folders.root / "paper.yaml"
    source.write_bytes(repr(answers).encode())
    sha256 = desk.originals.keep(source)
    arrival = desk.register.saw("paper.yaml", "1:1:1")
    kept = replace(arrival, sha256=sha256, released=True)
    return enter(desk, "paper.yaml", kept, Paper(sha256, "yaml", desk.today), answers).arrival.reference


def doubted(slot: str, doubt: str = "It is smudged.") -> Answers:
    """The full referral with a doubt of one answer."""
    answers = builders.answers()
    items: dict[str, Answer] = dict(answers.items)
    items[slot] = replace(items[slot], doubt=doubt)
    return replace(answers, items=items)


def without_fields(pdf: bytes, names: Collection[str]) -> bytes:
    """A form as a program leaves it that drops some of its fields."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        every = opened.Root.AcroForm.Fields
        kept = [f for f in every if str(f.get("/T", "")) not in names]
        assert len(kept) == len(every) - len(names)
        opened.Root.AcroForm.Fields = pikepdf.Array(kept)
        for page in opened.pages:
            if "/Annots" in page:
                page.Annots = pikepdf.Array([a for a in page.Annots if str(a.get("/T", "")) not in names])
        opened.save(out)
    return out.getvalue()
