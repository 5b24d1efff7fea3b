"""A return as an Excel workbook, to be filled in offline."""

from io import BytesIO

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from ..returns.sheet import quarterly_sheet
from ..rights.access import needs
from ..rights.permissions import Permission
from ..workbook import file_name, workbook_of
from .opening import opened


@require_safe
@needs(Permission.RECORD_READ)
def return_workbook(request: HttpRequest, year: int, quarter: int, code: str) -> FileResponse:
    """The return as a workbook; its figures can be filled in while the return is open."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    opened(request, sheet)
    content = BytesIO(workbook_of(sheet))
    return FileResponse(content, as_attachment=True, filename=file_name(sheet))
