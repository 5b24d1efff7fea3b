"""Addresses of the records: organisations and imports."""

from django.http import HttpResponse  # stub until the page of one return is there
from django.urls import path

from .views import imports, organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path(
        "returns/<int:year>/<int:quarter>/<str:code>/",
        lambda *a, **k: HttpResponse("stub"),
        name="return",
    ),
    path("import/", imports.import_page, name="import"),
    path("import/confirmation/", imports.import_confirmation, name="import-confirmation"),
    path("import/<slug:kind>.csv", imports.import_template, name="import-template"),
]
