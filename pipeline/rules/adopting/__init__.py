"""Which box of another organisation's form is which of ours: by what its words ask, about whom, and its kind.

A wrong mapping is worse than none: what only may fit is left for a person to decide.
"""

from pipeline.rules.adopting.matching import SURE, propose
from pipeline.rules.adopting.words import meaning_of, plain, split_name

__all__ = ["SURE", "meaning_of", "plain", "propose", "split_name"]
