"""Indicators that are rows: an admin enters what else a plan aims at (design 1.3a)."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from cooperatives.catalogue.ratings import Rating
from cooperatives.models.entered import CODE, Entered, in_order

from ..indicators import ENTERED, Declaration, Rule, entries
from ..indicators.catalogue import Entry
from ..indicators.declared import COLUMNS
from ..indicators.rules import Broken, change_problems, declaration_problems


class EnteredIndicator(Entered):
    """An indicator of the catalogue that somebody entered: its columns are those of `Declaration`.

    threshold: in the figure's own unit, VND for money. source: the paper that it is from.
    """

    CATALOGUE = ENTERED

    code = models.CharField(
        gettext_lazy("code"),
        max_length=40,
        unique=True,
        validators=[CODE],
        error_messages={"unique": gettext_lazy("There is an indicator with this code already.")},
    )
    name_vi = models.CharField(gettext_lazy("name in Vietnamese"), max_length=200)
    name_en = models.CharField(gettext_lazy("name in English"), max_length=200, blank=True)
    rule = models.CharField(gettext_lazy("rule"), max_length=13, choices=Rule)
    of = models.CharField(
        gettext_lazy("made of"),
        max_length=200,
        help_text=gettext_lazy(
            "The code of a figure, or several joined by +; for quotients, growth and narrowed"
            " indicators that of an indicator."
        ),
    )
    per = models.CharField(
        gettext_lazy("weighed or divided by"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("For weighted means, ratios and quotients."),
    )
    threshold = models.DecimalField(
        gettext_lazy("threshold"),
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=gettext_lazy("Money in VND; of what grows through the year a whole year's."),
    )
    base_year = models.IntegerField(
        gettext_lazy("base year"),
        null=True,
        blank=True,
        help_text=gettext_lazy("What growth is held against; blank for the year before."),
    )
    sector = models.CharField(
        gettext_lazy("sectors"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("One or several, joined by commas; blank for all."),
    )
    among = models.CharField(
        gettext_lazy("among"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy(
            "Ratings, joined by commas, or a figure of yes or no: only those count."
        ),
    )
    only_new = models.BooleanField(
        gettext_lazy("only new ones"),
        default=False,
        help_text=gettext_lazy("Only what was founded in the year."),
    )
    per_month = models.BooleanField(
        gettext_lazy("a month's"),
        default=False,
        help_text=gettext_lazy("Divided by the months of the year so far."),
    )
    unit_vi = models.CharField(
        gettext_lazy("counted in (Vietnamese)"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("“%” gives per cent. Money is shown in million VND."),
    )
    unit_en = models.CharField(gettext_lazy("counted in (English)"), max_length=40, blank=True)
    source = models.CharField(gettext_lazy("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = gettext_lazy("indicator")
        verbose_name_plural = gettext_lazy("indicators")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name_vi="") & ~Q(of=""),
                name="indicator_is_named",
                violation_error_message=gettext_lazy(
                    "An indicator needs a code, a name and what it is made of."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rule__in=Rule.values),
                name="indicator_rule_is_known",
                violation_error_message=gettext_lazy("This rule is not known."),
            ),
            models.CheckConstraint(
                condition=~Q(per="") | ~Q(rule__in=[one.value for one in Rule if one.needs_per]),
                name="indicator_has_what_divides_it",
                violation_error_message=gettext_lazy(
                    "This rule needs what is weighed or divided by."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(threshold__isnull=False)
                    & Q(rule__in=[one.value for one in Rule if one.needs_threshold])
                )
                | (
                    Q(threshold__isnull=True)
                    & ~Q(rule__in=[one.value for one in Rule if one.needs_threshold])
                ),
                name="indicator_has_threshold_if_its_rule_does",
                violation_error_message=gettext_lazy(
                    "Shares above and below have a threshold, other rules have none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(base_year__isnull=True) | Q(base_year__range=(1945, 2200)),
                name="indicator_base_year_is_plausible",
                violation_error_message=gettext_lazy("A year lies between 1945 and 2200."),
            ),
        ]

    def derive(self) -> None:
        """Codes that are joined stand close, ratings in their order."""
        super().derive()
        for name in ("of", "per"):
            joined = getattr(self, name).split("+")
            setattr(self, name, "+".join(part.strip() for part in joined if part.strip()))
        self.among = in_order(self.among, Rating.values)

    @property
    def declaration(self) -> Declaration:
        """What it says, by itself."""
        return Declaration(**{name: getattr(self, name) for name in COLUMNS})

    # --- Its rules ------------------------------------------------------------------------------

    def own_rules(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        """What it breaks beside the figures and the other indicators that there are, and what
        changes of it that others rest on.
        """
        others = [
            entry.declared
            for entry in ENTERED.rows()
            if entry.declared.code != self.code and (self.pk is None or entry.key != self.pk)
        ]
        yield from declaration_problems(self.declaration, others)
        yield from self._changes()

    def _changes(self) -> Iterator[Broken]:
        stored = next((entry for entry in ENTERED.rows() if entry.key == self.pk), None)
        if stored is None or stored.declared == self.declaration:
            return
        if self.is_used(stored.declared.code):
            yield from change_problems(stored.declared, self.declaration)

    @staticmethod
    def is_used(code: str) -> bool:
        """Whether a target, an official figure or another indicator names a code, or figures of
        it were published.
        """
        from .baselines import BaselineFigure  # noqa: PLC0415  (they name indicators)
        from .editions import Edition  # noqa: PLC0415
        from .movements import Movement  # noqa: PLC0415
        from .plans import Target  # noqa: PLC0415

        return (
            any(code in entry.declared.others for entry in ENTERED.rows())
            or Target.objects.filter(indicator=code).exists()
            or BaselineFigure.objects.filter(indicator=code).exists()
            or Movement.objects.filter(indicator=code).exists()
            or Edition.objects.filter(content__contains=f'"code":"{code}"').exists()
        )

    def clean(self) -> None:
        """Each broken rule is told at its own column."""
        broken: dict[str, list[ValidationError]] = {}
        for (column, *_others), error in self.own_rules():
            broken.setdefault(column, []).append(error)
        if broken:
            raise ValidationError(broken)


def read_entered_indicators() -> list[Entry]:
    """All entered indicators, by code, in one statement."""
    return entries({row.pk: row.declaration for row in EnteredIndicator.objects.order_by("code")})
