"""Settings of the tests: the product's own, but deaf to the `.env` that `make run` writes.

Without TEST_DATABASE_URL the tests run on an SQLite file, with it on that PostgreSQL.
"""

import os
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache"
CACHE.mkdir(exist_ok=True)

os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "x" * 40,
    "DEBUG": "0",
    "HTTPS": "0",
    "TODAY": "",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{CACHE / 'tests.sqlite3'}",
    "LOG_LEVEL": "WARNING",
}

from plan_tracker.settings import *  # noqa: E402, F403
from plan_tracker.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life: threads and processes meet in it, with WAL and its locks.
    DATABASES["default"]["TEST"] = {"NAME": str(CACHE / "tests.sqlite3")}
else:
    # What a test stores is never committed: PostgreSQL counts empty tables, and would
    # join thousands of rows one by one (decision 57).
    DATABASES["default"]["OPTIONS"]["options"] += " -c enable_nestloop=off"

# The browser tests see the hashed and compressed files; here nobody has collected them.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# WhiteNoise warns of a folder that is missing.
STATIC_ROOT = CACHE / "static"
STATIC_ROOT.mkdir(exist_ok=True)

# Hashing is slow on purpose, and hundreds of tests sign in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
