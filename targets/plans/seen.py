"""What of a plan a page showed, and what others changed since (decision 22)."""

import re
from collections.abc import Iterable

from django.db.models import Max

from cooperatives.models import User
from cooperatives.models.changes import RecordChange, changes_of

from ..models import Plan, Target

_VERSION = re.compile(r"([0-9]+)-([0-9]+)")


def version_of(plans: Iterable[Plan]) -> str:
    """What tells whether anybody changed some plans or their targets."""
    newest = (
        history.aggregate(Max("history_id"))["history_id__max"] for history in histories(plans)
    )
    return "-".join(str(key or 0) for key in newest)


def changes_since(version: str, reader: User, plans: Iterable[Plan]) -> list[RecordChange]:
    """What was changed of them since, the newest first; all of it for what is no version."""
    found = _VERSION.fullmatch(version)
    after = [int(key) for key in found.groups()] if found else (0, 0)
    return changes_of(reader, *histories(plans), after=after)


def histories(plans: Iterable[Plan]):
    """The history of some plans, and of all targets that they ever had."""
    keys = [plan.pk for plan in plans]
    return Plan.history.filter(id__in=keys), Target.history.filter(plan_id__in=keys)


def with_adjusting(plan: Plan) -> list[Plan]:
    """A plan with the decisions that adjust it."""
    return [plan, *plan.adjusted_by.order_by("issued_on", "pk")]
