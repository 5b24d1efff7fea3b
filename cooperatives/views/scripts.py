"""How a script of ours is answered: in JSON, also with what is refused.

What was typed stays in the browser, and its script says why it is still there.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..entry.columns import MARKS
from ..entry.sheet import LockedError
from ..ground.numbers import Mark
from ..rights.permissions import Permission

SURROGATE = re.compile("[\ud800-\udfff]")

UNREADABLE, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_MUCH = 400, 401, 403, 404, 409, 413


class UnreadableError(Exception):
    """A request that no page of ours sends."""


class TooMuchError(Exception):
    """More than is taken at once; the text says how much that is, for the person."""


def for_script(permission: Permission) -> Callable:
    """Answer a script: in JSON also to those who may not, or are not signed in any more.

    In the language of its page (`X-Page-Language`), which shows the texts of the answer: another
    page of the browser may have switched since, and "1.635" is another number then.
    """

    def decorate(view):
        @login_not_required
        @require_POST
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> JsonResponse:
            asked = request.headers.get("X-Page-Language")
            with override(asked if asked in MARKS else get_language()):
                return answer(request, *args, **kwargs)

        def answer(request: HttpRequest, *args, **kwargs) -> JsonResponse:
            if not request.user.is_authenticated:
                return _refusal(UNAUTHORIZED, _("You are signed out: sign in again."))
            if not request.user.may(permission):
                return _refusal(FORBIDDEN, _("Your role does not allow this."))
            if request.headers.get("X-Typed-By") != str(request.user.pk):
                message = _("Somebody else is signed in now: these figures are not theirs to send.")
                return _refusal(CONFLICT, message)
            try:
                return view(request, _body(request), *args, **kwargs)
            except LockedError as error:
                return _refusal(CONFLICT, str(error), locked=True)
            except (Http404, TooMuchError, UnreadableError, ValidationError) as error:
                return _refusal(*_said_by(error))

        return answered

    return decorate


def _said_by(error: Exception) -> tuple[int, str]:
    """The status of the answer to a request that cannot be taken, and what it says."""
    match error:
        case Http404():
            return NOT_FOUND, str(error)
        case TooMuchError():
            return TOO_MUCH, str(error)
        case ValidationError():
            return UNREADABLE, error.messages[0]
    return UNREADABLE, _("The request could not be read.")


def _refusal(status: int, said: str, **more: Any) -> JsonResponse:
    return JsonResponse({"error": said, **more}, status=status)


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except RequestDataTooBig as error:
        message = _("This is more than can be taken at once: send it in smaller parts.")
        raise TooMuchError(message) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error


def mark_of(language: Any) -> Mark | None:
    """The decimal mark of the pages of a language; None for what is no language of ours."""
    return MARKS.get(language) if isinstance(language, str) else None


def is_text(value: Any) -> bool:
    """Whether the database takes it as a text: JSON may also carry NUL and halves of characters."""
    return isinstance(value, str) and "\0" not in value and not SURROGATE.search(value)
