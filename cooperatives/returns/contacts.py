"""Whom to call or write to about a return, as far as the reader may know (design 1.5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..ground.telephone import dialled
from ..models import AdministrativeUnit, User
from ..rights.permissions import DISTRICT_STAFF


@dataclass(frozen=True)
class Contact:
    """A person's name, telephone and mail, each "" where it is not known."""

    name: str
    telephone: str = ""
    mail: str = ""

    @classmethod
    def of(cls, person: User) -> "Contact":
        """That of somebody with an account."""
        return cls(str(person), person.telephone, person.email)

    @property
    def dialled(self) -> str:
        """The telephone without spaces, as a link holds it."""
        return dialled(self.telephone)


def contacts_of(units: Iterable[AdministrativeUnit], reader: User) -> dict[int, Contact]:
    """Whom a reader asks about the returns of units within the own scope, by the unit's key: the
    contact that the unit names, failing one somebody who works for it: who submits before who does
    not, who has signed in before who never has, who has a telephone before who has none.

    A unit is absent where nobody is known, or it is out of the scope. One statement.
    """
    reached = [unit for unit in units if reader.reaches(unit.path)]
    people = User.objects.contacts_for(reader).filter(unit__in=[unit.pk for unit in reached])
    found = {}
    for person in sorted(people.order_by("username"), key=_is_asked_last):
        found.setdefault(person.unit_id, Contact.of(person))
    for unit in reached:
        own = Contact(unit.contact_name, unit.contact_telephone, unit.contact_mail)
        if own != Contact(""):
            found[unit.pk] = own
    return found


def _is_asked_last(person: User) -> tuple[bool, ...]:
    return (
        person.role != DISTRICT_STAFF.code,
        person.last_login is None,
        not person.telephone,
        not person.email,
    )


def officers_of(reader: User) -> dict[int, Contact]:
    """The officers whom somebody of a district may ask, by their key, by name."""
    people = User.objects.contacts_for(reader).order_by("full_name", "username")
    return {person.pk: Contact.of(person) for person in people}
