"""Short questions to the product, for tests about its answers; the year is 2024 unless said."""

from cooperatives.evidence import WHOLE, EvidenceRow, Tally, list_evidence, tally_evidence
from cooperatives.models import AdministrativeUnit, Organisation, User
from targets.indicators import BY_CODE
from targets.reckoning.measures import Measure


def evidence_of(organisation: Organisation, figure: str, quarter: int, year=2024):
    """The organisation's row of evidence wherever it is placed, or None where it has none."""
    roots = AdministrativeUnit.objects.filter(parent=None)
    rows = [row for root in roots for row in evidence_in(root, figure, quarter, year)]
    mine = [row for row in rows if row.organisation_id == organisation.pk]
    assert len(mine) <= 1
    return mine[0] if mine else None


def evidence_in(unit, figure: str, quarter: int, year=2024) -> list[EvidenceRow]:
    """All rows of a figure's evidence in a unit, as an admin over everything sees them."""
    return list_evidence(User(role="admin"), unit, year, quarter, figure)


def tally_of(unit, figure: str, quarter: int, *, group=WHOLE, sub_units=()) -> Tally | None:
    """What the evidence of a figure adds up to in one group, or None where there is none."""
    return tally_evidence(unit, 2024, [quarter], [figure], sub_units).get((group, quarter, figure))


def measure_of(unit, code: str, quarter: int, year=2024) -> Measure:
    """An indicator's value for all at or under a unit."""
    indicator = BY_CODE[code]
    tallies = tally_evidence(unit, year, [quarter], [indicator.figure])
    return indicator.measure(tallies.get((WHOLE, quarter, indicator.figure)))
