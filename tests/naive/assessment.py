"""The assessment of design 1.4 a second time, transcribed from its text, in plain Python."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Case:
    """A value against a target. kind: "events" (a count of events), "flow" or "level"."""

    kind: str
    is_share: bool
    operator: str
    target: Fraction
    milestones: tuple
    value: Fraction | None
    bounds: tuple[Fraction, Fraction] | None
    carried: int
    k: int
    is_over: bool


def holds(operator: str, value, target) -> bool:
    if operator == ">=":
        return value >= target
    if operator == ">":
        return value > target
    if operator == "<=":
        return value <= target
    return value < target


def expected(case: Case):
    if case.k <= 3 and case.milestones[case.k - 1] is not None:
        return case.milestones[case.k - 1]
    if case.kind == "level":
        return case.target
    share = case.target * case.k / 4
    if case.kind == "flow":
        return share
    whole = share // 1
    rest = share - whole
    if case.operator in (">=", ">"):
        return whole + (1 if rest > Fraction(1, 2) else 0)
    return whole + (1 if rest > 0 else 0)


def status(case: Case, value) -> str:
    wants_more = case.operator in (">=", ">")
    if value is None:
        return "no_data"
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
    if wants_more and value >= Fraction(8, 10) * due:
        return "behind"
    if not wants_more and value <= Fraction(12, 10) * due:
        return "behind"
    return "off_track"


def certain(case: Case) -> bool:
    if case.value is None or case.bounds is None or (case.is_share and case.carried):
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
    if case.value is None or case.kind == "level" or case.operator in ("<=", "<") or case.k == 4:
        return None
    if status(case, case.value) == "met":
        return None
    left = 4 - case.k
    if case.kind == "flow":
        return max(Fraction(0), (case.target - case.value) / left)
    each = 0
    while not holds(case.operator, case.value + each * left, case.target):
        each += 1
    return each


def projection(case: Case):
    if case.value is None or case.kind == "level":
        return case.value
    return case.value * 4 / case.k
