"""All addresses of plan_tracker."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from . import api
from .api_page import api_page
from .views import SignInView, guide, healthz, own_guide

urlpatterns = [
    path("", include("targets.urls")),
    path("", include("cooperatives.urls")),
    path("sign-in/", SignInView.as_view(), name="login"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("guide/", own_guide, name="own-guide"),
    path("guide/<slug:name>/", guide, name="guide"),
    path("api/", api_page, name="api"),
    path("api/v1/", include(api.urlpatterns)),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]

handler400 = "plan_tracker.views.bad_request"
handler403 = "plan_tracker.views.forbidden"
handler404 = "plan_tracker.views.not_found"
handler500 = "plan_tracker.views.server_error"
