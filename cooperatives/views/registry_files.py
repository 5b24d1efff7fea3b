"""The registry to take along: what the list of organisations shows, and the units, as files that
the import reads.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..files.writing import TYPES, as_csv, as_xlsx
from ..ground.calendar import today
from ..imports.export import KIND_OF, RegistryTable, organisations_table, units_table
from ..imports.units import UnitsKind
from ..models import AdministrativeUnit, Organisation
from ..registry.filter import OrganisationFilter
from ..rights.access import needs
from ..rights.permissions import Permission
from .downloads import attachment


@require_safe
@needs(Permission.RECORD_READ)
def registry_file(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """One kind of records within the reader's scope, filtered as on the page."""
    day = today()
    choice = OrganisationFilter(request.GET, reader=request.user, day=day)
    if ending not in TYPES or not choice.is_valid():
        raise Http404(_("There is no such choice in this list."))
    table = _table(kind, choice)
    content = (
        as_csv(table.header, table.rows)
        if ending == "csv"
        else as_xlsx(str(table.kind.label), table.header, table.rows)
    )
    unit = choice.chosen_unit or request.user.unit
    name = "-".join([kind, *([unit.code] if unit else []), day.isoformat()])
    return attachment(content, TYPES[ending], f"{name}.{ending}")


def _table(code: str, choice: OrganisationFilter) -> RegistryTable:
    reader, day = choice.reader, choice.day
    if code == UnitsKind.code:
        units = AdministrativeUnit.objects.in_scope_of(reader)
        if choice.chosen_unit is not None:
            units = units.under(choice.chosen_unit)
        return units_table(units.order_by("path", "valid_from"))
    for kind, taken_by in KIND_OF.items():
        if taken_by.code == code:
            reach = Organisation.objects.in_scope_of(reader, day).with_place_and_activity(day)
            return organisations_table(kind, choice.apply(reach), reader)
    raise Http404(_("There is no such choice in this list."))
