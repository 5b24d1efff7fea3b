"""The page behind the link that stops letters: it asks first, for programs open links too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stop_page(
    request: HttpRequest, *, what: str, is_on: bool, stop: Callable[[], None], again: str
) -> HttpResponse:
    """Ask whether letters are to be stopped; stop them where that is sent, once or many times.

    what: which letters, in a sentence. is_on: whether they are sent yet. again: the page on which
    one gets them again.
    """
    is_sent = request.method == "POST"
    if is_sent and is_on:
        stop()
    context = {"what": what, "asks": is_on and not is_sent, "is_sent": is_sent, "again": again}
    return render(request, "cooperatives/accounts/stop.html", context)


def no_such_link(request: HttpRequest) -> HttpResponse:
    """The page for a link that we have not made, or for another address than the account has."""
    return render(request, "cooperatives/accounts/stop_unknown.html", status=404)
