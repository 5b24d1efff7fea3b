"""A table as the answer to a request for its file."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ..files.writing import TYPES, Table, table_as
from ..models import Organisation


def download(table: Table, ending: str) -> HttpResponse:
    """The table as a file, which says that it holds demo data where there is any. Raises Http404
    for an ending that is none of `TYPES`.
    """
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    return attachment(table_as(ending, table), TYPES[ending], f"{table.name}.{ending}")


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to take along. name: of ASCII characters."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def demo_note() -> list[tuple[str, str]]:
    """What a file is about, where the records are invented ones; else nothing."""
    if not Organisation.objects.filter(is_demo=True).exists():
        return []
    return [(_("Data"), _("Demo figures"))]
