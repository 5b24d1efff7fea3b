"""Figures of yearly reports that follow the quarters, and steps of returns that are taken back."""

import cooperatives.history
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def forget_what_was_taken_back(apps, schema_editor):
    """Before, no step was taken back: the states of the returns stay as they are. Figures of drafts
    that followed the quarters are blank then, and can be filled from them again.
    """
    if schema_editor.connection.vendor == "postgresql":
        # Else the table could not be altered in this transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    steps = apps.get_model("cooperatives", "ReturnStep").objects
    steps.filter(step="take_back").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cooperatives", "0010_predecessors_legal_status_and_sides"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalReportsDone",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("form", "form"),
                            ("grid", "grid"),
                            ("import", "import"),
                            ("admin", "admin site"),
                            ("fixture", "fixture"),
                            ("command", "command"),
                        ],
                        default=cooperatives.history.current_way,
                        editable=False,
                        max_length=8,
                        verbose_name="way",
                    ),
                ),
                ("year", models.IntegerField(verbose_name="year")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical word that yearly reports are done",
                "verbose_name_plural": "historical words that yearly reports are done",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReturnOpening",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("form", "form"),
                            ("grid", "grid"),
                            ("import", "import"),
                            ("admin", "admin site"),
                            ("fixture", "fixture"),
                            ("command", "command"),
                        ],
                        default=cooperatives.history.current_way,
                        editable=False,
                        max_length=8,
                        verbose_name="way",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical opening of a return",
                "verbose_name_plural": "historical openings of returns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReportsDone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField(verbose_name="year")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "word that yearly reports are done",
                "verbose_name_plural": "words that yearly reports are done",
                "ordering": ["-year", "unit"],
            },
        ),
        migrations.CreateModel(
            name="ReturnOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "opening of a return",
                "verbose_name_plural": "openings of returns",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="returnstep",
            name="sending_back_needs_a_reason",
        ),
        migrations.AddField(
            model_name="historicalreturnstep",
            name="takes_back",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cooperatives.returnstep",
                verbose_name="takes back",
            ),
        ),
        migrations.AddField(
            model_name="historicalyearlyreport",
            name="follows",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                verbose_name="figures that follow the quarters",
            ),
        ),
        migrations.AddField(
            model_name="returnstep",
            name="takes_back",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taken_back_by",
                to="cooperatives.returnstep",
                verbose_name="takes back",
            ),
        ),
        migrations.AddField(
            model_name="yearlyreport",
            name="follows",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                verbose_name="figures that follow the quarters",
            ),
        ),
        migrations.AlterField(
            model_name="historicalreturnstep",
            name="step",
            field=models.CharField(
                choices=[
                    ("submit", "submitted"),
                    ("approve", "approved"),
                    ("send_back", "sent back"),
                    ("reopen", "reopened"),
                    ("take_back", "taken back"),
                ],
                max_length=9,
                verbose_name="step",
            ),
        ),
        migrations.AlterField(
            model_name="returnstep",
            name="step",
            field=models.CharField(
                choices=[
                    ("submit", "submitted"),
                    ("approve", "approved"),
                    ("send_back", "sent back"),
                    ("reopen", "reopened"),
                    ("take_back", "taken back"),
                ],
                max_length=9,
                verbose_name="step",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["submit", "approve", "take_back"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="sending_back_needs_a_reason",
                violation_error_message="Say why the return goes back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "take_back"), ("takes_back__isnull", False)),
                    models.Q(
                        models.Q(("step", "take_back"), _negated=True), ("takes_back__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="taking_back_names_a_step",
                violation_error_message="A taking back names the step that it takes back.",
            ),
        ),
        migrations.AddField(
            model_name="historicalreportsdone",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="historicalreportsdone",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalreportsdone",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cooperatives.administrativeunit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="historicalreturnopening",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="historicalreturnopening",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalreturnopening",
            name="step",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cooperatives.returnstep",
                verbose_name="submission",
            ),
        ),
        migrations.AddField(
            model_name="reportsdone",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="reportsdone",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cooperatives.administrativeunit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="returnopening",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="returnopening",
            name="step",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="opening",
                to="cooperatives.returnstep",
                verbose_name="submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsdone",
            constraint=models.UniqueConstraint(
                fields=("unit", "year"),
                name="reports_are_done_once",
                violation_error_message="This unit has said already that they are done.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsdone",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__range", (1945, 2200))),
                name="reports_done_year_is_plausible",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_what_was_taken_back),
    ]
