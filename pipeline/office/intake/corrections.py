"""Correction by form: the forms that wait in “needs attention”, and what is filed when one comes back."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline import __version__
from pipeline.model.answers import Answers, Correction, Sureness
from pipeline.model.errors import ConversionError, DefinitionError, NotFoundError, ReadingError
from pipeline.model.filing import Origin, Submission
from pipeline.model.form import Form
from pipeline.office.desk import Desk
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.records import attention
from pipeline.rules.correcting import Versions, answers_of, merged, touched
from pipeline.rules.correcting.correction_plan import CorrectionPlan, base_mark, plan_correction

_WHAT = "A correction form"
_UNKNOWN = (
    "Look the reference up with `pipeline status`; a correction form belongs to the workspace that made it."
)
_FINISH = (
    "Correct what is marked, fill in “Corrected by”, tick that you have compared the answers, save the form and move it"
    " into the inbox."
)


@dataclass(frozen=True)
class Corrected:
    """What a correction form gives: the merged answers, and the newest version, which they take the place of."""

    answers: Answers
    newest: Submission

    def origin(self, came: Origin) -> Origin:
        """How the paper came, with whose pages a pack shows: those of the practitioner's own form."""
        pages, kind = self.newest.pages
        correction = self.answers.correction
        return replace(came, pages=pages, pages_kind=kind, corrected_by=correction.by if correction else "")


def corrected(desk: Desk, form: Form, returned: Answers, correction: Correction) -> Corrected:
    """The answers of a correction form merged into the newest version of its reference.

    Raises ReadingError when the register has no such version, or when nobody has filled in anything.
    """
    versions = {s.version: s for s in desk.register.history(correction.reference)}
    base = versions.get(correction.version)
    if base is None or base.form_name != form.name:
        why = f"It corrects version {correction.version} of {correction.reference}, which this register does not hold."
        raise ReadingError(_WHAT, why, _UNKNOWN)
    if correction.base != base_mark(base):
        why = (
            f"It was not made from version {correction.version} of {correction.reference} as this register holds it: it"
            " comes from another workspace, or what it says of itself was changed."
        )
        raise ReadingError(_WHAT, why, _UNKNOWN)
    newest = versions[max(versions)]
    before = answers_of(form, base, desk.editions)
    if not touched(form, before, returned):
        why = f"Nothing in the correction form of {correction.reference} was changed, named or ticked."
        raise ReadingError(_WHAT, why, _FINISH)
    now = before if newest is base else answers_of(form, newest, desk.editions)
    pair = Versions(before, base.version, now, newest.version)
    return Corrected(merged(form, pair, returned), newest)


def newest_corrected(desk: Desk, draft: Submission) -> Submission | None:
    """The version that a draft corrects; None for a draft that is no correction."""
    correction = draft.answers.correction if draft.answers else None
    return desk.register.submission(correction.reference) if correction else None


def note_correction(desk: Desk, submission: Submission) -> None:
    """Write into the event log who changed and who confirmed what; nothing for a form that is no correction."""
    answers = submission.answers
    if answers is None or answers.correction is None:
        return
    correction, form = answers.correction, desk.forms[submission.form_name]
    changed = [
        {"slot": d.slot, "label": d.label, "before": d.before, "after": d.after}
        for d in submission.differences
    ]
    mine = {name for name, a in answers.items.items() if a.sureness is Sureness.CONFIRMED and not a.doubt}
    told = {d.slot for d in submission.differences}
    confirmed = [s.label for s in form.slots if s.name in mine and s.name not in told]
    detail = {
        "version": submission.version,
        "corrects": correction.version,
        "by": correction.by,
        "compared": correction.checked,
        "changed": changed,
        "confirmed": confirmed,
    }
    desk.register.note("corrected", submission.reference, detail)


def settle_corrections(desk: Desk) -> tuple[str, ...]:
    """Bring the correction forms in step with the register; a sentence for each that a person has changed.

    One for each latest version with open queries; written only when it would differ, removed when all is settled,
    and left alone as soon as a person has changed it. Raises StorageError.
    """
    folder = desk.settings.folders.inbox
    lying = attention.correction_forms(folder)
    changed = []
    for submission in desk.register.latest():
        form, file = desk.forms.get(submission.form_name), lying.get(submission.reference)
        if file is not None and not file.made_from:
            changed.append(_changed(submission.reference))
        elif submission.queries and form is not None and not submission.ended:
            answers = answers_of(form, submission, desk.editions)
            plan = plan_correction(form, submission, answers)
            made_from = _digest(submission, plan)
            if file is None or file.made_from != made_from:
                with contextlib.suppress(
                    DefinitionError
                ):  # `pipeline check` tells of a form that has no room
                    pdf = _built(desk, submission, plan)
                    attention.write_correction(folder, submission.reference, pdf, made_from)
        elif file is not None:
            attention.remove_settled(file.path)
    return tuple(changed)


def changed_corrections(desk: Desk) -> Iterator[str]:
    """A sentence for each correction form in “needs attention” that a person has begun to fill in."""
    lying = attention.correction_forms(desk.settings.folders.inbox)
    yield from (_changed(reference) for reference, file in lying.items() if not file.made_from)


def _changed(reference: str) -> str:
    return (
        f"The correction form of {reference} in “needs attention” was changed: when it is finished, move it into the"
        " inbox."
    )


def _digest(submission: Submission, plan: CorrectionPlan) -> str:
    """What a correction form follows from."""
    shaping = repr((__version__, plan, inert_key(submission.pages[0]))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(shaping).hexdigest()


def _built(desk: Desk, submission: Submission, plan: CorrectionPlan) -> bytes:
    from pipeline.papers.making.correction import build_correction

    original = None
    with contextlib.suppress(ConversionError, ReadingError, NotFoundError):
        original = inert_copy(desk, *submission.pages, submission.reference)
    try:
        return build_correction(plan, original)
    except ConversionError:
        return build_correction(plan, None)  # a damaged kept copy: the form itself must not wait for it
