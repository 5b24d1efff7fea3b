import re
from datetime import date, timedelta

from django.db import migrations

MARK = re.compile(r"~\d+")


def bring_movements_to_their_units(apps, schema_editor):
    """Steps stand under the path of the unit that existed at the end of their quarter."""
    units = apps.get_model("cooperatives", "AdministrativeUnit")
    movements = apps.get_model("targets", "Movement")
    for unit in units.objects.filter(path__contains="~").order_by("path"):
        was = MARK.sub("", unit.path)
        for column in ("unit_path", "place_path"):
            rows = movements.objects.filter(**{column: was}).values_list("pk", "year", "quarter")
            keys = [key for key, *period in rows if existed_at_the_end_of(unit, *period)]
            for start in range(0, len(keys), 500):
                some = movements.objects.filter(pk__in=keys[start : start + 500])
                some.update(**{column: unit.path})


def existed_at_the_end_of(unit, year, quarter):
    end = date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)
    return unit.valid_from <= end and (unit.valid_to is None or end < unit.valid_to)


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0045_paths_name_one_unit'),
        ('targets', '0012_movements_over_periods'),
    ]

    operations = [
        migrations.RunPython(bring_movements_to_their_units, migrations.RunPython.noop),
    ]
