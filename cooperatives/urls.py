"""Addresses of the records: organisations and imports."""

from django.urls import path

from .views import imports, organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("import/", imports.import_page, name="import"),
    path("import/confirmation/", imports.import_confirmation, name="import-confirmation"),
    path("import/<slug:kind>.csv", imports.import_template, name="import-template"),
]
