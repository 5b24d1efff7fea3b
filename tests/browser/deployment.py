"""The product as it is deployed: gunicorn, DEBUG off, hashed and compressed files, PostgreSQL."""

import contextlib
import fcntl
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from cooperatives.models import AdministrativeUnit, User
from tests.browser.deployment import username
units = AdministrativeUnit.objects.order_by("code")
people = [("admin", "Lý Thị Admin", None)]
if units.exists():
    people.append(("officer", "Nông Văn Tỉnh", units.get(level="province")))
    people.append(("district_staff", "Hoàng Thị Huyện", units.filter(level="district").first()))
for role, name, unit in people:
    User.objects.create_user(
        username=username(role), password={password!r}, full_name=name, role=role, unit=unit
    )
"""


def username(role: str) -> str:
    """The account of a role. Not the role's own name: where a page shows it as data, it would pass
    for a word in the wrong language.
    """
    return f"{role}-1"


@dataclass(eq=False)
class Deployment:
    """A running product, and the means to prepare its data."""

    url: str
    environment: dict[str, str] = field(repr=False)
    log: Path

    def manage(self, *arguments: str) -> str:
        """Run a management command as the server would; return what it prints."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise RuntimeError(f"manage.py {arguments}:\n{result.stdout}{result.stderr}")
        return result.stdout

    def run(self, code: str) -> str:
        """Run Python code with the product's models; return what it prints."""
        return self.manage("shell", "--no-imports", "-c", code)

    def last_error(self) -> str:
        """The last traceback that the server logged, if any."""
        _before, mark, after = self.log.read_text(errors="replace").rpartition("Traceback (")
        return f"\n\nThe server's last error:\n{mark}{after}" if mark else ""


@contextlib.contextmanager
def deployed(data: str) -> Iterator[Deployment]:
    """The product with an account for each role and one of the kinds of DATA.

    Needs TEST_DATABASE_URL, a PostgreSQL on which databases may be made.
    """
    port = free_port()
    with database() as database_url:
        CACHE.mkdir(parents=True, exist_ok=True)
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
            },
            log=CACHE / f"gunicorn-{port}.log",
        )
        collect_static(deployment)
        deployment.manage("migrate", "--no-input", "--verbosity=0")
        for command in DATA[data]:
            deployment.manage(*command)
        deployment.run(MAKE_ACCOUNTS.format(password=PASSWORD))
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


def collect_static(deployment: Deployment) -> None:
    """Collect and compress the static files once for all processes of one test run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with (CACHE / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != run:
            deployment.manage("collectstatic", "--no-input", "--clear", "--verbosity=0")
            lock.truncate(0)
            lock.write(run)


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
