"""What reviewers read of a questionnaire: the logic in plain words, a flow picture, how long it takes, a paper form.

Everything here is made from Compiled, and nothing of it decides anything: routes are decided in `survey.routing`.
`survey.reports.paper` has the paper form; it is imported by itself, because not every report needs a typeface.
"""

from survey.reports.logic import logic_report
from survey.reports.minutes import TimeEstimate, time_estimate

__all__ = ["TimeEstimate", "logic_report", "time_estimate"]
