"""Storing what a form holds while others may store the same."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpResponse


def stored_or_told(attempt: Callable[[], HttpResponse]) -> HttpResponse:
    """Run an attempt to store in a transaction; once more where somebody else stored the same at
    the same moment, so that the form says so.
    """
    try:
        with transaction.atomic():
            return attempt()
    except IntegrityError:
        with transaction.atomic():
            return attempt()
