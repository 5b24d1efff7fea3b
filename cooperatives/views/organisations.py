"""The organisations of a reader's scope, and one of them with all that was reported."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ..figures.following import follow_quarters
from ..ground.calendar import Quarter, today
from ..ground.paging import RECORDS_PER_PAGE
from ..imports.export import KIND_OF
from ..imports.units import UnitsKind
from ..models import (
    Activity,
    AdministrativeUnit,
    Kind,
    Organisation,
    Placement,
    QuarterlyFigures,
    Suspension,
    User,
    YearlyReport,
)
from ..models.changes import changes_of
from ..models.returns import figures_in_scope
from ..models.spans import covering
from ..pages.paged import paged
from ..pages.reported import figures_of, figures_to_show, reported_quarters
from ..registry.filter import OrganisationFilter
from ..registry.life import Life
from ..registry.notices import overdue_notices, with_overdue
from ..registry.removal import founding_removal_problems
from ..registry.rules import successor_of
from ..registry.table import OrganisationTable
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.reporting import reporting_day

MOVES = {
    "suspension": gettext_lazy("Record a ceasing"),
    "renewal": gettext_lazy("Record a new notice"),
    "resumption": gettext_lazy("Record a resumption"),
    "becoming": gettext_lazy("Become a cooperative"),
    "dissolution": gettext_lazy("Record a dissolution"),
}
"""What may happen to an organisation next, by the address where it is recorded."""

EDIT_PAGES = {
    Kind.COOPERATIVE: "admin:cooperatives_cooperative_change",
    Kind.UNION: "admin:cooperatives_cooperativeunion_change",
    Kind.GROUP: "admin:cooperatives_cooperativegroup_change",
}


@require_safe
@needs(Permission.RECORD_READ)
def organisations(request: HttpRequest) -> HttpResponse:
    """The list, searched and filtered. An unknown choice in the address is not found."""
    day = today()
    choice = OrganisationFilter(request.GET, reader=request.user, day=day)
    if not choice.is_valid():
        raise Http404(_("There is no such choice in this list."))
    reach = Organisation.objects.in_scope_of(request.user, day)
    listed = choice.apply(reach.with_place_and_activity(day))
    table = paged(request, OrganisationTable(with_overdue(listed, day)))
    context = {
        "choice": choice,
        "table": table,
        "day": day,
        "may_write": request.user.may(Permission.REGISTRY_WRITE),
        "files": _files(choice),
        "total": table.paginator.count,
        "has_any": table.paginator.count or reach.exists(),
    }
    return render(request, "cooperatives/organisation_list.html", context)


def _files(choice: OrganisationFilter) -> list[tuple[str, Promise]]:
    """The files that hold what the list shows, and that of its units: codes with their labels."""
    kinds = [taken_by for kind, taken_by in KIND_OF.items() if choice.asks_for(kind)]
    return [(one.code, one.label) for one in [*kinds, UnitsKind]]


@require_safe
@needs(Permission.RECORD_READ)
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: where and when it is, what it reported, and who changed what."""
    reader, day = request.user, today()
    reach = Organisation.objects.in_scope_of(reader, day)
    found = reach.with_place_and_activity(day).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such organisation within your reach."))
    life = Life.of(found)
    may_write = reader.may(Permission.REGISTRY_WRITE)
    successor = successor_of(found)
    reports = _reports(found, life.placements, reader)
    quarters = _quarters(found, reader, Quarter.of(day))
    given = [*(one for one, _unit in reports), *(one.row for one in quarters if one.row)]
    columns = figures_to_show(found.sector, given)
    context = {
        "organisation": found,
        "day": day,
        "activity": Activity(found.activity).label if found.activity else None,
        "may_write": may_write,
        "next_moves": [(code, MOVES[code]) for code in life.next_moves],
        "last_suspension": life.last_suspension,
        "founding_can_go": may_write and not founding_removal_problems(found),
        "edit_page": EDIT_PAGES[Kind(found.kind)] if reader.may(Permission.ADMIN_SITE) else None,
        "overdue": overdue_notices(life, day),
        "was": reach.filter(pk=found.predecessor_id).first(),
        "became": successor,
        "became_here": successor and reach.filter(pk=successor.pk).exists(),
        "placements": list(reversed(life.placements)),
        "suspensions": list(reversed(life.suspensions)),
        "union": reach.filter(pk=found.union_id).first(),
        "members": reach.filter(union=found.pk),
        "columns": columns,
        "quarters": [(one, figures_of(one.row, columns)) for one in quarters],
        "reports": [(one, figures_of(one, columns), unit) for one, unit in reports],
        "page": Paginator(_changes(found, reader), RECORDS_PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "cooperatives/organisation_detail.html", context)


def _reports(cooperative: Organisation, placements: list[Placement], reader: User) -> list:
    """Its yearly reports, and the unit among whose reports each one stands; what follows quarters
    is shown where the reader reaches that unit.
    """
    reports = [
        (report, _reporting_unit(placements, report.year, reader))
        for report in cooperative.yearly_reports.order_by("-year")
    ]
    follow_quarters(report for report, unit in reports if unit)
    return reports


def _reporting_unit(
    placements: list[Placement], year: int, reader: User
) -> AdministrativeUnit | None:
    """The unit among whose yearly reports that of a year stands, None out of the reader's reach."""
    day = reporting_day(year)
    stay = covering(placements, day)
    unit = stay and stay.unit.reporting_unit
    return unit if unit and reader.reaches(unit.path) else None


def _quarters(cooperative: Organisation, reader: User, newest: Quarter):
    rows = QuarterlyFigures.objects.filter(cooperative=cooperative.pk)
    return reported_quarters(
        rows.select_related("quarterly_return__unit"),
        set(rows.in_scope_of(reader).values_list("pk", flat=True)),
        newest,
    )


def _changes(organisation: Organisation, reader: User):
    of_it = {"organisation_id": organisation.pk}
    reported = {"cooperative_id": organisation.pk}
    return changes_of(
        reader,
        Organisation.history.filter(id=organisation.pk),
        Placement.history.filter(**of_it),
        Suspension.history.filter(**of_it),
        YearlyReport.history.filter(**reported),
        QuarterlyFigures.history.filter(figures_in_scope(reader), **reported),
    )
