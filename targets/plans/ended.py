"""What a reform of units does to plans: told before it is stored, with the rest of it."""

from collections.abc import Iterator

from django.utils.translation import ngettext_lazy

from cooperatives.ground.calendar import Quarter
from cooperatives.imports.consequences import counted, with_code
from cooperatives.imports.session import Consequence
from cooperatives.models.base import CHUNK
from cooperatives.registry.reform import Went

from ..models import Target

SENTENCE = ngettext_lazy(
    "%(count)s target is set for a unit that ends before the target's year does: nothing is judged "
    "by it from then on. Give the successors theirs on the plan's page.",
    "%(count)s targets are set for units that end before the targets' years do: nothing is judged "
    "by them from then on. Give the successors theirs on the plan's page.",
    "number",
)


def targets_of_ended(went: Went) -> Iterator[Consequence]:
    """The targets, allocations above all, that units have beyond their end."""
    ended = {unit.pk: unit for unit, _successors in went if unit.pk}
    keys, touched = sorted(ended), []
    for start in range(0, len(keys), CHUNK):
        rows = Target.objects.filter(unit__in=keys[start : start + CHUNK])
        touched += rows.select_related("plan").order_by("plan_id", "year", "place", "unit__path")
    touched = [
        row for row in touched if Quarter(row.year, 4).ends_on >= ended[row.unit_id].valid_to
    ]
    if touched:
        lines = (
            f"{row.plan} ({row.year}): {row}, {with_code(ended[row.unit_id])}" for row in touched
        )
        yield Consequence(counted(SENTENCE, len(touched)), tuple(lines))
