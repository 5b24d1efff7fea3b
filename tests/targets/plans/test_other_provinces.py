"""Plans of other provinces and of the country, entered as an admin would: no line of code knows
them. What they come to is computed here a second time, from plain values.

The targets are those of Bà Rịa–Vũng Tàu for 2023 (baobariavungtau.com.vn, 13/2/2023), of Bình
Thuận for 2025 (thuonghieucongluan.com.vn) and of the country for 2021–2025 (No.
1318/QĐ-TTg; tieudungplus.vn), and others like them; numbers of decisions that are not known to us
are made up.
"""

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client, override_settings
from django.urls import reverse

from cooperatives.ground.held import Held
from cooperatives.imports import KINDS, Mark, Options, import_file
from cooperatives.models import (
    AdministrativeUnit,
    EnteredFigure,
    QuarterlyFigures,
    UnitFigures,
    YearlyReport,
)
from targets.models import BaselineFigure, EnteredIndicator, Plan, Target
from tests.factories import (
    make_admin,
    make_cooperative,
    make_country,
    make_district,
    make_group,
    make_province,
    make_return,
    make_union,
)
from tests.figures import with_figures

pytestmark = pytest.mark.django_db

TODAY = "2026-01-10"
MILLION = 1_000_000
COUNTRY, VUNG_TAU, BINH_THUAN = "VN", "77", "60"

# --- What is entered ------------------------------------------------------------------------------

FIGURES = [
    # code, name, measure, nature, sectors, who reports it
    ("workers", "Số lao động thường xuyên", "persons", "level", ""),
    ("worker_income", "Thu nhập bình quân lao động", "money", "flow", ""),
    ("high_tech", "Ứng dụng công nghệ cao", "yes_no", "level", ""),
    ("in_chain", "Tham gia chuỗi giá trị", "yes_no", "level", "agriculture"),
    ("linked", "Liên kết với doanh nghiệp", "yes_no", "level", "agriculture"),
    ("in_union", "Là thành viên liên hiệp HTX", "yes_no", "level", ""),
    ("managers_intermediate", "Cán bộ quản lý trình độ trung cấp", "persons", "level", ""),
    ("group_members", "Số thành viên THT", "persons", "level", "", "group"),
    ("staff", "Cán bộ theo dõi kinh tế tập thể", "persons", "level", "", "unit"),
    ("grdp", "GRDP", "money", "flow", "", "plan_unit"),
]
BY_COOPERATIVES = "cooperative"

