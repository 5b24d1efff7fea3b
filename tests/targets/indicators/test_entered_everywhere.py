"""An entered indicator of each rule, on the pages and in the files that show any other."""

import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from cooperatives.models import User
from targets.models import EnteredIndicator
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_figures,
    make_plan,
    make_province,
    make_target,
    make_yearly_report,
)
from tests.targets.pages import parsed, text

MILLION = 1_000_000
ROWS = {
    "farm_revenue": {"rule": "mean", "of": "revenue", "sector": "agriculture"},
    "turnover": {"rule": "sum", "of": "revenue+profit", "unit_vi": "triệu đồng"},
    "trained": {"rule": "sum", "of": "managers_higher_education+managers_vocational"},
    "income_a_month": {
        "rule": "weighted_mean",
        "of": "average_member_income",
        "per": "member_count",
        "per_month": True,
        "unit_vi": "triệu đồng/tháng",
    },
    "margin": {"rule": "ratio", "of": "profit", "per": "revenue", "unit_vi": "%"},
    "revenue_each": {"rule": "ratio", "of": "revenue", "per": "member_count"},
    "well_off": {"rule": "share_above", "of": "profit", "threshold": Decimal(60 * MILLION)},
    "new_farms": {"rule": "same", "of": "new_cooperatives", "sector": "agriculture"},
    "weak_farms": {"rule": "same", "of": "weak_share", "sector": "agriculture"},
    "new_part": {"rule": "quotient", "of": "new_cooperatives", "per": "total_cooperatives"},
    "revenue_growth": {"rule": "growth", "of": "average_revenue"},
}


@pytest.fixture
def plan(db, demo_day):
    province = make_province()
    districts = [make_district(province, code) for code in ("061", "062")]
    for number, district in enumerate([*districts, districts[0]], start=1):
        cooperative = make_cooperative(district, sector="agriculture")
        for year, quarters in ((2023, (1, 2, 3, 4)), (2024, (1, 2, 3)[: 3 - number // 3])):
            for quarter in quarters:
                make_figures(
                    cooperative,
                    year,
                    quarter,
                    revenue=100 * MILLION * number,
                    profit=(20 * number - 5) * MILLION,
                    average_member_income=9 * MILLION,
                    member_count=7 + number,
                    managers_total=5,
                    managers_higher_education=1,
                    managers_vocational=number,
                )
        make_yearly_report(cooperative, 2023, rating="weak" if number == 1 else "good")
    plan = make_plan(province)
    for code, row in ROWS.items():
        EnteredIndicator.objects.create(
            code=code, name_vi=f"Chỉ tiêu {code}", name_en=f"Indicator {code}", **row
        )
        make_target(plan, code, value=50 if code != "turnover" else 500 * MILLION)
    return plan


@pytest.fixture
def reader(client, plan) -> User:
    reader = make_admin()
    client.force_login(reader)
    return reader


@pytest.mark.parametrize("code", ROWS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_page_is_that_of_any_other(client, reader, plan, code, language):
    client.cookies["django_language"] = language
    with translation.override(language):
        page = client.get(reverse("target", args=[plan.pk, code]), {"quarter": 3})
    assert page.status_code == 200
    name = f"Indicator {code}" if language == "en" else f"Chỉ tiêu {code}"
    assert name in text(parsed(page))
    for ending in ("csv", "xlsx"):
        assert client.get(reverse("indicator-records", args=[code, ending])).status_code == 200


def test_the_overview_and_its_files_hold_them_in_few_statements(
    client, reader, plan, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        page = client.get("/?quarter=3")
    said = text(parsed(page))
    for code in ROWS:
        assert f"Chỉ tiêu {code}" in said
    for table in ("units", "targets"):
        assert client.get(reverse("overview-file", args=[table, "csv"])).status_code in (200, 404)


def test_json_and_terminal_hold_them(plan, capsys):
    call_command("progress", "--all", "--quarter", "3", "--format", "json")
    told = json.loads(capsys.readouterr().out)
    codes = [target["indicator"] for target in told["targets"]]
    assert codes[: len(ROWS)] == list(ROWS)
    values = {target["indicator"]: target for target in told["targets"]}
    assert values["new_farms"]["value"] == 0
    assert values["margin"]["numerator"] == 3 * (15 + 35 + 0) * MILLION
    assert values["weak_farms"]["certain"] is False
    call_command("progress", "--quarter", "3")
    assert "Chỉ tiêu margin" in capsys.readouterr().out


def test_all_adds_entered_ones_by_code_after_the_built_in_ones(plan, capsys):
    plan.targets.all().delete()
    make_target(plan, "average_profit", value=50)
    call_command("progress", "--all", "--quarter", "3", "--format", "json")
    codes = [one["indicator"] for one in json.loads(capsys.readouterr().out)["targets"]]
    assert codes[-len(ROWS) :] == sorted(ROWS)
