"""The group that a cooperative was, the legal status and the notices of a suspension, and for which
side a remark speaks: for the district where its author was staff of one when it was written.
"""

import django.db.models.deletion
from django.db import migrations, models

CHUNK = 500


def tell_sides(apps, schema_editor):
    """Remarks by who was district staff then; all others stay the province's."""
    remarks = apps.get_model("cooperatives", "Remark").objects
    versions = apps.get_model("cooperatives", "HistoricalRemark").objects
    role_then = roles_in(apps.get_model("cooperatives", "HistoricalUser").objects)
    of_districts = [
        pk
        for pk, by, at in remarks.order_by("pk").values_list("pk", "by", "at")
        if role_then(by, at) == "district_staff"
    ]
    for start in range(0, len(of_districts), CHUNK):
        keys = of_districts[start : start + CHUNK]
        remarks.filter(pk__in=keys).update(side="district")
        versions.filter(id__in=keys).update(side="district")


def roles_in(versions):
    """Tells the role of an account at a moment: as it was then, before all that is kept as it was
    first, None where nothing is kept.
    """
    known = {}
    in_order = versions.order_by("history_date", "history_id")
    for pk, at, role in in_order.values_list("id", "history_date", "role"):
        known.setdefault(pk, []).append((at, role))

    def role_then(pk, moment):
        roles = known.get(pk, [])
        by_then = [role for at, role in roles if at <= moment]
        return (by_then or [role for _at, role in roles[:1]] or [None])[-1]

    return role_then


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0009_sent_reminder'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalorganisation',
            name='predecessor',
            field=models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'kind': 'group'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cooperatives.organisation', verbose_name='the group that it was'),
        ),
        migrations.AddField(
            model_name='historicalremark',
            name='in_answer_to',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cooperatives.remark', verbose_name='in answer to'),
        ),
        migrations.AddField(
            model_name='historicalremark',
            name='side',
            field=models.CharField(choices=[('officer', 'who approves'), ('district', 'who reports')], default='officer', max_length=8, verbose_name='side'),
        ),
        migrations.AddField(
            model_name='historicalsuspension',
            name='legal_status',
            field=models.CharField(choices=[('by_notice', 'business suspended'), ('not_at_address', 'not working at the registered address'), ('tax_revoked', 'revoked in enforcement of tax administration'), ('winding_up', 'being dissolved, divided, consolidated or merged'), ('insolvent', 'in insolvency proceedings')], default='by_notice', max_length=14, verbose_name='legal status'),
        ),
        migrations.AddField(
            model_name='historicalsuspension',
            name='renewed_on',
            field=models.DateField(blank=True, help_text='Where a new notice of suspension followed the first one.', null=True, verbose_name='newest notice holds from'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='predecessor',
            field=models.OneToOneField(blank=True, limit_choices_to={'kind': 'group'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='cooperatives.organisation', verbose_name='the group that it was'),
        ),
        migrations.AddField(
            model_name='remark',
            name='in_answer_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cooperatives.remark', verbose_name='in answer to'),
        ),
        migrations.AddField(
            model_name='remark',
            name='side',
            field=models.CharField(choices=[('officer', 'who approves'), ('district', 'who reports')], default='officer', max_length=8, verbose_name='side'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='legal_status',
            field=models.CharField(choices=[('by_notice', 'business suspended'), ('not_at_address', 'not working at the registered address'), ('tax_revoked', 'revoked in enforcement of tax administration'), ('winding_up', 'being dissolved, divided, consolidated or merged'), ('insolvent', 'in insolvency proceedings')], default='by_notice', max_length=14, verbose_name='legal status'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='renewed_on',
            field=models.DateField(blank=True, help_text='Where a new notice of suspension followed the first one.', null=True, verbose_name='newest notice holds from'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'cooperative'), ('predecessor__isnull', True), _connector='OR'), name='only_cooperatives_were_groups', violation_error_message='Only a cooperative can have been a group before.'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['officer', 'district'])), name='remark_side_is_known'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('in_answer_to__isnull', True), ('is_settled', False), _connector='OR'), name='an_answer_is_not_settled_by_itself', violation_error_message='An answer is settled with what it answers.'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('legal_status__in', ['by_notice', 'not_at_address', 'tax_revoked', 'winding_up', 'insolvent'])), name='legal_status_is_known', violation_error_message='This legal status is not known.'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('renewed_on__isnull', True), ('renewed_on__gt', models.F('valid_from')), _connector='OR'), name='renewed_after_suspension_began', violation_error_message='A new notice holds from after the first day of not working.'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('renewed_on__isnull', True), ('valid_to__isnull', True), ('renewed_on__lt', models.F('valid_to')), _connector='OR'), name='renewed_before_suspension_ended', violation_error_message='A new notice holds from before the day of working again.'),
        ),
        migrations.RunPython(tell_sides, migrations.RunPython.noop),
    ]
