"""What a reform of units does to organisations and accounts, told before it is stored."""

from collections import Counter
from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, Kind
from ..registry.reform import Consequences
from .session import Consequence


def told(found: Consequences) -> Iterator[Consequence]:
    """What follows from a reform, the open questions first."""
    if found.left:
        yield _left(found)
    if found.left_accounts:
        yield _accounts_left(found)
    if found.moved:
        yield _moved(found)
    if found.renamed:
        yield _renamed(found)
    if found.reassigned:
        yield _reassigned(found)
    if found.waiting:
        yield _waiting(found)


def _moved(found: Consequences) -> Consequence:
    count = len(found.moved)
    sentence = ngettext(
        "%(count)s organisation goes where its unit went.",
        "%(count)s organisations go where their units went.",
        count,
    )
    numbers = Counter(
        (move.stay.unit, move.successor.code, move.successor.name, move.stay.organisation.kind)
        for move in found.moved
    )
    lines = [
        _("%(old)s → %(new)s: %(count)s %(kind)s")
        % {
            "old": _with_code(unit),
            "new": f"{name} ({code})",
            "count": _number(number),
            "kind": Kind(kind).label,
        }
        for (unit, code, name, kind), number in numbers.items()
    ]
    return Consequence(sentence % {"count": _number(count)}, tuple(lines))


def _renamed(found: Consequences) -> Consequence:
    count = len(found.renamed)
    sentence = ngettext(
        "%(count)s group meets another of its name and keeps its old unit's in brackets.",
        "%(count)s groups meet others of their names and keep their old units' in brackets.",
        count,
    )
    lines = tuple(f"{one.group.name} → {one.name}" for one in found.renamed)
    return Consequence(sentence % {"count": _number(count)}, lines)


def _left(found: Consequences) -> Consequence:
    count = len(found.left)
    sentence = ngettext(
        "%(count)s organisation lies in a unit that went to several others, and stays there until "
        "somebody says where it is: on its page, or in a file of its kind with unit_code and "
        "unit_from.",
        "%(count)s organisations lie in units that went to several others, and stay there until "
        "somebody says where they are: on their pages, or in a file of their kind with unit_code "
        "and unit_from.",
        count,
    )
    lines = tuple(f"{stay.organisation.name}, {unit_inside(stay.unit.name)}" for stay in found.left)
    return Consequence(sentence % {"count": _number(count)}, lines)


def _reassigned(found: Consequences) -> Consequence:
    count = len(found.reassigned)
    sentence = ngettext(
        "%(count)s account works for its unit's successor from now on.",
        "%(count)s accounts work for their units' successors from now on.",
        count,
    )
    lines = tuple(
        f"{one.user} ({one.user.username}): {_with_code(one.user.unit)} → "
        f"{one.successor.name} ({one.successor.code})"
        for one in found.reassigned
    )
    return Consequence(sentence % {"count": _number(count)}, lines)


def _accounts_left(found: Consequences) -> Consequence:
    count = len(found.left_accounts)
    sentence = ngettext(
        "%(count)s account works for a unit that went to several others: say for which of them it "
        "works, or make it inactive.",
        "%(count)s accounts work for units that went to several others: say for which of them they "
        "work, or make them inactive.",
        count,
    )
    return Consequence(sentence % {"count": _number(count)}, _accounts(found.left_accounts))


def _waiting(found: Consequences) -> Consequence:
    count = len(found.waiting)
    sentence = ngettext(
        "%(count)s account works for a unit until it ends, and is given to its successor then.",
        "%(count)s accounts work for units until they end, and are given to their successors then.",
        count,
    )
    return Consequence(sentence % {"count": _number(count)}, _accounts(found.waiting))


def _accounts(users) -> tuple[str, ...]:
    return tuple(f"{user} ({user.username}), {unit_inside(user.unit.name)}" for user in users)


def _with_code(unit: AdministrativeUnit) -> str:
    return f"{unit.name} ({unit.code})"


def _number(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)
