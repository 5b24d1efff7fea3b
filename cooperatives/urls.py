"""Addresses of the records: organisations and imports."""

from django.urls import path

from .views import imports, organisations, registry

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/founding/", registry.founding, name="founding"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<int:pk>/founding/",
        registry.OneFoundingView.as_view(),
        name="organisation-founding",
    ),
    path(
        "organisations/<int:pk>/correction/", registry.CorrectionView.as_view(), name="correction"
    ),
    path(
        "organisations/<int:pk>/suspension/", registry.SuspensionView.as_view(), name="suspension"
    ),
    path(
        "organisations/<int:pk>/resumption/", registry.ResumptionView.as_view(), name="resumption"
    ),
    path(
        "organisations/<int:pk>/dissolution/",
        registry.DissolutionView.as_view(),
        name="dissolution",
    ),
    path("import/", imports.import_page, name="import"),
    path("import/confirmation/", imports.import_confirmation, name="import-confirmation"),
    path("import/<slug:kind>.csv", imports.import_template, name="import-template"),
]