WORKERS = {"of": "worker_income", "per": "workers"}
INDICATORS = [
    # code, name, rule, what it is made of
    ("worker_income_year", "Thu nhập lao động một năm", "weighted_mean", WORKERS),
    ("worker_income_month", "Thu nhập lao động một tháng", "weighted_mean", WORKERS | {"month": 1}),
    (
        "operating_share",
        "Tỷ lệ HTX đang hoạt động",
        "quotient",
        {"of": "operating_cooperatives", "per": "total_cooperatives", "unit": "%"},
    ),
    (
        "good_of_operating",
        "Tỷ lệ HTX tốt, khá trên số đang hoạt động",
        "quotient",
        {"of": "good_share", "per": "operating_share", "unit": "%"},
    ),
    ("high_tech_number", "HTX công nghệ cao", "count", {"of": "high_tech", "unit": "HTX"}),
    ("in_chain_number", "HTX nông nghiệp trong chuỗi giá trị", "count", {"of": "in_chain"}),
    (
        "trained_share",
        "Tỷ lệ cán bộ quản lý trình độ trung cấp trở lên",
        "ratio",
        {
            "of": "managers_higher_education+managers_intermediate",
            "per": "managers_total",
            "unit": "%",
        },
    ),
    (
        "high_tech_in_agriculture",
        "Tỷ lệ HTX nông nghiệp công nghệ cao",
        "share",
        {"of": "high_tech", "sector": "agriculture"},
    ),
    (
        "college_share",
        "Tỷ lệ cán bộ quản lý trình độ cao đẳng, đại học",
        "ratio",
        {"of": "managers_higher_education", "per": "managers_total", "unit": "%"},
    ),
    ("linked_share", "Tỷ lệ HTX nông nghiệp liên kết doanh nghiệp", "share", {"of": "linked"}),
    ("union_members", "HTX là thành viên liên hiệp", "count", {"of": "in_union", "unit": "HTX"}),
    ("revenue_growth", "Tăng doanh thu bình quân", "growth", {"of": "average_revenue"}),
    (
        "above_one_billion",
        "Tỷ lệ HTX doanh thu trên 1 tỷ đồng",
        "share_above",
        {"of": "revenue", "threshold": ("1.000", 1_000_000_000)},
    ),
    (
        "revenue_in_agriculture",
        "Doanh thu bình quân HTX nông nghiệp",
        "same",
        {"of": "average_revenue", "sector": "agriculture"},
    ),
    ("revenue_of_new", "Doanh thu bình quân HTX mới", "mean", {"of": "revenue", "new": 1}),
    (
        "new_in_agriculture",
        "HTX nông nghiệp thành lập mới",
        "same",
        {"of": "new_cooperatives", "sector": "agriculture"},
    ),
    (
        "groups_to_2023",
        "Tăng số THT so với 2023",
        "growth",
        {"of": "total_groups", "base": 2023},
    ),
    ("margin", "Tỷ suất lợi nhuận", "ratio", {"of": "profit", "per": "revenue", "unit": "%"}),
    ("members_of_groups", "Tổng số thành viên THT", "sum", {"of": "group_members"}),
    ("staff_of_units", "Cán bộ theo dõi bình quân một đơn vị", "mean", {"of": "staff"}),
    ("all_revenue", "Tổng doanh thu HTX", "sum", {"of": "revenue"}),
    ("all_grdp", "GRDP của tỉnh", "sum", {"of": "grdp"}),
    (
        "revenue_of_grdp",
        "Tỷ lệ doanh thu HTX trên GRDP",
        "quotient",
        {"of": "all_revenue", "per": "all_grdp", "unit": "%"},
    ),
]


@dataclass(frozen=True)
class Wanted:
    """One target: typed is its value as an admin types it on the page (amounts in million VND),
    value as a file holds it (in VND).
    """

    indicator: str
    operator: str
    typed: str
    value: int | float
    more: dict = field(default_factory=dict)


