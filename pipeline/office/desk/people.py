"""Panel members as the ones letters go to."""

from __future__ import annotations

from pipeline.model.letters import Recipient
from pipeline.model.people import PanelMember
from pipeline.model.settings import Settings


def recipient(settings: Settings, member: PanelMember) -> Recipient:
    """A panel member as the recipient of a letter."""
    return Recipient(member.name, member.email, member.role, settings.agency_name(member.agency))
