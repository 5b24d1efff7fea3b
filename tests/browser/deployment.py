"""The product as it is deployed: gunicorn, DEBUG off, hashed and compressed files, PostgreSQL."""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "browser"
START_SECONDS = 60

FIXTURES = ("units_bac_kan", "baseline_2023_06_30", "plan_532_2024")
DATA = {
    "demo": [["loaddata", *FIXTURES], ["load_demo"]],
    "units": [["loaddata", "units_bac_kan"]],
    "nothing": [],
}
"""What a database may hold, and the commands that load it."""

PASSWORD = "a-password-for-browser-tests"
ROLES = ("anonymous", "district_staff", "officer", "admin")
# A person without a unit can only be an admin, so that the others need units.
MAKE_ACCOUNTS = """
from django.contrib.auth.hashers import make_password
from cooperatives.models import AdministrativeUnit, User
from tests.browser.deployment import username
units = AdministrativeUnit.objects.order_by("code")
people = [("admin", "Lý Thị Admin", None)]
if units.exists():
    people.append(("officer", "Nông Văn Tỉnh", units.get(level="province")))
    people.append(("district_staff", "Hoàng Thị Huyện", units.filter(level="district").first()))
# Hashing is slow on purpose: once is enough.
hashed = make_password({password!r})
for role, name, unit in people:
    User.objects.create(
        username=username(role), password=hashed, full_name=name, role=role, unit=unit
    )
"""
SIGN_IN = """
from cooperatives.models import User
from tests.browser.deployment import new_session
print(new_session(User.objects.get(username={username!r})))
"""
# Reads programs, a line of JSON each, and answers each with what it printed and how it failed.
INTERPRETER = """
import contextlib, io, json, sys, traceback
import django
django.setup()
for line in sys.stdin:
    printed, failed = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            exec(json.loads(line), {"__name__": "__main__"})
    except BaseException:
        failed = traceback.format_exc()
    print(json.dumps([printed.getvalue(), failed]), flush=True)
"""


def username(role: str) -> str:
    """The account of a role. Not the role's own name: where a page shows it as data, it would pass
    for a word in the wrong language.
    """
    return f"{role}-1"


