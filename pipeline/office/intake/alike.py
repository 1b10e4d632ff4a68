"""Whether two readings say the same: the two texts of one e-mail, a form in the text and one that is attached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.answers import Answer, Answers
from pipeline.papers.reading.gathering import shown

_ASIDE = (
    "A form written into the text of an e-mail\n"
    "a form is attached to the e-mail too, which was filed, and the text says something else ({}).\n"
    "Compare the two. When the text is a form of its own, ask the sender for it as a form."
)


def differing(one: Answers, other: Answers) -> tuple[str, ...]:
    """The answers that both give and give otherwise; spaces and line ends aside."""
    both = one.items.keys() & other.items.keys()
    return tuple(n for n in one.items if n in both and _bare(one.items[n]) != _bare(other.items[n]))


def with_doubts(first: Answers, others: Iterable[Answers]) -> Answers:
    """The answers of an e-mail's text, doubted where another of its texts says something else."""
    items = dict(first.items)
    for other in others:
        for name in differing(first, other) if other.form_id == first.form_id else ():
            doubt = f"The e-mail says it twice, and the other time it says {shown(other.items[name].text)}."
            items[name] = replace(items[name], doubt=f"{items[name].doubt} {doubt}".strip())
    return replace(first, items=items)


def another_form(text: Answers, attached: Iterable[Answers | None]) -> str:
    """Why a form in a text is set aside although one is attached: what, why, what to do; "" when they say the same.

    Nothing is said of an attached one that was filed before (None).
    """
    papers = list(attached)
    if not text.items or any(p is None or _same(text, p) for p in papers):
        return ""
    told = next((n for p in papers if p is not None for n in differing(text, p)), next(iter(text.items)))
    return _ASIDE.format(shown(text.items[told].text))


def _same(text: Answers, paper: Answers) -> bool:
    return text.form_id == paper.form_id and not differing(text, paper)


def _bare(answer: Answer) -> str:
    return "".join(answer.text.split()).casefold()
