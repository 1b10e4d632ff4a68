"""The letters about coming to a meeting: invitation, change, cancellation, reminder, thanks. See make_letters."""

from __future__ import annotations

from typing import Any

from tests.make_letters import bullets, letter_document, only_if, signed


def facts(d: Any, *pairs: tuple[str, str, str]) -> None:
    """Lines such as "Where: Corn Store", each only when its condition holds ("" always)."""
    for condition, label, text in pairs:
        if condition:
            d.add_paragraph("{%p if " + condition + " %}")
        line = d.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(text)
        if condition:
            d.add_paragraph("{%p endif %}")


def listed(d: Any, *texts: str) -> None:
    """A list of short points."""
    for text in texts:
        d.add_paragraph(text, style="List Bullet")


def _when_and_where(d: Any) -> None:
    facts(
        d,
        ("", "Day", "{{ meeting_weekday }} {{ meeting }}"),
        (
            "",
            "Your time",
            "{% for slot in slots %}{{ slot.time }} ({{ slot.reference }})"
            "{% if not loop.last %}; {% endif %}{% endfor %}. "
            "Each case is given {{ minutes }} minutes; you are free to go afterwards.",
        ),
        (
            "",
            "Place",
            "{% if venue %}{{ venue }}, {{ district }}{% else %}in {{ district }}; we shall write to you as"
            " soon as we know the venue{% endif %}",
        ),
        ("directions", "How to get there", "{{ directions }}"),
    )


def _reply(d: Any) -> None:
    d.add_paragraph(
        "{% if reply_by %}Please reply by {{ reply_by }}{% else %}Please reply at once{% endif %}:"
        " on the form enclosed, by e-mail to {{ email }} or by ringing {{ phone }}. A no helps us as well."
        " If you cannot come, please send"
        " somebody who knows the work with the family, and give us their name."
    )


def _invitation() -> Any:
    d = letter_document("Your invitation to the panel on {{ meeting }}")
    p = d.add_paragraph
    p(
        "You work with {% if references|length > 1 %}families whose cases have{% else %}a family whose case has"
        "{% endif %} been brought to the {{ panel }} under {{ cases }}: you are in the core group, or you brought the"
        " case yourself. This letter names nobody; whoever brought the case can tell you which family it is."
    )
    p(
        "The panel learns from people who do the work: it looks at how agencies act together, so that children are on"
        " the right plan for the right length of time."
    )
    d.add_paragraph("When and where", style="Heading 2")
    _when_and_where(d)
    facts(d, ("reply_by", "Please reply", "by {{ reply_by }}; how is said at the end"))
    d.add_paragraph("Who will be there", style="Heading 2")
    p(
        "The core group of the case{% if panel_agencies %}, and panel members from {{ panel_agencies }}{% endif %}."
        "{% if chair %} {{ chair }} chairs.{% endif %} No family is present, and you do not meet the people of another"
        " case."
    )
    d.add_paragraph("How to prepare", style="Heading 2")
    p("Nothing has to be written. Please think beforehand about:")
    listed(
        d,
        "a day in the child’s life, from getting up to going to bed: what is it like?",
        "what worked, and what made it possible",
        "what was hard, for the family and for you, and where the work got stuck",
    )
    d.add_paragraph("What it is not", style="Heading 2")
    p(
        "It is not an inspection, and nobody’s work is marked. The panel takes no decisions about the case; those stay"
        " where they are. It does not replace supervision, escalation or a call to children’s social care when a child"
        " is at immediate risk."
    )
    d.add_paragraph("What you may get out of it", style="Heading 2")
    for lead, text in (
        ("Meet", " the managers who work with the {{ board }}, and swap ideas and answers with them."),
        ("Discuss", " what is on your mind in your daily work, so that the Board understands it."),
        ("Hear", " from the panel which of your difficulties and successes others in {{ area }} share."),
        ("Inspire", " others with what you have done well."),
    ):
        line = d.add_paragraph(style="List Bullet")
        line.add_run(lead).bold = True
        line.add_run(text)
    d.add_paragraph("Confidentiality", style="Heading 2")
    p("{{ confidentiality }}")
    d.add_paragraph("What you need", style="Heading 2")
    p(
        "Tell us what would help you to take part: step-free access, a hearing loop, large print, an interpreter, a"
        " break. We shall arrange it, and pass it on to nobody who need not know."
    )
    d.add_paragraph("Your reply", style="Heading 2")
    _reply(d)
    signed(d)
    return d


