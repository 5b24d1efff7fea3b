"""By what the rows of sheets are sorted is kept for each person: by name, as they all were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0010_sheet_mapping_and_tidy_names")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="row_order",
            field=models.CharField(choices=[("name", "name"), ("commune", "commune"), ("sector", "sector"), ("number", "registration number")], default="name", editable=False, max_length=8),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(condition=models.Q(("row_order__in", ["name", "commune", "sector", "number"])), name="row_order_is_known"),
        ),
    ]
