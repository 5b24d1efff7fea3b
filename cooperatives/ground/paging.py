"""How many records a page of a list shows."""

RECORDS_PER_PAGE = 20
"""Of organisations, of the records behind a number, and of what changed."""

MOST_AT_ONCE = 500
"""As many records stand on one page for who asks for all, to print them."""