def new_session(user) -> str:
    """Sign a person in, in a process with Django; return the session's key."""
    # The module serves processes without Django too; sessions are models, there once it is set up.
    from django.contrib.auth import (  # noqa: PLC0415
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@dataclass(eq=False)
class Deployment:
    """A running product, and the means to prepare its data."""

    url: str
    environment: dict[str, str] = field(repr=False)
    log: Path

    def manage(self, *arguments: str) -> None:
        """Run a management command as the server would."""
        self.run(f"from django.core.management import call_command\ncall_command(*{arguments!r})")

    def run(self, code: str) -> str:
        """Run Python code with the product's models; return what it prints.

        Raises RuntimeError with what it printed and its traceback if it fails.
        """
        process = self._interpreter
        process.stdin.write(json.dumps(code) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The interpreter ended with status {process.wait()}.")
        printed, failed = json.loads(answer)
        if failed:
            raise RuntimeError(f"{printed}{failed}")
        return printed

    @functools.cached_property
    def _interpreter(self) -> subprocess.Popen:
        """One process for all code: to start Django takes longer than most of it."""
        return subprocess.Popen(
            [sys.executable, "-c", INTERPRETER],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End what runs code; more code starts another one."""
        if process := self.__dict__.pop("_interpreter", None):
            with process:
                process.stdin.close()

    def signed_in(self, role: str) -> str:
        """The key of a new session of the role's account: the page to sign in takes seconds for
        the password alone, and is looked at by tests of its own.
        """
        return self.run(SIGN_IN.format(username=username(role))).strip()

    def last_error(self) -> str:
        """The last traceback that the server logged, if any."""
        _before, mark, after = self.log.read_text(errors="replace").rpartition("Traceback (")
        return f"\n\nThe server's last error:\n{mark}{after}" if mark else ""


@contextlib.contextmanager
def deployed(data: str, **settings: str) -> Iterator[Deployment]:
    """The product with an account for each role and one of the kinds of DATA. settings: those of
    its environment that are not as in the others.

    Needs TEST_DATABASE_URL, a PostgreSQL on which databases may be made.
    """
    port = free_port()
    CACHE.mkdir(parents=True, exist_ok=True)
    with database() as database_url, contextlib.ExitStack() as stack:
        deployment = Deployment(
            url=f"http://127.0.0.1:{port}",
            environment=os.environ
            | {
                "SECRET_KEY": secrets.token_urlsafe(48),
                "DEBUG": "0",
                # Chromium reaches it on loopback, without TLS before it.
                "HTTPS": "0",
                "TODAY": "",
                "ALLOWED_HOSTS": "127.0.0.1",
                "DATABASE_URL": database_url,
                "STATIC_ROOT": str(CACHE / "static"),
                "DJANGO_SETTINGS_MODULE": "plan_tracker.settings",
            }
            | settings,
            log=CACHE / f"gunicorn-{port}.log",
        )
        stack.callback(deployment.close)
        collect_static(deployment)
        fill(deployment, data)
        with server(deployment, port):
            yield deployment


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database that ends with the block."""
    server_url = os.environ.get("TEST_DATABASE_URL", "")
    if not server_url:
        raise RuntimeError(
            "The browser tests need a PostgreSQL: run them by `make test`, or put "
            "`.ci/with_postgres` before the command, or set TEST_DATABASE_URL."
        )
    name = f"browser_{secrets.token_hex(6)}"
    with contextlib.closing(psycopg2.connect(server_url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def fill(deployment: Deployment, data: str) -> None:
    """Load one of the kinds of DATA into a deployment's empty database."""

    def migrate() -> None:
        deployment.manage("migrate", "--no-input", "--verbosity=0")

    def load() -> None:
        copied_or_made(deployment, "migrated", migrate)
        for command in DATA[data]:
            deployment.manage(*command)
        deployment.run(MAKE_ACCOUNTS.format(password=PASSWORD))

    copied_or_made(deployment, data, load)


def copied_or_made(deployment: Deployment, what: str, make: Callable[[], None]) -> None:
    """Bring a deployment's database into the state that `make` makes.

    The first process of a test run that asks for it makes it and leaves a copy, from which others
    copy: to migrate takes 14 s. A server that is not the run's own would keep such copies, and is
    left none.
    """
    server_url = os.environ["TEST_DATABASE_URL"]
    name, copy = urlsplit(deployment.environment["DATABASE_URL"]).path[1:], f"copy_of_{what}"
    with (
        (CACHE / f"lock-{what}").open("a") as lock,
        contextlib.closing(psycopg2.connect(server_url)) as connection,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [copy])
        # To be copied or dropped, a database must be left alone.
        if cursor.fetchone():
            deployment.close()
            cursor.execute(f"DROP DATABASE {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {copy}")
            return
        make()
        if "TEST_DATABASE_PID" in os.environ:
            deployment.close()
            cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")


def collect_static(deployment: Deployment) -> None:
    """Collect and compress the static files, unless they are there from the same sources: to
    compress them takes half a minute.
    """
    folder = Path(deployment.environment["STATIC_ROOT"])
    sources = fingerprint_of_static_files()
    with (CACHE / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != f"{folder} {sources}" or not folder.is_dir():
            # Should it fail, nothing is known of what it leaves.
            lock.truncate(0)
            deployment.manage("collectstatic", "--no-input", "--clear", "--verbosity=0")
            lock.write(f"{folder} {sources}")


def fingerprint_of_static_files() -> str:
    """What the collected files are made of: ours, how they are stored, and the libraries."""
    found = hashlib.sha256()
    for installed in sorted(f"{one.name} {one.version}" for one in distributions()):
        found.update(installed.encode())
    folders = (ROOT / "static", ROOT / "docs/guides/pictures")
    ours = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    for path in sorted([*ours, *(ROOT / "plan_tracker").rglob("*.py")]):
        found.update(f"{path.relative_to(ROOT)} {path.stat().st_size}".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


@contextlib.contextmanager
def server(deployment: Deployment, port: int) -> Iterator[None]:
    """Gunicorn, ready to answer, until the block ends."""
    command = [
        # It must not outlive a killed test run.
        *("setpriv", "--pdeathsig=TERM"),
        *(sys.executable, "-m", "gunicorn", "plan_tracker.wsgi"),
        *(f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=4", "--preload"),
    ]
    with (
        deployment.log.open("wb") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=deployment.environment, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            wait_until_ready(deployment, process)
            yield
        finally:
            process.terminate()
            process.wait(30)


def wait_until_ready(deployment: Deployment, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(deployment.url, timeout=5).close()
            return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"gunicorn did not start:\n{deployment.log.read_text(errors='replace')}"
                ) from None
            time.sleep(0.1)


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
