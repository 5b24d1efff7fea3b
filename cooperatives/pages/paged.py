"""A table of records as its page shows it: some at a time, or many at once, to be printed."""

from django.http import HttpRequest
from django_tables2 import RequestConfig, Table

from ..ground.paging import MOST_AT_ONCE, RECORDS_PER_PAGE


def paged(request: HttpRequest, table: Table) -> Table:
    """Sort and page a table as the address asks; `?rows=all` asks for `MOST_AT_ONCE` records a
    page. `table.fits_at_once` says whether these are all that the table has.
    """
    RequestConfig(request, paginate=False).configure(table)
    is_for_all = request.GET.get("rows") == "all"
    table.paginate(per_page=MOST_AT_ONCE if is_for_all else RECORDS_PER_PAGE)
    # A number that there is no page for is the last one, and what is no number the first.
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    table.fits_at_once = table.paginator.count <= MOST_AT_ONCE
    return table
