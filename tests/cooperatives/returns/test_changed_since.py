"""What changed since the province last had a return, cell by cell and counted."""

import pytest

from cooperatives.models import QuarterlyReturn
from cooperatives.returns import workflow
from cooperatives.returns.changed_since import changed_cells
from cooperatives.returns.submission import submit
from tests.factories import seen


def changes(district):
    return {
        (row.number, cell.column.field): (cell.before, cell.text)
        for row in district.sheet(district.officer).rows()
        for cell in row.changed_cells
    }


def count():
    return changed_cells(QuarterlyReturn.objects.values_list("pk", flat=True))


@pytest.fixture
def sent_back(district):
    """A submitted return that was sent back."""
    district.fill("A1", "B2")
    submit(district.sheet(), "C3")
    workflow.send_back(seen(QuarterlyReturn.objects.get()), district.officer, "Xem lại")
    return district


def test_nothing_changed_in_a_return_that_never_came_back(district):
    district.fill("A1")
    assert (changes(district), count()) == ({}, {})


def test_changes_while_it_is_corrected_and_after_it_is_sent_again(sent_back):
    of = QuarterlyReturn.objects.get()
    assert (changes(sent_back), count()) == ({}, {of.pk: 0})
    sent_back.save(("A1", "revenue", "120", "100"), ("C3", "profit", "-1"), ("B2", "note", "đã rõ"))
    sent_back.save(("B2", "profit", "11", "10"))
    sent_back.save(("B2", "profit", "10", "11"))  # and back again is no change
    expected = {
        ("A1", "revenue"): ("100", "120"),
        ("C3", "profit"): ("", "-1"),
        ("B2", "note"): ("", "đã rõ"),
    }
    assert (changes(sent_back), count()) == (expected, {of.pk: 3})
    submit(sent_back.sheet(), "C3")
    assert (changes(sent_back), count()) == (expected, {of.pk: 3})


def test_since_the_approval_where_it_was_reopened(sent_back):
    of = QuarterlyReturn.objects.get()
    sent_back.save(("A1", "revenue", "120", "100"))
    submit(sent_back.sheet(), "C3")
    workflow.approve(seen(of), sent_back.officer)
    workflow.reopen(seen(of), sent_back.officer, "Số mới")
    assert (changes(sent_back), count()) == ({}, {of.pk: 0})
    sent_back.save(("A1", "revenue", "0", "120"))
    assert changes(sent_back) == {("A1", "revenue"): ("120", "0")}
    assert count() == {of.pk: 1}


def test_the_number_of_statements_does_not_grow(sent_back, django_assert_num_queries):
    returns = list(QuarterlyReturn.objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):
        changed_cells(returns)
