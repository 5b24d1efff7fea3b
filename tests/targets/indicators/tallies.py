"""Tallies made by hand, for tests of what an indicator does with one."""

from cooperatives.evidence import Tally


def make_tally(**fields) -> Tally:
    """A tally of nothing, but for the fields given; registered is what is expected unless given."""
    numbers = dict.fromkeys(
        ("reported", "carried", "missing", "total", "weight", "total_reported"), 0
    )
    numbers |= {"low": None, "high": None} | fields
    expected = numbers["reported"] + numbers["carried"] + numbers["missing"]
    return Tally(**{"registered": expected} | numbers)
