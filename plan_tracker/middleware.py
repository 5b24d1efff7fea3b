"""The shell around every request: the language that the person chose, and our own 404 page."""

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404
from django.utils import translation

from .views import not_found


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
