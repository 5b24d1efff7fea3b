"""Why a founding cannot be taken back."""

from django.utils.translation import gettext_lazy as _

from ..ground.problems import Problem, problem
from ..history import Way
from ..models import Organisation, Remark
from .moves import closed_move_problems, moves_of


def founding_removal_problems(organisation: Organisation) -> list[Problem]:
    """Why a founding cannot be taken back: only one that was recorded by mistake can, by a form,
    and of which nothing else is kept.
    """
    found = []
    ways = organisation.history.order_by("history_id").values_list("way", flat=True)
    if ways.first() != Way.FORM:
        message = _("Its founding was not recorded by a form: ask an admin to take it out.")
        found.append(problem(organisation, "", "not_founded_by_form", message))
    if organisation.members.exists():
        message = _("Cooperatives belong to it: take them out of the union first.")
        found.append(problem(organisation, "", "has_members", message))
    reported = (organisation.quarterly_figures, organisation.yearly_reports)
    remarks = Remark.objects.filter(cooperative=organisation)
    if any(rows.exists() for rows in (*reported, remarks)):
        message = _("Figures, reports or remarks are kept about it: ask an admin to take it out.")
        found.append(problem(organisation, "", "has_reported", message))
    stays = organisation.placements.select_related("unit")
    moves = moves_of(organisation, list(stays), organisation.suspensions.all())
    return [*found, *closed_move_problems(moves, ())]
