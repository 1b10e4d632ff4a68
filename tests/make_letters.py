"""Makes the first version of the letters' Word templates: `python -m tests.make_templates` writes them."""

from __future__ import annotations

from typing import Any

from tests.make_templates import _document, _foot, _look, _marking

GREY_SIZE = 11


def build_letters() -> dict[str, Any]:
    """The letters by file name, as documents that are still to be saved."""
    from tests.make_invitations import MADE

    return {f"letters/{kind}.docx": make() for kind, make in (_MADE | MADE).items()}


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


def _cover_note() -> Any:
    d = letter_document("Forms and agency checks for {{ meeting }}")
    p = d.add_paragraph
    p(
        "For the meeting of the {{ panel }} on {{ meeting_weekday }} {{ meeting }} in {{ district }} here is a copy of"
        " each referral form, and for each case your agency’s check: {{ cases }}."
    )
    d.add_paragraph("What we ask of you", style="Heading 2")
    for text in (
        "Search your own agency’s records for every person on the check. Do not contact the family.",
        "Send each check back by {{ returns_due }} to {{ email }}, by secure e-mail.",
        "No record of anyone? We need to know that too, and it is one tick: Yes at “No record of any of them?”. Nothing"
        " else needs to be filled in.",
        "Is a child at immediate risk? Do not wait for the panel: ring children’s social care now.",
        "You cannot come? Please send a deputy, with the check.",
        "Do you know the family, or have you worked on the case? Please tell us before you read on: we note the"
        " interest and leave that case out of your papers.",
    ):
        d.add_paragraph(text, style="List Bullet")
    d.add_paragraph("Your copy", style="Heading 2")
    p(
        "Every copy is numbered and is for you and your deputy only. Please do not copy it or pass it on, and destroy"
        " it{% if destroy_by %} by {{ destroy_by }}{% else %} after the meeting{% endif %}; we ask you to tell us when"
        " that is done."
    )
    signed(d)
    return d


def _chaser() -> Any:
    d = letter_document("Your agency’s check is overdue")
    p = d.add_paragraph
    p(
        "For the meeting of the {{ panel }} on {{ meeting_weekday }} {{ meeting }} we asked {{ recipient_agency }} to"
        " search its records. These checks have not come back:"
    )
    bullets(
        d,
        "one in overdue",
        "{{ one.reference }}: {{ one.days }} day{% if one.days != 1 %}s{% endif %} overdue",
    )
    p("Until they do, your agency stands in the papers as NO REPLY. That does not mean that it knows nobody.")
    p(
        "Please send each check back today to {{ email }}, by secure e-mail. No record of anyone? It is one tick: Yes"
        " at “No record of any of them?”. If a check has crossed with this letter, thank you."
    )
    p("Is a child at immediate risk? Do not wait for the panel: ring children’s social care now.")
    signed(d)
    return d


def _reason(d: Any) -> None:
    only_if(d, "reason", "The reason: {{ reason }}")


def _learning(d: Any) -> None:
    """What every letter about a decision ends with, before the signature."""
    d.add_paragraph(
        "The panel is for learning. What it decides about its meetings says nothing about the case itself, and does not"
        " replace escalation, nor a call to children’s social care when a child is at immediate risk."
    )
    signed(d)


def _accepted_late() -> Any:
    d = letter_document("Your referral {{ cases }} will be heard")
    p = d.add_paragraph
    p(
        "Your referral {{ cases }} came after the deadline of {{ deadline }}. The chair has accepted it: it goes to the"
        " meeting on {{ meeting_weekday }} {{ meeting }} in {{ district }}{% if venue %}, at {{ venue }}{% endif %},"
        " which begins at {{ start }}."
    )
    _reason(d)
    p(
        "The members of the panel get your form and check their records in less time than usual, so please answer any"
        " question of theirs at once. You and the members of the core group whom you ticked get an invitation with the"
        " time of your case."
    )
    _learning(d)
    return d


def _other_meeting(d: Any, first: str) -> None:
    """A case that goes to another meeting. `first`: how it is said, up to the old meeting."""
    p = d.add_paragraph
    p(
        f"{first}{{% if meeting %}} It was to be heard on {{{{ meeting }}}} in {{{{ district }}}}.{{% endif %}}"
    )
    p("It now goes to the meeting on {{ other_meeting }} in {{ other_district }}.")
    only_if(d, "late", "It is late for that meeting; the chair decides whether it can be heard on that day.")
    _reason(d)
    p(
        "You need not send the form again."
        "{% if other_deadline %} If something has changed since, send the corrected form by {{ other_deadline }}."
        "{% endif %} You and the members of the core group whom you ticked get an invitation with the place and the"
        " time; an earlier invitation counts no more."
    )
    _learning(d)


def _deferred() -> Any:
    d = letter_document("Your referral {{ cases }} will be heard later")
    _other_meeting(d, "The panel has put off your referral {{ cases }} to a later meeting.")
    return d


def _moved() -> Any:
    d = letter_document("Your referral {{ cases }} goes to another meeting")
    _other_meeting(d, "Your referral {{ cases }} has been moved to another meeting.")
    return d


def _declined() -> Any:
    d = letter_document("Your referral {{ cases }} was not accepted")
    p = d.add_paragraph
    p(
        "Thank you for your referral {{ cases }}. The panel has decided not to take it"
        "{% if meeting %} to the meeting on {{ meeting }} in {{ district }}{% endif %}."
    )
    _reason(d)
    _again(d, "You can put the case forward again when that has changed.")
    return d


def _withdrawn() -> Any:
    d = letter_document("Your referral {{ cases }} is withdrawn")
    p = d.add_paragraph
    p(
        "Your referral {{ cases }} has been withdrawn, as you asked"
        "{% if meeting %}. It will not be heard at the meeting on {{ meeting }} in {{ district }}{% endif %}."
    )
    _reason(d)
    p("An invitation that you had for it counts no more.")
    _again(d, "You can put the case forward again at any time.")
    return d


def _again(d: Any, first: str) -> None:
    """How a case that goes to no meeting can come again."""
    d.add_paragraph(
        f"{first}{{% if other_meeting and other_deadline %}} The next meeting in"
        " {{ other_district }} is on {{ other_meeting }}; forms for it are needed by {{ other_deadline }}.{% endif %}"
    )
    _learning(d)


_MADE = {
    "acknowledgement": _acknowledgement,
    "cover-note": _cover_note,
    "chaser": _chaser,
    "accepted-late": _accepted_late,
    "deferred": _deferred,
    "moved": _moved,
    "declined": _declined,
    "withdrawn": _withdrawn,
}
