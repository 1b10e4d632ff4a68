"""Forms in e-mails: attached, inside a forwarded message, in a zip, or pasted into the text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

from tests.bench.reading import drawn, living, words
from tests.bench.reading.ways import Way, run
from tests.filled_forms import FilledForm


def message(subject: str = "Referral", text: str = "Please find the form attached.\n\nMegan") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Megan Prosser <megan.prosser@health.example.org>", "panel@board.example.org"
    made["Subject"], made["Date"] = subject, "Tue, 03 Sep 2013 10:15:00 +0100"
    made["Message-ID"] = "<1@health.example.org>"
    made.set_content(text)
    return made


def attached(make: Callable[[FilledForm], bytes], name: str) -> Callable[[FilledForm], bytes]:
    """The form as an attachment."""

    def mail(case: FilledForm) -> bytes:
        made = message()
        made.add_attachment(make(case), "application", "octet-stream", filename=name)
        return made.as_bytes()

    return mail


def forwarded(case: FilledForm) -> bytes:
    inner = message()
    inner.add_attachment(words.ours(case), "application", "octet-stream", filename="form.docx")
    outer = message("Fwd: Referral", "As discussed.")
    outer.add_attachment(inner)
    return outer.as_bytes()


def zipped(case: FilledForm) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("forms/form.pdf", living.ours(case))
    return out.getvalue()


def pasted_labels(case: FilledForm) -> bytes:
    """The questions and answers typed into the message, a line each."""
    form = case.form
    lines = [f"{form.title} ({form.id}, version {form.version})", ""]
    for name, text in case.items.items():
        slot = form.slot_by_name[name]
        shown = ", ".join(slot.field.shown(c) for c in text.split("\n")) if slot.field.choices else text
        lines.append(f"{slot.label}: {shown}")
    return message(text="\n".join(lines)).as_bytes()


def pasted_word(case: FilledForm) -> bytes:
    """The Word form's text copied into the message, as LibreOffice copies it."""
    command = ["soffice", "-env:UserInstallation=file:///tmp/lo-bench", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", "made", "in.docx"]
    text = run(command, {"in.docx": words.ours(case)}, "made/in.txt").decode("utf-8-sig")
    return message(text=text).as_bytes()


WAYS = (
    Way("mail", "PDF form attached", ".eml", attached(living.ours, "form.pdf"), most=10, short=True),
    Way("mail", "flattened PDF attached", ".eml", attached(drawn.drawn(), "form.pdf"), most=10),
    Way("mail", "forwarded Word form", ".eml", forwarded, most=10),
    Way("mail", "zip", ".zip", zipped, most=10),
    Way("mail", "questions and answers pasted", ".eml", pasted_labels, most=17),
    Way("mail", "Word form's text pasted", ".eml", pasted_word, needs="soffice", most=6),
)