PLANS = {
    VUNG_TAU: (
        ("08/KH-UBND", date(2023, 2, 13), "Kế hoạch phát triển KTTT năm 2023"),
        {
            2023: [
                Wanted("new_cooperatives", ">=", "15", 15, {"quote": "thành lập mới 15 HTX"}),
                Wanted("total_cooperatives", ">=", "173", 173),
                Wanted("average_revenue", ">=", "3.200", 3_200_000_000),
                Wanted("worker_income_year", ">=", "72", 72_000_000),
                Wanted("good_of_operating", ">=", "36", 36),
                Wanted("high_tech_number", ">", "30", 30),
                Wanted("in_chain_number", ">=", "26", 26),
            ]
        },
    ),
    BINH_THUAN: (
        ("15/KH-UBND", date(2025, 1, 10), "Kế hoạch phát triển KTTT năm 2025"),
        {
            2025: [
                Wanted("new_cooperatives", ">=", "10", 10),
                Wanted("average_revenue", ">=", "2.250", 2_250_000_000),
                Wanted("worker_income_month", ">=", "6", 6_000_000),
                Wanted("trained_share", ">=", "54", 54),
                Wanted("high_tech_in_agriculture", ">=", "12", 12),
                # Others like them.
                Wanted("new_groups", ">=", "2", 2, {"value_to": 5}),
                Wanted("revenue_growth", ">=", "8,5", 8.5),
                Wanted("above_one_billion", ">=", "40", 40),
                Wanted("revenue_in_agriculture", ">=", "1.500,5", 1_500_500_000),
                Wanted("revenue_of_new", ">=", "700", 700_000_000),
                Wanted("new_in_agriculture", ">=", "2", 2),
                Wanted("groups_to_2023", ">=", "10", 10),
                Wanted("margin", ">", "9", 9),
                Wanted("members_of_groups", ">=", "110", 110),
                Wanted("staff_of_units", ">=", "3", 3),
                Wanted("revenue_of_grdp", ">=", "0,5", 0.5),
            ]
        },
    ),
    COUNTRY: (
        ("1318/QĐ-TTg", date(2021, 7, 22), "Chương trình phát triển KTTT 2021–2025"),
        {
            2025: [
                Wanted("total_groups", ">=", "134.000", 134_000),
                Wanted("members_of_groups", ">=", "1.800.000", 1_800_000),
                Wanted("total_cooperatives", ">=", "35.000", 35_000),
                Wanted("total_members", ">=", "7.100.000", 7_100_000),
                Wanted("total_unions", ">=", "210", 210),
                Wanted("union_members", ">=", "1.100", 1_100),
                Wanted("good_share", ">", "60", 60),
                Wanted("college_share", ">=", "24", 24),
                Wanted("high_tech_number", ">", "3.000", 3_000),
                Wanted("linked_share", ">=", "35", 35),
                # Another like them: counted over all its years, with a part for each.
                Wanted("new_cooperatives", ">=", "9", 9, {"from_year": 2021}),
            ],
            2024: [Wanted("new_cooperatives", ">=", "2", 2, {"from_year": 2021})],
        },
    ),
}

BASELINES = [
    # Bà Rịa–Vũng Tàu at the end of 2022: indicator, typed and stored, clause
    ("operating_cooperatives", "140", 140, "140 HTX đang hoạt động"),
    ("average_revenue", "3.000.000.000", 3_000_000_000, "doanh thu 3 tỷ đồng"),
    ("average_profit", "220.000.000", 220_000_000, "lợi nhuận 220 triệu đồng"),
    ("average_member_income", "84.000.000", 84_000_000, "thu nhập thành viên 84 triệu đồng"),
]
END_OF_2022 = date(2022, 12, 31)

# --- Entering it ----------------------------------------------------------------------------------


def imported(admin, kind: str, rows: list[dict]) -> None:
    """A file of one kind, as it would be uploaded."""
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    options = Options(decimal=Mark.POINT, user=admin, scope=admin)
    outcome = import_file(KINDS[kind], "tệp.csv", out.getvalue().encode(), options, store=True)
    assert not outcome.errors, outcome.errors


def through_files(admin) -> None:
    names = ("code", "name_vi", "measure", "nature", "sector", "reported_by")
    imported(admin, "figures", [dict(zip(names, one, strict=False)) for one in FIGURES])
    rows = []
    for code, name, rule, made in INDICATORS:
        row = {"code": code, "name_vi": name, "rule": rule, "of": made["of"]}
        row |= {"per": made.get("per", ""), "sector": made.get("sector", "")}
        row |= {"unit_vi": made.get("unit", ""), "base_year": made.get("base", "")}
        row |= {"per_month": made.get("month", 0), "only_new": made.get("new", 0)}
        rows.append(row | {"threshold": made["threshold"][1] if "threshold" in made else ""})
    imported(admin, "indicators", rows)
    names = ("indicator", "value", "quote")
    rows = [
        {"unit_code": VUNG_TAU, "indicator": code, "date": END_OF_2022, "value": value, "quote": of}
        for code, _typed, value, of in BASELINES
    ]
    imported(admin, "baselines", rows)
    rows = []
    for unit, ((number, issued_on, title), years) in PLANS.items():
        plan = {"plan_number": number, "plan_title": title, "issued_on": issued_on}
        rows += [
            plan
            | {"year": year, "unit_code": unit, "indicator": one.indicator}
            | {"operator": one.operator, "value": one.value, **one.more}
            for year, wanted in years.items()
            for one in wanted
        ]
    imported(admin, "targets", rows)


