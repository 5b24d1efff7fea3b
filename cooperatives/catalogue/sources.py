"""Papers that built-in figures and indicators are from, each named once."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAN_532 = _("Plan 532/KH-UBND of 7/8/2023 of Bắc Kạn")
"""It sets the eight targets for which this program was made."""
PLAN_615 = _("615/KH-UBND of 2022 of Bắc Kạn, whose shares are of all cooperatives")
YEARLY_PLANS = _(
    "plans of a year as provinces make them at the ministry's letter 4879/BKHĐT-KTHT of 23/6/2023"
)
"""Provinces answer it in one pattern: numbers, revenue and income; members; managers' training."""
LAW_2023 = _("Law on Cooperatives 17/2023/QH15")

Sources = tuple[Promise, ...]


def joined(sources: Iterable[Promise | str]) -> str:
    """Several papers in one line, "" for none."""
    return "; ".join(map(str, sources))
