"""Provinces in which some districts have one or two cooperatives that report."""

import json
import random
from dataclasses import dataclass, field

import pytest

from cooperatives.models import Cooperative
from targets.editions.publishing import publish
from targets.models import Edition
from targets.public.content import public_content
from tests.factories import (
    make_cooperative,
    make_district,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_yearly_report,
)

MILLION = 1_000_000
UNIT = "06"
OTHER = {"rating", "sector", "before"}
"""What of a row is no figure of the quarter."""


@dataclass
class Land:
    """A province by what its cooperatives report in quarter I of 2024: of each district a list of
    rows, by figure, with `rating` of 2023 and `before`, the figures of quarter I of 2023.
    """

    rows: dict[str, list[dict]]
    cooperatives: dict[str, list[Cooperative]] = field(default_factory=dict)

    def store(self) -> "Land":
        self.province = make_province(UNIT)
        plan = make_plan(self.province)
        make_target(plan, "average_profit", value=85 * MILLION)
        make_target(plan, "weak_share", "<", 10)
        self.officer = make_officer(self.province, full_name="Bế Văn Bí Mật")
        for code, rows in self.rows.items():
            unit = self.province
            if code != UNIT:
                unit = make_district(self.province, code, name=f"Huyện {code}")
            made = []
            for place, row in enumerate(rows):
                one = make_cooperative(
                    unit,
                    name=f"HTX Kín {code}-{place}",
                    registration_number=f"KIN-{code}-{place}",
                    sector=row.get("sector", "agriculture"),
                )
                made.append(one)
                figures = {name: row[name] for name in row.keys() - OTHER}
                if figures:
                    make_figures(one, 2024, 1, note="Ghi chú kín", **figures)
                if row.get("before"):
                    make_figures(one, 2023, 1, **row["before"])
                if row.get("rating"):
                    make_yearly_report(one, 2023, rating=row["rating"])
            self.cooperatives[code] = made
        return self

    def publish(self, note="Lời kín") -> Edition:
        return publish(2024, 1, UNIT, reader=self.officer, note=note)


def read(edition: Edition) -> dict:
    """What of an edition goes out."""
    return public_content(json.loads(edition.content), json.loads(edition.records)).content


def cells(content: dict) -> dict[tuple[str, str], dict]:
    """Each value by unit and indicator, of an edition or of what goes out."""
    progress = content["progress"]
    return {
        (part["unit"], one["indicator"]): one
        for part in (progress, *progress["units"])
        for one in part["targets"]
    }


def full(profit=10):
    """A row with all figures."""
    return {
        "revenue": 100 * MILLION,
        "profit": profit * MILLION,
        "average_member_income": 15 * MILLION,
        "member_count": 10,
        "managers_total": 4,
        "managers_higher_education": 2,
        "managers_vocational": 1,
        "rating": "good",
    }


def random_rows(rng: random.Random) -> dict[str, list[dict]]:
    """Small districts, some of whose cooperatives leave figures blank, have no members, or
    have not reported since last year; some lie in none.
    """
    found = {}
    carried = rng.choice((0, 0.1, 0.8))
    for code in ("061", "062", "064", "066", UNIT)[: rng.randint(2, 5)]:
        rows = []
        for _ in range(rng.choice((0, 1, 1, 2, 3, 4, 6))):
            row = {
                "revenue": rng.randint(1, 999) * MILLION,
                "profit": rng.randint(-99, 99) * MILLION,
                "average_member_income": rng.randint(1, 99) * MILLION,
                "managers_total": 4,
            } | _levels(rng)
            row["rating"] = rng.choice(("good", "fair", "average", "weak"))
            row = {name: value for name, value in row.items() if rng.random() < 0.85}
            if rng.random() < carried:  # without a return of this year
                row = {name: row[name] for name in row.keys() & {"rating"}}
            if rng.random() < 0.8:
                row["before"] = _levels(rng)
            rows.append(row | {"sector": rng.choice(("agriculture", "agriculture", "trade"))})
        found[code] = rows
    return found


def _levels(rng: random.Random) -> dict[str, int]:
    return {
        "member_count": rng.choice((0, *range(7, 60, 10), rng.randint(7, 60))),
        "managers_higher_education": rng.randint(0, 2),
        "managers_vocational": rng.randint(0, 2),
    }


@pytest.fixture
def land(db, demo_day):
    """One with two cooperatives in the first district, and many in three others."""
    sizes = {"061": 2, "062": 5, "064": 6, "066": 4}
    rows = {
        code: [full(profit=n + 10 * place) for n in range(size)]
        for place, (code, size) in enumerate(sizes.items())
    }
    return Land(rows).store()
