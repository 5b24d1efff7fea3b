"""Plans of other provinces and of the country, entered as an admin would: no line of code knows
them. What they come to is computed a second time, from plain values.

The targets are those of Bà Rịa–Vũng Tàu for 2023 (baobariavungtau.com.vn, 13/2/2023), of Bình
Thuận for 2025 (thuonghieucongluan.com.vn) and of the country for 2021–2025 (No.
1318/QĐ-TTg; tieudungplus.vn), and others like them; numbers of decisions that are not known to us
are made up.
"""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client, override_settings
from django.urls import reverse

from cooperatives.ground.held import Held
from cooperatives.imports import KINDS, Mark, Options, import_file
from cooperatives.models import AdministrativeUnit, EnteredFigure
from targets.models import BaselineFigure, EnteredIndicator, Plan, Target
from tests.factories import make_admin, make_country, make_district, make_province
from tests.targets.plans.other_provinces import (
    BINH_THUAN,
    COUNTRY,
    DISTRICTS,
    TODAY,
    VUNG_TAU,
    At,
    Coop,
    Reporter,
    Wanted,
    case_of,
    judged,
    measured,
    of_units,
    owed,
    store,
    world,
)

pytestmark = pytest.mark.django_db

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


# --- The two held against each other --------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    coops: list[Coop]
    of_units: dict[str, Reporter]
    by_pages: dict
    by_files: dict


@pytest.fixture(scope="module")
def made(kept) -> Made:
    """The plans entered twice, through the pages and through files, which stay; and the records."""

    def load():
        country = make_country(COUNTRY)
        units = {code: make_province(code, country) for code in DISTRICTS}
        for province, codes in DISTRICTS.items():
            units |= {code: make_district(units[province], code) for code in codes}
        admin = make_admin()
        with transaction.atomic():
            through_pages(admin)
            by_pages = entered()
            transaction.set_rollback(True)
        Held.forget_all()
        through_files(admin)
        coops, reporters = world(), of_units()
        store(coops, reporters, units)
        return Made(coops, reporters, by_pages, entered())

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
    assert [one["indicator"] for one in shown["targets"]] == [one.indicator for one in wanted]
    parts = list(DISTRICTS) if unit == COUNTRY else DISTRICTS[unit]
    assert sorted(part["unit"] for part in shown["units"]) == sorted(parts)
    at = {code: At(made.coops, made.of_units, code, year, k) for code in (unit, *parts)}
    for place, one in enumerate(wanted):
        from_year = one.more.get("from_year")
        found = {code: each.answer(one.indicator, from_year) for code, each in at.items()}
        cases = {code: case_of(one, result, year, k) for code, result in found.items()}
        told = measured(found[unit], cases[unit]) | judged(one, cases[unit])
        assert told == {name: shown["targets"][place][name] for name in told}, one.indicator
        sector = "agriculture" if one.indicator == "new_in_agriculture" else ""
        operating = {code: len(at[code].of(sector)) for code in parts}
        for part in shown["units"]:
            code, given = part["unit"], part["targets"][place]
            told = measured(found[code], cases[code])
            told |= owed(one, cases[unit], cases[code], operating[code], sum(operating.values()))
            told |= {"target": None, "status": None}
            assert told == {name: given[name] for name in told}, (code, one.indicator)


def test_good_of_operating_is_not_good_of_all(made):
    """What the world must hold for the test above to tell the two apart."""
    at = At(made.coops, made.of_units, VUNG_TAU, 2023, 3)
    assert at.answer("good_of_operating", None).value > at.good().value > 0
