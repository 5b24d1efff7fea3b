"""Reads all that a letter is made of, and keeps that it was drafted."""

from collections.abc import Sequence

from django.db import transaction

from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit, User
from cooperatives.returns.urging import Urged, note_drafted

from ..papers.fixed import FixedTexts
from ..papers.texts import has_demo, texts_of
from .paper import urging_letter


@transaction.atomic
def drafted_letter(urged: Sequence[Urged], by: User) -> bytes:
    """The letter to some units as .docx, and note for each of them that it was drafted today."""
    office = _office_of(by, urged)
    texts = texts_of(office) if office else FixedTexts()
    is_demo = has_demo()
    content = urging_letter(urged, texts, today(), is_demo=is_demo)
    note_drafted(urged, by, is_demo=is_demo)
    return content


def _office_of(by: User, urged: Sequence[Urged]) -> AdministrativeUnit | None:
    """The unit that writes: that of the person; for one who works for none the unit right above
    all that are written to, if that is one.
    """
    if by.unit is not None:
        return by.unit
    above = {one.owed.unit.parent_id for one in urged}
    return AdministrativeUnit.objects.filter(pk__in=above).first() if len(above) == 1 else None
