"""An answer to a warning holds for all the values that the warning was about."""

from django.db import migrations, models

ALONE_BESIDE = {
    "income_without_members": "member_count",
    "profit_above_revenue": "revenue",
    "no_activity": "note",
}
"""The second field that a rule looks at; the others compare one field with the last quarter's."""


def fill(apps, schema_editor):
    """Tell from history which values stood beside those that were answered for.

    Where it does not tell, the answer holds for none, and the warning asks again.
    """
    for name in ("WarningAnswer", "HistoricalWarningAnswer"):
        model = apps.get_model("cooperatives", name)
        for answer in list(model.objects.filter(beside="")):
            found = _beside(apps.get_model("cooperatives", "HistoricalQuarterlyFigures"), answer)
            model.objects.filter(pk=answer.pk).update(beside=found)


def _beside(versions, answer):
    rule, _colon, compared = answer.rule.partition(":")
    then = versions.objects.filter(history_date__lte=answer.at).order_by(
        "-history_date", "-history_id"
    )
    row = then.filter(id=answer.figures_id).first()
    if row is None:
        return ""
    if rule in ALONE_BESIDE:
        value = getattr(row, ALONE_BESIDE[rule])
    elif compared:
        year, quarter = (row.year, row.quarter - 1) if row.quarter > 1 else (row.year - 1, 4)
        last = then.filter(cooperative_id=row.cooperative_id, year=year, quarter=quarter).first()
        is_there = last is not None and last.history_type != "-"
        value = getattr(last, compared, None) if is_there else None
    else:
        return ""
    return "–" if value in (None, "") else str(value)


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0003_api_token")]

    operations = [
        migrations.AddField(
            model_name="warninganswer",
            name="beside",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=100,
                verbose_name="other values answered for",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalwarninganswer",
            name="beside",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=100,
                verbose_name="other values answered for",
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(
            model_name="warninganswer",
            name="one_answer_for_a_value",
        ),
        migrations.AddConstraint(
            model_name="warninganswer",
            constraint=models.UniqueConstraint(
                fields=("figures", "rule", "value", "beside"),
                name="one_answer_for_values",
                violation_error_message="This warning already has an answer.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
