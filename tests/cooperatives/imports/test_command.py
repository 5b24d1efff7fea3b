"""What `manage.py import_data` answers to a shell: status, text, JSON, and who did it."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from cooperatives.models import Cooperative, Organisation
from tests.cooperatives.imports.files import Importer, manage
from tests.factories import make_admin

ROOT = Path(__file__).resolve().parents[3]
HEADER = "registration_number,name,unit_code,founded_on"
ONE = f"{HEADER}\n0610002,HTX Miến dong,061,2020-01-02\n"


@pytest.fixture(autouse=True)
def unit(district):
    return district


def test_success_is_said_in_words_and_by_status_0(load):
    run = load.text("cooperatives", ONE)
    assert run == (type(run))(0, "Tạo mới: 1, cập nhật: 0, không đổi: 0.\n", "")
    assert load.text("cooperatives", ONE).out == "Tạo mới: 0, cập nhật: 0, không đổi: 1.\n"


@pytest.mark.usefixtures("english")
def test_it_speaks_english_too(load):
    assert load.text("cooperatives", ONE).out == "Created: 1, updated: 0, unchanged: 0.\n"
    run = load.text("cooperatives", ONE.replace("2020-01-02", "soon"))
    assert run.err.splitlines() == [
        "CommandError: 1 error, nothing is stored:",
        "row 2, Founded on (founded_on), “soon”: "
        "This is no date: write it as 30/6/2023 or 2023-06-30.",
    ]


def test_errors_stand_on_standard_error_with_status_1_and_as_json_on_the_other(load):
    content = f"{HEADER}\n0610002,HTX,999,mai\n0610003,,061,2020-01-01\n"
    run = load("cooperatives", content)
    assert run.status == 1
    assert run.counts == (0, 0, 0)
    assert [error[:3] for error in run.errors] == [
        (2, "founded_on", "mai"),
        (2, "unit_code", "999"),
        (3, "name", ""),
    ]
    assert run.err.splitlines()[0] == "CommandError: 3 lỗi, chưa lưu gì:"
    assert len(run.err.splitlines()) == 4
    assert "Traceback" not in run.err


def test_of_very_many_errors_the_first_thousand_are_told_and_all_counted(load):
    rows = "".join(f"{n},HTX {n},061,mai\n" for n in range(1_200))
    run = load("cooperatives", f"{HEADER}\n{rows}")
    assert len(run.errors) == 1_000
    assert "1200 lỗi" in run.err.replace(".", "")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("tractors", "x.csv"),
        ("units",),
        ("units", "x.csv", "--decimal", "semicolon"),
        ("units", "x.csv", "--colour"),
        ("units", "x.csv", "--format", "yaml"),
    ],
)
@pytest.mark.usefixtures("load")
def test_a_wrong_call_has_status_1_too(arguments):
    run = manage(*arguments)
    assert run.status == 1
    assert "usage:" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("name", ["không có.csv", "."])
def test_a_file_that_cannot_be_read_is_an_error_of_the_first_row(load, name):
    path = str(load.folder / name)
    run = manage("units", path, "--format", "json")
    ((row, column, value, message),) = run.errors
    assert (run.status, row, column, value) == (1, 1, "", path)
    assert "đọc" in message
    assert message in run.err


def test_who_imports_stands_in_the_history(load):
    boss = make_admin(username="boss")
    load("cooperatives", ONE, "--user", "boss")
    version = Cooperative.objects.get().history.get()
    assert (version.history_user, version.way) == (boss, "import")


def test_without_a_name_history_says_that_it_was_an_import(load):
    load("cooperatives", ONE)
    version = Cooperative.objects.get().history.get()
    assert (version.history_user, version.way) == (None, "import")


def test_an_unknown_account_imports_nothing(load):
    run = load.text("cooperatives", ONE, "--user", "nobody")
    assert run.status == 1
    assert "nobody" in run.err
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("option", ["--submit", "--approve"])
def test_only_quarterly_figures_are_submitted(load, option):
    run = load.text("cooperatives", ONE, option)
    assert run.status == 1
    assert "biểu" in run.err
    assert not Organisation.objects.exists()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not(load, monkeypatch):
    rows = "".join(f"{n},HTX {n},061,2020-01-02\n" for n in range(1, 1_002))
    assert load.text("cooperatives", f"{HEADER}\n{rows}", "--dry-run").err == ""
    monkeypatch.setattr("tests.cooperatives.imports.files.io.StringIO", Terminal)
    shown = load.text("cooperatives", f"{HEADER}\n{rows}", "--dry-run").err
    assert [step.split()[-1] for step in shown.strip().split("\r")] == [
        "500/1001",
        "1000/1001",
        "1001/1001",
    ]


# --- A process that is killed ---------------------------------------------------------------------

KILLED_HALFWAY = """
import os, signal, sys
from pathlib import Path
import django
from django.conf import settings
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from cooperatives.imports import KINDS, Options, import_file
from cooperatives.models import Organisation

def die(done, total):
    if done >= total / 2:
        # It has written: what the others must not see.
        assert Organisation.objects.count() == done
        os.kill(os.getpid(), signal.SIGKILL)

content = Path(sys.argv[2]).read_bytes()
import_file(KINDS["cooperatives"], "x.csv", content, Options(), store=True, progress=die)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_halfway_leaves_the_state_of_before(tmp_path, district):
    rows = "".join(f"{n:07},HTX {n},061,2020-01-02\n" for n in range(1, 1_601))
    file = tmp_path / "htx.csv"
    file.write_text(f"{HEADER}\n{rows}")
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-c", KILLED_HALFWAY, connection.settings_dict["NAME"], str(file)],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == -9, process.stderr
    assert Organisation.objects.count() == 0
    assert Organisation.history.count() == 0
    # Nothing is left locked or half done: the same file goes in whole.
    run = Importer(tmp_path)("cooperatives", file.read_bytes())
    assert run.counts == (1_600, 0, 0), run.err
