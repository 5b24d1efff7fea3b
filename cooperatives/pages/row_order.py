"""The order in which a person has the rows of sheets."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ..models import RowOrder


def row_order(request: HttpRequest) -> RowOrder:
    """The order that the address asks for (`?order=`), which the person has from then on; else the
    one that the person asked for last. Raises Http404 for one that there is not.
    """
    user = request.user
    asked = request.GET.get("order", user.row_order)
    if asked not in RowOrder:
        raise Http404(_("The rows cannot be sorted by “%(order)s”.") % {"order": asked})
    if asked != user.row_order:
        user.row_order = RowOrder(asked)
        user.save(update_fields=["row_order"])
    return RowOrder(asked)