def through_pages(admin) -> None:
    client = Client()
    client.force_login(admin)
    for code, name, measure, nature, sectors, *reporter in FIGURES:
        data = {"code": code, "name_vi": name, "measure": measure, "nature": nature}
        data["reported_by"] = reporter[0] if reporter else BY_COOPERATIVES
        data |= {"chosen_sectors": sectors.split(",") if sectors else [], "store": "1"}
        taken(client.post(reverse("new-figure"), data))
    for code, name, rule, made in INDICATORS:
        data = {"code": code, "name_vi": name, "rule": rule, "of": made["of"]}
        data |= {"per": made.get("per", ""), "unit_vi": made.get("unit", "")}
        data |= {"sector": made.get("sector", []), "base_year": made.get("base", "")}
        data |= {"threshold": made["threshold"][0] if "threshold" in made else ""}
        data |= {"per_month": "on"} if "month" in made else {}
        data |= {"only_new": "on"} if "new" in made else {}
        tried = client.post(reverse("indicator-entry"), data)
        taken(client.post(reverse("indicator-entry"), data | {"seen": tried.context["seen"]}))
    unit = AdministrativeUnit.objects.get(code=VUNG_TAU)
    for code, typed, _value, quote in BASELINES:
        data = {"unit": unit.pk, "indicator": code, "value": typed, "quote": quote}
        data |= {"date": END_OF_2022.strftime("%d/%m/%Y")}
        taken(client.post(reverse("admin:targets_baselinefigure_add"), data))
    for unit, ((number, issued_on, title), years) in PLANS.items():
        data = {"number": number, "issued_on": issued_on.strftime("%d/%m/%Y"), "title": title}
        year, *others = years
        data |= {"year": year} | typed_rows(years[year])
        taken(client.post(f"{reverse('plan-new')}?unit={unit}&year={year}", data))
        for year in others:
            address = reverse("plan-targets", args=[Plan.objects.get(number=number).pk, year])
            version = client.get(address).context["plan_version"]
            taken(client.post(address, {"version": version} | typed_rows(years[year])))


def typed_rows(wanted: list[Wanted]) -> dict:
    """What the table of targets sends of its blank rows, filled."""
    data = {}
    for place, one in enumerate(wanted):
        row = {"indicator": one.indicator, "operator": one.operator, "value": one.typed}
        data |= {f"new-own-{place}-{name}": value for name, value in (row | one.more).items()}
        data[f"new-own-{place}-place"] = place + 1
    return data


def taken(response) -> None:
    """Whether a form was stored, and else what it says."""
    context = response.context or {}
    said = [context[name].errors for name in ("form", "adminform") if name in context]
    said += [row.errors for row in getattr(context.get("sheet"), "rows", ())]
    assert response.status_code == 302, said


def entered() -> dict[str, list[dict]]:
    """All that was entered, but for the keys that a database gives."""
    found = {}
    for model in (EnteredFigure, EnteredIndicator, BaselineFigure, Plan, Target):
        rows = [model_to_dict(one, exclude=["id", "plan"]) for one in model.objects.all()]
        found[model.__name__] = sorted(rows, key=repr)
    return found


# --- What was reported ----------------------------------------------------------------------------

QUARTERS = [(year, k) for year in (2023, 2024, 2025) for k in (1, 2, 3, 4)]
RATINGS = ("good", "fair", "average", "weak", "")


