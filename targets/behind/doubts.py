"""Doubts about a number: a remark on the return of the unit that is to look into it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cooperatives.ground.unit_names import unit_inside
from cooperatives.ground.wording import period_inside
from cooperatives.models import AdministrativeUnit, Level, User
from cooperatives.models.units import path_above
from cooperatives.rights.permissions import Permission

from ..comparison.choices import UnitChoice
from ..comparison.selection import Selection
from ..indicators import Indicator


def doubted_units(
    reader: User, selection: Selection, choices: Iterable[UnitChoice]
) -> list[AdministrativeUnit]:
    """The reporting units in or above the unit looked at to which a reader may report a doubt: to
    any in their scope who decides about returns, else to none. choices: the units of the page.
    """
    if not reader.may(Permission.RETURN_DECIDE):
        return []
    known = {choice.unit.path: choice.unit for choice in choices}
    reporting = [unit for unit in known.values() if _reports(unit, known)]
    asked = selection.unit.path
    inside = [unit for unit in reporting if unit.path.startswith(asked)]
    found = inside or [unit for unit in reporting if asked.startswith(unit.path)]
    return [unit for unit in found if reader.reaches(unit.path)]


def _reports(unit: AdministrativeUnit, known: dict[str, AdministrativeUnit]) -> bool:
    """Whether it is a district, or a commune that lies in none: what is above reports nothing."""
    if unit.level != Level.COMMUNE:
        return unit.level == Level.DISTRICT
    above = known.get(path_above(unit.path))
    return above is None or above.level != Level.DISTRICT


def doubt_about(indicator: Indicator, selection: Selection, text: str) -> str:
    """What a doubt says on the return: which number it is about, then the person's own words."""
    numbers = {
        "indicator": indicator.label,
        "unit": unit_inside(selection.unit.name),
        "period": period_inside(selection.period),
        "text": text,
    }
    return _("About “%(indicator)s” of %(unit)s, %(period)s: %(text)s") % numbers
