"""Rows that are held: for a request, and over requests as long as the data has the same version."""

import pytest

from cooperatives.ground.held import Held


@pytest.fixture
def reads():
    return []


@pytest.fixture
def held(reads):
    def read():
        reads.append(1)
        return [len(reads)]

    made = Held()
    made.read_by(read)
    yield made
    Held._all.remove(made)


def next_request(version=None):
    Held.forget_all()
    if version is not None:
        Held.as_of(version)


def test_each_request_reads_once(held, reads):
    assert held.rows() == held.rows() == (1,)
    next_request()
    assert held.rows() == (2,)
    assert len(reads) == 2


def test_the_same_version_of_the_data_needs_no_reading(held, reads):
    for version, rows in (("a", 1), ("a", 1), ("b", 2), ("b", 2), ("a", 3)):
        next_request(version)
        assert held.rows() == (rows,)
    next_request()
    assert held.rows() == (4,)


def test_what_a_request_has_changed_is_kept_for_no_version(held):
    next_request("a")
    assert held.rows() == (1,)
    held.forget()
    assert held.rows() == (2,)
    next_request("a")
    assert held.rows() == (1,)
    held.forget()
    next_request("b")
    assert held.rows() == (3,)
