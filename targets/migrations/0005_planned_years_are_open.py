"""Years for which a plan has targets are open for its unit: until now that was what was asked."""

from datetime import date

from django.db import migrations
from django.utils import timezone


def open_years(apps, schema_editor):
    """Open them from their first day on, so that nothing becomes due on another day; a row that is
    there stays as it is, and a year in which the unit did not exist is none. It lives here because
    `cooperatives` knows of no targets.
    """
    rows = apps.get_model("cooperatives", "ReportingYear").objects
    history = apps.get_model("cooperatives", "HistoricalReportingYear").objects
    targets = apps.get_model("targets", "Target").objects
    known = set(rows.values_list("unit", "year"))
    planned = set(
        targets.order_by()
        .values_list("plan__unit", "year", "plan__unit__valid_from", "plan__unit__valid_to")
        .distinct()
    )
    now = timezone.now()
    for unit, year, begin, end in sorted(planned, key=lambda one: one[:2]):
        is_unit_then = begin.year <= year and (end is None or date(year, 1, 1) < end)
        if (unit, year) in known or not is_unit_then:
            continue
        opened = min(date(year, 1, 1), timezone.localdate(now))
        row = rows.create(unit_id=unit, year=year, opened=opened)
        history.create(
            id=row.pk,
            unit_id=unit,
            year=year,
            opened=opened,
            way="command",
            history_date=now,
            history_type="+",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cooperatives", "0009_sent_reminder"),
        ("targets", "0004_sent_reminder_moved"),
    ]

    # Taken back by `cooperatives` 0008, before which no open year has a row.
    operations = [migrations.RunPython(open_years, migrations.RunPython.noop)]
