"""Tables of records, as django-tables2 shows them."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..ground.printing import NOTHING
from ..models import Activity, Kind, LegalStatus, Organisation

NUMBER_CELL = {"th": {"class": "number"}, "td": {"class": "number"}}
ON_ONE_LINE = {"td": {"class": "nowrap"}}


class OrganisationTable(tables.Table):
    """Organisations (`OrganisationQuerySet.with_place_and_activity`, `notices.with_overdue`)."""

    name = tables.Column(
        verbose_name=_("Name"),
        order_by=("name_key", "pk"),
        linkify=("organisation", [tables.A("pk")]),
    )
    kind = tables.Column(verbose_name=_("Kind"), orderable=False, attrs=ON_ONE_LINE)
    registration_number = tables.Column(verbose_name=_("Registration number"), attrs=ON_ONE_LINE)
    unit_name = tables.Column(verbose_name=_("Unit"), order_by=("unit_path", "name_key"))
    sector = tables.Column(verbose_name=_("Sector"), orderable=False)
    founded_on = tables.DateColumn(
        verbose_name=_("Founded"), format="SHORT_DATE_FORMAT", short=True, attrs=NUMBER_CELL
    )
    activity = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        model = Organisation
        fields = (
            "name",
            "kind",
            "registration_number",
            "unit_name",
            "sector",
            "founded_on",
            "activity",
        )
        default = NOTHING
        order_by = "name"
        attrs = {"class": "table--cards table--wide"}

    def render_unit_name(self, record, value):
        """The unit, and the one above it, without which a commune's name says little."""
        if not record.above_name:
            return value
        return format_html('{}<br><span class="soft">{}</span>', value, record.above_name)

    def render_kind(self, record):
        """The kind's name, not its code."""
        return Kind(record.kind).label

    def render_activity(self, record, value):
        """The state's name; of one that is suspended also why, where it is not by notice, and
        whether its notice is overdue.
        """
        state = format_html('<span class="nowrap">{}</span>', Activity(value).label)
        if value != Activity.SUSPENDED:
            return state
        more = []
        if record.legal_status != LegalStatus.BY_NOTICE:
            more.append(LegalStatus(record.legal_status).label)
        if record.is_overdue:
            more.append(_("notice overdue"))
        rest = format_html_join("", '<br><span class="soft">{}</span>', ((text,) for text in more))
        return format_html("{}{}", state, rest)
