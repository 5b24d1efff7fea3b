"""Figures that are rows: an admin enters what else is reported, and it is asked for everywhere."""

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ..catalogue.figures import (
    ALWAYS_LEVELS,
    ENTERED,
    LIMITS,
    MILLIONTHS,
    Figure,
    Nature,
    Quantity,
    Reporter,
    all_figures,
    is_spoken_for,
)
from ..ground.money import MILLION
from ..ground.vietnamese import fold
from ..ground.wording import in_all_languages
from .entered import CODE, Entered, parts
from .kinds import Sector

MEASURES = {
    Quantity.MONEY.value: gettext_lazy("amount of money"),
    Quantity.PERSONS.value: gettext_lazy("number of persons"),
    Quantity.NUMBER.value: gettext_lazy("number, up to 6 decimals"),
    Quantity.PERCENT.value: gettext_lazy("per cent"),
    Quantity.YES_NO.value: gettext_lazy("yes or no"),
}
NATURES = {
    Nature.FLOW.value: gettext_lazy("adds up over the quarters"),
    Nature.LEVEL.value: gettext_lazy("as it stands at the quarter's end"),
}
SPOKEN_FOR_BEGINNINGS = ("before_", "final_", "initial_")
"""With these begin names of our own that hold another's code."""
SPOKEN_FOR_ENDINGS = ("_million",)


class ReportedBy(models.TextChoices):
    """Who reports a figure."""

    COOPERATIVE = Reporter.COOPERATIVE.value, gettext_lazy("each cooperative")
    GROUP = Reporter.GROUP.value, gettext_lazy("the reporting unit: one sum of its groups")
    UNIT = Reporter.UNIT.value, gettext_lazy("the reporting unit: of itself as a whole")
    PLAN_UNIT = Reporter.PLAN_UNIT.value, gettext_lazy("the province")


