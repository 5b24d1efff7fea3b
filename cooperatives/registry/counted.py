"""Storing a form of the registry as a change of what counts."""

from datetime import date
from typing import Protocol

from ..counting import Cause, CountedChange, counted_change, places_of
from ..ground.calendar import Quarter
from ..models import AdministrativeUnit, Organisation, User


class CountedForm(Protocol):
    """What a form says of the change that it makes.

    changed_from: the first day on which anything counts otherwise, None where nothing does.
    organisation: the one that it is about, which may be new; placed_in: units in which it will lie
    beside those in which it has lain.
    """

    cause: Cause
    changed_from: date | None
    organisation: Organisation
    placed_in: tuple[AdministrativeUnit, ...]

    def save(self) -> object: ...


def store_counted(form: CountedForm, by: User):
    """Save a form that is right, and what it moves; return what it saved."""
    if form.changed_from is None:
        return form.save()
    about = form.organisation
    change = CountedChange(
        form.cause,
        units=(*form.placed_in, *places_of([about.pk, about.predecessor_id])),
        since=Quarter.of(form.changed_from),
        by=by,
        organisation=about,
    )
    with counted_change(change):
        return form.save()
