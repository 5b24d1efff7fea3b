"""How many records a page of a list shows."""

RECORDS_PER_PAGE = 20
"""Of organisations, of the records behind a number, and of what changed."""
