"""Where a link leads that opens a sheet at one of its cells (js/grid/at-cell.js)."""

from urllib.parse import quote


def at_cell(number: str, field: str) -> str:
    """What ends the address of a sheet's page: "#cell=0610001,profit". number: that of the row's
    cooperative in the registry; field: the code of the figure.
    """
    return f"#cell={quote(number, safe='')},{field}"
