"""The assessment of design 1.4 a second time, transcribed from its text, in plain Python."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FIRST_DAYS = {1: (1, 1), 2: (4, 1), 3: (7, 1), 4: (10, 1), 5: (1, 1)}


@dataclass(frozen=True)
class Case:
    """A value against a target on a day. kind: "events" (a count of events), "flow" or "level".

    coverage: reported, carried, expected. rates: a share of ratings; adds: an average or sum from
    figures.
    """

    kind: str
    rates: bool
    adds: bool
    operator: str
    target: Fraction
    milestones: tuple
    value: Fraction | None
    bounds: tuple[Fraction, Fraction] | None
    coverage: tuple[int, int, int]
    year: int
    k: int
    today: date
    from_year: int | None = None
    """With which year its period begins, of a count of events."""

    @property
    def quarters_before(self) -> int:
        """The quarters of its period that lie before the year looked at."""
        return 4 * (self.year - self.from_year) if self.from_year else 0

    @property
    def starts(self) -> date:
        return date(self.year, *FIRST_DAYS[self.k])

    @property
    def ends(self) -> date:
        """The quarter's last day."""
        after = date(self.year + (self.k == 4), *FIRST_DAYS[self.k + 1])
        return after - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return self.k == 4 and self.ends < self.today

    @property
    def is_running(self) -> bool:
        """The quarter has begun and not ended."""
        return self.starts <= self.today <= self.ends

    @property
    def days_of_the_period_gone(self) -> int:
        return (self.today - date(self.from_year or self.year, 1, 1)).days + 1


def holds(operator: str, value, target) -> bool:
    if operator == ">=":
        return value >= target
    if operator == ">":
        return value > target
    if operator == "<=":
        return value <= target
    return value < target


def expected(case: Case):
    """With the days gone of a running quarter."""
    if case.kind != "events" or not case.is_running:
        return expected_at_end(case, case.k)
    start = expected_before(case)
    end = expected_at_end(case, case.k)
    days = (case.ends - case.starts).days + 1
    gone = (case.today - case.starts).days + 1
    now = start + (end - start) * Fraction(gone, days)
    return math.floor(now) if case.operator in (">=", ">") else math.ceil(now)


def expected_before(case: Case):
    """The whole number expected at k − 1: 0 for k = 1 of a year or of a period's first year."""
    if case.k > 1:
        return expected_at_end(case, case.k - 1)
    if case.quarters_before == 0:
        return 0
    n, all_quarters = case.quarters_before, case.quarters_before + 4
    return in_whole_numbers(case, case.target * n / all_quarters)


def in_whole_numbers(case: Case, share):
    whole = share // 1
    rest = share - whole
    if case.operator in (">=", ">"):
        return whole + (1 if rest > Fraction(1, 2) else 0)
    return whole + (1 if rest > 0 else 0)


def expected_at_end(case: Case, k: int):
    if k <= 3 and case.milestones[k - 1] is not None:
        return case.milestones[k - 1]
    if case.kind == "level":
        return case.target
    n, all_quarters = case.quarters_before + k, case.quarters_before + 4
    share = case.target * n / all_quarters
    for later in range(k + 1, 4):
        if case.milestones[later - 1] is not None:
            share = min(share, case.milestones[later - 1])
            break
    for earlier in range(k - 1, 0, -1):
        if case.milestones[earlier - 1] is not None:
            share = max(share, case.milestones[earlier - 1])
            break
    if case.kind == "flow":
        return share
    return in_whole_numbers(case, share)


def status(case: Case, value) -> str:
    wants_more = case.operator in (">=", ">")
    if value is None:
        return "no_data"
    if case.rates and case.coverage[0] == 0:
        return "no_data"  # its value, carried, stays shown
    on_target = holds(case.operator, value, case.target)
    if case.is_over:
        return "met" if on_target else "missed"
    if case.kind == "events" and not wants_more and not on_target:
        return "missed"
    if on_target and (case.kind == "level" or (case.kind == "events" and wants_more)):
        return "met"
    due = expected(case)
    if holds(case.operator, value, due):
        return "on_track"
    if case.operator == ">" and value == 0 and due == 0:
        return "on_track"
    if wants_more and value >= due - Fraction(2, 10) * abs(due):
        return "behind"
    if not wants_more and value <= due + Fraction(2, 10) * abs(due):
        return "behind"
    if case.kind == "events" and abs(value - due) <= 1:
        return "behind"
    return "off_track"


def certain(case: Case) -> bool:
    reported, carried, all_expected = case.coverage
    if case.value is None or case.bounds is None:
        return False
    if case.rates and (carried > 0 or case.k < 4):
        return False
    if case.adds and reported + carried < Fraction(all_expected, 2):
        return False
    low, high = case.bounds
    found = status(case, case.value)
    return status(case, low) == found and status(case, high) == found


def attainment(case: Case):
    if case.value is None:
        return None
    if case.operator in (">=", ">"):
        return None if case.target == 0 else case.value / case.target
    return None if case.value == 0 else case.target / case.value


def required_per_quarter(case: Case):
    if case.value is None or case.kind == "level" or case.operator in ("<=", "<"):
        return None
    if case.k == 4 and not case.is_running:
        return None
    if status(case, case.value) == "met":
        return None
    left = 4 - case.k + 1 if case.is_running else 4 - case.k
    if case.kind == "flow":
        return max(Fraction(0), (case.target - case.value) / left)
    each = 0
    while not holds(case.operator, case.value + each * left, case.target):
        each += 1
    return each


def projection(case: Case):
    if case.value is None or case.kind == "level":
        return case.value
    if case.kind == "flow" or not case.is_running:
        n, all_quarters = case.quarters_before + case.k, case.quarters_before + 4
        return case.value * all_quarters / n
    if case.days_of_the_period_gone <= 45:
        return None
    first = date(case.from_year or case.year, 1, 1)
    days_of_the_period = (date(case.year, 12, 31) - first).days + 1
    return case.value / Fraction(case.days_of_the_period_gone, days_of_the_period)
