"""A right file of each kind, and what is wrong with others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    EnteredFigure,
    QuarterlyFigures,
    UnitFigures,
    User,
    YearlyReport,
)
from targets.models import BaselineFigure, EnteredIndicator, Target


@dataclass(frozen=True)
class Sample:
    """Two rows that make two records of a kind.

    stored: what the records then hold, in the rows' order. bad: column, a cell that it refuses in
    the second row, and a word of the message in Vietnamese and in English.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], tuple[Any, ...]]
    stored: Callable[[], list]
    expected: list
    bad: tuple[tuple[str, Any, str, str], ...]
    optional: tuple[str, int]
    """A column that may be absent, and where in `stored` its field stands."""

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The rows, by column."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]

    def changed(self, column: str, value: Any) -> tuple[tuple[Any, ...], ...]:
        """The rows with one cell of the second one changed."""
        cells = self.cells[1] | {column: value}
        return self.rows[0], tuple(cells[name] for name in self.header)


def organisations(model) -> Callable[[], list]:
    def stored():
        return [
            (
                made.registration_number,
                made.name,
                made.unit_on(made.founded_on).code,
                made.sector,
                made.founded_on,
                [span.valid_from for span in made.suspensions.all()],
                made.dissolved_on,
            )
            for made in model.objects.exclude(registration_number="LH-01").order_by("pk")
            if made.registration_number != "0610001"
        ]

    return stored


ORGANISATION = (
    "registration_number",
    "name",
    "unit_code",
    "sector",
    "founded_on",
    "ceased_on",
    "dissolved_on",
)
DAY = ("31/02/2021", "không phải ngày", "no date")
UNIT_BAD = ("unit_code", "999", "Không có đơn vị mang mã này", "No unit has this code")


def organisation_sample(model, first_number: str, second_number: str) -> Sample:
    named = (first_number, "Tên Một", "062", "trade", date(2019, 5, 6))
    plain = (second_number, "Tên Hai", "01900", "agriculture", date(2020, 2, 1))
    ceased, dissolved = date(2021, 7, 1), date(2023, 1, 31)
    rows = ((*named, ceased, dissolved), (*plain, None, None))
    expected = [(*named, [ceased], dissolved), (*plain, [], None)]
    bad = (
        UNIT_BAD,
        ("sector", "thơ ca", "Không có giá trị này", "not known here"),
        ("founded_on", *DAY),
        ("dissolved_on", "2018-01-01", "trước ngày thành lập", "before the founding"),
        ("ceased_on", "2018-01-01", "trước ngày thành lập", "before the founding"),
        ("founded_on", "21/10/2024", "chưa đến", "in the future"),
        ("name", "", "không được để trống", "cannot be blank"),
        ("name", "x" * 201, "200", "200"),
    )
    return Sample(ORGANISATION, rows, organisations(model), expected, bad, ("dissolved_on", 6))


FIGURE_COLUMNS = (
    "revenue_million",
    "profit_million",
    "average_member_income_million",
    "member_count",
    "managers_total",
    "managers_higher_education",
    "managers_vocational",
)
FIGURES = (
    "revenue",
    "profit",
    "average_member_income",
    "member_count",
    "managers_total",
    "managers_higher_education",
    "managers_vocational",
)
FIGURES_BAD = (
    ("registration_number", "0619999", "Không có HTX mang số đăng ký này", "No cooperative bears"),
    ("year", "hai nghìn", "không phải số", "no number"),
    ("year", "1900", "từ 1945 đến 2200", "from 1945 to 2200"),
    ("revenue_million", "mười hai", "không phải số", "no number"),
    ("revenue_million", "12 người", "không dùng đơn vị đó", "unit cannot stand here"),
    ("revenue_million", "–", "ghi 0 nếu bằng không", "write 0"),
    ("revenue_million", "-1", "từ 0 trở lên", "at least 0"),
    ("revenue_million", "(35)", "từ 0 trở lên", "at least 0"),
    (
        "revenue_million",
        "100000001",
        "tối đa 100.000.000 triệu đồng",
        "at most 100,000,000 million",
    ),
    ("revenue_million", "9" * 30, "quá lớn", "too large"),
    ("profit_million", "-100000001", "tối thiểu -100.000.000 triệu", "at least -100,000,000"),
    ("average_member_income_million", "10001", "tối đa 10.000 triệu đồng", "at most 10,000"),
    ("member_count", "1000001", "tối đa 1.000.000 người", "at most 1,000,000"),
    ("managers_vocational", "-1", "từ 0 trở lên", "at least 0"),
    ("profit_million", "0.1234567", "6 chữ số", "6 decimals"),
    ("member_count", "2.5", "số nguyên", "whole numbers"),
    ("managers_total", "1", "nhiều hơn", "more trained managers"),
)


