"""Pages that cost nothing while nothing has changed: they bear a tag (RFC 9110, ETag) of all that
they are made of, and whoever shows it again is answered 304 before anything is computed.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from ..ground.calendar import today
from ..ground.held import Held
from ..models import AdministrativeUnit, User
from ..version import data_version

View = Callable[..., HttpResponse]


def free_while_unchanged(view: View) -> View:
    """Let a view that reads answer 304 to who already has what it would answer.

    The tag is made of the version of the data, the day, the person with the own unit, the sign-in,
    the language, and the release; the address is the browser's part. A view whose answer rests on
    more (a file, another record than `version.data_changed` is said of) may not be decorated; one
    that shows what is over in a minute says so by `shows_the_moment`. Browsers keep the answer for
    this person alone and ask each time.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        # Before the view reads anything: what is written meanwhile makes this tag an old one.
        version = data_version()
        Held.as_of(version)
        data = [version, today()]
        # What waits to be said is said once.
        request.shows_the_moment = len(messages.get_messages(request)) > 0
        if not request.shows_the_moment:
            tag = _tag(request, data)
            if known := get_conditional_response(request, tag):
                return _marked(known, tag)
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.OK:
            return response
        # Anew: the view may have made the secret of forms, or noted what the person chose.
        return _marked(response, None if request.shows_the_moment else _tag(request, data))

    return answered


def shows_the_moment(request: HttpRequest) -> None:
    """Say that the answer is for this once: it shows something that no change of the data ends, or
    it was not looked at. It gets no tag.
    """
    request.shows_the_moment = True


def _marked(response: HttpResponse, tag: str | None) -> HttpResponse:
    if tag is not None:
        response.headers["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _tag(request: HttpRequest, data: list) -> str:
    """A weak tag: Django masks the secret of forms anew in each answer."""
    parts = [
        *data,
        _row(request.user),
        _row(request.user.unit),
        # Forms hold the one, the grid keeps what is unsent under a mark of the other.
        request.META.get("CSRF_COOKIE"),
        request.COOKIES.get(settings.SESSION_COOKIE_NAME),
        get_language(),
        release(),
    ]
    return f'W/"{salted_hmac("cooperatives.unchanged", repr(parts)).hexdigest()}"'


def _row(record: User | AdministrativeUnit | None) -> list | None:
    """What was read of a record before the version was, and that without history changes too."""
    if record is None:
        return None
    fields = [field.attname for field in record._meta.concrete_fields]
    return [getattr(record, name) for name in fields if name != "last_login"]


@cache
def release() -> str:
    """What is running: our code, templates and catalogues, the files that pages name, Django, and
    the settings. The number of a version would not do: a server may follow a branch.
    """
    found = hashlib.sha256()
    for path in _files():
        found.update(f"{path}\0".encode() + path.read_bytes())
    plain = [name for name in dir(settings) if name.isupper()]
    told = {name: getattr(settings, name) for name in sorted(plain)}
    told = {name: value for name, value in told.items() if isinstance(value, str | int)}
    static = getattr(staticfiles_storage, "manifest_hash", "")
    found.update(repr([django.VERSION, static, told]).encode())
    return found.hexdigest()


def forget_release(**_signal: Any) -> None:
    """Look at the files anew when next asked: one of them has changed."""
    release.cache_clear()


def _files() -> Iterator[Path]:
    own = [Path(app.path) for app in apps.get_app_configs()]
    own = [path for path in own if path.parent == settings.BASE_DIR]
    shared = [Path(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    for folder in own + shared:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path
