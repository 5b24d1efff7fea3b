"""Whom a letter urges about a quarter: the units whose return is late, due, to be corrected or sent
with blanks; and that such letters were drafted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from ..catalogue.figures import IN_RETURNS, Figure, unit_figures
from ..figures.blanks import Blank, blanks_in
from ..ground.calendar import Quarter, now, today
from ..ground.wording import day, period_inside, period_name
from ..models import AdministrativeUnit, LetterDrafted, ReturnStep, User
from ..units.time import outside_its_time
from .owed import OwedReturn, latest_steps, owed_returns
from .sheet import QuarterlySheet
from .unit_fields import ReturnFields


class NothingToUrgeError(Exception):
    """There is nobody to urge; the text says why, for the person."""


@dataclass(frozen=True)
class Urged:
    """A unit with what it is urged about.

    step: what led to its return's state, if anything did. blanks: the cooperatives that lack
    figures, those without any first. fields: the figures of the unit itself that are blank.
    offices: the units that are written to: others where it has ended.
    """

    owed: OwedReturn
    step: ReturnStep | None
    blanks: tuple[Blank, ...]
    fields: tuple[Figure, ...]
    offices: tuple[AdministrativeUnit, ...]

    @property
    def is_reopened(self) -> bool:
        """Whether its return is corrected after it was approved."""
        return self.step is not None and self.step.step == ReturnStep.Step.REOPEN

    @property
    def without_any(self) -> int:
        """How many cooperatives have no figure at all."""
        return sum(blank.is_all for blank in self.blanks)


def may_urge(reader: User, unit: AdministrativeUnit) -> bool:
    """Whether somebody writes to a unit: nobody to the own one, nor to one that went there."""
    return reader.unit is None or unit.path not in reader.unit.reach


def is_urged(owed: OwedReturn, *, lacks_any: bool) -> bool:
    """Whether a unit is urged about its return: there is something to do, or it went out with
    blanks; once its quarter has ended.
    """
    went_out = owed.is_owed and owed.is_submitted and not owed.is_closed
    return owed.period.has_ended and (owed.is_to_do or (went_out and lacks_any))


def is_urged_in(sheet: QuarterlySheet, *, is_asked: bool, lacks_any: bool) -> bool:
    """The same of the return that a sheet shows, for its reader. is_asked: whether anybody reports
    in it.
    """
    stored = sheet.stored
    owed = OwedReturn(
        sheet.unit,
        sheet.period,
        sheet.due_on,
        sheet.state if stored else None,
        stored.pk if stored else None,
        is_owed=is_asked and sheet.is_owed,
        is_closed=sheet.is_closed,
    )
    return may_urge(sheet.reader, sheet.unit) and is_urged(owed, lacks_any=lacks_any)


def has_urged(returns: Iterable[OwedReturn], reader: User) -> bool:
    """Whether any of the units of some returns is urged, as far as a list knows of blanks."""
    return any(
        is_urged(one, lacks_any=_lacks(one)) for one in returns if may_urge(reader, one.unit)
    )


def _lacks(owed: OwedReturn) -> bool:
    filled = owed.completeness
    return filled.complete < filled.expected or bool(unit_figures(owed.period.year, IN_RETURNS))


def urged_unit(reader: User, unit: AdministrativeUnit, period: Quarter) -> Urged:
    """A reporting unit with what it is urged about. Raises NothingToUrgeError."""
    _require_end(period)
    if not may_urge(reader, unit):
        raise NothingToUrgeError(_("A letter goes to a unit below your own: this return is yours."))
    own = [one for one in owed_returns(unit, [period]) if one.unit.pk == unit.pk]
    (found,) = _urged(reader, own, period)
    return found


def urged_units(
    reader: User, unit: AdministrativeUnit | None, period: Quarter, *, only_to_do: bool = False
) -> list[Urged]:
    """The reporting units at or under a unit that are urged, in the order of the tree; within the
    reader's scope. unit: None for all units; only_to_do: whether those are left alone whose return
    went out with blanks. Raises NothingToUrgeError where there are none.
    """
    _require_end(period)
    returns = [one for one in owed_returns(unit, [period]) if may_urge(reader, one.unit)]
    if only_to_do and not any(one.is_to_do for one in returns):
        message = _("All returns of %(period)s have been sent: there is nobody to urge.")
        raise NothingToUrgeError(message % {"period": period_inside(period)})
    if only_to_do:
        returns = [one for one in returns if one.is_to_do]
    return _urged(reader, returns, period)


def _require_end(period: Quarter) -> None:
    if not period.has_ended:
        message = _("%(period)s ends on %(day)s: nobody is urged about it before.")
        said = {"period": period_name(period), "day": day(period.ends_on)}
        raise NothingToUrgeError(message % said)


def _urged(reader: User, returns: Sequence[OwedReturn], period: Quarter) -> list[Urged]:
    blanks = blanks_in(period, {one.unit.pk for one in returns})
    steps = latest_steps(returns)
    found = []
    for one in returns:
        of_unit, fields = blanks.get(one.unit.pk, []), _blank_fields(reader, one)
        if is_urged(one, lacks_any=bool(of_unit or fields)):
            ordered = sorted(of_unit, key=_place)
            step = steps.get(one.key)
            found.append(Urged(one, step, tuple(ordered), fields, _offices(one.unit)))
    if not found and any(one.is_closed for one in returns):
        message = _("%(year)s is closed: nothing more is entered.")
        raise NothingToUrgeError(message % {"year": period.year})
    if not found:
        message = _("Nothing is late or missing in %(period)s: there is nobody to urge.")
        raise NothingToUrgeError(message % {"period": period_inside(period)})
    return found


def _place(blank: Blank) -> tuple:
    return not blank.is_all, blank.cooperative.name_key


def _blank_fields(reader: User, owed: OwedReturn) -> tuple[Figure, ...]:
    """The blank figures of the unit itself, in a statement or two where any are asked for."""
    if not unit_figures(owed.period.year, IN_RETURNS):
        return ()
    fields = ReturnFields.of(QuarterlySheet(reader, owed.unit, owed.period))
    return tuple(column.figure for column in fields.missing)


def _offices(unit: AdministrativeUnit) -> tuple[AdministrativeUnit, ...]:
    """A unit, or those that took over from it."""
    ended = outside_its_time(unit, today())
    return (ended.instead if ended else ()) or (unit,)


# --- What was drafted -----------------------------------------------------------------------------


def note_drafted(urged: Iterable[Urged], by: User, *, is_demo: bool) -> None:
    """Keep that a letter to some units was drafted now. is_demo: whether it tells of invented
    records.
    """
    at = now()
    LetterDrafted.objects.bulk_create(
        [
            LetterDrafted(
                unit=one.owed.unit,
                year=one.owed.period.year,
                quarter=one.owed.period.number,
                by=by,
                at=at,
                is_demo=is_demo,
            )
            for one in urged
        ]
    )


def letters_to(unit: AdministrativeUnit, period: Quarter) -> list[LetterDrafted]:
    """The letters about a unit's return that were drafted, the newest first."""
    found = LetterDrafted.objects.filter(unit=unit, year=period.year, quarter=period.number)
    return list(found.newest_first())


def newest_letters(returns: Iterable[OwedReturn]) -> dict[tuple[int, Quarter], LetterDrafted]:
    """The newest letter about each of some returns that one was drafted about, by unit and
    quarter.
    """
    places = {(one.unit.pk, one.period) for one in returns}
    periods = Q(pk__in=[])
    for period in {period for _unit, period in places}:
        periods |= Q(year=period.year, quarter=period.number)
    letters = LetterDrafted.objects.filter(periods, unit__in={unit for unit, _period in places})
    found: dict[tuple[int, Quarter], LetterDrafted] = {}
    for letter in letters.newest_first():
        found.setdefault((letter.unit_id, letter.period), letter)
    return found