def figures_of(model, *keys: str) -> Callable[[], list]:
    def stored():
        return list(model.objects.order_by("pk").values_list(*keys, *FIGURES))

    return stored


SAMPLES: dict[str, Sample] = {
    "units": Sample(
        ("code", "name", "level", "parent_code", "valid_from", "valid_to"),
        (
            ("063", "Huyện Bạch Thông", "district", "06", date(1997, 1, 1), None),
            ("01903", "Xã Mỹ Phương", "commune", "063", date(2020, 1, 1), date(2025, 7, 1)),
        ),
        lambda: list(
            AdministrativeUnit.objects.filter(code__in=["01903", "063"])
            .order_by("-code")
            .values_list("code", "name", "level", "path", "valid_from", "valid_to")
        ),
        [
            ("063", "Huyện Bạch Thông", "district", "06/063/", date(1997, 1, 1), None),
            (
                *("01903", "Xã Mỹ Phương", "commune", "06/063/01903/"),
                *(date(2020, 1, 1), date(2025, 7, 1)),
            ),
        ],
        (
            ("level", "thôn", "Không có giá trị này", "not known here"),
            ("parent_code", "99", "Không có đơn vị mang mã này", "No unit bears this code"),
            ("parent_code", "", "không có cấp trên", "no unit above it"),
            ("valid_from", *DAY),
            ("valid_to", "2019-12-31", "sau ngày bắt đầu", "after the beginning"),
            ("code", "06 3", "chữ in hoa", "capital letters"),
            ("name", "", "không được để trống", "cannot be blank"),
        ),
        ("valid_to", 5),
    ),
    "cooperatives": organisation_sample(Cooperative, "0610002", "0620001"),
    "unions": organisation_sample(CooperativeUnion, "LH-02", "LH-03"),
    "groups": organisation_sample(CooperativeGroup, "", "THT-7"),
    "yearly_reports": Sample(
        (
            *("registration_number", "year", "rating", "score"),
            *FIGURE_COLUMNS,
            "state",
        ),
        (
            ("0610001", 2022, "", None, None, None, None, 0, None, None, None, ""),
            (
                *("0610001", 2023, "fair", Decimal("65.5")),
                *(Decimal("1635.25"), Decimal("-20.5"), Decimal("36.000001"), 12, 5, 2, 3),
                "final",
            ),
        ),
        figures_of(YearlyReport, "year", "rating", "score", "state"),
        [
            (2022, "", None, "draft", None, None, None, 0, None, None, None),
            (
                *(2023, "fair", Decimal("65.50"), "final"),
                *(1_635_250_000, -20_500_000, 36_000_001, 12, 5, 2, 3),
            ),
        ],
        (
            *FIGURES_BAD,
            ("year", "2025", "chưa bắt đầu", "has not begun"),
            ("rating", "tuyệt vời", "Không có giá trị này", "not known here"),
            ("score", "100.01", "từ 0 đến 100", "from 0 to 100"),
            ("score", "64.5", "không khớp", "disagree"),
            ("score", "65.123", "2 chữ số", "2 decimals"),
            ("state", "mất", "Không có giá trị này", "not known here"),
        ),
        ("managers_vocational", -1),
    ),
    "quarterly_figures": Sample(
        ("registration_number", "year", "quarter", *FIGURE_COLUMNS, "note"),
        (
            ("0610001", 2024, 1, None, 0, None, None, None, None, None, ""),
            (
                *("0610001", 2024, 2),
                *(Decimal("1635.25"), Decimal("-20.5"), Decimal("36.000001"), 12, 5, 2, 3),
                "Mất mùa",
            ),
        ),
        figures_of(QuarterlyFigures, "year", "quarter", "note"),
        [
            (2024, 1, "", None, 0, None, None, None, None, None),
            (2024, 2, "Mất mùa", 1_635_250_000, -20_500_000, 36_000_001, 12, 5, 2, 3),
        ],
        (
            *FIGURES_BAD,
            ("quarter", "5", "từ 1 đến 4", "from 1 to 4"),
            ("quarter", "II", "không phải số", "no number"),
            ("note", "x" * 501, "500", "500"),
        ),
        ("managers_vocational", -1),
    ),
    "figures": Sample(
        (
            *("code", "name_vi", "name_en", "measure", "nature", "reported_by", "sector", "names"),
            *("from_year", "to_year", "lowest", "highest", "meaning", "source"),
        ),
        (
            (
                *("workers", "Lao động", "Workers", "persons", "level", "cooperative", ""),
                *("LĐ; Số lao động", 2023, None, None, 5000),
                *("Người làm việc thường xuyên.", "Công văn 12/SKH"),
            ),
            (
                *("sold_online", "Bán qua mạng", "", "percent", "level", ""),
                *("trade,agriculture", "", 2024, 2026, Decimal("0.5"), None, "", ""),
            ),
        ),
        lambda: list(
            EnteredFigure.objects.filter(reported_by="cooperative")
            .order_by("pk")
            .values_list(
                *("code", "name_vi", "name_en", "measure", "nature", "reported_by", "sector"),
                *("names", "from_year", "to_year", "lowest", "highest", "meaning", "source"),
            )
        ),
        [
            (
                *("workers", "Lao động", "Workers", "persons", "level", "cooperative", ""),
                *("LĐ; Số lao động", 2023, None, None, Decimal(5000)),
                *("Người làm việc thường xuyên.", "Công văn 12/SKH"),
            ),
            (
                *("sold_online", "Bán qua mạng", "", "percent", "level", "cooperative"),
                *("agriculture,trade", "", 2024, 2026, Decimal("0.5"), None, "", ""),
            ),
        ],
        (
            ("code", "revenue", "đã có nghĩa khác", "means something else"),
            ("code", "Bán", "không dấu", "without accents"),
            ("name_vi", "Doanh thu", "đã là tên", "is a name of another"),
            ("name_vi", "lao động", "Trùng tên", "the same name"),
            ("measure", "tấn", "Không có giá trị này", "not known here"),
            ("sector", "thơ ca", "Không có giá trị này", "not known here"),
            ("to_year", "2023", "trước năm đầu", "before its first"),
            ("lowest", "101", "từ 0 đến 100", "between 0 and 100"),
        ),
        ("to_year", 9),
    ),
    "unit_figures": Sample(
        ("unit_code", "year", "quarter", "advisers", "group_income_million", "households"),
        (("061", 2024, 2, 4, Decimal("1635.5"), None), ("06", 2024, 2, None, None, 1200)),
        lambda: [
            (
                *(row.unit.code, row.year, row.quarter, row.quarterly_return is not None),
                *map(row.extra.get, ("advisers", "group_income", "households")),
            )
            for row in UnitFigures.objects.order_by("pk")
        ],
        [
            ("061", 2024, 2, True, 4, 1_635_500_000, None),
            ("06", 2024, 2, False, None, None, 1200),
        ],
        (
            UNIT_BAD,
            ("households", "nhiều", "không phải số", "no number"),
            ("households", "1000001", "quá lớn", "Too large"),
            ("quarter", "5", "từ 1 đến 4", "from 1 to 4"),
            ("year", "1900", "từ 1945 đến 2200", "from 1945 to 2200"),
        ),
        ("advisers", 4),
    ),
    "indicators": Sample(
        ("code", "name_vi", "name_en", "rule", "of", "per", "sector", "per_month", "unit_vi"),
        (
            (
                "farm_revenue",
                "Doanh thu NN",
                "Farm revenue",
                "sum",
                "revenue",
                "",
                "agriculture",
                0,
                "",
            ),
            ("margin", "Tỷ suất", "Margin", "ratio", "profit", "revenue", "", "không", "%"),
        ),
        lambda: list(
            EnteredIndicator.objects.order_by("pk").values_list(
                "code", "name_vi", "name_en", "rule", "of", "per", "sector", "per_month", "unit_vi"
            )
        ),
        [
            (
                *("farm_revenue", "Doanh thu NN", "Farm revenue", "sum", "revenue", ""),
                *("agriculture", False, ""),
            ),
            ("margin", "Tỷ suất", "Margin", "ratio", "profit", "revenue", "", False, "%"),
        ],
        (
            ("code", "weak_share", "có sẵn", "built-in"),
            ("rule", "guess", "Không có giá trị này", "not known here"),
            ("of", "nothing", "Không có số liệu", "no figure"),
            ("name_vi", "", "không được để trống", "cannot be blank"),
        ),
        ("name_en", 2),
    ),
    "baselines": Sample(
        ("unit_code", "indicator", "date", "value", "quote", "source"),
        (
            ("06", "total_cooperatives", date(2023, 6, 30), 371, "371 HTX", "Bản tin"),
            ("06", "weak_share", date(2022, 12, 31), Decimal("8.3"), "27 HTX yếu", "615"),
        ),
        lambda: list(
            BaselineFigure.objects.order_by("pk").values_list(
                "unit__code", "indicator", "date", "value", "quote", "source"
            )
        ),
        [
            (
                "06",
                "total_cooperatives",
                date(2023, 6, 30),
                Decimal(371),
                "371 HTX",
                "Bản tin",
            ),
            ("06", "weak_share", date(2022, 12, 31), Decimal("8.3"), "27 HTX yếu", "615"),
        ],
        (
            UNIT_BAD,
            ("indicator", "happiness", "Không có giá trị này", "not known here"),
            ("value", "nhiều", "không phải số", "no number"),
            ("value", "", "không được để trống", "cannot be blank"),
            ("date", *DAY),
            ("date", "1/1/2025", "chưa đến", "in the future"),
        ),
        ("source", 5),
    ),
    "users": Sample(
        ("username", "full_name", "email", "telephone", "role", "unit_code"),
        (
            ("so.nn", "Lý Thị Sở", "so.nn@bk.example", "0209 387 1234", "officer", "06"),
            ("ba.be", "Bàn Văn Bể", "ba.be@bk.example", "", "district_staff", "061"),
        ),
        lambda: list(
            User.objects.filter(username__in=["so.nn", "ba.be"])
            .order_by("-username")
            .values_list("username", "full_name", "email", "telephone", "role", "unit__code")
        ),
        [
            ("so.nn", "Lý Thị Sở", "so.nn@bk.example", "0209 387 1234", "officer", "06"),
            ("ba.be", "Bàn Văn Bể", "ba.be@bk.example", "", "district_staff", "061"),
        ],
        (
            UNIT_BAD,
            ("unit_code", "", "Chỉ quản trị viên", "Only an admin may work for no unit"),
            ("full_name", "", "không được để trống", "cannot be blank"),
            ("role", "giám đốc", "Không có giá trị này", "not known here"),
            ("email", "bản-bể", "email", "email address"),
            ("email", "x" * 300 + "@bk.example", "254", "254"),
            ("telephone", "12", "số điện thoại", "telephone number"),
            ("username", "ba be", "tên đăng nhập", "username"),
        ),
        ("telephone", 3),
    ),
    "targets": Sample(
        (
            *("plan_number", "plan_title", "issued_on", "year", "unit_code", "indicator"),
            *("operator", "value", "milestone_1", "milestone_2", "milestone_3", "quote"),
        ),
        (
            (
                *("1/KH-UBND", "Kế hoạch 2024", date(2023, 8, 7), 2024, "06"),
                *("weak_share", "<", Decimal("9.5"), None, None, None, "dưới 9,5%"),
            ),
            (
                *("1/KH-UBND", "Kế hoạch 2024", date(2023, 8, 7), 2024, "061"),
                *("new_cooperatives", ">=", 8, 1, 3, 6, "từ 8 HTX trở lên"),
            ),
        ),
        lambda: list(
            Target.objects.order_by("pk").values_list(
                *("plan__number", "plan__title", "plan__issued_on", "plan__unit__code"),
                *("year", "unit__code", "indicator", "operator", "value"),
                *("milestone_1", "milestone_3", "quote", "place"),
            )
        ),
        [
            (
                *("1/KH-UBND", "Kế hoạch 2024", date(2023, 8, 7), "06", 2024, "06"),
                *("weak_share", "<", Decimal("9.5"), None, None, "dưới 9,5%", 1),
            ),
            (
                *("1/KH-UBND", "Kế hoạch 2024", date(2023, 8, 7), "06", 2024, "061"),
                *("new_cooperatives", ">=", Decimal(8), Decimal(1), Decimal(6)),
                *("từ 8 HTX trở lên", 2),
            ),
        ],
        (
            UNIT_BAD,
            ("indicator", "happiness", "Không có giá trị này", "not known here"),
            ("operator", "=", "Không có giá trị này", "not known here"),
            ("value", "8.5", "số nguyên", "whole number"),
            ("value", "nhiều", "không phải số", "no number"),
            ("value", "", "không được để trống", "cannot be blank"),
            ("milestone_2", "9" * 30, "quá lớn", "too large"),
            ("issued_on", *DAY),
            ("issued_on", "1/1/2025", "chưa đến", "in the future"),
            ("year", "1900", "từ 1945 đến 2200", "from 1945 to 2200"),
            ("plan_title", "Khác", "tên khác", "another title"),
        ),
        ("milestone_3", 10),
    ),
}
