"""Units that bore one code under one parent before a path named one unit."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("cooperatives", "0044_reports_due_on"), ("targets", "0012_movements_over_periods")]
AFTER = [("cooperatives", "0045_paths_name_one_unit"), ("targets", "0013_paths_name_one_unit")]


def apps_after_migrating(to):
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def before(transactional_db):
    """The records as they were; afterwards all migrations stand again."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield apps_after_migrating(BEFORE)
    MigrationExecutor(connection).migrate(newest)


def test_namesakes_get_paths_of_their_own_with_all_that_leans_on_them(before):
    units = before.get_model("cooperatives", "AdministrativeUnit").objects
    successions = before.get_model("cooperatives", "UnitSuccession").objects
    movements = before.get_model("targets", "Movement").objects
    begins = [date(1997, 1, 1), date(2024, 7, 1), date(2025, 7, 1), None]
    province = units.create(
        code="06", name="Tỉnh", level="province", valid_from=begins[0], path="06/"
    )
    bearers = [
        units.create(
            code="061",
            name=f"Huyện {number}",
            level="district",
            parent=province,
            valid_from=first,
            valid_to=last,
            path="06/061/",
        )
        for number, (first, last) in enumerate(pairwise(begins))
    ]
    commune = units.create(
        code="01900",
        name="Xã",
        level="commune",
        parent=bearers[2],
        valid_from=begins[2],
        path="06/061/01900/",
    )
    for old, new in pairwise(bearers):
        successions.create(predecessor=old, successor=new, on=old.valid_to)
    for year, quarter in ((2024, 2), (2024, 3), (2025, 3)):
        movements.create(
            unit_path="06/061/",
            place_path="06/061/",
            year=year,
            quarter=quarter,
            indicator="new_groups",
            cause="import",
            at="2025-10-01T00:00Z",
        )
    after = apps_after_migrating(AFTER)
    units = after.get_model("cooperatives", "AdministrativeUnit").objects
    found = {unit.pk: unit for unit in units.all()}
    assert [found[unit.pk].path for unit in (province, *bearers, commune)] == [
        "06/",
        "06/061/",
        "06/061~2/",
        "06/061~3/",
        "06/061~3/01900/",
    ]
    assert found[bearers[2].pk].whole_paths == ["06/061/", "06/061~2/"]
    assert found[bearers[2].pk].predecessor_paths == ["06/061/", "06/061~2/"]
    assert found[bearers[1].pk].whole_paths == ["06/061/"]
    assert found[bearers[0].pk].whole_paths == []
    movements = after.get_model("targets", "Movement").objects.order_by("year", "quarter")
    assert [(one.unit_path, one.place_path) for one in movements] == [
        (path, path) for path in ("06/061/", "06/061~2/", "06/061~3/")
    ]
