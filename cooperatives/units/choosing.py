"""Which units a person chooses among: the own one, and down the tree as far as was chosen."""

from datetime import date

from django.db.models import Q

from ..models import AdministrativeUnit, User
from ..models.spans import holds_on
from ..models.units import paths_down_to


def units_to_choose(
    user: User, chosen: AdministrativeUnit | None, day: date
) -> list[tuple[str, str]]:
    """Pairs of a unit's code and its name, indented by its depth, in the order of the tree.

    The topmost units of the user's scope and their sub-units on a day, and those on the way to the
    chosen one with theirs: so the list stays short in a country of 10,000 communes.
    """
    top = Q(pk=user.unit_id) if user.unit_id else Q(parent__isnull=True)
    below = Q(parent=user.unit_id) if user.unit_id else Q(parent__parent__isnull=True)
    if chosen is not None:
        below |= Q(parent__path__in=paths_down_to(chosen.path))
    units = list(AdministrativeUnit.objects.in_scope_of(user).filter(top | holds_on(day) & below))
    depth = min((unit.path.count("/") for unit in units), default=0)
    return [(unit.code, "– " * (unit.path.count("/") - depth) + unit.name) for unit in units]
