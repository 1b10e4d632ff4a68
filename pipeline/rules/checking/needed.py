"""The names in the panel's forms by which the program itself files, checks and counts. All else may be changed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from pipeline.model.form import Form

# Form -> repeat ("" for single questions) -> names. What is not here may be left out of a definition.
NEEDED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "referral": {
        "": (
            "ref_name",
            "ref_email",
            "ref_in_core_group",
            "district",
            "preferred_meeting",
            "plan_start",
            "reason",
        ),
        "child": ("forename", "surname", "dob"),
        "cg": ("name", "email", "agency"),
    },
    "meeting-record": {
        "": ("meeting_date", "district", "chair"),
        "att": ("name", "agency", "kind", "present"),
        "case": ("referral_ref", "outcome", "children"),
        "theme": ("heading", "code", "points"),
        "action": ("heading", "status", "text"),
    },
    "agency-check": {
        "": ("referral_ref", "agency", "nil_return", "do_not_share", "immediate_risk"),
        "person": ("person_ref", "name", "known"),
    },
    "reply": {"": ("meeting_date", "name", "agency", "email", "coming", "deputy_name")},
}

# Form -> a yes/no question and what must be answered beside it, though a yes to it is a whole answer: a nil return
# is one tick.
SUFFICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "agency-check": ("nil_return", ("referral_ref", "agency")),
}


def missing_names(form: Form) -> Iterator[str]:
    """A sentence for each name that the program needs and the definition does not have, with the nearest it has."""
    tables = {repeat.name: repeat.names for repeat in form.repeats}
    singles = tuple(field.name for field in form.singles)
    for table, names in NEEDED.get(form.name, {}).items():
        if table and table not in tables:
            free = tuple(name for name in tables if name not in NEEDED[form.name])
            yield _sentence("repeat", table, free)
            continue
        there, what = (tables[table], f"column of `{table}`") if table else (singles, "field")
        free = tuple(name for name in there if name not in names)
        yield from (_sentence(what, name, free) for name in names if name not in there)


def _sentence(what: str, name: str, free: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, free, 1)
    meant = f" `{near[0]}` is the nearest there is: was it renamed?" if near else ""
    return f"the program needs the {what} `{name}`, which is not there any more.{meant}"