def _change() -> Any:
    d = letter_document("A change to your invitation")
    p = d.add_paragraph
    p("We invited you to the {{ panel }} about {{ cases }}. Something has changed since:")
    bullets(d, "change in changes", "{{ change }}")
    d.add_paragraph("How it stands now", style="Heading 2")
    _when_and_where(d)
    p(
        "The calendar file enclosed puts the entry in your calendar right. All else that we wrote holds as before."
    )
    p(
        "Can you still come? If you have replied already and nothing is different for you, you need do nothing;"
        " otherwise please write to {{ email }} or ring {{ phone }}"
        "{% if reply_by %} by {{ reply_by }}{% else %} at once{% endif %}. We are sorry for the trouble."
    )
    signed(d)
    return d


def _cancelled() -> Any:
    d = letter_document("You need not come on {{ meeting }}")
    p = d.add_paragraph
    p(
        "We invited you to the meeting of the {{ panel }} on {{ meeting_weekday }} {{ meeting }} in {{ district }}"
        " about {{ cases }}. This invitation is cancelled. {{ reason }}"
    )
    only_if(
        d,
        "other_meeting",
        "You will get another invitation with the time; until then you need do nothing.",
    )
    p(
        "The calendar file enclosed takes the entry out of your calendar. If you have prepared something or have been"
        " waiting for this day, thank you, and we are sorry. Please ring {{ phone }} if there is anything that should"
        " not wait."
    )
    signed(d)
    return d


def _reminder() -> Any:
    d = letter_document("Can you come on {{ meeting }}?")
    p = d.add_paragraph
    p(
        "We invited you to the {{ panel }} about {{ cases }} and have not had your reply. If it has crossed with this"
        " letter, please forgive us."
    )
    d.add_paragraph("When and where", style="Heading 2")
    _when_and_where(d)
    d.add_paragraph("Your reply", style="Heading 2")
    _reply(d)
    p("Tell us as well what would help you to take part, such as step-free access or a hearing loop.")
    signed(d)
    return d


def _thank_you() -> Any:
    d = letter_document("Thank you for coming")
    p = d.add_paragraph
    p(
        "Thank you for coming to the {{ panel }} on {{ meeting }} in {{ district }}. What you told us is how the panel,"
        " and through it the {{ board }}, comes to know what helps and what stands in the way."
    )
    p(
        "The themes of the day are sent to all who came, by {{ themes_by }}. They name no child, family or"
        " practitioner, so you may pass them on to colleagues and use them in training."
    )
    only_if(
        d,
        "case_holder",
        "You are the case holder for {{ cases }}: please share the themes with the rest of the core group, also with"
        " those who could not come.",
    )
    d.add_paragraph("One question", style="Heading 2")
    p(
        "What will you do differently after that day, and what should we do differently next time? Two lines to"
        " {{ email }} are enough."
    )
    d.add_paragraph("Please remember", style="Heading 2")
    p(
        "What was said stays confidential. Destroy or return what papers of the meeting you have by {{ destroy_by }}."
    )
    signed(d)
    return d


_REPLACED = (
    "This paper takes the place of the one that we sent you before, which was corrected. Please destroy that one, and"
    " send this one to everybody to whom you have passed it on."
)


def _themes_paper() -> Any:
    d = letter_document("The themes of {{ meeting }}")
    p = d.add_paragraph
    p(
        "Here are the themes of the {{ panel }} on {{ meeting }} in {{ district }}, and the actions that came of them."
        " They name no child, family or practitioner, so you may pass them on to colleagues and use them in training."
    )
    only_if(
        d,
        "case_holder",
        "You are the case holder for {{ cases }}: please share the themes with the rest of the core group, also with"
        " those who could not come.",
    )
    only_if(d, "again", _REPLACED)
    p("If you see anything in them by which somebody could know the family, ring us at once: {{ phone }}.")
    signed(d)
    return d


def _leadership_paper() -> Any:
    d = letter_document("For the Social Care Operational Leadership Team: {{ meeting }}")
    p = d.add_paragraph
    p(
        "Here is what the {{ panel }} of {{ meeting }} in {{ district }} has to say to the Social Care Operational"
        " Leadership Team: messages to managers, concerns, and the actions by owner. Please take it to the team's next"
        " meeting. It names no child, family or practitioner."
    )
    only_if(d, "again", _REPLACED)
    d.add_paragraph("What we ask the team", style="Heading 2")
    for text in (
        "What does it say to each message and each concern?",
        "Who takes on the actions that have no owner yet, and by when?",
        "Which actions are done, and what has come of them?",
    ):
        p(text, style="List Bullet")
    p(
        "Two lines on each to {{ email }} are enough, so that we can tell the practitioners what has come of their"
        " messages."
    )
    signed(d)
    return d


MADE = {
    "invitation": _invitation,
    "change-of-date-or-venue": _change,
    "cancelled": _cancelled,
    "reminder": _reminder,
    "thank-you": _thank_you,
    "themes-paper": _themes_paper,
    "leadership-paper": _leadership_paper,
}
