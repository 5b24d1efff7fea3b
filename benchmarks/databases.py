"""Empty databases to measure on, migrated and thrown away afterwards."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from .runs import manage


@contextlib.contextmanager
def sqlite_database(path: Path) -> Iterator[str]:
    """The URL of a new SQLite database at a path, which must be free; whoever owns the path removes
    it.
    """
    if path.exists():
        raise FileExistsError(path)
    url = f"sqlite:///{path.resolve()}"
    manage(url, "migrate", "--verbosity=0")
    yield url


@contextlib.contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """The URL of a new database of a PostgreSQL server, dropped at the end."""
    name = f"benchmark_{secrets.token_hex(4)}"
    with contextlib.closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                url = f"{server.rpartition('/')[0]}/{name}"
                manage(url, "migrate", "--verbosity=0")
                yield url
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
