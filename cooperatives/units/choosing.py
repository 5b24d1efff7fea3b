"""Which units a person chooses among: the own one, and down the tree as far as was chosen; and how
units in one table are told apart.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..ground.calendar import today
from ..models import AdministrativeUnit, Level, User
from ..models.spans import holds_on
from ..models.units import paths_down_to


def units_to_choose(
    user: User, chosen: AdministrativeUnit | None, day: date
) -> list[tuple[str, str]]:
    """Pairs of what an address has for a unit (`AdministrativeUnit.asked_as`: its code, while it
    has not ended) and its name, indented by its depth, in the order of the tree.

    The topmost units of the user's scope and their sub-units on a day, and those on the way to the
    chosen one with theirs: so the list stays short in a country of 10,000 communes.
    """
    top = Q(pk=user.unit_id) if user.unit_id else Q(parent__isnull=True)
    below = Q(parent=user.unit_id) if user.unit_id else Q(parent__parent__isnull=True)
    if chosen is not None:
        below |= Q(parent__path__in=paths_down_to(chosen.path))
    units = list(AdministrativeUnit.objects.in_scope_of(user).filter(top | holds_on(day) & below))
    depth = min((unit.path.count("/") for unit in units), default=0)
    return [(unit.asked_as, "– " * (unit.path.count("/") - depth) + unit.name) for unit in units]


def ended_units_to_choose(user: User, chosen: AdministrativeUnit | None) -> list[tuple[str, str]]:
    """Pairs as `units_to_choose` has them, each as an address asks for it
    (`AdministrativeUnit.asked_as`) and with its last day, of the ended units that the user reaches,
    but for communes for which a district reported: the topmost and those directly below, and those
    on the way to the chosen one with theirs; in the order of the tree.
    """
    top, below = Q(parent__isnull=True), Q(parent__parent__isnull=True)
    if user.unit_id:
        whole = user.unit.whole_paths
        top = Q(pk=user.unit_id) | Q(path__in=whole)
        below = Q(parent=user.unit_id) | Q(parent__path__in=whole)
    if chosen is not None:
        line = paths_down_to(chosen.path)
        below |= Q(path__in=line) | Q(parent__path__in=line)
    found = list(
        AdministrativeUnit.objects.in_scope_of(user)
        .filter(top | below, valid_to__lte=today())
        .exclude(level=Level.COMMUNE, parent__level=Level.DISTRICT)
        .select_related("parent")
    )
    names = Counter(unit.name for unit in found)
    return [
        (unit.asked_as, _with_last_day(unit) if names[unit.name] == 1 else unit.told_apart)
        for unit in found
    ]


def _with_last_day(unit: AdministrativeUnit) -> str:
    until = _("until %(day)s") % {"day": date_format(unit.last_day, "SHORT_DATE_FORMAT")}
    return f"{unit.name}, {until}"


def _dated(unit: AdministrativeUnit) -> str:
    return _with_last_day(unit) if unit.last_day else unit.name


def names_in_column(units: Iterable[AdministrativeUnit]) -> dict[int, str]:
    """How units are named below each other, by their keys: without their kind ("Ba Bể"), with it
    where another is called the same ("Xã Ba Bể"), with its last day one that ended where that is
    not enough, and as `AdministrativeUnit.told_apart` has it where nothing less does.
    """
    units = {unit.pk: unit for unit in units}.values()
    short = Counter(unit.short_name for unit in units)
    full = Counter(unit.name for unit in units)
    dated = Counter(map(_dated, units))

    def named(unit: AdministrativeUnit) -> str:
        if short[unit.short_name] == 1:
            return unit.short_name
        if full[unit.name] == 1:
            return unit.name
        return _dated(unit) if dated[_dated(unit)] == 1 else unit.told_apart

    return {unit.pk: named(unit) for unit in units}
