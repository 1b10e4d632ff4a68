"""The panel's quarterly report to the board, through the quality assurance sub group.

Figures are counted afresh from the register each time; what does not add up stops the report.
"""

from pipeline.office.quarterly.issuing import write_quarterly
from pipeline.office.quarterly.planning import plan_quarterly

__all__ = ["plan_quarterly", "write_quarterly"]
