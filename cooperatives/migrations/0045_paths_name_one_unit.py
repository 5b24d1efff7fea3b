from collections import defaultdict
from dataclasses import astuple

from django.db import migrations, models

from cooperatives.models.successions import Heritage, heritages
from cooperatives.models.units import HERITAGE, free_path


def tell_namesakes_apart(apps, schema_editor):
    """Of units with one path the later ones get paths of their own, and what lies below them; what
    units have of ended ones follows.
    """
    units = apps.get_model("cooperatives", "AdministrativeUnit")
    tree = units.objects.order_by("valid_from", "pk")
    below = defaultdict(list)
    for unit in tree:
        below[unit.parent_id].append(unit)
    changed, taken = [], set()
    level = below[None]
    while level:
        for unit in level:
            path = free_path(unit.parent.path if unit.parent_id else "", unit.code, taken)
            taken.add(path)
            if path != unit.path:
                unit.path = path
                changed.append(unit)
            for one in below[unit.pk]:
                one.parent = unit
        level = [one for unit in level for one in below[unit.pk]]
    if changed:
        units.objects.bulk_update(changed, ["path"], batch_size=500)
        keep_heritage(apps)


def keep_heritage(apps):
    units = apps.get_model("cooperatives", "AdministrativeUnit")
    successions = apps.get_model("cooperatives", "UnitSuccession")
    line = "__parent__parent__parent"
    rows = successions.objects.select_related("predecessor", f"successor{line}")
    right = heritages(rows)
    for unit in {*right, *units.objects.exclude(**{name: [] for name in HERITAGE})}:
        for name, paths in zip(HERITAGE, astuple(right.get(unit, Heritage())), strict=True):
            setattr(unit, name, list(paths))
        unit.save(update_fields=HERITAGE)


def settle_pending_checks(apps, schema_editor):
    """PostgreSQL alters no table while checks of its foreign keys are put off."""
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0044_reports_due_on'),
    ]

    operations = [
        migrations.RunPython(tell_namesakes_apart, migrations.RunPython.noop),
        migrations.RunPython(settle_pending_checks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='administrativeunit',
            constraint=models.UniqueConstraint(fields=('path',), name='unit_path_names_one_unit', violation_error_message='Another unit has this path.'),
        ),
    ]
