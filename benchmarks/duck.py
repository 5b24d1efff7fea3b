"""The same numbers by DuckDB, written for it from design 1.3: what the product is held against.

Up to quarter 3, where no report of the year itself can win over its quarters.
"""

import csv
import tempfile
import time
from pathlib import Path

import duckdb
from django.db import connection

TABLES = {
    "unit": ("cooperatives_administrativeunit", "id code path"),
    "organisation": ("cooperatives_organisation", "id kind founded_on dissolved_on"),
    "placement": ("cooperatives_placement", "organisation_id unit_id valid_from valid_to"),
    "suspension": ("cooperatives_suspension", "organisation_id valid_from valid_to"),
    "quarterly_return": ("cooperatives_quarterlyreturn", "id state"),
    "figures": (
        "cooperatives_quarterlyfigures",
        "cooperative_id year quarter quarterly_return_id profit average_member_income "
        "member_count managers_higher_education managers_vocational",
    ),
    "report": (
        "cooperatives_yearlyreport",
        "cooperative_id year state rating managers_higher_education managers_vocational",
    ),
}

LEVELS = ("managers_higher_education", "managers_vocational")

REPORTED = ("profit", "average_member_income", *LEVELS, "weak")
"""The figures whose numbers are held against the product's."""

FIGURES = ("new_cooperatives", "new_groups", "new_unions", "operating_cooperatives", *REPORTED)
"""The figures that both are asked for."""

SQL = f"""
WITH quarter_end AS (
    SELECT n AS quarter, last_day(make_date($year, 3 * n, 1)) AS day
    FROM range(1, $quarter + 1) r(n)
),
part AS (
    SELECT unit.id, sub.code AS part FROM unit LEFT JOIN unit sub
      ON sub.path = $path || split_part(substr(unit.path, length($path) + 1), '/', 1) || '/'
    WHERE starts_with(unit.path, $path)
),
standing AS (
    SELECT o.id, o.kind, o.founded_on, e.quarter, e.day, part.part,
           s.organisation_id IS NULL AS operating
    FROM quarter_end e
    JOIN organisation o ON o.founded_on <= e.day
     AND (o.dissolved_on IS NULL OR o.dissolved_on > e.day)
    JOIN placement p ON p.organisation_id = o.id AND p.valid_from <= e.day
     AND (p.valid_to IS NULL OR p.valid_to > e.day)
    JOIN part ON part.id = p.unit_id
    LEFT JOIN suspension s ON s.organisation_id = o.id AND s.valid_from <= e.day
     AND (s.valid_to IS NULL OR s.valid_to > e.day)
),
counted AS (
    SELECT f.* FROM figures f JOIN quarterly_return r ON r.id = f.quarterly_return_id
    WHERE r.state <> 'draft' AND f.year >= $year - 1 AND f.year <= $year
),
last_year AS (
    SELECT cooperative_id, {
    ", ".join(f"arg_max({name}, quarter) FILTER ({name} IS NOT NULL) AS {name}" for name in LEVELS)
}
    FROM counted WHERE year = $year - 1 GROUP BY cooperative_id
),
read AS (
    SELECT s.*, f.* EXCLUDE (year, quarter, quarterly_return_id),
           SUM(f.profit) OVER so_far AS profit_to_date,
           COUNT(*) FILTER (operating AND f.profit IS NULL) OVER so_far AS profit_gaps,
           SUM(f.average_member_income) OVER so_far AS income_to_date,
           COUNT(*) FILTER (operating AND f.average_member_income IS NULL) OVER so_far
               AS income_gaps,
           last_value(f.member_count IGNORE NULLS) OVER so_far AS members,
           {
    ", ".join(f"last_value(f.{name} IGNORE NULLS) OVER so_far AS newest_{name}" for name in LEVELS)
}
    FROM standing s
    LEFT JOIN counted f ON f.cooperative_id = s.id AND f.year = $year AND f.quarter = s.quarter
    WHERE s.kind = 'cooperative'
    WINDOW so_far AS (PARTITION BY s.id ORDER BY s.quarter)
),
evidence AS (
    SELECT part, read.quarter, operating, unnest([
        {{'figure': 'profit', 'weight': 1,
          'value': CASE WHEN profit_gaps = 0 THEN profit_to_date END,
          'reported': profit_gaps = 0, 'expected': true}},
        {{'figure': 'average_member_income', 'weight': members,
          'value': CASE WHEN income_gaps = 0 AND members IS NOT NULL THEN income_to_date END,
          'reported': income_gaps = 0 AND members IS NOT NULL, 'expected': true}},
        {
    ", ".join(
        f"{{'figure': '{name}', 'weight': 1, 'value': "
        f"COALESCE(newest_{name}, b.{name}, last_year.{name}), "
        f"'reported': read.{name} IS NOT NULL, 'expected': true}}"
        for name in LEVELS
    )
},
        {{'figure': 'weak', 'weight': 1,
          'value': CASE WHEN founded_on < make_date($year - 1, 1, 1)
                        THEN (b.rating = 'weak')::integer END,
          'reported': b.rating IS NOT NULL,
          'expected': founded_on < make_date($year - 1, 1, 1)
                      AND (b.cooperative_id IS NULL OR b.rating IS NOT NULL)}}
    ], recursive := true)
    FROM read
    LEFT JOIN last_year ON last_year.cooperative_id = read.id
    LEFT JOIN report b ON b.cooperative_id = read.id AND b.year = $year - 1 AND b.state = 'final'
)
SELECT part, quarter, figure, COUNT(*),
       COUNT(*) FILTER (operating AND expected AND reported),
       COUNT(*) FILTER (operating AND expected AND NOT reported AND value IS NOT NULL),
       COUNT(*) FILTER (operating AND expected AND value IS NULL),
       COALESCE(SUM(value::hugeint * weight) FILTER (operating), 0),
       quantile_disc(value, [0.1, 0.9]) FILTER (operating)
FROM evidence GROUP BY GROUPING SETS ((quarter, figure), (part, quarter, figure))
UNION ALL
SELECT part, quarter,
       CASE WHEN founded_on >= make_date($year, 1, 1) THEN 'new_' || kind || 's' ELSE 'old' END,
       COUNT(*), COUNT(*) FILTER (operating AND kind = 'cooperative'), 0, 0, 0, NULL
FROM standing GROUP BY GROUPING SETS ((quarter, 3), (part, quarter, 3))
"""


def load() -> duckdb.DuckDBPyConnection:
    """The records of Django's database, in the memory of a DuckDB that may use one thread."""
    duck = duckdb.connect(config={"threads": 1})
    with tempfile.TemporaryDirectory() as scratch, connection.cursor() as cursor:
        for name, (table, columns) in TABLES.items():
            path = Path(scratch) / f"{name}.csv"
            cursor.execute(f"SELECT {', '.join(columns.split())} FROM {table}")
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns.split())
                while rows := cursor.fetchmany(10_000):
                    writer.writerows(rows)
            duck.execute(f"CREATE TABLE {name} AS FROM read_csv('{path}', sample_size = -1)")
    return duck


def compute(duck: duckdb.DuckDBPyConnection, path: str, year: int, quarter: int):
    """Seconds that it takes, and (reported, carried, missing, total) of the whole by quarter and
    figure.
    """
    began = time.perf_counter()
    rows = duck.execute(SQL, {"path": path, "year": year, "quarter": quarter}).fetchall()
    seconds = time.perf_counter() - began
    found = {(row[1], row[2]): tuple(map(int, row[4:8])) for row in rows if row[0] is None}
    return seconds, found
