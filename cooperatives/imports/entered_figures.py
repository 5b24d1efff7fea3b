"""Import of entered figures, and the file of them in its columns."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..figures.entered import entered_figure_problems, may_keep_figures
from ..files.columns import CellError, Choice, Code, Number, Text, Year
from ..models import EnteredFigure, Sector
from ..models.entered_figures import MEASURES, NATURES, ReportedBy
from .kind import ImportKind, new_values, own_problems
from .session import FileRow

_SECTOR = Choice("sector", gettext_lazy("Sectors"), choices=tuple(Sector.choices))


@dataclass(frozen=True)
class Sectors(Text):
    """Sectors by their codes or labels, joined by "," or ";"; blank for all."""

    def _read(self, cell, decimal) -> str:
        text = super()._read(cell, decimal).replace(";", ",")
        found = [_SECTOR.read(part, None) for part in text.split(",") if part.strip()]
        if not found:
            raise CellError(_("Name at least one sector, or leave the cell blank."))
        return ",".join(one for one in Sector.values if one in found)

    def _show(self, value: str) -> str:
        return ", ".join(_SECTOR.show(one) for one in value.split(","))


def _label(name: str) -> Promise:
    return EnteredFigure._meta.get_field(name).verbose_name


class FiguresKind(ImportKind):
    """Figures. A file holds a few dozen, whose names must not meet: it is looked at as a whole."""

    code = "figures"
    label = gettext_lazy("Figures (what is reported)")
    columns = (
        Code("code", gettext_lazy("Code"), required=True),
        Text("name_vi", gettext_lazy("Name in Vietnamese"), required=True),
        Text("name_en", gettext_lazy("Name in English")),
        Choice(
            "measure", gettext_lazy("Measured in"), required=True, choices=tuple(MEASURES.items())
        ),
        Choice("nature", gettext_lazy("Nature"), required=True, choices=tuple(NATURES.items())),
        Choice(
            "reported_by",
            gettext_lazy("Reported by"),
            choices=tuple(ReportedBy.choices),
            blank=ReportedBy.COOPERATIVE.value,
        ),
        Sectors("sector", gettext_lazy("Sectors")),
        Text("names", gettext_lazy("Other names")),
        Year("from_year", gettext_lazy("From the year")),
        Year("to_year", gettext_lazy("To the year")),
        Number("lowest", gettext_lazy("Lowest value"), decimals=6),
        Number("highest", gettext_lazy("Highest value"), decimals=6),
        Text("meaning", gettext_lazy("Meaning")),
        Text("source", gettext_lazy("Source")),
    )
    needed = ("code",)
    changes_what_counts = False
    chunk_rows = None

    fields = {column.code: column.code for column in columns[1:]}
    column_of = {"": "code", "code": "code"} | fields

    def __init__(self, session) -> None:
        self.named: dict[str, FileRow] = {}
        super().__init__(session)

    def forget(self) -> None:
        self.new: list[EnteredFigure] = []
        self.changed: list[EnteredFigure] = []

    def plan(self, rows: list[FileRow]) -> None:
        readable = [row for row in rows if row.get("code")]
        stored = EnteredFigure.objects.filter(code__in={row.values["code"] for row in readable})
        known = {one.code: one for one in self.session.locked(stored)}
        scope = self.session.options.scope
        for row in readable:
            if not self.session.claim(row, row.values["code"], "code") or row.failed:
                continue
            if scope is not None and not may_keep_figures(scope):
                message = _("Figures are kept by the admins of the province.")
                self.session.error(row, "code", message)
                continue
            self._plan_row(row, known.get(row.values["code"]))

    def _plan_row(self, row: FileRow, figure: EnteredFigure | None) -> None:
        is_new = figure is None
        if is_new:
            if not self.is_given(row, ("name_vi", "measure", "nature")):
                return
            figure, before = EnteredFigure(code=row.values["code"]), None
        else:
            before = EnteredFigure.objects.get(pk=figure.pk)
        changed = self.set_values(row, figure, self.fields)
        figure.derive()
        if before is not None:
            changed = [one for one in changed if getattr(figure, one[0]) != getattr(before, one[0])]
        if not (is_new or changed):
            self.session.unchanged()
            return
        problems = [*own_problems(figure), *entered_figure_problems(figure, before)]
        self.session.problems(row, problems, self.column_of)
        if row.failed or self._meets_another(row, figure):
            return
        if is_new:
            values = new_values(row, [column.code for column in self.columns])
            self.session.created(row, figure.name_vi, values)
            self.new.append(figure)
        else:
            self.session.updated(row, figure.name_vi, changed)
            self.changed.append(figure)

    def _meets_another(self, row: FileRow, figure: EnteredFigure) -> bool:
        """Whether another row of the file bears one of its names; noted."""
        for heading in figure.all_names:
            first = self.named.setdefault(heading, row)
            if first is not row:
                message = _("Row %(row)s bears the same name: each figure needs names of its own.")
                self.session.error(row, "name_vi", message % {"row": first.number})
                return True
        return False

    def store(self) -> None:
        EnteredFigure.objects.bulk_create(self.new)
        if self.changed:
            EnteredFigure.objects.bulk_update(self.changed, list(self.fields))


def figures_table() -> tuple[list[str], list[list]]:
    """The entered figures in the import's columns: its labels, and a row for each."""
    header = [str(column.label) for column in FiguresKind.columns]
    rows = [
        [_cell(getattr(one, column.code), column) for column in FiguresKind.columns]
        for one in EnteredFigure.objects.order_by("code")
    ]
    return header, rows


def _cell(value, column):
    """A value as its column reads it back."""
    if isinstance(column, Choice | Sectors):
        return column.show(value) if value else None
    return None if value == "" else value
