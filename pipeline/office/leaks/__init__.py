"""The leak check: a paper's exact bytes are read to the last, and a person settles what is found.

`check` checks and writes the report; `settle` records why a finding may stand.
"""

from pipeline.office.leaks.checking import Checked, check, papers_of
from pipeline.office.leaks.clearing import Settled, settle

__all__ = ["Checked", "Settled", "check", "papers_of", "settle"]