@dataclass
class Coop:
    """A cooperative in plain values. reported: by year, quarter and name; a blank is None."""

    unit: str
    sector: str
    founded: date
    dissolved: date | None
    reported: dict
    ratings: dict

    def is_registered(self, year: int, k: int) -> bool:
        end = end_of(year, k)
        return self.founded <= end and not (self.dissolved and self.dissolved <= end)

    def flow(self, year: int, k: int, name: str) -> int | None:
        """What it comes to since January; None unless every quarter was reported."""
        quarters = [n for n in range(1, k + 1) if self.is_registered(year, n)]
        values = [self.reported.get((year, n, name)) for n in quarters]
        return None if None in values else sum(values)

    def level(self, year: int, k: int, name: str, *, older: bool = True) -> int | None:
        """The newest of the year, failing that of the year before."""
        quarters = [(year, n) for n in range(k, 0, -1)]
        quarters += [(year - 1, n) for n in (4, 3, 2, 1)] if older else []
        given = [self.reported.get((*quarter, name)) for quarter in quarters]
        return next((value for value in given if value is not None), None)


def end_of(year: int, k: int) -> date:
    return date(year, 3 * k, 31 if k in (1, 4) else 30)


def world() -> list[Coop]:
    random, found = Random(1318), []  # noqa: S311
    for unit in (VUNG_TAU, BINH_THUAN):
        for number in range(12):
            sector = "agriculture" if number % 3 else "trade"
            founded = {9: date(2023, 2, 1), 10: date(2025, 1, 20), 11: date(2025, 5, 3)}
            coop = Coop(unit, sector, founded.get(number, date(2015, 6, 1)), None, {}, {})
            coop.dissolved = date(2024, 5, 5) if number == 8 else None
            for year, k in QUARTERS:
                if not coop.is_registered(year, k) or random.random() < 0.02:
                    continue
                for name, value in figures_of(random, sector, number).items():
                    blank = random.random() < 0.02
                    coop.reported[year, k, name] = None if blank else value
            for year in (2022, 2024, 2025):
                if coop.is_registered(year, 4) and coop.founded.year < year:
                    coop.ratings[year] = random.choice(RATINGS)
            found.append(coop)
    return found


def figures_of(random: Random, sector: str, number: int) -> dict[str, int]:
    managers = random.randint(3, 6)
    values = {
        "revenue": random.randint(100, 200 + 60 * number) * MILLION,
        "profit": random.randint(-20, 60) * MILLION,
        "member_count": random.randint(7, 60),
        "managers_total": managers,
        "managers_higher_education": random.randint(0, managers),
        "managers_intermediate": random.randint(0, 3),
        "workers": random.randint(1, 40),
        "worker_income": random.randint(12_000_000, 24_000_000),
        "high_tech": random.randint(0, 1),
        "in_union": random.randint(0, 1),
    }
    if sector == "agriculture":
        values |= {"in_chain": random.randint(0, 1), "linked": random.randint(0, 1)}
    return values


GROUPS = {
    # the years in which groups were founded
    VUNG_TAU: [2019, 2020, 2024],
    BINH_THUAN: [2018, 2019, 2021, 2025, 2025, 2025],
}


def of_units() -> dict:
    """What each unit reports of its groups and itself, and its province: by unit, quarter, name."""
    random, found = Random(295), {}  # noqa: S311
    for unit in (VUNG_TAU, BINH_THUAN):
        for quarter in QUARTERS:
            found[unit, *quarter, "group_members"] = random.randint(40, 160)
            found[unit, *quarter, "staff"] = random.randint(1, 5)
            found[unit, *quarter, "grdp"] = random.randint(400_000, 900_000) * MILLION
    return found


def store_of_units(values: dict, districts: dict, returns: dict) -> None:
    rows = []
    for unit, district in districts.items():
        for year, k in QUARTERS:
            given = {n: value for (u, *q, n), value in values.items() if (u, *q) == (unit, year, k)}
            of_province = {"grdp": given.pop("grdp")}
            when = {"year": year, "quarter": k}
            filed = returns[unit, year, k]
            rows.append(UnitFigures(unit=district, quarterly_return=filed, extra=given, **when))
            rows.append(UnitFigures(unit=district.parent, extra=of_province, **when))
    UnitFigures.objects.bulk_create(rows)


