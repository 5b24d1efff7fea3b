"""The API: one description of all that programs may read, and how each address of it answers.

What there is to read is told by the rooms `cooperatives.api` and `targets.api`.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.security import APIKeyCookie, HttpBearer

from cooperatives.api import figures, organisations, units, values
from cooperatives.api.asking import only_known, refusal_of
from cooperatives.models import User
from cooperatives.pages.unchanged import free_while_unchanged
from targets.api import editions, indicators, plans, progress
from targets.comparison.selection import NothingThereError

from .views import READABLE

View = Callable[..., HttpResponse]

VERSION = "v1"
TAKEN = ("GET", "HEAD")


class Readable(JSONRenderer):
    """JSON with its letters as they are."""

    json_dumps_params = READABLE


class Token(HttpBearer):
    """A program that shows a token: `plan_tracker.middleware` has looked whose it is."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return _who_asks(request)


class Session(APIKeyCookie):
    """A person who has signed in. Nothing is written here, so that no form need prove itself."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        return _who_asks(request)


def _who_asks(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


api = NinjaAPI(
    title="plan_tracker",
    version=VERSION,
    description=(
        "What a province's plan for its cooperatives rests on, and how far it is. Everything is"
        " read only. Amounts are whole VND; null is not reported, never zero. Lists come in parts:"
        " `next` is the address of the following one. An answer bears an ETag: sent back as"
        " If-None-Match, it is answered 304 while nothing has changed. A unit is known by its"
        " official code, one that has ended by its code and first day (01849@1997-01-01)."
    ),
    # Its page for trying out is loaded from other servers. /api/ describes the API instead.
    docs_url=None,
    openapi_url=None,
    auth=[Token(), Session()],
    renderer=Readable(),
)
for _room in (progress, editions, plans, indicators, values, figures, organisations, units):
    api.add_router("", _room.router)


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def openapi(request: HttpRequest) -> HttpResponse:
    """What there is to read, as OpenAPI 3.1."""
    only_known(request.GET)
    return JsonResponse(description(), json_dumps_params=READABLE)


def description() -> dict[str, Any]:
    """The API as OpenAPI 3.1, as plain data in the language in force."""
    told = api.get_openapi_schema(path_prefix=f"/api/{VERSION}/")
    return json.loads(json.dumps(told, cls=NinjaJSONEncoder))


# --- Errors: one form, whatever went wrong --------------------------------------------------------


def _error(status: int, said: str, **headers: str) -> JsonResponse:
    told = {"error": said}
    return JsonResponse(told, status=status, headers=headers, json_dumps_params=READABLE)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    said = _("Sign in first, or send a token that is neither revoked nor expired.")
    return _error(401, said, **{"WWW-Authenticate": "Bearer"})


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    return _error(400, refusal_of(first, request.GET.get(first["loc"][-1], "")))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _error(error.status_code, str(error))


@api.exception_handler(NothingThereError)
def _nothing_there(request: HttpRequest, error: NothingThereError) -> HttpResponse:
    return _error(404, str(error))


def _left_to_django(request: HttpRequest, error: Exception) -> HttpResponse:
    """Django's own are answered as everywhere under /api/ (`plan_tracker.views`)."""
    raise error


for _kind in (Exception, Http404):
    api.add_exception_handler(_kind, _left_to_django)


# --- Addresses ------------------------------------------------------------------------------------


def _answering(view: View) -> View:
    """A view of the API as an address of ours: who is nobody is told so and not led to the sign-in,
    nothing but reading is taken, and what has not changed is free.
    """
    reading = free_while_unchanged(view)

    @login_not_required
    @wraps(reading)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in TAKEN:
            return _error(405, _("This address only reads: ask by GET."), Allow=", ".join(TAKEN))
        method, request.method = request.method, "GET"
        try:
            return reading(request, *args, **kwargs)
        finally:
            request.method = method

    return answered


urlpatterns = [
    path(str(found.pattern), _answering(found.callback), name=f"api-{found.name}")
    for found in api.urls[0]
    if found.name != "api-root"
]
