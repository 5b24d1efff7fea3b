"""What a reform of units does to what rests on them, told before it is stored."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, Kind, Placement, User
from ..registry.reform import Consequences, Moved, Reassigned, Renamed, Went
from .session import Consequence

Teller = Callable[[Went], Iterable[Consequence]]
_tellers: list[Teller] = []


def tell_of_reforms(teller: Teller) -> None:
    """Have something else told of what a reform does: what rests on units and is not known here."""
    if teller not in _tellers:
        _tellers.append(teller)


def told(found: Consequences, went: Went = ()) -> Iterator[Consequence]:
    """What follows from a reform, the open questions first. went: its units, for what else rests
    on them.
    """
    for name, (sentence, lines) in TOLD.items():
        if rows := getattr(found, name):
            yield Consequence(counted(sentence, len(rows)), tuple(lines(rows)))
    for teller in _tellers:
        yield from teller(went)


def counted(sentence, count: int) -> str:
    """A sentence made by `ngettext_lazy` with "number", in which %(count)s is shown."""
    shown = number_format(count, use_l10n=True, force_grouping=True)
    return sentence % {"number": count, "count": shown}


def _places(stays: Sequence[Placement]) -> Iterator[str]:
    return (f"{stay.organisation.name}, {unit_inside(stay.unit.name)}" for stay in stays)


def _accounts(users: Sequence[User]) -> Iterator[str]:
    return (f"{user} ({user.username}), {unit_inside(user.unit.name)}" for user in users)


def _moves(moved: Sequence[Moved]) -> Iterator[str]:
    numbers = Counter(
        (move.stay.unit, move.successor.code, move.successor.name, move.stay.organisation.kind)
        for move in moved
    )
    for (unit, code, name, kind), number in numbers.items():
        yield _("%(old)s → %(new)s: %(count)s %(kind)s") % {
            "old": with_code(unit),
            "new": f"{name} ({code})",
            "count": number_format(number, use_l10n=True, force_grouping=True),
            "kind": Kind(kind).label,
        }


def _names(renamed: Sequence[Renamed]) -> Iterator[str]:
    return (f"{one.group.name} → {one.name}" for one in renamed)


def _new_units(reassigned: Sequence[Reassigned]) -> Iterator[str]:
    for one in reassigned:
        yield (
            f"{one.user} ({one.user.username}): {with_code(one.user.unit)} → "
            f"{with_code(one.successor)}"
        )


def with_code(unit: AdministrativeUnit) -> str:
    """A unit's name, told from others that bear it."""
    return f"{unit.name} ({unit.code})"


TOLD = {
    "left": (
        ngettext_lazy(
            "%(count)s organisation lies in a unit that went to several others, and stays there "
            "until somebody says where it is: on the page of that unit's organisations, or in a "
            "file of its kind with the code of its unit and the day since when it is there.",
            "%(count)s organisations lie in units that went to several others, and stay there "
            "until somebody says where they are: on the pages of those units' organisations, or in "
            "a file of their kind with the codes of their units and the days since when they are "
            "there.",
            "number",
        ),
        _places,
    ),
    "left_accounts": (
        ngettext_lazy(
            "%(count)s account works for a unit that went to several others: say for which of them "
            "it works, or make it inactive.",
            "%(count)s accounts work for units that went to several others: say for which of them "
            "they work, or make them inactive.",
            "number",
        ),
        _accounts,
    ),
    "moved": (
        ngettext_lazy(
            "%(count)s organisation goes where its unit went.",
            "%(count)s organisations go where their units went.",
            "number",
        ),
        _moves,
    ),
    "renamed": (
        ngettext_lazy(
            "%(count)s group meets another of its name and keeps its old unit's in brackets.",
            "%(count)s groups meet others of their names and keep their old units' in brackets.",
            "number",
        ),
        _names,
    ),
    "reassigned": (
        ngettext_lazy(
            "%(count)s account works for its unit's successor from now on.",
            "%(count)s accounts work for their units' successors from now on.",
            "number",
        ),
        _new_units,
    ),
    "waiting": (
        ngettext_lazy(
            "%(count)s account works for a unit until it ends, and is given to its successor then.",
            "%(count)s accounts work for units until they end, and are given to their successors "
            "then.",
            "number",
        ),
        _accounts,
    ),
}
"""What is told of each part of the consequences: a sentence, and a line for each thing."""
