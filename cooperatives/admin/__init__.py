"""The admin site's pages for all records, one module for each subject."""

from . import organisations, people, reports, returns, tokens, units, years

__all__ = ["organisations", "people", "reports", "returns", "tokens", "units", "years"]
