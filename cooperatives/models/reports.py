"""The seven figures that a cooperative reports, and its report for a year with its rating."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import MAX_PERSONS, MAX_VND, MAX_VND_PER_MEMBER, PERSON_FIGURES
from ..catalogue.ratings import Rating, rating_of
from .base import Record, RecordQuerySet
from .organisations import Kind, Organisation


def _figure(kind: type[models.Field], label, low: int, high: int, **options) -> models.Field:
    validators = [MinValueValidator(low), MaxValueValidator(high)]
    return kind(label, null=True, blank=True, validators=validators, **options)


def _within(field: str, low: int, high: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (low, high)}),
        name=f"%(class)s_{field}_in_range",
        violation_error_message=_("This figure lies outside the possible range."),
    )


class Figures(Record):
    """The seven figures, NULL where not reported. Money in whole VND, people in persons."""

    revenue = _figure(models.BigIntegerField, _("revenue"), 0, MAX_VND)
    profit = _figure(
        models.BigIntegerField, _("profit"), -MAX_VND, MAX_VND, help_text=_("May be negative.")
    )
    average_member_income = _figure(
        models.BigIntegerField, _("average income per member"), 0, MAX_VND_PER_MEMBER
    )
    member_count = _figure(models.IntegerField, _("members"), 0, MAX_PERSONS)
    managers_total = _figure(models.IntegerField, _("managers in total"), 0, MAX_PERSONS)
    managers_higher_education = _figure(
        models.IntegerField, _("managers with college or university training"), 0, MAX_PERSONS
    )
    managers_vocational = _figure(
        models.IntegerField, _("managers with primary or intermediate training"), 0, MAX_PERSONS
    )
    extra = models.JSONField(
        _("figures of entered indicators"), default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            _within("revenue", 0, MAX_VND),
            _within("profit", -MAX_VND, MAX_VND),
            _within("average_member_income", 0, MAX_VND_PER_MEMBER),
            *(_within(field, 0, MAX_PERSONS) for field in PERSON_FIGURES),
            # What is not reported is at least none; without a total it is NULL, and passes.
            models.CheckConstraint(
                condition=Q(
                    managers_total__gte=Coalesce("managers_higher_education", 0)
                    + Coalesce("managers_vocational", 0)
                ),
                name="%(class)s_trained_managers_within_total",
                violation_error_message=_(
                    "There are more trained managers than managers in total: correct one of them."
                ),
            ),
        ]


class YearlyReportQuerySet(RecordQuerySet):
    def in_scope_of(self, user, day):
        """Reports of cooperatives placed on a day within the user's scope."""
        if user.reaches_everything:
            return self
        return self.filter(cooperative__in=Organisation.objects.in_scope_of(user, day).order_by())


class YearlyReport(Figures):
    """One cooperative's report for one year. Only a final one counts as evidence."""

    NAMED_BY = ("year",)
    DERIVED_FROM = ("score",)
    DERIVED = ("rating",)

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        FINAL = "final", _("final")

    cooperative = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="yearly_reports",
        limit_choices_to={"kind": Kind.COOPERATIVE},
        verbose_name=_("cooperative"),
    )
    year = models.IntegerField(_("year"))
    rating = models.CharField(
        _("rating"),
        max_length=8,
        choices=Rating,
        blank=True,
        help_text=_("Blank means not rated. A score alone gives the rating."),
    )
    score = models.DecimalField(
        _("score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.DRAFT)

    objects = YearlyReportQuerySet.as_manager()

    class Meta(Figures.Meta):
        abstract = False
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ["-year", "cooperative"]
        constraints = [
            *Figures.Meta.constraints,
            models.UniqueConstraint(
                fields=["cooperative", "year"],
                name="one_yearly_report_a_year",
                violation_error_message=_("This cooperative already has a report for that year."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | Q(rating=Rating.GOOD, score__gte=80, score__lte=100)
                | Q(rating=Rating.FAIR, score__gte=65, score__lt=80)
                | Q(rating=Rating.AVERAGE, score__gte=50, score__lt=65)
                | Q(rating=Rating.WEAK, score__gte=0, score__lt=50),
                name="rating_agrees_with_score",
                violation_error_message=_(
                    "Rating and score disagree: good from 80, fair from 65, average from 50 points."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rating__in=["", *Rating.values]), name="rating_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "final"]), name="yearly_report_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="yearly_report_year_is_plausible"
            ),
        ]
        indexes = [models.Index(fields=["year", "state"], name="yearly_report_by_year")]

    def __str__(self) -> str:
        return f"{self.cooperative}, {self.year}"

    def derive(self) -> None:
        super().derive()
        if self.score is not None and not self.rating:
            self.rating = rating_of(Decimal(self.score))
