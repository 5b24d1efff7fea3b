"""Files of a country of Việt Nam's size, in the import's columns, the same for the same seed.

63 provinces, 700 districts, 10,600 communes; 32,000 cooperatives; four quarters of figures and a
plan. A tenth of the cells is blank, as in life; every number is plausible, none is real.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

YEAR = 2024
PROVINCES, DISTRICTS, COMMUNES = 63, 700, 10_600
COOPERATIVES = 32_000
QUARTERS = (1, 2, 3, 4)

COUNTRY = "VN"
SINCE = "1997-01-01"
SECTORS = ("agriculture", "agriculture", "agriculture", "trade", "transport", "industry", "other")
ONE_IN = {"blank": 10, "ceased": 25, "dissolved": 100}

PLAN = (
    ("new_cooperatives", ">=", 1_200),
    ("weak_share", "<", 10),
    ("average_profit", ">=", 80_000_000),
    ("average_member_income", ">=", 55_000_000),
    ("managers_higher_education", ">=", 14_500),
    ("managers_vocational", ">=", 17_000),
    ("total_members", ">=", 900_000),
    ("operating_cooperatives", ">=", 30_000),
)

Row = tuple[object, ...]


def write_files(folder: Path, cooperatives: int = COOPERATIVES, seed: int = 1) -> None:
    """Write `units`, `cooperatives`, `yearly_reports`, `quarter_1` to `quarter_4` and `targets`."""
    of = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    units, communes = _units()
    _write(folder / "units.csv", "code name level parent_code valid_from valid_to", units)
    registry = list(_cooperatives(of, communes, cooperatives))
    _write(
        folder / "cooperatives.csv",
        "registration_number name unit_code sector founded_on ceased_on dissolved_on",
        registry,
    )
    _write(
        folder / "yearly_reports.csv",
        "registration_number year rating score member_count managers_total "
        "managers_higher_education managers_vocational state",
        _yearly_reports(of, registry),
    )
    for quarter in QUARTERS:
        _write(
            folder / f"quarter_{quarter}.csv",
            "registration_number year quarter revenue_million profit_million "
            "average_member_income_million member_count managers_total "
            "managers_higher_education managers_vocational note",
            _figures(of, registry, quarter),
        )
    _write(
        folder / "targets.csv",
        "plan_number plan_title issued_on year unit_code indicator operator value",
        (
            ("01/KH", "Kế hoạch thử tốc độ", f"{YEAR - 1}-12-15", YEAR, COUNTRY, *target)
            for target in PLAN
        ),
    )


def _write(path: Path, header: str, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split())
        writer.writerows(rows)


def _units() -> tuple[list[Row], list[str]]:
    """The rows of the tree, and the codes of its communes."""
    provinces = [f"P{number:02d}" for number in range(1, PROVINCES + 1)]
    districts = [f"{provinces[n % PROVINCES]}-{n // PROVINCES + 1:02d}" for n in range(DISTRICTS)]
    communes = [f"{districts[n % DISTRICTS]}{n // DISTRICTS + 1:03d}" for n in range(COMMUNES)]
    rows: list[Row] = [(COUNTRY, "Quốc gia thử", "country", "", SINCE, "")]
    rows += [(code, f"Tỉnh {code}", "province", COUNTRY, SINCE, "") for code in provinces]
    rows += [(code, f"Huyện {code}", "district", code[:3], SINCE, "") for code in districts]
    rows += [(code, f"Xã {code}", "commune", code[:6], SINCE, "") for code in communes]
    return rows, communes


def _cooperatives(of: random.Random, communes: list[str], count: int) -> Iterator[Row]:
    first, last = date(2003, 1, 1), date(YEAR, 9, 30)
    for number in range(1, count + 1):
        founded = first + timedelta(days=of.randrange((last - first).days))
        ceased = dissolved = ""
        if of.randrange(ONE_IN["ceased"]) == 0:
            ceased = founded + timedelta(days=of.randrange((last - founded).days + 1))
        elif of.randrange(ONE_IN["dissolved"]) == 0:
            dissolved = max(founded, date(YEAR, of.randint(1, 12), 15))
        yield (
            f"HTX{number:06d}",
            f"HTX Nông nghiệp Đồng Tâm {number}",
            of.choice(communes),
            of.choice(SECTORS),
            founded.isoformat(),
            ceased,
            dissolved,
        )


def _yearly_reports(of: random.Random, registry: list[Row]) -> Iterator[Row]:
    """The final reports of the year before, with ratings."""
    for number, *_rest, founded, _ceased, _dissolved in registry:
        if founded < f"{YEAR - 1}-01-01" and of.randrange(ONE_IN["blank"]):
            score = min(99.5, max(30, round(of.gauss(68, 14), 1)))
            yield number, YEAR - 1, "", score, *_people(of), "final"


def _figures(of: random.Random, registry: list[Row], quarter: int) -> Iterator[Row]:
    """One row for each cooperative founded by the quarter's end; new ones follow a quarter later
    only where the registry says so.
    """
    ends = f"{YEAR}-{3 * quarter:02d}-{'31' if quarter in (1, 4) else '30'}"
    for number, *_rest, founded, _ceased, dissolved in registry:
        if founded <= ends and not (dissolved and str(dissolved) <= ends):
            revenue = of.lognormvariate(6, 0.8)
            figures = (
                f"{revenue:.6f}",
                f"{revenue * of.gauss(0.06, 0.03):.6f}",
                f"{of.lognormvariate(2.5, 0.3):.6f}",
                *_people(of),
            )
            yield number, YEAR, quarter, *(_or_blank(of, cell) for cell in figures), ""


def _people(of: random.Random) -> tuple[int, int, int, int]:
    """Members, managers in total, with higher education, with vocational training."""
    managers = of.randint(3, 9)
    higher = of.randint(0, managers // 2)
    return of.randint(7, 60), managers, higher, of.randint(0, managers - higher)


def _or_blank(of: random.Random, cell: object) -> object:
    return cell if of.randrange(ONE_IN["blank"]) else ""
