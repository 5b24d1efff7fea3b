"""The admin site's pages for all records, one module for each subject."""

from . import (
    catalogue,
    organisations,
    people,
    reports,
    returns,
    scales,
    tokens,
    unit_figures,
    units,
    years,
)

__all__ = [
    "catalogue",
    "organisations",
    "people",
    "reports",
    "returns",
    "scales",
    "tokens",
    "unit_figures",
    "units",
    "years",
]
