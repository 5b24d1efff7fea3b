"""Bắc Kạn as the official reports tell it, with the rest made up.

Real, and reproduced exactly: 167 cooperatives in September 2019; 325 cooperatives and 656 groups at
the end of September 2022, with 35 cooperatives founded and 14 dissolved since January; the baseline
of 30/6/2023 (371 cooperatives, 674 groups, 2 unions, 36 cooperatives founded since January); 655
groups at the end of June 2024.
"""

from datetime import date

from django.core.management import call_command

from cooperatives.models import AdministrativeUnit, QuarterlyReturn, User
from targets.models import BaselineFigure, OfficeTexts, Plan

from . import DEMO_DAY
from .accounts import make_accounts
from .loading import Made, allocate, land_of, load_province, store
from .scenario import Averages, Dice, Period, Scenario

PROVINCE_CODE, PLAN_NUMBER = "06", "532/KH-UBND"
STAFFED_DISTRICT = "061"
"""The district of `demo-district`: the late one, so that there is something to do."""

State = QuarterlyReturn.State

BAC_KAN = Scenario(
    prefix="DEMO",
    cooperatives=(
        Period(date(1998, 1, 1), date(2019, 9, 30), 167, 0),
        Period(date(2019, 10, 1), date(2021, 12, 31), 137, 0),
        Period(date(2022, 1, 1), date(2022, 9, 30), 35, 14),
        Period(date(2022, 10, 1), date(2022, 12, 31), 14, 1),
        Period(date(2023, 1, 1), date(2023, 6, 30), 36, 3),
        Period(date(2023, 7, 1), date(2023, 9, 30), 4, 2),
        Period(date(2023, 10, 1), date(2023, 12, 31), 5, 3),
        Period(date(2024, 1, 1), date(2024, 3, 31), 8, 2),
        Period(date(2024, 4, 1), date(2024, 6, 30), 7, 3),
        Period(date(2024, 7, 1), date(2024, 9, 30), 7, 2),
        Period(date(2024, 10, 1), date(2024, 10, 18), 2, 0),
    ),
    groups=(
        Period(date(2004, 1, 1), date(2021, 12, 31), 648, 0),
        Period(date(2022, 1, 1), date(2022, 9, 30), 22, 14),
        Period(date(2022, 10, 1), date(2022, 12, 31), 8, 4),
        Period(date(2023, 1, 1), date(2023, 6, 30), 24, 10),
        Period(date(2023, 7, 1), date(2023, 12, 31), 12, 18),
        Period(date(2024, 1, 1), date(2024, 3, 31), 4, 11),
        Period(date(2024, 4, 1), date(2024, 6, 30), 5, 11),
        Period(date(2024, 7, 1), date(2024, 9, 30), 5, 7),
        Period(date(2024, 10, 1), date(2024, 10, 18), 1, 0),
    ),
    unions=(date(2017, 5, 18), date(2021, 8, 12), date(2024, 9, 12)),
    weights={
        "058": 40,
        "060": 24,
        "061": 50,
        "062": 34,
        "063": 46,
        "064": 60,
        "065": 56,
        "066": 61,
    },
    first_year=2023,
    suspended=16,
    moved=9,
    weak={2022: 36, 2023: 41},
    unreported=7,
    averages=Averages(
        revenue=880_000_000,
        profit=82_500_000,
        income=65_500_000,
        higher_education=172 / 390,
        vocational=224 / 390,
    ),
    states={
        STAFFED_DISTRICT: State.DRAFT,
        "064": State.SUBMITTED,
        "066": State.RETURNED,
    },
)

ALLOCATIONS = {
    "new_cooperatives": {
        "058": 4,
        "060": 3,
        "061": 5,
        "062": 3,
        "063": 4,
        "064": 6,
        "065": 5,
        "066": 5,
    },
    "new_groups": {"060": 3, "061": 4, "064": 4, "066": 4},
    "average_profit": {"058": 110_000_000, "061": 80_000_000, "064": 90_000_000},
    "managers_vocational": {"058": 24, "063": 26},
}
"""What the demo's districts are to bring to the plan's targets of 2024, in the indicator's unit."""


TEXTS = {
    "issuer": "Ủy ban nhân dân\ntỉnh Bắc Kạn",
    "symbol": "BC-UBND",
    "place": "Bắc Kạn",
    "addressees": "Bộ Kế hoạch và Đầu tư",
    "recipients": (
        "Như trên\nThường trực Tỉnh ủy, Thường trực HĐND tỉnh\nCác sở, ban, ngành liên quan\n"
        "UBND các huyện, thành phố\nLưu: VT, KT"
    ),
    "signing_for": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
    "signer_title": "PHÓ CHỦ TỊCH",
    "signer_name": "(họ và tên mẫu)",
}
"""The fixed texts of the demo's papers: nobody real signs."""


def load_bac_kan(seed: int) -> Made:
    """Load the official fixtures that are missing, then the demo of the province.

    Raises ValueError where the stored units are not those of Bắc Kạn.
    """
    province = _official_data()
    land = land_of(province)
    staffed = next(
        (unit for unit in land.districts if unit.code == STAFFED_DISTRICT), land.districts[0]
    )
    people, accounts = make_accounts(province, staffed, land.districts)
    dice = Dice(seed, BAC_KAN.prefix)
    made = load_province(dice, BAC_KAN, land, people, keeps_movements=True)
    plan = Plan.objects.filter(unit=province, number=PLAN_NUMBER).first()
    if plan:
        made += allocate(plan, ALLOCATIONS, land.districts, DEMO_DAY.year)
    made[User] += accounts
    return made + _texts_of(province)


def _texts_of(province: AdministrativeUnit) -> Made:
    """The fixed texts of the province's papers, where nobody has entered them; who signs is a
    sample.
    """
    if OfficeTexts.objects.filter(unit=province).exists():
        return Made()
    return store([OfficeTexts(unit=province, is_demo=True, **TEXTS)])


def _official_data() -> AdministrativeUnit:
    """The province, its plan and its baseline, loaded if they are not there."""
    units = AdministrativeUnit.objects
    if not units.filter(code=PROVINCE_CODE).exists():
        call_command("loaddata", "units_bac_kan", verbosity=0)
    province = units.with_code(PROVINCE_CODE, DEMO_DAY)
    if not Plan.objects.filter(unit=province).exists():
        call_command("loaddata", "plan_532_2024", verbosity=0)
    if not BaselineFigure.objects.filter(unit=province).exists():
        call_command("loaddata", "baseline_2023_06_30", verbosity=0)
    return province
