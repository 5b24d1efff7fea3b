"""Stores one cell of returns of 50, 371 and 1,500 cooperatives, as the grid's script does.

Usage: .venv/bin/python -m benchmarks.saving [COOPERATIVES ELSEWHERE]

The returns were sent back once, so that each row also says what has changed since; 30,000
cooperatives more, or as many as asked for, stand in another province. For each size: the statements
of one request, its milliseconds of processor time, SQLite's included (median of many), and how many
times those of the smallest return that is.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django

from .databases import sqlite_database
from .runs import environment

SIZES = (50, 371, 1500)
ELSEWHERE = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
SAVES = 40


def make() -> None:
    """Provinces with a district of each size, and one of all others."""
    from cooperatives.models import ReturnStep
    from tests.factories import make_district, make_district_staff, make_province, make_return

    for place, size in enumerate((*SIZES, ELSEWHERE)):
        province = make_province(f"{place:02d}")
        district = make_district(province, str(size))
        make_district_staff(district, username=f"clerk-{size}")
        placed = _cooperatives(district, size)
        if size == ELSEWHERE:
            continue
        _fill(make_return(district, 2024, 2, state="approved"), placed)
        of = make_return(district, 2024, 3, state="returned")
        _fill(of, placed)
        for step, reason in (("submit", ""), ("send_back", "Xem lại")):
            at = f"2099-01-01T00:00:0{len(step)}Z"
            ReturnStep.objects.create(quarterly_return=of, step=step, reason=reason, at=at)


def _cooperatives(district, size: int) -> list:
    from cooperatives.models import Cooperative, Placement
    from tests.factories import LONG_AGO

    sectors = ("agriculture", "agriculture", "trade", "industry")
    made = Cooperative.objects.bulk_create(
        Cooperative(
            kind="cooperative",
            sector=sectors[n % 4],
            founded_on=LONG_AGO,
            name=f"HTX nông nghiệp Thắng Lợi {n}",
            registration_number=f"47{size:05d}{n:05d}",
        )
        for n in range(size)
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, unit=district, valid_from=one.founded_on) for one in made
    )
    return made


def _fill(of, placed: list) -> None:
    from cooperatives.models import QuarterlyFigures

    QuarterlyFigures.objects.bulk_create(
        QuarterlyFigures(
            cooperative=one,
            quarterly_return=of,
            year=of.year,
            quarter=of.quarter,
            revenue=(100 + n % 91) * 1_500_000,
            profit=(10 + n % 17) * 1_100_000,
            average_member_income=(5 + n % 7) * 1_230_000,
            member_count=7 + n % 40,
            managers_total=3 + n % 3,
            managers_higher_education=n % 3,
            managers_vocational=n % 2,
        )
        for n, one in enumerate(placed)
    )


class Saves:
    """One clerk's page: it stores the same cell again and again, each time another figure."""

    def __init__(self, size: int) -> None:
        from django.test import Client

        from cooperatives.models import User

        clerk = User.objects.get(username=f"clerk-{size}")
        self.client = Client(headers={"X-Typed-By": str(clerk.pk)})
        self.client.force_login(clerk)
        self.address = f"/returns/2024/3/{size}/cells/"
        self.cell = {"number": f"47{size:05d}00001", "field": "revenue", "text": "151,5"}

    def save(self, text: str) -> None:
        self.cell |= {"base": self.cell["text"], "text": text}
        body = json.dumps({"cells": [self.cell]})
        answer = self.client.post(self.address, body, content_type="application/json").json()
        if len(answer["saved"]) != 1:
            raise ValueError(answer)


def measure(size: int) -> tuple[int, float]:
    """Statements and milliseconds of storing one cell."""
    from django.db import connection

    saves, statements, taken = Saves(size), [], []
    saves.save("153")  # what is made once is made now

    def counted(execute, *arguments):
        statements.append(arguments)
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        saves.save("154")
    for n in range(SAVES):
        began = time.process_time()
        saves.save(str(155 + n))
        taken.append(1000 * (time.process_time() - began))
    return len(statements), statistics.median(taken)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as scratch,
        sqlite_database(Path(scratch) / "saving.sqlite3") as url,
    ):
        os.environ |= environment(url) | {"ALLOWED_HOSTS": "testserver"}
        django.setup()
        from django.db import transaction

        from cooperatives.models.base import refresh_statistics

        with transaction.atomic():
            make()
        refresh_statistics()
        report({size: measure(size) for size in SIZES})


def report(measured: dict[int, tuple[int, float]]) -> None:
    print("rows  statements    one save  ratio")
    _statements, first = measured[SIZES[0]]
    for size, (statements, milliseconds) in measured.items():
        print(f"{size:4} {statements:11} {milliseconds:8.1f} ms {milliseconds / first:6.1f}")


if __name__ == "__main__":
    main()
