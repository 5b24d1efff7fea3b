"""Scales by which scores give ratings are rows; a rating may have a ground of its own."""

import cooperatives.history
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0020_entered_figure'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalRatingScale',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('way', models.CharField(choices=[('form', 'form'), ('grid', 'grid'), ('import', 'import'), ('admin', 'admin site'), ('fixture', 'fixture'), ('command', 'command')], default=cooperatives.history.current_way, editable=False, max_length=8, verbose_name='way')),
                ('from_year', models.IntegerField(blank=True, null=True, verbose_name='from the year')),
                ('to_year', models.IntegerField(blank=True, null=True, verbose_name='to the year')),
                ('good', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='good from')),
                ('fair', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='fair from')),
                ('average', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='average from')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical rating scale',
                'verbose_name_plural': 'historical rating scales',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RatingScale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_year', models.IntegerField(blank=True, null=True, verbose_name='from the year')),
                ('to_year', models.IntegerField(blank=True, null=True, verbose_name='to the year')),
                ('good', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='good from')),
                ('fair', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='fair from')),
                ('average', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='average from')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'rating scale',
                'verbose_name_plural': 'rating scales',
                'ordering': [models.OrderBy(models.F('from_year'), nulls_first=True), 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='yearlyreport',
            name='rating_agrees_with_score',
        ),
        migrations.AddField(
            model_name='historicalyearlyreport',
            name='ground',
            field=models.CharField(blank=True, choices=[('fined', 'fined in the year')], help_text='With such a ground it is rated weak. Blank where the score alone decides.', max_length=5, verbose_name='why it is weak whatever its score'),
        ),
        migrations.AddField(
            model_name='yearlyreport',
            name='ground',
            field=models.CharField(blank=True, choices=[('fined', 'fined in the year')], help_text='With such a ground it is rated weak. Blank where the score alone decides.', max_length=5, verbose_name='why it is weak whatever its score'),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score__isnull", True), ("score__range", (0, 100)), _connector="OR"
                ),
                name="score_is_in_range",
                violation_error_message="A score lies between 0 and 100 points.",
            ),
        ),
        migrations.AddConstraint(
            model_name='yearlyreport',
            constraint=models.CheckConstraint(condition=models.Q(('ground', ''), ('rating', 'weak'), _connector='OR'), name='only_the_weak_have_a_ground', violation_error_message='A cooperative with such a ground is rated weak: take the ground away first.'),
        ),
        migrations.AddConstraint(
            model_name='yearlyreport',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['', 'fined'])), name='rating_ground_is_known'),
        ),
        migrations.AddField(
            model_name='historicalratingscale',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='ratingscale',
            constraint=models.CheckConstraint(condition=models.Q(('average__gt', 0), ('fair__gt', models.F('average')), ('good__gt', models.F('fair')), ('good__lte', 100)), name='rating_floors_fall', violation_error_message='The scores fall from good over fair to average, and all lie above 0 and up to 100.'),
        ),
        migrations.AddConstraint(
            model_name='ratingscale',
            constraint=models.CheckConstraint(condition=models.Q(('to_year__gte', models.F('from_year'))), name='rating_scale_ends_after_it_begins', violation_error_message='Its last year cannot be before its first.'),
        ),
        migrations.AddConstraint(
            model_name='ratingscale',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_year__isnull', True), ('from_year__range', (1945, 2200)), _connector='OR'), models.Q(('to_year__isnull', True), ('to_year__range', (1945, 2200)), _connector='OR')), name='rating_scale_years_are_plausible', violation_error_message='A year lies between 1945 and 2200.'),
        ),
        migrations.AddConstraint(
            model_name='ratingscale',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='rating_scale_has_a_source', violation_error_message='Say by what law or decision the scale holds.'),
        ),
    ]
