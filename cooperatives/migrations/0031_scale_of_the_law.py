"""The scale of the law of 2020, by which all scores up to 2024 were rated, becomes a row."""

from django.db import migrations
from django.utils import timezone

SCALE = {
    "from_year": None,
    "to_year": 2024,
    "good": 80,
    "fair": 65,
    "average": 50,
    "source": "Thông tư 01/2020/TT-BKHĐT",
}


def enter_it(apps, _schema_editor):
    """With its version, as every record has one."""
    row = apps.get_model("cooperatives", "RatingScale").objects.create(**SCALE)
    apps.get_model("cooperatives", "HistoricalRatingScale").objects.create(
        id=row.pk, **SCALE, history_date=timezone.now(), history_type="+", way="command"
    )


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0030_rating_scales")]

    operations = [migrations.RunPython(enter_it, migrations.RunPython.noop)]
