"""Submissions of before openings were kept count as opened: an officer may have seen them long ago."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def open_older(apps, _schema_editor):
    """Whoever opened them is not known. What is submitted from now on is opened by somebody."""
    steps = apps.get_model("cooperatives", "ReturnStep").objects
    openings = apps.get_model("cooperatives", "ReturnOpening").objects
    waiting = steps.filter(step="submit", quarterly_return__state="submitted", opening=None)
    openings.bulk_create(
        openings.model(step=step, by=None, at=step.at)
        for step in waiting.filter(taken_back_by=None).order_by("at", "pk")
    )


def forget_them(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # Else the table could not be altered in this transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    apps.get_model("cooperatives", "ReturnOpening").objects.filter(by=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cooperatives", "0016_contacts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="returnopening",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.RunPython(open_older, forget_them),
    ]
