"""Conditions as other programs write them, each from the same tree and with the same worth."""

from survey.expressions.programs.r import r
from survey.expressions.programs.saying import CannotBeSaid
from survey.expressions.programs.spss import spss
from survey.expressions.programs.xlsform import xlsform, xlsform_check, xlsform_value

__all__ = ["CannotBeSaid", "r", "spss", "xlsform", "xlsform_check", "xlsform_value"]
