"""Reading and writing one value of a record by name, be it a figure of the catalogue or a field.

A figure may have a column of its own or stand with others in `extra`; who reads, shows, compares
or stores a cell need not know which.
"""

from collections.abc import Iterable
from typing import Any

from ..catalogue.figures import figure_named


def value_of(record: Any, name: str) -> Any:
    """A figure or field of a record, or of a version of one; None without a record."""
    if record is None:
        return None
    figure = figure_named(name)
    return getattr(record, name) if figure is None else figure.read(record)


def set_value(record: Any, name: str, value: Any) -> None:
    """Set a figure or field of a record."""
    figure = figure_named(name)
    if figure is None:
        setattr(record, name, value)
    else:
        figure.write(record, value)


def fields_holding(names: Iterable[str]) -> set[str]:
    """The names of the model's fields in which some figures and fields are stored."""
    return {name if (figure := figure_named(name)) is None else figure.stored_in for name in names}
