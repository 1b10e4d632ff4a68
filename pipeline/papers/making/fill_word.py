"""Fill a blank Word form's content controls, as Word leaves them when a person has typed."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from pipeline.model.errors import NotFoundError
from pipeline.model.form import Field, Form, Kind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DOCUMENT = "word/document.xml"


def fill_word(blank: bytes, form: Form, items: Mapping[str, str]) -> bytes:
    """The blank with `items` (slot -> text as in Answers) filled in.

    Raises NotFoundError naming the slots that the blank has no control for.
    """
    source = zipfile.ZipFile(io.BytesIO(blank))
    tree = etree.fromstring(source.read(_DOCUMENT))
    filled: set[str] = set()
    for control in tree.iter(f"{_W}sdt"):
        filled |= _fill_control(control, form, items)
    missing = sorted(set(items) - filled)
    if missing:
        raise NotFoundError(f"{form.name}.docx has no control for: {', '.join(missing)}.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry.filename)
            if entry.filename == _DOCUMENT:
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(entry, data)
    return out.getvalue()


def _fill_control(control: Any, form: Form, items: Mapping[str, str]) -> set[str]:
    tag = control.find(f"{_W}sdtPr/{_W}tag")
    name = "" if tag is None else tag.get(f"{_W}val")
    parent, _, code = name.rpartition(".")
    if parent in form.slot_by_name:
        if code in items.get(parent, "").split("\n"):
            _tick(control)
        return {parent}
    if name not in items or name not in form.slot_by_name:
        return set()
    _type(control, form.slot_by_name[name].field, items[name])
    return {name}


def _tick(control: Any) -> None:
    box = control.find(f"{_W}sdtPr/{_W14}checkbox")
    checked = box.find(f"{_W14}checked")
    if checked is None:
        checked = etree.Element(f"{_W14}checked")
        box.insert(0, checked)
    checked.set(f"{_W14}val", "1")
    for text in control.iter(f"{_W}t"):
        text.text = "☒"


def _type(control: Any, field: Field, value: str) -> None:
    """Put `value` where the prompt stood: a paragraph a line in a block-level control, else line breaks."""
    properties = control.find(f"{_W}sdtPr")
    for showing in properties.findall(f"{_W}showingPlcHdr"):
        properties.remove(showing)
    lines = (field.shown(value) if field.choices else value).split("\n")
    content = control.find(f"{_W}sdtContent")
    paragraphs = content.findall(f"{_W}p")
    if paragraphs and field.kind is Kind.LONGTEXT:
        _paragraphs(content, paragraphs, lines)
        return
    holder = next(content.iter(f"{_W}p"), content)
    _one_run(holder, lines)


def _paragraphs(content: Any, paragraphs: Sequence[Any], lines: Sequence[str]) -> None:
    model = paragraphs[0]
    for old in paragraphs:
        content.remove(old)
    for line in lines:
        paragraph = copy.deepcopy(model)
        _one_run(paragraph, [line])
        content.append(paragraph)


def _one_run(holder: Any, lines: Sequence[str]) -> None:
    """Leave one run with `lines`, in the control's own look instead of the prompt's grey."""
    runs = list(holder.iter(f"{_W}r"))
    run = runs[0] if runs else etree.SubElement(holder, f"{_W}r")
    for extra in runs[1:]:
        extra.getparent().remove(extra)
    for style in run.findall(f"{_W}rPr/{_W}rStyle"):
        style.getparent().remove(style)
    for child in [c for c in run if c.tag != f"{_W}rPr"]:
        run.remove(child)
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(run, f"{_W}br")
        text = etree.SubElement(run, f"{_W}t")
        text.text = line
        text.set(_SPACE, "preserve")
