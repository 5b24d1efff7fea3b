"""Rules of a return beside its unit and the calendar."""

from django.utils.translation import gettext_lazy as _

from ..figures.rules import owner_problems
from ..ground.calendar import Quarter
from ..ground.problems import Problem, problem
from ..models import QuarterlyReturn, Remark
from ..units.rules import reporting_problems


def return_problems(quarterly_return: QuarterlyReturn) -> list[Problem]:
    """What is wrong with a return beside its unit and the calendar."""
    found = list(reporting_problems(quarterly_return))
    period = Quarter(quarterly_return.year, quarterly_return.quarter)
    if not period.has_begun:
        message = _("The quarter begins on %(day)s only.")
        found.append(
            problem(quarterly_return, "quarter", "in_the_future", message, day=period.starts_on)
        )
    return found


def remark_problems(remark: Remark) -> list[Problem]:
    """What is wrong with a remark beside the cooperative that it is about."""
    return list(owner_problems(remark)) if remark.cooperative_id else []
