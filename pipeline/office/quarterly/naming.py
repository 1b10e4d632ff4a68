"""Every figure in the words in which the report prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.form import Form
from pipeline.model.meeting import Quarter
from pipeline.model.settings import Settings
from pipeline.office.quarterly.words import BEGAN, LABELS
from pipeline.rules.answers.dates import british
from pipeline.rules.counting import figures
from pipeline.rules.counting.figures import NOW, OPENING, YEAR, figure_of
from pipeline.rules.counting.quarters import first_day, last_day, short_words, words
from pipeline.rules.counting.tallies import NO_REASON

_OF_AGENCY = {
    "panel": "panel seats taken",
    "absent": "panel seats empty",
    "practitioners": "practitioners who came",
    "due": "checks due",
    "on_time": "checks on time",
    "late": "checks late",
    "none": "checks that did not come",
}
_OF_MEETING = {"families": "families", "children": "children", "practitioners": "practitioners"}
_OTHERS = {
    figures.UNTRACED: "Cases that could not be traced to a referral",
    figures.MORE_CHILDREN: "Cases with more children than the referral names",
    figures.HELD: "Forms with answers that nobody has confirmed",
    figures.ACTIONS: "Actions followed up",
    figures.AGREED: "Actions that are new",
    figures.DONE: "Actions completed",
    figures.OVERDUE: "Actions overdue",
}


@dataclass(frozen=True)
class Names:
    """What the codes in figures' names are called."""

    settings: Settings
    reasons: Mapping[str, str]
    themes: Mapping[str, str]

    def figure(self, name: str) -> str:
        """What was counted: "Children discussed", "Theme: Core groups", "Police: checks due"."""
        what = name.partition(":")[0]
        kind, _, rest = what.partition("/")
        code, _, part = rest.rpartition("/")
        if kind == "reason":
            return f"Reason: {self.reasons.get(rest, rest)}"
        if kind == "theme":
            return f"Theme: {self.themes.get(rest, rest.capitalize())}"
        if kind == "agency":
            return f"{self.settings.agency_name(code)}: {_OF_AGENCY.get(part, part)}"
        if kind == "meeting":
            return f"Meeting of {british(date.fromisoformat(code[:10]))}: {_OF_MEETING.get(part, part)}"
        return LABELS.get(what) or _OTHERS.get(what, what)

    def order(self, name: str) -> tuple[object, ...]:
        """Where it is listed: as the report has the figures, the quarter's first, the running totals last."""
        what, span, place = name.split(":")
        kind = what.partition("/")[0]
        kinds = (*LABELS, "reason", "theme", "agency", "meeting", *_OTHERS)
        spans = (NOW, YEAR, figures.SINCE, OPENING)
        return kinds.index(kind) if kind in kinds else len(kinds), what, spans.index(span), place

    def span(self, name: str, report: Quarter) -> str:
        """Over what it was counted, beside the report that printed it: "year to date"."""
        figure = figure_of(name)
        if figure is None or figure.quarter is None:
            return self.period(name)
        kind = {NOW: "quarter", YEAR: "year to date"}.get(figure.span, f"since {BEGAN}")
        return kind if figure.quarter == report else f"{kind}, up to {short_words(figure.quarter)}"

    def period(self, name: str) -> str:
        """Over what it was counted."""
        figure = figure_of(name)
        if figure is None:
            return ""
        if figure.quarter is None:
            return f"opening balance up to {british(figure.up_to)}" if figure.up_to else OPENING
        end = british(last_day(figure.quarter))
        if figure.span == NOW:
            return words(figure.quarter)
        if figure.span == YEAR:
            return f"year to date, {british(first_day(Quarter(figure.quarter.year, 1)))} to {end}"
        return f"since {BEGAN}, up to {end}"


def names_of(settings: Settings, forms: Mapping[str, Form]) -> Names:
    """The words for all figures, from the forms and the settings."""
    reasons = {NO_REASON: "Not known", **labels(forms, "referral", "", "reason")}
    return Names(settings, reasons, labels(forms, "meeting-record", "theme", "code"))


def labels(forms: Mapping[str, Form], name: str, repeat: str, field: str) -> dict[str, str]:
    """The printed words of a field's choices; empty when the form has no such field any more."""
    form = forms.get(name)
    fields = () if form is None else form.repeat(repeat).columns if repeat else form.singles
    return {c.code: c.label for f in fields if f.name == field for c in f.choices}
