"""Sums over operating cooperatives at the quarter's end: members and trained managers."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.catalogue import figures
from cooperatives.evidence import Tally

from ..reckoning.bounds import bounds_of_sum
from ..reckoning.measures import Coverage, Flow, Measure, Unit, no_value
from .base import Single, in_own_unit, spread_of


@dataclass(frozen=True)
class Sum(Single):
    """A figure added up over cooperatives; no value when none has one."""

    is_from_figures = True

    def measure(self, tally: Tally | None) -> Measure:
        if tally is None:
            return no_value(Coverage(0, 0, 0))
        coverage = Coverage(tally.reported, tally.carried, tally.expected)
        if not tally.values:
            return no_value(coverage)
        value = Fraction(tally.total, self.scale)
        bounds = bounds_of_sum(value, spread_of(tally, self.scale))
        return Measure(value, in_own_unit(tally.total, self.scale), None, coverage, bounds)


def _persons(label, short_label, figure: figures.Figure, definition, code: str = "") -> Sum:
    return Sum(
        code or figure.code,
        label,
        short_label,
        figure.code,
        Unit.PERSONS,
        Flow(figure.nature),
        definition,
        sources=figure.sources,
    )


MANAGERS_HIGHER_EDUCATION = _persons(
    _("Managers with college or university"),
    _("College, univ."),
    figures.MANAGERS_HIGHER_EDUCATION,
    _(
        "Managers of cooperatives with college or university training, added up over the"
        " cooperatives operating on the quarter's last day. Who has not reported this quarter"
        " counts with the newest figure of this year or the last; who has none is missing."
    ),
)
MANAGERS_VOCATIONAL = _persons(
    _("Managers with primary or intermediate training"),
    _("Primary, interm."),
    figures.MANAGERS_VOCATIONAL,
    _(
        "Managers of cooperatives with primary or intermediate training, added up over the"
        " cooperatives operating on the quarter's last day. Who has not reported this quarter"
        " counts with the newest figure of this year or the last; who has none is missing."
    ),
)
TOTAL_MEMBERS = _persons(
    _("Cooperative members in all"),
    _("Members"),
    figures.MEMBER_COUNT,
    _(
        "Members of the cooperatives operating on the quarter's last day. Who has not reported this"
        " quarter counts with the newest figure of this year or the last; who has none is missing."
    ),
    "total_members",
)
