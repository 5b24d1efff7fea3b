"""What was told whom becomes a matter of this app. Its table stays as and where it is: this only
says that it is ours, and `targets` 0004 that it is theirs no more.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0008_closed_years_are_reporting_years")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SentReminder",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.IntegerField()),
                        ("quarter", models.IntegerField()),
                        ("kind", models.CharField(choices=[("due", "due"), ("sent_back", "sent back"), ("waiting", "waiting for approval"), ("late", "overdue")], max_length=9)),
                        ("occasion", models.DateTimeField()),
                        ("begun_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("unit", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cooperatives.administrativeunit")),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "verbose_name": "sent reminder",
                        "verbose_name_plural": "sent reminders",
                        "db_table": "targets_sentreminder",
                        "indexes": [models.Index(fields=["occasion"], name="reminder_by_occasion")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "unit", "year", "quarter", "kind", "occasion"),
                                name="nothing_is_told_twice",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
