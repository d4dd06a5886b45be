"""Definitions to and from other programs, each with a report of what was read, changed and refused.

`import_definition` makes the files of a study folder out of another program's file, `export_definition` the other way.
"""

from survey.exchange.dialects import DIALECTS, export_definition, import_definition
from survey.exchange.losses import Loss, LossReport, Spot

__all__ = ["DIALECTS", "Loss", "LossReport", "Spot", "export_definition", "import_definition"]
