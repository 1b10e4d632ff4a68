"""Who sent a referral, as letters may address them: only what is certain or confirmed."""

from __future__ import annotations

from pipeline.model.filing import Submission
from pipeline.model.letters import Recipient
from pipeline.model.settings import Settings
from pipeline.rules.answers.identifiers import email
from pipeline.rules.correcting.confirmed import confirmed_only

_NOBODY = "Colleague"  # how a letter begins when no name is confirmed


def referrer_of(settings: Settings, submission: Submission) -> Recipient:
    """The referrer of a referral; the address is "" when none is confirmed: the letter then goes by post or by hand."""
    record = confirmed_only(submission).record
    agency = record.plain("ref_agency")
    return Recipient(
        record.plain("ref_name") or _NOBODY,
        email(record.plain("ref_email")).value,
        record.plain("ref_role"),
        settings.agency_name(agency) if agency else "",
    )
