"""The panel's members and what is only theirs: a passphrase for their copies, its slip, cases withheld from them."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.errors import NotFoundError, PipelineError
from pipeline.model.people import PanelMember
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import CIRCULATED
from pipeline.office.desk.copies import PASSPHRASE_SET, SLIP_PRINTED, copy_numbers, passphrases
from pipeline.office.desk.meetings import withheld_from
from pipeline.office.desk.packs import paper_name
from pipeline.records import outbox
from pipeline.records.files import safe_name
from pipeline.rules.answers.dates import british
from pipeline.rules.pack.deliveries import DELIVERED
from pipeline.rules.pack.passphrases import GROUP, GROUPS, LETTERS, fault, normal
from pipeline.rules.pack.restrictions import LIFTED, RESTRICTED

SLIPS = "slips"  # in the outbox


@dataclass(frozen=True)
class Standing:
    """A member as the coordinator sees them. `since`: when the passphrase was set, None when there is none.

    `copy`: the number of their copy for the latest meeting of which copies were numbered, 0 when they have none.
    """

    member: PanelMember
    agency: str  # printed name
    has_passphrase: bool
    since: date | None
    copy: int
    meeting: date | None
    withheld: tuple[str, ...]


def members(desk: Desk) -> tuple[Standing, ...]:
    """Every member of the panel. Raises StorageError or WorkspaceError when the passphrases cannot be read."""
    kept = passphrases(desk)
    hidden = withheld_from(desk)
    numbered = [m.day for m in desk.settings.meetings if copy_numbers(desk, m.day)]
    day = max(numbered, default=None)
    numbers = copy_numbers(desk, day) if day else {}
    return tuple(
        Standing(
            member=member,
            agency=desk.settings.agency_name(member.agency),
            has_passphrase=kept.get(member.name) is not None,
            since=_when(desk, PASSPHRASE_SET, member.name),
            copy=numbers.get(member.name, 0),
            meeting=day if member.name in numbers else None,
            withheld=tuple(sorted(hidden.get(member.name, ()))),
        )
        for member in desk.settings.members
    )


def member_named(settings: Settings, name: str) -> PanelMember:
    """The member of this name, however it is capitalised. Raises NotFoundError with the nearest name."""
    asked = " ".join(name.split()).casefold()
    for member in settings.members:
        if member.name.casefold() == asked:
            return member
    names = {m.name.casefold(): m.name for m in settings.members}
    near = difflib.get_close_matches(asked, names, 1) or [n for n in names if asked and asked in n][:1]
    hint = f" Did you mean “{names[near[0]]}”?" if near else " `pipeline members list` has them all."
    raise NotFoundError(f"There is no member “{name}” in pipeline.yaml.{hint}")


def unfit(desk: Desk, passphrase: str) -> str:
    """Why a passphrase cannot be used, "" when it can."""
    from pipeline.papers.making.fonts import missing_letters, register_fonts

    fonts = register_fonts(desk.settings.regular_font, desk.settings.bold_font)
    if missing_letters(normal(passphrase), fonts.bold):
        return "It has a character that cannot be printed on its slip."
    return fault(passphrase)


def set_passphrase(desk: Desk, member: PanelMember, passphrase: str) -> str:
    """Keep a member's passphrase, which must be fit; says where. Copies made before keep the old one.

    The event comes first: killed between the two, copies and slip are made again, never left with an older passphrase.
    """
    kept = passphrases(desk)
    desk.register.note(PASSPHRASE_SET, member.name)
    kept.put(member.name, normal(passphrase))
    return kept.place


def rotate(desk: Desk, member: PanelMember) -> str:
    """Give a member a new passphrase, made by chance; says where it is kept."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return set_passphrase(desk, member, "-".join(groups))


