"""The assessment against its naive transcription, on random values, targets and quarters."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from targets.assessment import Goal, assess
from targets.indicators import BY_CODE, Coverage, Measure, Operator
from tests.naive import assessment as naive
from tests.naive.assessment import Case

INDICATORS = {
    "events": [BY_CODE["new_unions"], BY_CODE["dissolved_cooperatives"]],
    "flow": [BY_CODE["average_profit"]],
    "level": [BY_CODE["weak_share"], BY_CODE["total_members"], BY_CODE["total_groups"]],
}


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
    near = [due, target, due * 8 / 10, due * 12 / 10]
    values = numbers if kind == "events" else st.one_of(numbers, st.sampled_from(near))
    value = draw(st.one_of(st.none(), values, values, values))
    bounds = None
    if value is not None and draw(st.booleans()):
        bounds = (min(value, draw(values)), max(value, draw(values)))
    return indicator, Case(
        kind=kind,
        is_share=indicator.code == "weak_share",
        operator=draw(st.sampled_from([">=", ">", "<=", "<"])),
        target=target,
        milestones=(draw(milestone), draw(milestone), draw(milestone)),
        value=value,
        bounds=bounds,
        carried=draw(st.integers(0, 1)),
        k=k,
        is_over=k == 4 and draw(st.booleans()),
    )


@settings(max_examples=500, deadline=None, derandomize=True)
@given(cases())
def test_it_agrees(case_of_indicator):
    indicator, case = case_of_indicator
    coverage = Coverage(reported=9, carried=case.carried, expected=10)
    found = assess(
        indicator,
        Measure(case.value, None, None, coverage, case.bounds),
        Goal(Operator(case.operator), case.target, case.milestones),
        case.k,
        case.is_over,
    )
    assert found.expected == naive.expected(case)
    assert found.status == naive.status(case, case.value)
    assert found.certain == naive.certain(case)
    assert found.attainment == naive.attainment(case)
    assert found.required_per_quarter == naive.required_per_quarter(case)
    assert found.projection == naive.projection(case)
