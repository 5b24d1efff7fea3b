"""In which unit of today an organisation of a past quarter counts, a second time: by following its
unit of then through the reforms, one organisation at a time.
"""

from collections.abc import Iterable

from cooperatives.models import AdministrativeUnit, UnitSuccession


class Heirs:
    """Who took over from whom, loaded plainly. units: all, by their paths; those that exist today
    have no end.
    """

    def __init__(self) -> None:
        self.units = {unit.path: unit for unit in AdministrativeUnit.objects.all()}
        self.successors: dict[str, list[str]] = {}
        for row in UnitSuccession.objects.select_related("predecessor", "successor"):
            self.successors.setdefault(row.predecessor.path, []).append(row.successor.path)

    def of(self, path: str) -> set[str]:
        """The units of today to which that with a path went."""
        if self.units[path].valid_to is None:
            return {path}
        return {end for one in self.successors.get(path, ()) for end in self.of(one)}

    def lies_in(self, then: str, now: str, path: str) -> bool:
        """Whether what lay in one unit then, and lies in another now, counts in a unit of today:
        all of its unit went there; or a part did, and it lies there now.
        """
        ends = self.of(then)
        if ends and all(end.startswith(path) for end in ends):
            return True
        return any(end.startswith(path) for end in ends) and now.startswith(path)

    def part(self, then: str, now: str, parts: Iterable[str]) -> str | None:
        """The one of some units of today, by their paths, in which it counts; None for none."""
        return next((path for path in parts if self.lies_in(then, now, path)), None)
