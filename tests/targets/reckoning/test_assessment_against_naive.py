"""The assessment against its naive transcription, on random values, targets, quarters and days."""

from datetime import date, timedelta
from fractions import Fraction

from django.test import override_settings
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cooperatives.ground.calendar import Quarter
from targets.comparison.reading import moment_of, years_before
from targets.indicators import BY_CODE
from targets.reckoning.assessment import Goal, assess
from targets.reckoning.measures import Coverage, Measure, Operator
from tests.naive import assessment as naive
from tests.naive.assessment import Case

INDICATORS = {
    "events": [BY_CODE["new_unions"], BY_CODE["dissolved_cooperatives"]],
    "flow": [BY_CODE["average_profit"]],
    "level": [BY_CODE["weak_share"], BY_CODE["total_members"], BY_CODE["total_groups"]],
}
YEAR = 2024
PERIODS = (None, None, YEAR, YEAR - 1, YEAR - 4)


@st.composite
def days(draw, k):
    """Within the quarter, on its edges, or after it; around the 45th day of the year."""
    starts, ends = Quarter(YEAR, k).starts_on, Quarter(YEAR, k).ends_on
    length = (ends - starts).days
    within = st.integers(0, length).map(lambda n: starts + timedelta(days=n))
    edges = [starts, ends, ends + timedelta(days=1), date(YEAR + 1, 3, 1)]
    if k == 1:
        edges += [date(YEAR, 2, 14), date(YEAR, 2, 15)]
    return draw(st.one_of(within, st.sampled_from(edges)))


@st.composite
def cases(draw):
    """An indicator and a case of it; values keep close to what is due, where statuses turn."""
    kind = draw(st.sampled_from(sorted(INDICATORS)))
    indicator = draw(st.sampled_from(INDICATORS[kind]))
    wholes = st.integers(0, 40).map(Fraction)
    parts = st.builds(Fraction, st.integers(-40, 160), st.sampled_from([1, 4, 5]))
    numbers = wholes if kind == "events" else parts
    milestone = st.one_of(st.none(), numbers)
    k = draw(st.integers(1, 4))
    target = draw(numbers)
    due = target if kind == "level" else target * k / 4
    near = [due, target, due - abs(due) / 5, due + abs(due) / 5, Fraction(0)]
    if kind == "events":
        near = [Fraction(round(due) + n) for n in (-2, -1, 0, 1, 2)]
    values = st.one_of(numbers, st.sampled_from(near))
    value = draw(st.one_of(st.none(), values, values, values))
    bounds = None
    if value is not None and draw(st.booleans()):
        bounds = (min(value, draw(values)), max(value, draw(values)))
    expected = draw(st.integers(0, 10))
    reported = draw(st.integers(0, expected))
    carried = draw(st.integers(0, expected - reported))
    # A share of ratings has a value where there is a rating, of the year itself or carried.
    assume(value is None or indicator.code != "weak_share" or reported + carried)
    return indicator, Case(
        kind=kind,
        rates=indicator.code == "weak_share",
        adds=indicator.code in ("average_profit", "total_members"),
        operator=draw(st.sampled_from([">=", ">", "<=", "<"])),
        target=target,
        milestones=(draw(milestone), draw(milestone), draw(milestone)),
        value=value,
        bounds=bounds,
        coverage=(reported, carried, expected),
        year=YEAR,
        k=k,
        today=draw(days(k)),
        from_year=draw(st.sampled_from(PERIODS)) if kind == "events" else None,
    )


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(cases())
def test_it_agrees(case_of_indicator):
    indicator, case = case_of_indicator
    with override_settings(DEBUG=True, TODAY=case.today.isoformat()):
        moment = moment_of(Quarter(case.year, case.k), case.from_year)
    found = assess(
        indicator,
        Measure(case.value, None, None, Coverage(*case.coverage), case.bounds),
        Goal(
            Operator(case.operator),
            case.target,
            case.milestones,
            years_before=years_before(case.year, case.from_year),
        ),
        moment,
    )
    assert found.expected == naive.expected(case)
    assert found.status == naive.status(case, case.value)
    assert found.certain == naive.certain(case)
    assert (found.doubt is None) == (case.value is None or found.certain)
    assert found.attainment == naive.attainment(case)
    assert found.required_per_quarter == naive.required_per_quarter(case)
    assert found.projection == naive.projection(case)
