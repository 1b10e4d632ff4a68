"""Makes the first version of the letters' Word templates: `python -m tests.make_templates` writes them."""

from __future__ import annotations

from typing import Any

from tests.make_templates import _document, _foot, _look, _marking

GREY_SIZE = 11


def build_letters() -> dict[str, Any]:
    """The letters by file name, as documents that are still to be saved."""
    return {f"letters/{kind}.docx": make() for kind, make in _MADE.items()}


def letter_document(heading: str) -> Any:
    """A letter's head: marking, panel, recipient, date, heading."""
    d = _document()
    section = d.sections[0]
    _marking(section.header)
    _foot(section.footer)
    d.add_paragraph("{{ panel }}", style="Subtitle")
    p = d.add_paragraph
    p("{{ recipient }}{% if recipient_role %}, {{ recipient_role }}{% endif %}")
    p("{%p if recipient_agency %}")
    p("{{ recipient_agency }}")
    p("{%p endif %}")
    p("{{ today }}")
    p(heading, style="Heading 1")
    return d


def bullets(d: Any, each: str, text: str) -> None:
    """A bullet for each item of a list."""
    d.add_paragraph("{%p for " + each + " %}")
    d.add_paragraph(text, style="List Bullet")
    d.add_paragraph("{%p endfor %}")


def only_if(d: Any, condition: str, *texts: str) -> None:
    """Paragraphs that stand there only when a condition holds."""
    d.add_paragraph("{%p if " + condition + " %}")
    for text in texts:
        d.add_paragraph(text)
    d.add_paragraph("{%p endif %}")


def signed(d: Any) -> None:
    """The letter's end: who wrote it and how to reach them."""
    p = d.add_paragraph
    p("Yours sincerely")
    p("{{ coordinator }}, {{ panel }}, {{ board }}")
    contact = p("{{ email }} · {{ phone }}")
    _look(contact, size=GREY_SIZE)


def _acknowledgement() -> Any:
    d = letter_document("Your referral {{ cases }}")
    p = d.add_paragraph
    p("Thank you for your referral to the {{ panel }}. Its reference is {{ cases }}; please quote it.")
    only_if(
        d,
        "meeting",
        "It goes to the meeting on {{ meeting_weekday }} {{ meeting }} in {{ district }}"
        "{% if venue %}, at {{ venue }}{% endif %}, which begins at {{ start }}.",
    )
    only_if(
        d,
        "late",
        "It came after the deadline of {{ deadline }}; the chair decides whether it can be heard on that day."
        "{% if other_meeting %} The next meeting it is in time for is on {{ other_meeting }} in"
        " {{ other_district }}.{% endif %}",
    )
    d.add_paragraph("{%p if queries %}")
    d.add_paragraph("What we still need to know", style="Heading 2")
    bullets(d, "query in queries", "{{ query }}")
    d.add_paragraph("Please reply by {{ reply_by }}.")
    d.add_paragraph("{%p endif %}")
    d.add_paragraph("What happens next", style="Heading 2")
    for text in (
        "Each panel member gets a copy of your form and checks their own agency’s records.",
        "You and the members of the core group whom you ticked get an invitation with the time of your case.",
        "After the meeting all who came get the themes, which name no child, family or practitioner.",
    ):
        d.add_paragraph(text, style="List Bullet")
    p(
        "The panel is for learning. It takes no decisions about the case, and it does not replace escalation, nor a"
        " call to children’s social care when a child is at immediate risk."
    )
    signed(d)
    return d


_MADE = {"acknowledgement": _acknowledgement}
