"""What was told whom is a matter of `cooperatives` (its 0009), whose the table is from now on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cooperatives", "0009_sent_reminder"),
        ("targets", "0003_adjusting_plans"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="SentReminder")]
        ),
    ]
