"""The shell around every request: the language that the person chose, the program that shows a
token, addresses that cannot be read, the way to the sign-in, and our own 404 page.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cooperatives.models import ApiToken, User

from .views import API, PUBLIC, not_found, page_of_the_form


class ChosenLanguageMiddleware:
    """Vietnamese unless the person chose otherwise on our pages.

    The browser's wish is not asked: a clerk's Windows is often English, the clerk is not.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PublicMiddleware:
    """Keeps the public page the same for everybody: cookies are not read there, so that nobody is
    known and no session is opened, none is set, and shared caches need not tell people apart.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        told_apart = [one.strip() for one in response.headers.get("Vary", "").split(",")]
        kept = [one for one in told_apart if one and one.lower() != "cookie"]
        response.headers["Vary"] = ", ".join(kept)
        if not kept:
            del response.headers["Vary"]
        return response


class ApiTokenMiddleware:
    """Lets a program act as the account of the token that it shows (`Authorization: Bearer …`).

    Under /api/ alone: pages, and so all that writes, need a person who has signed in. A token that
    opens nothing is nobody, whatever session comes with it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(API):
            return self.get_response(request)
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            request.user = self._bearer_of(secret.strip())
        response = self.get_response(request)
        patch_vary_headers(response, ["Authorization"])
        return response

    @staticmethod
    def _bearer_of(secret: str) -> User | AnonymousUser:
        tokens = ApiToken.objects.good().with_secret(secret)
        token = tokens.select_related("user__unit__parent").first()
        if token is None:
            return AnonymousUser()
        token.note_use()
        return token.user


class ReadableAddressMiddleware:
    """There is nothing at an address with U+0000: no text of the database holds it, and PostgreSQL
    would refuse to look for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return self.get_response(request)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Says to who sent a form after the sign-in had ended that it did not arrive, and leads back to
    the page that the form stands on: its own address may take nothing but a form.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request,
            _("Your sign-in had ended: what you sent did not arrive. Sign in, then send it again."),
        )
        if page := page_of_the_form(request):
            return redirect_to_login(page)
        return super().handle_no_permission(request, view_func)


class PageOfTheFormMiddleware:
    """Leads a person who only looks at an address that takes nothing but a form to the page above
    it: after a new sign-in, or by the address that a browser showed with a form given back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        looks = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code == 405 and looks and not request.path_info.startswith(API):
            return redirect(self._page_above(request.path_info))
        return response

    @staticmethod
    def _page_above(path: str) -> str:
        """The nearest address above one that there is."""
        while path != "/":
            path = path.rstrip("/").rpartition("/")[0] + "/"
            try:
                resolve(path)
            except Resolver404:
                continue
            break
        return path


class OwnNotFoundPageMiddleware:
    """Shows our 404 page also while DEBUG is on, where Django would show its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return not_found(request, Resolver404())
        return response

    def process_exception(self, request, exception):
        if settings.DEBUG and isinstance(exception, Http404):
            return not_found(request, exception)
        return None
