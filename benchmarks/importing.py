"""Imports a country of 32,000 cooperatives and a year of quarters into an empty database.

Usage: .ci/with_postgres .venv/bin/python -m benchmarks.importing [--cooperatives N] [--keep FILE]

For each file, on SQLite and on PostgreSQL (where TEST_DATABASE_URL names one): the time to read and
validate it alone (`--dry-run`), the time to import it, and the ratio of the two, which design 4
wants to be at most 2; then the time to import it again, which changes nothing.
"""

import argparse
import os
import tempfile
from pathlib import Path

from .databases import postgres_database, sqlite_database
from .nation_files import COOPERATIVES, QUARTERS, write_files
from .runs import manage

STEPS = [
    ("units", "units", ()),
    ("cooperatives", "cooperatives", ()),
    ("yearly_reports", "yearly_reports", ()),
    *((f"quarter_{n}", "quarterly_figures", ("--approve",)) for n in QUARTERS),
    ("targets", "targets", ()),
]


def import_all(database_url: str, folder: Path) -> None:
    """Import every file in turn, and print what each took."""
    started = manage(database_url, "check").seconds
    print(f"starting manage.py takes {started:.1f} s, which is taken off below")
    print(f"{'file':15} {'read':>8} {'import':>8} {'ratio':>6} {'again':>8} {'peak':>8}")
    total_read = total_stored = 0.0
    for name, kind, options in STEPS:
        arguments = ("import_data", kind, str(folder / f"{name}.csv"), *options)
        read = manage(database_url, *arguments, "--dry-run").seconds - started
        stored = manage(database_url, *arguments)
        again = manage(database_url, *arguments).seconds - started
        seconds = stored.seconds - started
        total_read, total_stored = total_read + read, total_stored + seconds
        ratio = seconds / read if read > 0.5 else float("nan")
        print(
            f"{name:15} {read:6.1f} s {seconds:6.1f} s {ratio:6.2f} {again:6.1f} s "
            f"{stored.megabytes:5.0f} MB",
            flush=True,
        )
    print(f"{'all':15} {total_read:6.1f} s {total_stored:6.1f} s {total_stored / total_read:6.2f}")


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
