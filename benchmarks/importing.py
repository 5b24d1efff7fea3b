"""Imports a country of 32,000 cooperatives and a year of quarters into an empty database.

Usage: .ci/with_postgres .venv/bin/python -m benchmarks.importing [--cooperatives N] [--keep FILE]

For each file, on SQLite and on PostgreSQL (where TEST_DATABASE_URL names one): the time to read and
validate it alone (`--dry-run`), the time to import it, and the ratio of the two, which is to be at
most 2; the same ratio of processor time, which other work of the machine disturbs less, but which
leaves out what a server does; and the time to import it again, which changes nothing.
"""

import argparse
import os
import tempfile
from pathlib import Path

from .databases import postgres_database, sqlite_database
from .nation_files import COOPERATIVES, QUARTERS, write_files
from .runs import manage

SHORTEST = 0.5
"""Seconds that are long enough for a ratio."""

STEPS = [
    ("units", "units", ()),
    ("cooperatives", "cooperatives", ()),
    ("yearly_reports", "yearly_reports", ()),
    *((f"quarter_{n}", "quarterly_figures", ("--approve",)) for n in QUARTERS),
    ("targets", "targets", ()),
]


def import_all(database_url: str, folder: Path) -> None:
    """Import every file in turn, and print what each took."""
    started = manage(database_url, "check")
    print(f"starting manage.py takes {started.seconds:.1f} s, which is taken off below")
    print(f"{'file':15} {'read':>8} {'import':>8} {'ratio':>6} {'CPU':>6} {'again':>8} {'peak':>8}")
    for name, kind, options in STEPS:
        arguments = ("import_data", kind, str(folder / f"{name}.csv"), *options)
        read = manage(database_url, *arguments, "--dry-run")
        stored = manage(database_url, *arguments)
        again = manage(database_url, *arguments)
        seconds, of_cpu = (
            [getattr(run, clock) - getattr(started, clock) for run in (read, stored, again)]
            for clock in ("seconds", "cpu_seconds")
        )
        print(
            f"{name:15} {seconds[0]:6.1f} s {seconds[1]:6.1f} s {_ratio(seconds):>6} "
            f"{_ratio(of_cpu):>6} {seconds[2]:6.1f} s {stored.megabytes:5.0f} MB",
            flush=True,
        )


def _ratio(seconds: list[float]) -> str:
    """Importing to reading alone; nothing where that is too short to measure."""
    read, stored, _again = seconds
    return f"{stored / read:.2f}" if read > SHORTEST else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cooperatives", type=int, default=COOPERATIVES)
    parser.add_argument("--keep", type=Path, help="where to keep the filled SQLite database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_files(folder, options.cooperatives)
        print(f"SQLite, {options.cooperatives} cooperatives")
        with sqlite_database(options.keep or folder / "nation.sqlite3") as url:
            import_all(url, folder)
        if server := os.environ.get("TEST_DATABASE_URL"):
            print(f"PostgreSQL, {options.cooperatives} cooperatives")
            with postgres_database(server) as url:
                import_all(url, folder)


if __name__ == "__main__":
    main()
