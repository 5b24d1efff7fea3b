"""The figures that a cooperative reports, and its report for a year with its rating.

Whether a row has all figures, and a yearly report all that is asked for, is asked of querysets and
of records: `has_all_figures` and `Figures.has_all_figures`, `is_complete` and
`YearlyReport.is_complete` say the same.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import (
    BUILT_IN,
    MANAGERS_TOTAL,
    MANAGERS_TRAINED,
    Figure,
    asked_of,
    figure_named,
    figures,
)
from ..catalogue.ratings import MOST_POINTS, Ground, Rating, Scale, scale_of
from ..ground.printing import number_text
from .base import Record, RecordQuerySet
from .organisations import Kind, Organisation
from .units import AdministrativeUnit

OUT_OF_LIMITS = _("This figure lies outside the possible range.")


class _Limit:
    """One limit of a figure, told in the unit in which people write it. Migrations know it as the
    validator of Django's that it is: they need no words.
    """

    def __init__(self, figure: Figure, of: type[BaseValidator], limit: int) -> None:
        self.figure, self.checked = figure, of(limit)

    def __call__(self, value: int) -> None:
        try:
            self.checked(value)
        except ValidationError as error:
            raise ValidationError(self.figure.outside(value), code=error.code) from None

    def deconstruct(self) -> tuple:
        return self.checked.deconstruct()


def _field_of(figure: Figure) -> models.Field:
    kind = models.BigIntegerField if figure.is_money else models.IntegerField
    low, high = figure.limits
    return kind(
        figure.name,
        null=True,
        blank=True,
        validators=[
            _Limit(figure, MinValueValidator, low),
            _Limit(figure, MaxValueValidator, high),
        ],
        help_text=figure.help_text,
    )


def _within_limits(figure: Figure) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{figure.code}__isnull": True})
        | Q(**{f"{figure.code}__range": figure.limits}),
        name=f"%(class)s_{figure.code}_in_range",
        violation_error_message=OUT_OF_LIMITS,
    )


class Figures(Record):
    """What is reported in a row, NULL where it is not: the figures of the catalogue.

    Those with columns of their own are added below; the others stand in `extra` by their codes.
    """

    extra = models.JSONField(
        _("figures of entered indicators"), default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            *map(_within_limits, BUILT_IN),
            # What is not reported is at least none; without a total it is NULL, and passes.
            models.CheckConstraint(
                condition=Q(
                    **{
                        f"{MANAGERS_TOTAL.code}__gte": reduce(
                            add, (Coalesce(trained.code, 0) for trained in MANAGERS_TRAINED)
                        )
                    }
                ),
                name="%(class)s_trained_managers_within_total",
                violation_error_message=_(
                    "There are more trained managers than managers in total: correct one of them."
                ),
            ),
        ]

    def has_all_figures(self, sector: str) -> bool:
        """Whether every figure is given that a cooperative of the sector is asked for."""
        return all(figure.read(self) is not None for figure in asked_of(sector, self.year))

    def own_rules(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        """The limits of figures without a column, which no constraint keeps, and that they are
        whole: a fixture may bring anything.
        """
        for figure in figures():
            value = None if figure.has_column else figure.read(self)
            if value is None:
                continue
            if type(value) is not int:
                yield (figure.code,), ValidationError(OUT_OF_LIMITS, code="out_of_limits")
            elif not figure.limits[0] <= value <= figure.limits[1]:
                message = figure.outside(value)
                yield (figure.code,), ValidationError(message, code="out_of_limits")


for _built_in in BUILT_IN:
    Figures.add_to_class(_built_in.code, _field_of(_built_in))


def has_all_figures(year: int) -> Q:
    """The condition that a row of a year has every figure that its cooperative is asked for."""
    of_all = [figure for figure in figures(year) if not figure.sectors]
    found = Q(**{f"{lookup_of(figure)}__isnull": False for figure in of_all})
    for figure in figures(year):
        if figure.sectors:
            found &= Q(**{f"{lookup_of(figure)}__isnull": False}) | ~Q(
                cooperative__sector__in=figure.sectors
            )
    return found


def lookup_of(figure: Figure) -> str:
    """The name by which querysets know a figure."""
    return figure.code if figure.has_column else f"extra__{figure.code}"


def names_of_columns() -> set[str]:
    """What an entered figure cannot be called: rows of figures, or files of them, have it."""
    return {"note", "quarter", "registration_number"} | set(dir(YearlyReport))


def sql_of(figure: Figure, table: str) -> str:
    """A figure in SQL, alike on SQLite and PostgreSQL. table: the alias of a table of figures."""
    if figure.has_column:
        return f"{table}.{figure.code}"
    return f"CAST({table}.extra ->> '{figure.code}' AS bigint)"


def founded_too_late(founded_on: date, year: int) -> bool:
    """Whether a cooperative is too young to be rated for a year: founded in it or later."""
    return founded_on >= date(year, 1, 1)


def founded_too_late_sql(year: int) -> str:
    """`founded_too_late` in SQL, where `founded_on` is a column."""
    return f"founded_on >= '{year}-01-01'"


def is_complete(year: int) -> Q:
    """The condition that a yearly report of a year has all figures and a rating. It needs none once
    it is final (the cooperative is then declared not rated), nor where that was founded too late.
    """
    return has_all_figures(year) & (
        ~Q(rating="")
        | Q(state=YearlyReport.State.FINAL)
        | Q(cooperative__founded_on__year__gte=F("year"))
    )


class YearlyReportQuerySet(RecordQuerySet):
    def in_scope_of(self, user, day):
        """Reports of cooperatives placed on a day within the user's scope."""
        if user.reaches_everything:
            return self
        return self.filter(cooperative__in=Organisation.objects.in_scope_of(user, day).order_by())


