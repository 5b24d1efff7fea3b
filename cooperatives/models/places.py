"""Where an organisation is on a day, read from placements that are loaded."""

from datetime import date

from ..ground.calendar import today
from . import AdministrativeUnit, Organisation


def placed_on(organisation: Organisation, day: date) -> AdministrativeUnit | None:
    """Where an organisation with its placements loaded is on a day."""
    return next((stay.unit for stay in organisation.placements.all() if stay.covers(day)), None)


def placed_today(organisation: Organisation) -> AdministrativeUnit | None:
    """Where an organisation with its placements loaded is today."""
    return placed_on(organisation, today())
