"""Addresses of the plan: dashboard, targets, plans."""

from django.urls import path

from .views.dashboard import dashboard
from .views.doubts import doubt
from .views.editions import edition, edition_content, edition_records, editions, publishing
from .views.files import indicator_closing, indicator_file, indicator_records, overview_file
from .views.indicators import (
    indicator_definition,
    indicator_entry,
    indicators,
    indicators_file,
)
from .views.letters import letter, letter_to_all
from .views.movements import movements, movements_file
from .views.papers import edition_report, office_texts, office_texts_sample, report_file
from .views.planning import plan_adjusting, plan_facts, plan_new, plan_shares, plan_targets
from .views.plans import (
    plan,
    plan_before,
    plan_before_file,
    plan_file,
    plan_history,
    plans,
    plans_file,
)
from .views.public import edition_public, public, public_embed, public_file
from .views.subscriptions import subscription_stop, subscriptions
from .views.target import target
from .views.years import year, years

EDITION = "editions/<int:year>/<int:quarter>/<str:unit_code>/<int:number>"

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("tables/<slug:table>.<slug:ending>", overview_file, name="overview-file"),
    path("targets/<int:plan_id>/<slug:code>/", target, name="target"),
    path("indicators/", indicators, name="indicators"),
    path("indicators.<slug:ending>", indicators_file, name="indicators-file"),
    path("indicators/<slug:code>/definition/", indicator_definition, name="indicator-definition"),
    path("indicators/<slug:code>/change/", indicator_entry, name="indicator-change"),
    path("new-indicator/", indicator_entry, name="indicator-entry"),
    path("indicators/<slug:code>/", target, name="indicator"),
    path(
        "indicators/<slug:code>/records.<slug:ending>", indicator_records, name="indicator-records"
    ),
    path("indicators/<slug:code>/gap.<slug:ending>", indicator_closing, name="indicator-closing"),
    path(
        "indicators/<slug:code>/<slug:shown>.<slug:ending>", indicator_file, name="indicator-file"
    ),
    path("movements/", movements, name="movements"),
    path("movements.<slug:ending>", movements_file, name="movements-file"),
    path("targets/<int:plan_id>/<slug:code>/doubt/", doubt, name="target-doubt"),
    path("subscriptions/", subscriptions, name="subscriptions"),
    path("stop-letters/<str:token>/", subscription_stop, name="subscription-stop"),
    path("plans/", plans, name="plans"),
    path("plans.<slug:ending>", plans_file, name="plans-file"),
    path("plans/new/", plan_new, name="plan-new"),
    path("plans/<int:pk>/", plan, name="plan"),
    path("plans/<int:pk>.<slug:ending>", plan_file, name="plan-file"),
    path("plans/<int:pk>/before/", plan_before, name="plan-before"),
    path("plans/<int:pk>/before.<slug:ending>", plan_before_file, name="plan-before-file"),
    path("plans/<int:pk>/history/", plan_history, name="plan-history"),
    path("plans/<int:pk>/facts/", plan_facts, name="plan-facts"),
    path("plans/<int:pk>/adjusting/", plan_adjusting, name="plan-adjusting"),
    path("plans/<int:pk>/<int:year>/", plan_targets, name="plan-targets"),
    path("plans/<int:pk>/<int:year>/<slug:code>/", plan_shares, name="plan-shares"),
    path("report.<slug:ending>", report_file, name="report-file"),
    path("papers/<str:code>/", office_texts, name="office-texts"),
    path("papers/<str:code>/sample.docx", office_texts_sample, name="office-texts-sample"),
    path("letters/<int:year>/<int:quarter>/", letter_to_all, name="letter-to-all"),
    path("letters/<int:year>/<int:quarter>/<slug:code>/", letter, name="letter"),
    path("years/", years, name="years"),
    path("years/<int:year>/", year, name="year"),
    path("editions/", editions, name="editions"),
    path("editions/new/", publishing, name="edition-new"),
    path(f"{EDITION}/", edition, name="edition"),
    path(f"{EDITION}/figures.json", edition_content, name="edition-content"),
    path(f"{EDITION}/records.json", edition_records, name="edition-records"),
    path(f"{EDITION}/report.<slug:ending>", edition_report, name="edition-report"),
    path(f"{EDITION}/public/", edition_public, name="edition-public"),
    path("public/", public, name="public"),
    path("public/embed/", public_embed, name="public-embed"),
    path("public/data.<slug:ending>", public_file, name="public-file"),
]
