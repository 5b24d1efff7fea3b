"""What closed years said is carried over, their history included."""

from datetime import date

from django.db import migrations
from django.utils import timezone


def carry_over(apps, schema_editor):
    """They were open from their first day, and closed on the day on which that was stored.

    A row of which no history is kept counts as closed when the year was over.
    """
    history = apps.get_model("cooperatives", "HistoricalReportingYear")
    closed_on = {}
    for version in history.objects.order_by("history_date", "history_id"):
        begin = date(version.year, 1, 1)
        closed = closed_on.setdefault(version.id, timezone.localdate(version.history_date))
        history.objects.filter(pk=version.pk).update(opened=begin, closed=max(begin, closed))
    rows = apps.get_model("cooperatives", "ReportingYear").objects
    for row in rows.all():
        begin, end = date(row.year, 1, 1), date(row.year + 1, 1, 1)
        rows.filter(pk=row.pk).update(opened=begin, closed=max(begin, closed_on.get(row.pk, end)))


def forget_open_ones(apps, schema_editor):
    """Before, a year that was not closed had no row."""
    apps.get_model("cooperatives", "ReportingYear").objects.filter(closed=None).delete()
    apps.get_model("cooperatives", "HistoricalReportingYear").objects.filter(closed=None).delete()


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0007_reporting_year")]

    operations = [migrations.RunPython(carry_over, forget_open_ones)]
