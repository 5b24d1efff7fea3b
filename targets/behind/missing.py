"""From a missing number to a call: whose figures are missing in a unit, why, and in whose return.

The parts are counted over all records, whoever reads; records, returns and people are led to only
within the reader's scope.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from cooperatives.catalogue.figures import Reporter
from cooperatives.entry.at_cell import at_cell
from cooperatives.evidence import (
    EvidenceRow,
    is_counted,
    list_missing,
    missing_field,
    reporter_of,
    year_in_force,
)
from cooperatives.models import AdministrativeUnit, User
from cooperatives.returns.contacts import Contact
from cooperatives.returns.filed import FiledReturns, filed_returns_up_to
from cooperatives.returns.missing import Missing, Why, why_missing

from ..comparison.selection import Selection
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Doubt, is_either_way
from ..words import missing as words

MOST_PLACES = 8
"""How many units a line names."""
MOST_FIRST = 3
"""How many units are named as those to begin with."""
SCORE = "score"
"""The cell of a yearly report that gives a rating."""

Key = tuple[Why, str]
"""Why values are missing, and the code of the figure whose cells are blank."""


@dataclass(frozen=True)
class MissingAt:
    """The part of a line that one reporting unit can bring.

    code: what filters the list of records for it. cells: the first such cell of each quarter's
    return, or of its yearly reports (quarter None), with its address; of what is entered and not
    sent (`is_entered`) the return; none outside the reader's scope. contact: whom to call there,
    None where unknown.
    """

    unit: AdministrativeUnit
    count: int
    code: str
    cells: tuple[tuple[int | None, str], ...]
    contact: Contact | None
    is_entered: bool = False


@dataclass(frozen=True)
class MissingPart:
    """Those that are missing for one reason. year: that of the ratings, for ratings."""

    key: Key
    year: int
    rows: tuple[Missing, ...]
    places: tuple[MissingAt, ...]
    others: int

    @property
    def code(self) -> str:
        """What filters the list of records for them."""
        return code_of(self.key)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def quarters(self) -> list[int]:
        """Those that are missing for this reason, not each of them for everybody."""
        return quarters_of(self.rows)

    @property
    def said(self) -> str:
        why, field = self.key
        return words.missing_line(why, self.quarters, field, self.year, self.count)

    @property
    def label(self) -> str:
        return words.missing_shortly(self.key[0], self.quarters)

    @property
    def more(self) -> str:
        return words.lack_more(sum(row.lacks_more for row in self.rows))


@dataclass(frozen=True)
class MissingFigures:
    """Whose values of one indicator are missing, and the returns that hold its figures."""

    reader: User
    selection: Selection
    indicator: Indicator
    filed: FiledReturns
    by_cooperative: Mapping[int, Missing]

    def parts(
        self, rows: Iterable[EvidenceRow], contacts: Mapping[int, Contact] | None = None
    ) -> list[MissingPart]:
        """A part for each reason, the largest first; together they are all that are missing.

        rows: the evidence within the reader's scope. contacts: whom to call, by a unit's key.
        """
        names = {row.organisation_id: row for row in rows}
        grouped: dict[Key, list[Missing]] = defaultdict(list)
        for one in self.by_cooperative.values():
            grouped[self.key_of(one)].append(one)
        parts = [self._part(key, group, names, contacts or {}) for key, group in grouped.items()]
        return sorted(parts, key=lambda part: (-part.count, part.code))

    @property
    def of_returns(self) -> FiledReturns:
        """The returns that its figures are entered in; none for ratings and counts."""
        if self.indicator.rests_on_figures:
            return self.filed
        return FiledReturns(self.selection.unit, self.selection.period)

    @cached_property
    def by_unit(self) -> list[tuple[AdministrativeUnit, int]]:
        """How many are missing in each reporting unit, the most first."""
        found = Counter(one.reporter for one in self.by_cooperative.values() if one.reporter)
        return sorted(found.items(), key=lambda one: (-one[1], one[0].path))

    def decides(self, found: Assessment) -> str:
        """With whom to begin where what is missing decides the status; else nothing."""
        is_decided = found.doubt not in (Doubt.OPEN, Doubt.FEW) and not is_either_way(found)
        if is_decided or not self.by_unit:
            return ""
        return words.decides([unit.short_name for unit, _count in self.by_unit[:MOST_FIRST]])

    def key_of(self, one: Missing) -> Key:
        return one.why, missing_field(self.indicator.figure, one.reason)

    def label_of_place(self, code: str) -> str:
        """A filter that names a unit, in words; "" for any other."""
        for one in self.by_cooperative.values():
            if one.reporter and code == code_of(self.key_of(one), one.reporter):
                return f"{one.why.label}: {one.reporter.short_name}"
        return ""

    def codes_of(self, organisation_id: int) -> set[str]:
        """The filters that a record answers to: its line's, and its unit's part of that line."""
        one = self.by_cooperative.get(organisation_id)
        if one is None:
            return set()
        return {code_of(self.key_of(one)), code_of(self.key_of(one), one.reporter)}

    def cells_of(self, row: EvidenceRow) -> list[tuple[int | None, str]]:
        """The blank cells that a missing value would be entered in: the quarter, None for that of a
        yearly report, and its address. Empty for what the reader may not open.
        """
        one = self.by_cooperative.get(row.organisation_id)
        if one is None:
            return []
        if not one.holes:
            href = self._report_of(one.reporter, row)
            return [(None, href)] if href else []
        field = missing_field(self.indicator.figure, one.reason)
        cells = [
            (hole.quarter, self._return_of(hole.reporter, hole.quarter, row, field))
            for hole in one.holes
            if hole.why is not Why.ENTERED
        ]
        return [(quarter, href) for quarter, href in cells if href]

    def _part(
        self,
        key: Key,
        group: list[Missing],
        names: Mapping[int, EvidenceRow],
        contacts: Mapping[int, Contact],
    ) -> MissingPart:
        by_unit: dict[AdministrativeUnit, list[Missing]] = defaultdict(list)
        for one in group:
            if one.reporter:
                by_unit[one.reporter].append(one)
        largest = sorted(by_unit.items(), key=lambda item: (-len(item[1]), item[0].path))
        places = tuple(
            self._place(key, unit, missing, names, contacts.get(unit.pk))
            for unit, missing in largest[:MOST_PLACES]
        )
        year = year_in_force(self.selection.year, self.selection.quarter)
        return MissingPart(key, year, tuple(group), places, max(0, len(largest) - MOST_PLACES))

    def _place(
        self,
        key: Key,
        unit: AdministrativeUnit,
        missing: list[Missing],
        names: Mapping[int, EvidenceRow],
        contact: Contact | None,
    ) -> MissingAt:
        why, field = key

        def first(quarter: int | None) -> EvidenceRow | None:
            rows = (
                names[one.organisation_id]
                for one in missing
                if one.organisation_id in names and (quarter is None or quarter in one.quarters)
            )
            return min(rows, key=lambda row: row.name_key, default=None)

        if why is Why.ENTERED:
            cells = [(n, self._return_of(unit, n, first(n))) for n in quarters_of(missing)]
        elif why.is_of_a_return:
            quarters = quarters_of(missing)
            cells = [(n, self._return_of(unit, n, first(n), field)) for n in quarters]
        else:
            cells = [(None, self._report_of(unit, first(None)))]
        open_ones = tuple((quarter, href) for quarter, href in cells if href)
        is_entered = why is Why.ENTERED
        return MissingAt(unit, len(missing), code_of(key, unit), open_ones, contact, is_entered)

    def _return_of(
        self,
        unit: AdministrativeUnit | None,
        quarter: int,
        row: EvidenceRow | None,
        field: str = "",
    ) -> str:
        """field: that of the cell to go to, "" for none."""
        if row is None or not self._may_open(unit):
            return ""
        if row.is_unit:
            return self._fields_of(unit, quarter)
        page = reverse("return", args=[self.selection.year, quarter, unit.code])
        return page + (at_cell(row.registration_number, field) if field else "")

    def _fields_of(self, unit: AdministrativeUnit, quarter: int) -> str:
        """The page of what a unit reports: its return's fields, or the province's own."""
        is_of_plan_unit = reporter_of(self.indicator.figure) is Reporter.PLAN_UNIT
        name = "plan-unit" if is_of_plan_unit else "return-fields"
        return reverse(name, args=[self.selection.year, quarter, unit.code])

    def _report_of(self, unit: AdministrativeUnit | None, row: EvidenceRow | None) -> str:
        if row is None or not self._may_open(unit):
            return ""
        year = year_in_force(self.selection.year, self.selection.quarter)
        page = reverse("yearly-report", args=[year, unit.code])
        return page + at_cell(row.registration_number, SCORE)

    def _may_open(self, unit: AdministrativeUnit | None) -> bool:
        return unit is not None and self.reader.reaches(unit.path)


def code_of(key: Key, unit: AdministrativeUnit | None = None) -> str:
    """A reason as a filter of the list of records: "approved.profit", and with the code of a
    reporting unit "approved.profit.061".
    """
    return ".".join([*key, *([unit.code] if unit else [])])


def quarters_of(rows: Iterable[Missing]) -> list[int]:
    """The quarters in which any of some values is missing for its reason, in order."""
    return sorted({quarter for row in rows for quarter in row.quarters})


def missing_figures(reader: User, selection: Selection, indicator: Indicator) -> MissingFigures:
    """Whose values of an indicator are missing, in two statements; none of what the registry
    counts, for which nothing is asked.
    """
    unit, figure = selection.unit, indicator.figure
    if is_counted(figure):
        empty = FiledReturns(unit, selection.period)
        return MissingFigures(reader, selection, indicator, empty, {})
    values = list_missing(unit, selection.year, selection.quarter, figure, todays=selection.todays)
    reporters = {key for one in values for key in one.reporters.values()}
    filed = filed_returns_up_to(unit, selection.period, reporters)
    return MissingFigures(reader, selection, indicator, filed, why_missing(values, filed))
