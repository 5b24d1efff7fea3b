"""Rules of a return, and of a letter that urges it, beside the unit and the calendar; and of a
return's steps beside each other.
"""

from django.utils.translation import gettext_lazy as _

from ..figures.rules import owner_problems
from ..ground.calendar import Quarter
from ..ground.problems import Problem, problem
from ..models import LetterDrafted, QuarterlyReturn, Remark, ReturnOpening, ReturnStep
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
    """What is wrong with a remark beside the cooperative that it is about, and with an answer
    beside what it answers.
    """
    found = list(owner_problems(remark)) if remark.cooperative_id else []
    question = remark.in_answer_to
    if question is None:
        return found
    if question.in_answer_to_id:
        message = _("This is an answer itself: answer the remark that it stands under.")
        found.append(problem(remark, "in_answer_to", "answers_an_answer", message))
    place = ("quarterly_return_id", "cooperative_id", "field")
    if any(getattr(remark, name) != getattr(question, name) for name in place):
        message = _("An answer is about the very return, row and figure that it answers about.")
        found.append(problem(remark, "in_answer_to", "another_place", message))
    return found


def step_problems(step: ReturnStep) -> list[Problem]:
    """What is wrong with a step beside the one that it takes back."""
    taken = step.takes_back
    if taken is None:
        return []
    if taken.takes_back_id is not None:
        message = _("Only a step that was taken is taken back, not another taking back.")
        return [problem(step, "takes_back", "takes_back_itself", message)]
    if taken.quarterly_return_id != step.quarterly_return_id:
        message = _("It takes back a step of another return.")
        return [problem(step, "takes_back", "other_return", message)]
    return []


def opening_problems(opening: ReturnOpening) -> list[Problem]:
    """What is wrong with an opening beside its step."""
    if opening.step.step == ReturnStep.Step.SUBMIT:
        return []
    return [problem(opening, "step", "no_submission", _("Only a submission is opened."))]


def letter_problems(letter: LetterDrafted) -> list[Problem]:
    """What is wrong with a drafted letter beside its unit and the calendar."""
    found = list(reporting_problems(letter))
    if not letter.period.has_ended:
        message = _("The quarter ends on %(day)s: nobody is urged before.")
        day = letter.period.ends_on
        found.append(problem(letter, "quarter", "not_over", message, day=day))
    return found
