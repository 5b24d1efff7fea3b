from collections import defaultdict
from functools import cache
from itertools import chain, count

from django.db import migrations, models

HERITAGE = ("predecessor_paths", "whole_paths", "partly_paths")


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
        for name, paths in zip(HERITAGE, right.get(unit, ((), (), ())), strict=True):
            setattr(unit, name, list(paths))
        unit.save(update_fields=HERITAGE)


# What follows was so in the models when this was written; they may change, this does not.


def free_path(above, code, taken):
    """The code below the path above, with a mark where other units have had that."""
    marks = chain([""], (f"~{number}" for number in count(2)))
    return next(path for mark in marks if (path := f"{above}{code}{mark}/") not in taken)


def heritages(successions):
    """What each unit has of ended ones, by the units: the paths of those before it, of those that
    went under it whole, and of those of which a part did.
    """
    successors, predecessors = defaultdict(list), defaultdict(list)
    for row in successions:
        successors[row.predecessor].append(row.successor)
        predecessors[row.successor].append(row.predecessor)

    @cache
    def by_now(unit, all_of_it):
        line = line_of(unit)
        if unit not in successors:
            return line
        return went(unit, all_of_it) | {one for one in line if one.valid_to}

    def went(ended, all_of_it):
        ways = [by_now(one, all_of_it) for one in successors[ended]]
        return frozenset.intersection(*ways) if all_of_it else frozenset().union(*ways)

    whole, partly = defaultdict(set), defaultdict(set)
    for ended in list(successors):
        holders = went(ended, True)
        for unit in went(ended, False):
            if not ended.path.startswith(unit.path):
                (whole if unit in holders else partly)[unit].add(ended.path)

    @cache
    def before(unit):
        return frozenset().union(*(before(one) | {one.path} for one in predecessors.get(unit, ())))

    return {
        unit: (
            sorted(before(unit)),
            topmost(whole.get(unit, ())),
            sorted(partly.get(unit, ())),
        )
        for unit in {*predecessors, *whole, *partly}
    }


def line_of(unit):
    above = line_of(unit.parent) if unit.parent else frozenset()
    return above | {unit}


def topmost(paths):
    found = []
    for path in sorted(paths):
        if not (found and path.startswith(found[-1])):
            found.append(path)
    return found


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
