"""Figures of the records that tests make, wherever they are stored."""

from cooperatives.figures.values import set_value


def with_figures(record, **values):
    """A record with values of its fields and its figures, by name."""
    for name, value in values.items():
        set_value(record, name, value)
    return record
