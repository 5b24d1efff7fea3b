"""The catalogue of figures as readers see it, and the form by which an admin enters one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import Figure, all_figures
from ..catalogue.sources import joined
from ..entry.columns import UNITS
from ..figures.asked import sectors_of
from ..figures.entered import (
    SETTLED,
    Asked,
    asked_today,
    entered_figure_problems,
    has_values,
)
from ..imports.figures import label_of
from ..models import EnteredFigure, Sector
from ..models.entered_figures import MEASURES, NATURES, ReportedBy
from ..models.record_form import RecordForm

Uses = Callable[[], Iterable[tuple[str, str | Promise]]]
_uses: list[Uses] = []


def tell_uses(uses: Uses) -> None:
    """Say where figures are used: pairs of a figure's code and the name of what is made of it."""
    _uses.append(uses)


@dataclass(frozen=True)
class CatalogueEntry:
    """A figure as the catalogue shows it. asked: how many are asked today; uses: the names of what
    is made of it; row: the row that it is, None for a built-in one.
    """

    figure: Figure
    asked: Asked
    uses: tuple[str | Promise, ...] = ()
    row: EnteredFigure | None = None

    @property
    def unit(self) -> str | Promise:
        return UNITS[self.figure.measure] or MEASURES[self.figure.measure]

    @property
    def nature(self) -> str | Promise:
        return NATURES[self.figure.nature]

    @property
    def reporter(self) -> str | Promise:
        """Who reports it."""
        return ReportedBy(self.figure.reported_by).label

    @property
    def source(self) -> str:
        """The papers that it is from."""
        return joined(self.figure.sources)

    @property
    def sectors(self) -> str:
        """The sectors that are asked, "" where all are."""
        return sectors_of(self.figure)

    @property
    def limits(self) -> tuple[str, str] | None:
        """Its lowest and highest value; None for what is answered by yes or no."""
        return None if self.figure.is_yes_no else self.figure.shown_limits

    @property
    def heading_in_files(self) -> str | Promise:
        """What heads its column in import files."""
        return label_of(self.figure)


def catalogue() -> list[CatalogueEntry]:
    """All figures, in the order of the grid's columns."""
    uses: dict[str, list] = defaultdict(list)
    for told in _uses:
        for code, name in told():
            uses[code].append(name)
    rows = {row.code: row for row in EnteredFigure.objects.all()}
    found = all_figures()
    asked = asked_today(list(found))
    return [
        CatalogueEntry(one, asked[one.code], tuple(uses[one.code]), rows.get(one.code))
        for one in found
    ]


def entry_of(row: EnteredFigure) -> CatalogueEntry:
    """How a figure would stand in the catalogue, stored or not."""
    figure = row.figure()
    return CatalogueEntry(figure, asked_today([figure])[figure.code], row=row)


class EnteredFigureForm(RecordForm):
    """A figure that is entered or changed."""

    constraint_fields = {
        "figure_adds_up_only_as_amount": "nature",
        "figure_ends_after_it_begins": "to_year",
        "figure_limits_in_order": "highest",
        "figure_answers_have_no_limits": "highest",
        "figure_years_are_plausible": "from_year",
        "figure_of_units_has_no_sector": "chosen_sectors",
    }
    chosen_sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who is asked; none chosen asks the cooperatives of all sectors."),
    )

    class Meta:
        model = EnteredFigure
        fields = (
            "name_vi",
            "name_en",
            "code",
            "measure",
            "nature",
            "reported_by",
            "from_year",
            "to_year",
            "lowest",
            "highest",
            "names",
            "meaning",
            "source",
        )
        localized_fields = ("lowest", "highest")
        help_texts = {
            "name_vi": _("It heads the column in the grid and in files."),
            "name_en": _("Without one the Vietnamese name stands in English too."),
            "code": _("For files and programs, as in workers_total; it never changes once used."),
            "reported_by": _(
                "Each cooperative has a column of the grid; a unit and its groups a field above it,"
                " the province a page of its own."
            ),
            "from_year": _("Blank asks for all years before too."),
            "to_year": _("Blank while it goes on. A figure is ended by its last year."),
            "lowest": _("Million VND for amounts of money. Blank: as far as its measure goes."),
            "names": _("Headings under which offices' sheets hold it, joined by ;"),
            "meaning": _("What is to be counted, in a sentence: the catalogue shows it to all."),
            "source": _("The paper that asks for it."),
        }

    field_order = (
        *("name_vi", "name_en", "code", "measure", "nature"),
        *("reported_by", "chosen_sectors"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = EnteredFigure.objects.filter(pk=self.instance.pk).first()
        self.initial.setdefault("chosen_sectors", self.instance.sectors)
        self.is_settled = self.before is not None and has_values(self.before.code)
        if self.is_settled:
            for name in (*SETTLED, "chosen_sectors"):
                if name in self.fields:
                    self.fields[name].disabled = True
        for name in ("lowest", "highest"):
            limit = getattr(self.instance, name)
            if limit is not None:
                self.initial[name] = round(limit) if limit == round(limit) else limit.normalize()

    def clean(self):
        cleaned = super().clean()
        self.instance.sector = ",".join(cleaned.get("chosen_sectors") or ())
        return cleaned

    def broken_rules(self):
        return entered_figure_problems(self.instance, self.before)
