"""Opens the dashboard of units of a filled database, and computes its data by DuckDB as well.

Usage: DATABASE_URL=… python -m benchmarks.dashboards [--quarter K] [--year Y] UNIT [UNIT…]

For each unit: seconds of the data alone (`progress_of`), of the same numbers by DuckDB on one
thread over tables in memory, the ratio of the two (to be at most 1), and seconds of the whole
page. Each is the best of some runs. Exits with 1 where the two do not agree.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from itertools import product

import django

from .runs import environment

RUNS = 3


def best(task: Callable[[], object]) -> float:
    """Seconds of the quickest of some runs."""
    found = []
    for _run in range(RUNS):
        began = time.perf_counter()
        task()
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("units", nargs="+", metavar="UNIT")
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--quarter", type=int, choices=[1, 2, 3], default=3)
    options = parser.parse_args()
    os.environ |= environment(os.environ["DATABASE_URL"])
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.test import RequestFactory

    from cooperatives.evidence import WHOLE, tally_evidence
    from cooperatives.models import User
    from targets.comparison.reading import progress_of
    from targets.comparison.selection import select
    from targets.views.dashboard import dashboard

    from . import duck

    # Unhashed, so that nobody has to collect static files first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    tables = duck.load()
    year, quarter = options.year, options.quarter
    print(f"{connection.vendor}, quarter {quarter} of {year}")
    print(f"{'unit':10} {'data':>8} {'DuckDB':>8} {'ratio':>6} {'page':>8}")
    differing = 0
    for code in options.units:
        selection = select(unit_code=code, year=year, quarter=quarter)
        request = RequestFactory().get("/", {"year": year, "quarter": quarter, "unit": code})
        request.user = User(role="admin", is_active=True)
        ask = (tables, selection.unit.path, year, quarter)
        data = best(lambda s=selection: progress_of(s))
        ducks = best(lambda a=ask: duck.compute(*a))
        page = best(lambda r=request: dashboard(r))
        print(
            f"{code:10} {data:6.2f} s {ducks:6.2f} s {data / ducks:6.1f} {page:6.2f} s", flush=True
        )
        tallies = tally_evidence(selection.unit, year, range(1, quarter + 1), duck.FIGURES)
        _seconds, theirs = duck.compute(*ask)
        for number, figure in product(range(1, quarter + 1), duck.REPORTED):
            tally = tallies[WHOLE, number, figure]
            ours = tally.reported, tally.carried, tally.missing, tally.total
            if ours != theirs[number, figure]:
                differing += 1
                print(f"  {figure}, quarter {number}: {ours}, DuckDB {theirs[number, figure]}")
    if differing:
        sys.exit("The two do not compute the same numbers.")


if __name__ == "__main__":
    main()
