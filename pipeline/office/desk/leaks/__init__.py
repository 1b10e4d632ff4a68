"""The leak check at the desk: one paper's exact bytes against all that the register knows, and what was said of it."""

from pipeline.office.desk.leaks.checking import Check, Noted, check_paper
from pipeline.office.desk.leaks.settling import CHECKED, approve, note_check

__all__ = ["CHECKED", "Check", "Noted", "approve", "check_paper", "note_check"]
