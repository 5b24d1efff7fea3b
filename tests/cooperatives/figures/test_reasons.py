"""The reasons that are offered for unusual figures, and which warning offers which."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from cooperatives.catalogue.figures import (
    MANAGERS_TOTAL,
    MEMBER_COUNT,
    REVENUE,
    Figure,
    Nature,
    Quantity,
    codes,
)
from cooperatives.catalogue.reasons import CORRECTED, MOST, REASONS, SEASON, Asked
from cooperatives.figures.checks import findings_in
from cooperatives.figures.usual_ranges import Range
from cooperatives.returns.answering import is_word

from .test_checks import MILLION, row


@pytest.mark.parametrize("asked", Asked)
def test_each_list_has_a_key_for_each_reason(asked):
    assert 2 < len(REASONS[asked]) <= MOST
    for language in ("vi", "en"):
        with override(language):
            texts = [str(reason) for reason in REASONS[asked]]
            assert len(set(texts)) == len(texts)
            assert all(map(is_word, texts))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (Asked.MORE_MONEY, Asked.LESS_MONEY),
        (Asked.MORE_MEMBERS, Asked.FEWER_MEMBERS),
        (Asked.MORE_MANAGERS, Asked.FEWER_MANAGERS),
        (Asked.MORE, Asked.LESS),
    ],
)
def test_a_key_means_one_thing_upwards_and_downwards(more, less):
    both = [reason for reason in REASONS[more] if reason in REASONS[less]]
    assert CORRECTED in both
    for reason in both:
        assert REASONS[more].index(reason) == REASONS[less].index(reason)


def test_the_first_key_is_the_season_where_money_is_asked_about():
    assert REASONS[Asked.MORE_MONEY][0] == REASONS[Asked.LESS_MONEY][0] == SEASON


HECTARES = Figure("hectares", "hectares", "Hectares", Quantity.NUMBER, Nature.LEVEL)


@pytest.mark.parametrize(
    ("figure", "more", "less"),
    [
        (REVENUE, Asked.MORE_MONEY, Asked.LESS_MONEY),
        (MEMBER_COUNT, Asked.MORE_MEMBERS, Asked.FEWER_MEMBERS),
        (MANAGERS_TOTAL, Asked.MORE_MANAGERS, Asked.FEWER_MANAGERS),
        (HECTARES, Asked.MORE, Asked.LESS),
    ],
)
def test_a_figure_says_which_reasons_fit(figure, more, less):
    assert Asked.of(figure, is_more=True) == more
    assert Asked.of(figure, is_more=False) == less


def kind(now, before=None, ranges=None):
    (found,) = filter(None, (one.kind for one in findings_in(now, before, "trade", ranges or {})))
    return found


@pytest.mark.parametrize(
    ("now", "before", "asked", "name"),
    [
        (400, 100, Asked.MORE_MONEY, "Lợi nhuận: gấp hơn 3 lần quý trước"),
        (20, 100, Asked.LESS_MONEY, "Lợi nhuận: chưa bằng một phần ba quý trước"),
        # A loss that grows is less, though its figure is longer.
        (-400, -100, Asked.LESS_MONEY, "Lợi nhuận: gấp hơn 3 lần quý trước"),
        (-20, -100, Asked.MORE_MONEY, "Lợi nhuận: chưa bằng một phần ba quý trước"),
        (100, -100, Asked.MORE_MONEY, "Lợi nhuận: từ âm sang dương so với quý trước"),
        (-100, 100, Asked.LESS_MONEY, "Lợi nhuận: từ dương sang âm so với quý trước"),
    ],
)
def test_what_a_jump_asks(now, before, asked, name):
    found = kind(row(profit=now * MILLION), row(profit=before * MILLION))
    assert (found.asked, found.name) == (asked, name)


@pytest.mark.parametrize(("million", "asked"), [(1000, Asked.MORE_MONEY), (9, Asked.LESS_MONEY)])
def test_what_a_value_outside_the_usual_asks(million, asked):
    usual = {("trade", "revenue"): Range(Decimal(30 * MILLION), Decimal(300 * MILLION))}
    assert kind(row(revenue=million * MILLION), ranges=usual).asked == asked


@pytest.mark.parametrize(
    ("figures", "asked"),
    [
        ({"revenue": MILLION, "profit": 2 * MILLION}, Asked.PROFIT_ABOVE_REVENUE),
        ({"average_member_income": MILLION, "member_count": 0}, Asked.INCOME_WITHOUT_MEMBERS),
        ({"revenue": 0, "profit": 0, "average_member_income": 0}, Asked.NO_ACTIVITY),
    ],
)
def test_what_other_warnings_ask(figures, asked):
    assert kind(row(**figures)).asked == asked


def test_one_word_never_answers_for_two_figures_or_two_ways():
    """What the kinds of all figures are called tells them apart."""
    names = []
    for code in codes():
        low, high = row(**{code: 10 * MILLION}), row(**{code: 40 * MILLION})
        names += [kind(high, low).name, kind(low, high).name]
    assert len(set(names)) == len(names) == 2 * len(codes())