def store(coops: list[Coop], units: dict, districts: dict) -> None:
    returns = {
        (unit, *quarter): make_return(district, *quarter)
        for unit, district in districts.items()
        for quarter in QUARTERS
    }
    rows, reports = [], []
    for coop in coops:
        stored = make_cooperative(
            districts[coop.unit],
            sector=coop.sector,
            founded_on=coop.founded,
            dissolved_on=coop.dissolved,
        )
        for year, k in QUARTERS:
            values = {n: value for (y, q, n), value in coop.reported.items() if (y, q) == (year, k)}
            if values:
                row = QuarterlyFigures(cooperative=stored, year=year, quarter=k)
                row.quarterly_return = returns[coop.unit, year, k]
                rows.append(with_figures(row, **values))
        reports += [
            YearlyReport(cooperative=stored, year=year, rating=rating, state="final")
            for year, rating in coop.ratings.items()
            if rating
        ]
    QuarterlyFigures.objects.bulk_create(rows)
    YearlyReport.objects.bulk_create(reports)
    for unit, years in GROUPS.items():
        for year in years:
            make_group(districts[unit], founded_on=date(year, 3, 3))
    make_union(districts[BINH_THUAN])
    store_of_units(units, districts, returns)


# --- The second computation -----------------------------------------------------------------------


