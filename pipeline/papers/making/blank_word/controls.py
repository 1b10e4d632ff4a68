"""Content controls: one for every slot of a form, tagged with the slot's name.

The order of the elements is the one ISO/IEC 29500-1 gives (17.5.2.38, sdtPr): Word refuses a file that has another.
"""

from __future__ import annotations

from pipeline.model.form import Choice, Field, Kind, Slot
from pipeline.papers.making.blank_word.xml import Element, paragraph, run, w, w14
from pipeline.papers.prompts import prompt

TITLE_LIMIT = 64  # Word takes no longer title or tag
EMPTY_BOX, TICKED_BOX = "☐", "☒"
BOX_FONT = "MS Gothic"


class Controls:
    """Makes the controls of one form; it numbers them, as Word wants every id once in a document."""

    def __init__(self) -> None:
        self._last = 1000

    def inline(self, slot: Slot) -> Element:
        """The control of a slot, to stand in a paragraph: text, drop-down or date picker with its prompt."""
        kind = self._kind(slot.field, prompt(slot))
        return self._control(slot.name, slot.label, kind, run(prompt(slot), "PlaceholderText"), slot)

    def bullets(self, slot: Slot) -> Element:
        """A control that stands between paragraphs and holds bullets, a paragraph each."""
        item = paragraph(run(prompt(slot), "PlaceholderText"), style="ListBullet")
        return self._control(slot.name, slot.label, w("richText"), item, slot)

    def tick_box(self, slot: Slot, choice: Choice) -> Element:
        """The tick box of one choice of a multichoice, tagged `reason.SECOND_PLAN`."""
        box = w14(
            "checkbox",
            w14("checked", val="0"),
            w14("checkedState", val=f"{ord(TICKED_BOX):04X}", font=BOX_FONT),
            w14("uncheckedState", val=f"{ord(EMPTY_BOX):04X}", font=BOX_FONT),
        )
        glyph = run(EMPTY_BOX)
        glyph.insert(0, w("rPr", self._box_fonts()))
        return self._control(f"{slot.name}.{choice.code}", choice.label, box, glyph)

    def _control(
        self, tag: str, title: str, kind: Element, content: Element, prompted: Slot | None = None
    ) -> Element:
        self._last += 1
        properties = w(
            "sdtPr",
            w("alias", val=title[:TITLE_LIMIT]),
            w("tag", val=tag),
            w("id", val=self._last),
            w("lock", val="sdtLocked"),
            w("placeholder", w("docPart", val=part_name(prompt(prompted)))) if prompted else None,
            w("showingPlcHdr") if prompted else None,
            kind,
        )
        return w("sdt", properties, w("sdtContent", content))

    def _kind(self, field: Field, words: str) -> Element:
        if field.kind is Kind.DATE:
            return _date_picker()
        if field.kind in (Kind.CHOICE, Kind.YESNO):
            # The first item has no display text: choosing it brings the prompt back, so a choice can be undone.
            items = [w("listItem", displayText=c.label, value=c.code) for c in field.choices]
            return w("dropDownList", w("listItem", value=words), *items)
        if field.kind is Kind.LONGTEXT:
            return w("text", multiLine=1)
        return w("text")

    def _box_fonts(self) -> Element:
        return w("rFonts", hint="eastAsia", ascii=BOX_FONT, eastAsia=BOX_FONT, hAnsi=BOX_FONT)


def part_name(words: str) -> str:
    """The name of the glossary entry that holds a prompt, so that Word shows it again in an emptied control."""
    return "Prompt " + "".join(c if c.isalnum() else "-" for c in words)[:48]


def _date_picker() -> Element:
    return w(
        "date",
        w("dateFormat", val="dd/MM/yyyy"),
        w("lid", val="en-GB"),
        w("storeMappedDataAs", val="dateTime"),
        w("calendar", val="gregorian"),
    )
