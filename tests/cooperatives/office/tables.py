"""A target of 42 cooperatives without any database, and tables about it as offices write them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cooperatives.entry.columns import NOTE, RATING, SCORE, figure_columns
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.numbers import Mark
from cooperatives.office.table import SourceTable
from cooperatives.office.target import Target, TargetRow
from cooperatives.office.understanding import Said, understand
from cooperatives.office.understood import Understanding

MILLION = 1_000_000
PERIOD = Quarter(2024, 3)
COLUMNS = (*figure_columns(), NOTE)
YEARLY = (*figure_columns(), SCORE, RATING)
FIELDS = tuple(column.field for column in COLUMNS)
FIGURES, MONEY, PERSONS = FIELDS[:7], FIELDS[:3], FIELDS[3:7]

_FIRST = ("Nà", "Bản", "Khuổi", "Cốc", "Pác", "Lũng", "Phiêng")
_SECOND = ("Lẹng", "Cà", "Mòn", "Đăm", "Nghè", "Chang")
_KINDS = ("HTX {}", "HTX nông nghiệp {}", "HTX dịch vụ nông nghiệp {}", "HTX bí xanh thơm {}")
COMMUNES = ("Xã Bành Trạch", "Xã Yến Dương", "Xã Hà Hiệu", "Thị trấn Chợ Rã")
SECTORS = ("Nông nghiệp", "Thương mại", "Xây dựng")


def _rows() -> tuple[TargetRow, ...]:
    dice = random.Random(5)  # noqa: S311
    rows = []
    for n in range(42):
        village = f"{_FIRST[n % 7]} {_SECOND[n // 7]}"
        members = dice.randint(8, 95)
        total = dice.randint(3, 8)
        higher = dice.randint(0, total - 1)
        last = {
            "revenue": dice.randint(150, 2800) * MILLION + dice.choice([0, 250_000, 500_000]),
            "profit": dice.randint(-30, 260) * MILLION,
            "average_member_income": dice.randint(40, 160) * 100_000,
            "member_count": members,
            "managers_total": total,
            "managers_higher_education": higher,
            "managers_vocational": dice.randint(0, total - higher),
        }
        number = f"06100{dice.randint(1000, 9999)}{n:02d}"
        row = TargetRow(
            number,
            _KINDS[n % 4].format(village),
            COMMUNES[n * 4 // 42],
            SECTORS[n % 3],
            last,
            dict.fromkeys(FIGURES) | {"note": ""},
        )
        rows.append(row)
    return tuple(rows)


ROWS = _rows()
TARGET = Target(
    COLUMNS,
    ROWS,
    (0, 0),
    Mark.COMMA,
    PERIOD,
    ("Huyện Ba Bể",),
    ("Huyện Chợ Đồn", "Huyện Na Rì", "Thành phố Bắc Kạn"),
)
FILE = replace(TARGET, start=None)


def _truth() -> dict[tuple[str, str], Any]:
    """What a quarter's table truly says: near last quarter's, persons nearly all as they were."""
    dice = random.Random(11)  # noqa: S311
    truth = {}
    for row in ROWS:
        for field in MONEY:
            step = 100_000
            value = int(row.last[field] * dice.uniform(0.7, 1.4)) // step * step
            truth[row.number, field] = value
        for field in PERSONS:
            truth[row.number, field] = row.last[field]
        if dice.random() < 0.1:
            truth[row.number, "member_count"] += 1
        truth[row.number, "note"] = ""
    return truth


TRUTH = _truth()


def vi(number: float | int) -> str:
    """A number as a Vietnamese spreadsheet shows it."""
    text = f"{number:,.6f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"
    return text.translate(str.maketrans(",.", ".,"))


def en(number: float | int) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"


def amount(row: TargetRow, field: str, *, unit: int = MILLION, times: int = 1, show=vi) -> str:
    """A true value as a table writes it."""
    value = TRUTH[row.number, field]
    if field in PERSONS:
        return show(value)
    if field == "note":
        return value
    return show(value / unit / times) if value % (unit * times) else show(value // unit // times)


def line(row: TargetRow, fields: Sequence[str], **how) -> list[str]:
    return [amount(row, field, **how) for field in fields]


def block(*rows: Sequence[Any] | str, **fields) -> SourceTable:
    """A table; a row may be one text with "|" between its cells."""
    cells = (tuple(row.split("|")) if isinstance(row, str) else tuple(row) for row in rows)
    return SourceTable(tuple(cells), **fields)


def sheet(*heads: str, fields: Sequence[str] = FIGURES, lead=None, rows=ROWS, **how) -> SourceTable:
    """A table of all rows: its headings, then what leads each line, and its true figures."""
    lead = lead or (lambda n, row: [str(n), row.name])
    lines = [[*lead(n, row), *line(row, fields, **how)] for n, row in enumerate(rows, start=1)]
    return block(*heads, *lines)


def read(table: SourceTable, target: Target = TARGET, said: Said | None = None) -> Understanding:
    """What is understood of a table after some answers."""
    return understand(table, target, said or {})


def stored(found: Understanding) -> dict[tuple[str, str], Any]:
    """The values of all cells that would be stored and can be."""
    return {(cell.number, cell.field): cell.value for cell in found.cells if cell.is_readable}


def truth_of(fields: Sequence[str], rows: Sequence[TargetRow] = ROWS) -> dict[tuple[str, str], Any]:
    return {(row.number, field): TRUTH[row.number, field] for row in rows for field in fields}


def kinds(found: Understanding) -> list[str]:
    return [question.kind for question in found.questions]


def open_kinds(found: Understanding) -> list[str]:
    return [question.kind for question in found.questions if not question.chosen]


# --- What tests ask of an understanding -----------------------------------------------------------

HEAD = "TT|Tên HTX|Doanh thu|Lợi nhuận|TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC"
SWAPPED = (*FIGURES[:5], "managers_vocational", "managers_higher_education")
"""The figures, the two kinds of training changed."""
A, B, C = ROWS[:3]


def question(found: Understanding, kind: str):
    """The only question of a kind."""
    (one,) = [one for one in found.questions if one.kind == kind]
    return one


def values(found: Understanding) -> list:
    return [cell.value for cell in found.cells]


def never_last(target: Target = TARGET) -> Target:
    """A target of which nothing was reported before."""
    return replace(target, rows=tuple(replace(row, last={}) for row in target.rows))
