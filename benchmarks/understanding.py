"""Understands an office's sheet of 50, 371 and 1,500 rows with seven figures in each.

Usage: .venv/bin/python -m benchmarks.understanding

For each size: milliseconds of processor time (median of several), and how many times those of the
smallest that is. Nothing is read from a database.
"""

import os
import statistics
import sys
import time
from dataclasses import replace

import django

from .runs import environment

SIZES = (50, 371, 1500)
TRIES = 7


def main() -> None:
    os.environ.update(environment("sqlite:///:memory:"))
    django.setup()
    # Models are there once Django is set up.
    from tests.cooperatives.office.tables import FIGURES, ROWS, TARGET, block, line, read

    smallest = None
    print(f"{'rows':>6} {'ms':>8} {'times':>6}")
    for size in SIZES:
        rows = tuple(
            replace(ROWS[n % 42], number=f"06{n:07d}", name=f"HTX {n} {ROWS[n % 42].name[4:]}")
            for n in range(size)
        )
        lines = [
            [str(n), row.name, row.commune, *line(ROWS[n % 42], FIGURES)]
            for n, row in enumerate(rows)
        ]
        table = block("TT|Tên HTX|Xã|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC", *lines)
        target = replace(TARGET, rows=rows)
        taken = []
        for _try in range(TRIES):
            started = time.process_time()
            found = read(table, target)
            taken.append(1000 * (time.process_time() - started))
        if found.questions or len(found.cells) != 7 * size:
            sys.exit("The sheet was not understood.")
        median = statistics.median(taken)
        smallest = smallest or median
        print(f"{size:>6} {median:>8.1f} {median / smallest:>6.1f}")


if __name__ == "__main__":
    main()
