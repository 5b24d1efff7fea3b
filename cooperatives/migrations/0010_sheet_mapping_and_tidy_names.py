"""Sheets' columns are remembered; names with look-alikes of Đ or with what is invisible are tidied,
as they are from now on when they come in: their keys for sorting and searching would differ else.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from cooperatives.ground.vietnamese import LONGEST_KEY, fold, sort_key, tidy


def tidy_names(apps, schema_editor):
    organisations = apps.get_model("cooperatives", "Organisation")
    versions = apps.get_model("cooperatives", "HistoricalOrganisation")
    for one in organisations.objects.order_by("pk").iterator(chunk_size=2000):
        name, number = tidy(one.name), tidy(one.registration_number)
        if (name, number) == (one.name, one.registration_number):
            continue
        others = organisations.objects.filter(kind=one.kind).exclude(pk=one.pk)
        if number and others.filter(registration_number=number).exists():
            number = one.registration_number  # two bear it: somebody has to look at them
        one.name, one.registration_number = name, number
        one.name_key = sort_key(name)[:LONGEST_KEY]
        one.search_key = fold(f"{name} {number}")
        one.save()
        kept = {field.attname for field in versions._meta.concrete_fields}
        values = {
            field.attname: getattr(one, field.attname)
            for field in organisations._meta.concrete_fields
            if field.attname in kept
        }
        versions.objects.create(
            **values, history_date=timezone.now(), history_type="~", way="command"
        )


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0009_sent_reminder")]

    operations = [
        migrations.CreateModel(
            name="SheetMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("uses", models.JSONField(default=dict)),
                ("said_at", models.DateTimeField(auto_now=True)),
                ("unit", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cooperatives.administrativeunit")),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "mapping of a sheet",
                "verbose_name_plural": "mappings of sheets",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("unit__isnull", False), ("user", None)), models.Q(("unit", None), ("user__isnull", False)), _connector="OR"), name="mapping_of_a_person_or_a_unit"),
                    models.UniqueConstraint(fields=("user", "digest"), name="one_mapping_for_a_person"),
                    models.UniqueConstraint(fields=("unit", "digest"), name="one_mapping_for_a_unit"),
                ],
            },
        ),
        migrations.RunPython(tidy_names, migrations.RunPython.noop),
    ]
