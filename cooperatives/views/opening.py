"""That an officer opens a return."""

from django.http import HttpRequest

from ..pages.unchanged import shows_the_moment
from ..returns.sheet import QuarterlySheet
from ..returns.taking_back import note_opening


def opened(request: HttpRequest, sheet: QuarterlySheet) -> None:
    """Keep that the return is opened, if the person gets to see the answer (`note_opening`).

    A HEAD shows nothing to anybody, nor does what a browser fetches ahead: neither gets a tag with
    which the page would be shown later, past here.
    """
    headers = ("Sec-Purpose", "Purpose", "X-Moz")
    is_ahead = any("prefetch" in request.headers.get(name, "").lower() for name in headers)
    is_seen = request.method != "HEAD" and not is_ahead
    if not is_seen:
        shows_the_moment(request)
    if is_seen and sheet.stored and note_opening(sheet.stored, request.user, sheet.steps):
        del sheet.stored, sheet.steps