class EnteredFigure(Entered):
    """A figure of the catalogue that somebody entered (design 1.3a).

    sector: the sectors that are asked for it, joined by ","; blank asks all. names: other names by
    which offices' sheets head it, joined by ";". from_year, to_year: the years for which it is
    asked, both included. meaning: what is to be counted, in a sentence; source: the paper that asks
    for it. lowest, highest: its limits in the unit in which people write it (million
    VND, persons, per cent); without them those of its measure hold.
    """

    CATALOGUE = ENTERED

    code = models.CharField(
        gettext_lazy("code"),
        max_length=30,
        unique=True,
        validators=[CODE],
        error_messages={"unique": gettext_lazy("There is a figure with this code already.")},
    )
    name_vi = models.CharField(gettext_lazy("name in Vietnamese"), max_length=120)
    name_en = models.CharField(gettext_lazy("name in English"), max_length=120, blank=True)
    meaning = models.CharField(gettext_lazy("meaning"), max_length=500, blank=True)
    source = models.CharField(gettext_lazy("source"), max_length=500, blank=True)
    measure = models.CharField(
        gettext_lazy("measured in"), max_length=7, choices=[*MEASURES.items()]
    )
    nature = models.CharField(gettext_lazy("nature"), max_length=5, choices=[*NATURES.items()])
    reported_by = models.CharField(
        gettext_lazy("reported by"),
        max_length=11,
        choices=ReportedBy,
        default=ReportedBy.COOPERATIVE,
    )
    sector = models.CharField(gettext_lazy("sectors"), max_length=100, blank=True)
    names = models.CharField(gettext_lazy("other names"), max_length=1000, blank=True)
    from_year = models.IntegerField(gettext_lazy("from the year"), null=True, blank=True)
    to_year = models.IntegerField(gettext_lazy("to the year"), null=True, blank=True)
    lowest = models.DecimalField(
        gettext_lazy("lowest value"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    highest = models.DecimalField(
        gettext_lazy("highest value"), max_digits=20, decimal_places=6, null=True, blank=True
    )

    code_stored = ""
    """The code under which it is stored, "" for a new one."""

    class Meta:
        verbose_name = gettext_lazy("figure")
        verbose_name_plural = gettext_lazy("figures")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name_vi=""),
                name="figure_has_code_and_name",
                violation_error_message=gettext_lazy("A figure needs a code and a name."),
            ),
            models.CheckConstraint(
                condition=Q(measure__in=list(MEASURES)), name="figure_measure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(nature__in=list(NATURES)), name="figure_nature_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reported_by__in=ReportedBy.values), name="figure_reporter_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=[one.value for one in ALWAYS_LEVELS])
                | Q(nature=Nature.LEVEL.value),
                name="figure_adds_up_only_as_amount",
                violation_error_message=gettext_lazy(
                    "Per cent and yes or no do not add up over the quarters: choose “as it stands "
                    "at the quarter's end”."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(from_year__isnull=True) | Q(from_year__range=(1945, 2200)))
                & (Q(to_year__isnull=True) | Q(to_year__range=(1945, 2200))),
                name="figure_years_are_plausible",
                violation_error_message=gettext_lazy("A year lies between 1945 and 2200."),
            ),
            models.CheckConstraint(
                condition=Q(to_year__gte=F("from_year")),
                name="figure_ends_after_it_begins",
                violation_error_message=gettext_lazy("Its last year cannot be before its first."),
            ),
            models.CheckConstraint(
                condition=Q(highest__gte=F("lowest")),
                name="figure_limits_in_order",
                violation_error_message=gettext_lazy(
                    "Its highest value cannot be below its lowest."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(measure=Quantity.YES_NO.value)
                | Q(lowest__isnull=True, highest__isnull=True),
                name="figure_answers_have_no_limits",
                violation_error_message=gettext_lazy("Yes or no has no lowest or highest value."),
            ),
            models.CheckConstraint(
                condition=Q(reported_by=Reporter.COOPERATIVE.value) | Q(sector=""),
                name="figure_of_units_has_no_sector",
                violation_error_message=gettext_lazy(
                    "Sectors are those of cooperatives: a figure that units report has none."
                ),
            ),
        ]

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row.code_stored = row.__dict__.get("code", "")
        return row

    def derive(self) -> None:
        """What is joined stands close."""
        super().derive()
        self.names = "; ".join(parts(self.names, ";"))

    # --- As a figure ----------------------------------------------------------------------------

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(parts(self.names, ";"))

    @property
    def all_names(self) -> set[str]:
        """All names under which it may stand in a file, folded."""
        return {fold(name) for name in (self.name_vi, self.name_en, *self.headings) if name}

    def figure(self) -> Figure:
        """The figure of the catalogue that it is; its names are in the language in force."""
        name = self.name
        measure = Quantity(self.measure)
        return Figure(
            self.code,
            name,
            name,
            measure,
            Nature(self.nature),
            limits=self._limits(),
            has_usual_range=measure is not Quantity.YES_NO
            and self.reported_by == Reporter.COOPERATIVE,
            headings=self.headings,
            sectors=self.sectors,
            from_year=self.from_year,
            to_year=self.to_year,
            reported_by=Reporter(self.reported_by),
            meaning=self.meaning,
            sources=tuple(filter(None, [self.source])),
            tells_limits=measure is Quantity.PERCENT or (self.lowest, self.highest) != (None, None),
        )

    def _limits(self) -> tuple[int, int]:
        scale = MILLION if self.measure in MILLIONTHS else 1
        widest = LIMITS[Quantity(self.measure)]
        given = self.lowest, self.highest
        return tuple(
            wide if limit is None else int(limit * scale)
            for limit, wide in zip(given, widest, strict=True)
        )

    # --- Its rules ------------------------------------------------------------------------------

    def own_rules(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        """What it breaks beside the codes, names and sectors that there are."""
        if is_taken(self.code):
            message = gettext_lazy("“%(code)s” means something else already: choose another code.")
            yield _broken("code", "spoken_for", message, code=self.code)
        for sector in self.sectors:
            if sector not in Sector.values:
                shown = {"sector": sector, "sectors": ", ".join(Sector.values)}
                message = gettext_lazy("There is no sector “%(sector)s”; there are: %(sectors)s.")
                yield _broken("sector", "no_such_sector", message, **shown)
        if self.measure in MEASURES:
            yield from self._broken_limits()
        yield from self._ambiguous_names()

    def _broken_limits(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        least, most = LIMITS[Quantity(self.measure)]
        scale = MILLION if self.measure in MILLIONTHS else 1
        for name in ("lowest", "highest"):
            limit = getattr(self, name)
            if limit is None:
                continue
            limit = Decimal(limit)
            if self.measure == Quantity.PERSONS and limit % 1:
                message = gettext_lazy("A number of persons is whole.")
                yield _broken(name, "not_whole", message)
            elif not least <= limit * scale <= most:
                message = gettext_lazy("What is measured so lies between %(least)s and %(most)s.")
                shown = {"least": least // scale, "most": most // scale}
                yield _broken(name, "out_of_limits", message, **shown)

    def _ambiguous_names(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        """A heading in a file means one figure, or it would have to be asked each time."""
        others = {
            fold(heading): one.name
            for one in all_figures()
            if one.code not in (self.code, self.code_stored)
            for heading in _names_of(one)
        }
        mine = {"name_vi": [self.name_vi], "name_en": [self.name_en], "names": self.headings}
        for field, headings in mine.items():
            for heading in headings:
                if (other := others.get(fold(heading))) is not None:
                    shown = {"heading": heading, "other": other}
                    message = gettext_lazy(
                        "“%(heading)s” is a name of another figure already: %(other)s."
                    )
                    yield _broken(field, "ambiguous_name", message, **shown)


def _broken(
    field: str, rule: str, message: Promise, /, **params: object
) -> tuple[tuple[str, ...], ValidationError]:
    return (field,), ValidationError(message, code=rule, params=params)


def is_taken(code: str) -> bool:
    """Whether a code means something else already, or could be read as another's."""
    return (
        is_spoken_for(code)
        or code.startswith(SPOKEN_FOR_BEGINNINGS)
        or code.endswith(SPOKEN_FOR_ENDINGS)
    )


def read_entered_figures() -> list[Figure]:
    """All entered figures, by code, in one statement."""
    return [row.figure() for row in EnteredFigure.objects.order_by("code")]


def _names_of(figure: Figure) -> Iterator[str]:
    """All names under which a figure may stand, in both languages."""
    yield from figure.headings
    yield from in_all_languages(figure.name)
    yield from in_all_languages(figure.label)
