"""A closed year becomes a reporting year, which is opened before it is closed."""

from datetime import date

from django.db import migrations, models
from django.db.models import F, Q

DUE_DAYS = [f"due_on_{number}" for number in (1, 2, 3, 4)]
BEFORE_ALL = date(1945, 1, 1)
"""When the years of this migration were opened, until the next one says it."""


def fields_of(model):
    """The new fields, of the model and of its history alike."""
    for number, name in enumerate(DUE_DAYS, start=1):
        yield migrations.AddField(
            model, name, models.DateField(blank=True, null=True, verbose_name=f"quarter {number} is due on")
        )
    yield migrations.AddField(
        model,
        "opened",
        models.DateField(default=BEFORE_ALL, editable=False, verbose_name="opened on"),
        preserve_default=False,
    )
    yield migrations.AddField(
        model, "closed", models.DateField(blank=True, editable=False, null=True, verbose_name="closed on")
    )


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0006_remark_on_any_figure")]

    operations = [
        migrations.RemoveConstraint("closedyear", "year_is_closed_once"),
        migrations.RemoveConstraint("closedyear", "closed_year_is_plausible"),
        migrations.RenameModel("ClosedYear", "ReportingYear"),
        migrations.RenameModel("HistoricalClosedYear", "HistoricalReportingYear"),
        migrations.AlterModelOptions(
            "reportingyear",
            {
                "ordering": ["-year", "unit"],
                "verbose_name": "reporting year",
                "verbose_name_plural": "reporting years",
            },
        ),
        migrations.AlterModelOptions(
            "historicalreportingyear",
            {
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "historical reporting year",
                "verbose_name_plural": "historical reporting years",
            },
        ),
        migrations.AlterField(
            "reportingyear",
            "unit",
            models.ForeignKey(
                on_delete=models.deletion.PROTECT,
                related_name="reporting_years",
                to="cooperatives.administrativeunit",
                verbose_name="unit",
            ),
        ),
        *fields_of("reportingyear"),
        *fields_of("historicalreportingyear"),
        migrations.AddConstraint(
            "reportingyear",
            models.UniqueConstraint(
                fields=("unit", "year"),
                name="year_is_opened_once",
                violation_error_message="This year has been opened for the unit already.",
            ),
        ),
        migrations.AddConstraint(
            "reportingyear",
            models.CheckConstraint(
                condition=Q(("year__range", (1945, 2200))), name="reporting_year_is_plausible"
            ),
        ),
        migrations.AddConstraint(
            "reportingyear",
            models.CheckConstraint(
                condition=Q(("closed__isnull", True), ("closed__gte", F("opened")), _connector="OR"),
                name="year_closes_after_it_was_opened",
                violation_error_message="A year is closed after it was opened, not before.",
            ),
        ),
        migrations.AddConstraint(
            "reportingyear",
            models.CheckConstraint(
                condition=Q(
                    Q(*[(f"{name}__isnull", True) for name in DUE_DAYS]),
                    Q(*[(f"{name}__isnull", False) for name in DUE_DAYS]),
                    _connector="OR",
                ),
                name="year_has_four_due_days_or_none",
                violation_error_message="Give a due day for each of the four quarters or none.",
            ),
        ),
    ]
