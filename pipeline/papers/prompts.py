"""The prompts of the Word blank: the grey words that stand in a control until a person types.

They live here because the blank prints them and the reader must know them: some programs lose the mark that
says "this is only a prompt" and hand the prompt back as if it were an answer.
"""

from __future__ import annotations

from pipeline.model.form import Field, Form, Kind, Slot

NARROW, SLIM = 1, 2  # twelfths: room for a word in a row; room for two words in a box

BULLETS = "Type here; press Enter for the next bullet"  # stands in paragraphs of its own

_BY_CHECK = {
    "name": "Type the full name",
    "child_name": "Type the name",
    "email": "Type one e-mail address",
    "phone": "Type a phone number",
    "postcode": "Type the postcode",
    "address": "Type the address",
    "nhs_number": "Type ten digits",
}
_BY_KIND = {
    Kind.TEXT: "Type here",
    Kind.LONGTEXT: "Type here; the box grows as you write",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MONTH: "mm/yyyy",
    Kind.TIME: "hh:mm",
    Kind.NUMBER: "Type a number",
    Kind.CHOICE: "Choose one",
    Kind.YESNO: "Choose yes or no",
}
_NARROW = {Kind.TEXT: "Type", Kind.NUMBER: "Number", Kind.CHOICE: "Choose", Kind.YESNO: "Choose"}


def prompt(slot: Slot) -> str:
    """The words that stand in the slot's control while it is blank ("" for tick boxes and printed values)."""
    field = slot.field
    if slot.repeat is not None:
        return _row_prompt(field, block=slot.repeat.layout == "block")
    by_check = _BY_CHECK.get(field.validation.check or "", "") if field.width > SLIM else ""
    return by_check or _BY_KIND.get(field.kind, "")


def _row_prompt(field: Field, *, block: bool) -> str:
    if block and field.kind is Kind.LONGTEXT:
        return BULLETS
    if block:
        return _BY_KIND.get(field.kind, "")
    if field.width <= NARROW and field.kind in _NARROW:
        return _NARROW[field.kind]
    short = {Kind.YESNO: "Choose", Kind.NUMBER: "Number", Kind.CHOICE: "Choose", Kind.LONGTEXT: "Type here"}
    return short.get(field.kind) or _BY_KIND.get(field.kind, "")


def prompts(form: Form) -> frozenset[str]:
    """Every prompt that the form's Word blank shows."""
    return frozenset(filter(None, map(prompt, form.slots)))