class At:
    """What a unit's indicators come to at the end of a quarter, by loops over plain values: value,
    numerator, denominator, and of how many of those asked.
    """

    def __init__(self, coops: list[Coop], units: dict, unit: str, year: int, k: int) -> None:
        self.coops, self.units, self.year, self.k = coops, units, year, k
        self.mine = [one for one in coops if unit in (COUNTRY, one.unit)]
        self.unit = unit
        self.open = [one for one in self.mine if one.is_registered(year, k)]

    def of(self, sector: str = "") -> list[Coop]:
        return [one for one in self.open if sector in ("", one.sector)]

    def founded(self, from_year: int, sector: str = ""):
        days = [one.founded for one in self.mine if sector in ("", one.sector)]
        n = sum(date(from_year, 1, 1) <= day <= end_of(self.year, self.k) for day in days)
        return n, n, None

    def mean(self, coops: list[Coop], name: str):
        values = [one.flow(self.year, self.k, name) for one in coops]
        known = [value for value in values if value is not None]
        if not known:
            return None, None, None
        return Fraction(sum(known), len(known)), sum(known), len(known)

    def by_workers(self, months: int = 1):
        above = below = 0
        for one in self.open:
            income = one.flow(self.year, self.k, "worker_income")
            workers = one.level(self.year, self.k, "workers", older=False)
            if None not in (income, workers):
                above, below = above + income * workers, below + workers
        return Fraction(above, below * months), above, below

    def yes(self, name: str, coops: list[Coop]):
        values = [one.level(self.year, self.k, name) for one in coops]
        known = [value for value in values if value is not None]
        return sum(known), len(known)

    def share(self, name: str):
        yes, known = self.yes(name, self.of("agriculture"))
        return Fraction(100 * yes, known), yes, known

    def count(self, name: str, sector: str = ""):
        yes, _known = self.yes(name, self.of(sector))
        return yes, yes, None

    def managers(self, *names: str):
        above = below = 0
        for one in self.open:
            parts = [one.level(self.year, self.k, name) for name in names]
            total = one.level(self.year, self.k, "managers_total")
            if None not in (*parts, total):
                above, below = above + sum(parts), below + total
        return Fraction(100 * above, below), above, below

    def good(self) -> int:
        """Rated good or fair: by the year's own rating at its end, failing that by the last."""
        rated, found = self.year if self.k == 4 else self.year - 1, 0
        for one in self.open:
            rating = one.ratings.get(rated) or ""
            if not rating and self.k == 4:
                rating = one.ratings.get(rated - 1) or ""
            found += one.founded.year < rated and rating in ("good", "fair")
        return found

    def groups(self, year: int) -> int:
        units = [VUNG_TAU, BINH_THUAN] if self.unit == COUNTRY else [self.unit]
        return sum(one <= year for unit in units for one in GROUPS[unit])

    def members(self):
        values = [one.level(self.year, self.k, "member_count") for one in self.open]
        total = sum(value for value in values if value is not None)
        return total, total, None

    def revenue_growth(self):
        now = self.mean(self.open, "revenue")[0]
        before = At(self.coops, self.units, self.unit, self.year - 1, self.k)
        before = before.mean(before.open, "revenue")[0]
        return (now / before - 1) * 100, now, before

    def reported(self, name: str, k: int) -> list[int]:
        """What each unit reported for a quarter."""
        units = [VUNG_TAU, BINH_THUAN] if self.unit == COUNTRY else [self.unit]
        return [self.units[unit, self.year, k, name] for unit in units]

    def members_of_groups(self):
        total = sum(self.reported("group_members", self.k))
        return total, total, None

    def staff_of_units(self):
        values = self.reported("staff", self.k)
        return Fraction(sum(values), len(values)), sum(values), len(values)

    def revenue_of_grdp(self):
        _mean, revenue, _number = self.mean(self.open, "revenue")
        grdp = sum(sum(self.reported("grdp", n)) for n in range(1, self.k + 1))
        return Fraction(100 * revenue, grdp), revenue, grdp

    def above_one_billion(self):
        values = [one.flow(self.year, self.k, "revenue") for one in self.open]
        known = [value for value in values if value is not None]
        above = sum(4 * value > self.k * 1_000 * MILLION for value in known)
        return Fraction(100 * above, len(known)), above, len(known)

    def margin(self):
        above = below = 0
        for one in self.open:
            parts = [one.flow(self.year, self.k, name) for name in ("profit", "revenue")]
            if None not in parts:
                above, below = above + parts[0], below + parts[1]
        return Fraction(100 * above, below), above, below

    def answer(self, code: str, from_year: int | None):
        n, now, then = len(self.open), self.groups(self.year), self.groups(2023)
        good_share, operating = Fraction(100 * self.good(), n), 100
        new = [one for one in self.open if one.founded.year == self.year]
        return {
            "new_cooperatives": lambda: self.founded(from_year or self.year),
            "new_in_agriculture": lambda: self.founded(self.year, "agriculture"),
            "new_groups": lambda: (now - self.groups(self.year - 1),) * 2 + (None,),
            "total_cooperatives": lambda: (n, n, None),
            "total_groups": lambda: (now, now, None),
            "total_unions": lambda: (1, 1, None),
            "total_members": self.members,
            "average_revenue": lambda: self.mean(self.open, "revenue"),
            "revenue_in_agriculture": lambda: self.mean(self.of("agriculture"), "revenue"),
            "revenue_of_new": lambda: self.mean(new, "revenue"),
            "worker_income_year": self.by_workers,
            "worker_income_month": lambda: (self.by_workers(3 * self.k)[0], *self.by_workers()[1:]),
            "good_share": lambda: (good_share, self.good(), n),
            "good_of_operating": lambda: (good_share * 100 / operating, good_share, operating),
            "high_tech_number": lambda: self.count("high_tech"),
            "in_chain_number": lambda: self.count("in_chain", "agriculture"),
            "union_members": lambda: self.count("in_union"),
            "high_tech_in_agriculture": lambda: self.share("high_tech"),
            "linked_share": lambda: self.share("linked"),
            "college_share": lambda: self.managers("managers_higher_education"),
            "trained_share": lambda: self.managers(
                "managers_higher_education", "managers_intermediate"
            ),
            "revenue_growth": self.revenue_growth,
            "above_one_billion": self.above_one_billion,
            "groups_to_2023": lambda: (Fraction(100 * now, then) - 100, now, then),
            "margin": self.margin,
            "members_of_groups": self.members_of_groups,
            "staff_of_units": self.staff_of_units,
            "revenue_of_grdp": self.revenue_of_grdp,
        }[code]()


