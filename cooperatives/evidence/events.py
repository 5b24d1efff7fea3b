"""Events counted up to a day, where a quarter's end would set unlike times side by side."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from ..models import AdministrativeUnit, Organisation
from ..models.base import table_of
from .basis import Key
from .relation import evidence_relation


def count_founded(
    unit: AdministrativeUnit, key: Key, until: date, sub_paths: Iterable[str]
) -> dict[str, int]:
    """How many organisations of a key of foundings were founded from 1 January to a day, placed
    in each sub-unit at the end of that day's quarter, by the sub-unit's code. Those without any are
    absent. An aggregate is computed over all records, whoever asks.
    """
    quarter = (until.month + 2) // 3
    relation = evidence_relation(unit.path, until.year, [quarter], [key], sub_paths)
    sql = f"""
    WITH {relation.ctes}
    SELECT e.part, COUNT(*) FROM ({relation.selects[quarter, key]}) e
    JOIN {table_of(Organisation)} o ON o.id = e.organisation_id
    WHERE o.founded_on <= '{until}' GROUP BY e.part"""
    with connection.cursor() as cursor:
        cursor.execute(sql, relation.params)
        return dict(cursor.fetchall())
