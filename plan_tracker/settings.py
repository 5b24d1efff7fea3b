"""Settings of plan_tracker, read from the environment and from an optional `.env` beside manage.py.

The environment wins over `.env`. The README lists every setting with its meaning.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- Security ---------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)

INSECURE_KEY = "insecure-key-for-debug-only"
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_KEY)
if not DEBUG and (SECRET_KEY == INSECURE_KEY or len(SECRET_KEY) < 32):
    raise ImproperlyConfigured(
        "SECRET_KEY is missing, shorter than 32 characters, or the default. "
        "Set SECRET_KEY to a long random string, or DEBUG=1 for development."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_FAILURE_VIEW = "plan_tracker.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# HTTPS is on unless DEBUG; HTTPS=0 is for a server that is reached on loopback only.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# Nothing inline and nothing from elsewhere; Plotly draws its pictures to data: and blob: images.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "plan_tracker.apps.PlanTrackerConfig",
    "targets.apps.TargetsConfig",
    "cooperatives.apps.CooperativesConfig",
    "plan_tracker.apps.PlanTrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tables2",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A grid of 1,500 rows is 20 times smaller so; Django masks the CSRF token anew in each answer.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "plan_tracker.middleware.PublicMiddleware",
    "cooperatives.ground.held.ReadAnewMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "plan_tracker.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plan_tracker.middleware.ApiTokenMiddleware",
    "plan_tracker.middleware.SignInFirstMiddleware",
    "plan_tracker.middleware.PageOfTheFormMiddleware",
    "cooperatives.history.WhoAndHowMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "plan_tracker.middleware.OwnNotFoundPageMiddleware",
    "plan_tracker.middleware.ReadableAddressMiddleware",
]

ROOT_URLCONF = "plan_tracker.urls"
WSGI_APPLICATION = "plan_tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plan_tracker.context.shell",
            ],
        },
    },
]
DJANGO_TABLES2_TEMPLATE = "table.html"

# --- Accounts ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "cooperatives.User"
LOGIN_URL = "login"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Database ---------------------------------------------------------------------------------

FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits for its turn at BEGIN instead of failing at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Evidence is one long statement: to compile its expressions takes longer than to run them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
# Ours, then what the libraries' own Vietnamese catalogues leave in English.
LOCALE_PATHS = [
    BASE_DIR / "plan_tracker" / "locale",
    BASE_DIR / "plan_tracker" / "locale_of_libraries",
]
FORMAT_MODULE_PATH = ["plan_tracker.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# The day that counts as today, for demo and tests; read only while DEBUG is on.
TODAY = env.str("TODAY", default="")

# A quarter's return is due this many days after the quarter's last day.
RETURN_DUE_DAYS = env.int("RETURN_DUE_DAYS", default=15)

# Whether anybody may read the latest published figures, at /public/, without signing in.
PUBLIC_PAGE = env.bool("PUBLIC_PAGE", default=False)

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
# Pages name nothing else; to compress Plotly's script twice takes a while.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
GUIDES = BASE_DIR / "docs" / "guides"
STATICFILES_DIRS = [BASE_DIR / "static", ("guides", GUIDES / "pictures")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "plan_tracker.finders.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "plan_tracker.storage.HashedStaticFilesStorage"
        )
    },
}

# --- Uploads, mail, logging -------------------------------------------------------------------

# Uploads are read in memory and never kept as files.
FILE_UPLOAD_HANDLERS = ["plan_tracker.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A file of a thousand rows is shown with a choice or two for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# For how many days the link of an invitation opens.
PASSWORD_RESET_TIMEOUT = env.int("INVITATION_DAYS", default=14) * 24 * 60 * 60
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="plan-tracker@localhost")

# Where links in mails lead; without it, to the first name that the server answers to.
first_host = ALLOWED_HOSTS[0].lstrip("*.") if ALLOWED_HOSTS else ""
SITE_URL = env.str(
    "SITE_URL", default=f"{'https' if HTTPS else 'http'}://{first_host or 'localhost'}"
).rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