EVENTS = ("new_cooperatives", "new_groups", "new_in_agriculture")
MEANS = ("average_revenue", "revenue_in_agriculture", "revenue_of_new", "worker_income_year")


def expected_of(one: Wanted, year: int, k: int) -> Fraction:
    years = year - one.more.get("from_year", year)
    part = Fraction(4 * years + k, 4 * years + 4)
    due = Fraction(str(one.value)) * (part if one.indicator in (*EVENTS, *MEANS) else 1)
    if one.indicator in EVENTS:  # a whole number, halves down
        due = Fraction(-((1 - 2 * due) // 2))
    return due


def status_of(one: Wanted, value, year: int, k: int) -> str:
    goal, due = Fraction(str(one.value)), expected_of(one, year, k)
    holds = value > goal if one.operator == ">" else value >= goal
    if k == 4:
        return "met" if holds else "missed"
    if holds and one.indicator not in MEANS:
        return "met"
    if value > due if one.operator == ">" else value >= due:
        return "on_track"
    is_near = one.indicator in EVENTS and due - value <= 1
    return "behind" if is_near or value >= due * Fraction(8, 10) else "off_track"


# --- The two held against each other --------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    coops: list[Coop]
    units: dict
    by_pages: dict
    by_files: dict


@pytest.fixture(scope="module")
def made(kept) -> Made:
    """The plans entered twice, through the pages and through files, which stay; and the records."""

    def load():
        country = make_country(COUNTRY)
        provinces = {code: make_province(code, country) for code in (VUNG_TAU, BINH_THUAN)}
        districts = {VUNG_TAU: make_district(provinces[VUNG_TAU], "748")}
        districts[BINH_THUAN] = make_district(provinces[BINH_THUAN], "593")
        admin = make_admin()
        with transaction.atomic():
            through_pages(admin)
            by_pages = entered()
            transaction.set_rollback(True)
        Held.forget_all()
        through_files(admin)
        coops, units = world(), of_units()
        store(coops, units, districts)
        return Made(coops, units, by_pages, entered())

    def load_later():
        with override_settings(TODAY=TODAY):
            return load()

    return kept(load_later)


def test_pages_and_files_give_the_same_rows(made):
    assert made.by_pages == made.by_files
    wanted = [one for _facts, years in PLANS.values() for rows in years.values() for one in rows]
    assert len(made.by_files["Target"]) == len(wanted)


@pytest.mark.parametrize(
    ("unit", "year", "k"),
    [(VUNG_TAU, 2023, 3), (BINH_THUAN, 2025, 3), (COUNTRY, 2025, 4), (COUNTRY, 2024, 2)],
)
def test_every_target_shows_its_progress(made, settings, capsys, unit, year, k):
    settings.DEBUG, settings.TODAY = True, TODAY
    (number, _issued_on, _title), years = PLANS[unit]
    wanted = years[year]
    call_command("progress", year=year, quarter=k, unit=unit, format="json")
    shown = json.loads(capsys.readouterr().out)
    assert shown["plan"] == {"number": number, "year": year, "unit": unit}
    at = At(made.coops, made.units, unit, year, k)
    assert [one["indicator"] for one in shown["targets"]] == [one.indicator for one in wanted]
    for one, found in zip(wanted, shown["targets"], strict=True):
        value, *parts = at.answer(one.indicator, one.more.get("from_year"))
        assert (found["operator"], found["target"]) == (one.operator, one.value)
        assert found["target_to"] == one.more.get("value_to")
        given = [found[name] for name in ("value", "numerator", "denominator")]
        assert given == [shown_number(each) for each in (value, *parts)], one.indicator
        assert found["expected"] == shown_number(expected_of(one, year, k)), one.indicator
        assert found["status"] == status_of(one, value, year, k), one.indicator


def shown_number(value):
    """A number as JSON has it."""
    if value is None:
        return None
    value = Fraction(value)
    return int(value) if value.denominator == 1 else round(float(value), 6)