def slip_path(desk: Desk, member: PanelMember) -> Path:
    """Where a member's slip goes. Raises NotFoundError without a passphrase, PipelineError when printed before."""
    if passphrases(desk).get(member.name) is None:
        raise NotFoundError(
            f'{member.name} has no passphrase yet: `pipeline members rotate "{member.name}"` makes one.'
        )
    told = desk.register.facts(PASSPHRASE_SET, SLIP_PRINTED, subject=member.name)
    if told and told[-1].what == SLIP_PRINTED:
        raise PipelineError(
            f"The slip of {member.name} was printed on {british(told[-1].day)}, and that is done once. "
            f'If it is lost, `pipeline members rotate "{member.name}"` makes another.'
        )
    return desk.settings.folders.outbox / SLIPS / f"{safe_name(member.name)}.pdf"


def print_slip(desk: Desk, member: PanelMember) -> Path:
    """Write the slip that tells a member their passphrase, once. Raises as `slip_path`, and StorageError."""
    from pipeline.papers.making.fonts import register_fonts
    from pipeline.papers.making.sheets.slip import Slip, slip_pdf

    settings = desk.settings
    path = slip_path(desk, member)
    slip = Slip(
        name=member.name,
        agency=settings.agency_name(member.agency),
        passphrase=passphrases(desk).get(member.name) or "",
        panel=settings.names.panel,
        marking=settings.marking_on(desk.today),
        contact=f"{settings.names.coordinator}, {settings.names.email}, {settings.names.phone}",
        day=desk.today,
    )
    data = slip_pdf(slip, register_fonts(settings.regular_font, settings.bold_font))
    written = outbox.issue(path, data, private=True)
    desk.register.note(SLIP_PRINTED, member.name)
    return written


def restrict(desk: Desk, member: PanelMember, reference: str, reason: str, *, rehearsal: bool = False) -> str:
    """Withhold a case from a member; says what that means. Raises NotFoundError when there is no such case."""
    submission = desk.register.submission(reference.upper())
    found, day = submission.reference, submission.meeting
    if found in withheld_from(desk).get(member.name, ()):
        return f"{found} is withheld from {member.name} already."
    if not rehearsal:
        desk.register.note(RESTRICTED, found, {"member": member.name, "reason": reason})
    told = (
        f"{found} is withheld from {member.name}: make their copy again (`pipeline copies`) if they have one."
    )
    return "\n".join((told, *_reached(desk, member, found, day)))


def _reached(desk: Desk, member: PanelMember, reference: str, day: date | None) -> Iterator[str]:
    """What of a case has gone to a member or their agency already, and what to do about it."""
    given = desk.register.facts(DELIVERED, subject=paper_name(day)) if day else ()
    if any(event.said.get("member") == member.name for event in given):
        yield (
            f"A copy was delivered to them before. Take it back first: pipeline recall --meeting {day} "
            f'--member "{member.name}" --reason "a case is withheld"'
        )
    for event in desk.register.facts(CIRCULATED):
        said = event.said
        if said.get("agency") == member.agency and reference in said.get("references", ()):
            yield (
                f"Its form went to {desk.settings.agency_name(member.agency)} on {british(event.day)}: ask for it "
                f"back, and take it and the cover note out of the outbox (circulation/{member.agency}, meeting of "
                f"{event.subject})."
            )


def unrestrict(desk: Desk, name: str, reference: str, reason: str, *, rehearsal: bool = False) -> str:
    """Withhold a case no longer from a member, or from somebody who was one.

    Raises NotFoundError when there is no such member, and when it is not withheld from them.
    """
    found, hidden = reference.upper(), withheld_from(desk)
    whose = name if name in hidden else member_named(desk.settings, name).name
    if found not in hidden.get(whose, ()):
        raise NotFoundError(f"{found} is not withheld from {whose}.")
    if not rehearsal:
        desk.register.note(LIFTED, found, {"member": whose, "reason": reason})
    return f"{found} is no longer withheld from {whose}."


def _when(desk: Desk, what: str, member: str) -> date | None:
    facts = desk.register.facts(what, subject=member)
    return facts[-1].day if facts else None