class YearlyReport(Figures):
    """One cooperative's report for one year. Only a final one counts as evidence.

    follows: the codes of figures that were taken from the quarters, and in which nobody has typed
    since. A draft stores no value for them: whoever reads it asks the quarters
    (`figures.following`). A final report holds what they gave when it was made final; made a draft
    again, it follows them again.
    """

    NAMED_BY = ("year",)
    DERIVED_FROM = ("score", "ground")
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
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(MOST_POINTS))],
    )
    ground = models.CharField(
        _("why it is weak whatever its score"),
        max_length=5,
        choices=Ground,
        blank=True,
        help_text=_("With such a ground it is rated weak. Blank where the score alone decides."),
    )
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.DRAFT)
    follows = models.JSONField(
        _("figures that follow the quarters"), default=list, blank=True, editable=False
    )

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
                condition=Q(score__isnull=True) | Q(score__range=(0, MOST_POINTS)),
                name="score_is_in_range",
                violation_error_message=_("A score lies between 0 and 100 points."),
            ),
            models.CheckConstraint(
                condition=Q(ground="") | Q(rating=Rating.WEAK),
                name="only_the_weak_have_a_ground",
                violation_error_message=_(
                    "A cooperative with such a ground is rated weak: take the ground away first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ground__in=["", *Ground.values]), name="rating_ground_is_known"
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

    @property
    def following(self) -> list[str]:
        """The codes of figures for which the quarters are asked: of a draft those in `follows`."""
        return self.follows if self.state == self.State.DRAFT else []

    @property
    def only_follows(self) -> bool:
        """Whether all that there is in it follows the quarters: nobody has given anything."""
        others = (figure for figure in figures() if figure.code not in self.following)
        is_given = self.rating or any(figure.read(self) is not None for figure in others)
        return bool(self.following) and not is_given

    @property
    def has_all(self) -> bool:
        """Whether every figure has a value, typed or not, and, where it needs one, a rating."""
        needs_none = self.state == self.State.FINAL or founded_too_late(
            self.cooperative.founded_on, self.year
        )
        return self.has_all_figures(self.cooperative.sector) and bool(self.rating or needs_none)

    @property
    def is_complete(self) -> bool:
        """Whether all that is asked for is given: what follows the quarters is given by nobody."""
        return self.has_all and not self.following

    def own_rules(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        yield from super().own_rules()
        known = isinstance(self.follows, list) and all(map(figure_named, self.follows))
        if not known:
            message = _("What follows the quarters is a list of figures.")
            yield ("follows",), ValidationError(message, code="no_such_figure")
        score = None if self.score is None else Decimal(self.score)
        scale = None if score is None else scale_of(self.year)
        if scale is None or not 0 <= score <= MOST_POINTS:
            return
        if not scale.agrees(score, self.rating, self.ground):
            yield ("score", "rating"), ValidationError(disagreement(scale), code="disagrees")

    def derive(self) -> None:
        super().derive()
        for code in self.following:
            if figure := figure_named(code):
                figure.write(self, None)
        if self.rating:
            return
        score = None if self.score is None else Decimal(self.score)
        scale = None if score is None else scale_of(self.year)
        if self.ground:
            self.rating = Rating.WEAK
        elif scale and 0 <= score <= MOST_POINTS:
            self.rating = scale.rating_of(score)


def disagreement(scale: Scale) -> str:
    """That a rating is not the one that its score gives, and by what that is given."""
    text = gettext(
        "Rating and score disagree: good from %(good)s, fair from %(fair)s, average from"
        " %(average)s points (%(source)s)."
    )
    floors = {rating.value: number_text(floor, 2) for rating, floor in scale.floors.items()}
    return text % (floors | {"source": scale.source})


class ReportsDone(Record):
    """A unit's word that its yearly reports of a year are done, until it is taken back.

    Only then does what follows the quarters count as given.
    """

    NAMED_BY = ("year",)

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    year = models.IntegerField(_("year"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("word that yearly reports are done")
        verbose_name_plural = _("words that yearly reports are done")
        ordering = ["-year", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="reports_are_done_once",
                violation_error_message=_("This unit has said already that they are done."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="reports_done_year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year}"
