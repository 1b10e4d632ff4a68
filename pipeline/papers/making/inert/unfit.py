"""Why a page cannot be carried over as it is."""

from __future__ import annotations


class Unfit(Exception):  # noqa: N818
    """This page cannot be shown as it is, so it becomes a picture of itself; the message says why."""
