"""Files that cost too much are refused by what the system allows, and hurt nobody."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from cooperatives.files import process
from cooperatives.files.limits import UPLOAD
from cooperatives.files.opened import open_file
from cooperatives.files.process import ROOT, one_at_a_time
from cooperatives.files.refusals import BusyError, TooManyRowsError, UnreadableFileError
from tests.costly_files import costly
from tests.spreadsheets import xlsx

COSTLY = costly(megabytes=300, cells=1_000_000)
"""Too much already: the process has 400 MB, and room for a text doubles. A wide row is to be known
by its width on a busy machine too, before its time is over. The benchmark's are larger.
"""
READ = {"styles", "nested", "wide rows"}
"""What looks dangerous and can be read within the limits."""
SAID = {
    "far cell": "Ctrl+End",
    "repeated": "250000 ô",
    "wide row": "250000 ô",
    "lines": "50000 dòng",
    "quotation": "dấu nháy",
    "random csv": "UTF-8",
    "random": "bị hỏng",
    "entities": "bị hỏng",
}


@pytest.mark.parametrize("what", sorted({*COSTLY} - READ))
def test_it_is_refused_with_a_sentence(what):
    name, make = COSTLY[what]
    with pytest.raises(UnreadableFileError) as refused:
        open_file(name, make(), UPLOAD)
    assert SAID.get(what, "") in refused.value.error.message


@pytest.mark.parametrize("what", sorted(READ))
def test_what_can_be_read_is_read(what):
    name, make = COSTLY[what]
    assert open_file(name, make(), UPLOAD).sheets[0].rows


def test_a_page_refuses_more_rows_than_it_takes():
    """What a command would take is told apart from what is broken."""
    name, make = COSTLY["lines"]
    with pytest.raises(TooManyRowsError):
        open_file(name, make(), UPLOAD)


def test_a_file_is_not_refused_for_a_busy_machine():
    """What counts is the time on the processor: the clock runs while others have their turn."""
    stopped = threading.Thread(target=stop_the_child, args=[os.getpid(), 4.0])
    stopped.start()
    try:
        assert open_file("a.xlsx", xlsx([["HTX", 1]]), UPLOAD).sheets[0].rows == (("HTX", 1),)
    finally:
        stopped.join()


def stop_the_child(parent: int, seconds: float) -> None:
    """Stop the process that the parent starts next, for some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                if b"cooperatives.files.child" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(child, signal.SIGSTOP)
                    time.sleep(seconds)
                    os.kill(child, signal.SIGCONT)
                    return


# --- The process ----------------------------------------------------------------------------------

# Confined as for a file, then asked for more.
CONFINED = """
import os, sys
from cooperatives.files.child.bounds import confine
confine(parent=int(sys.argv[1]), memory=200 << 20, answer=1 << 20, seconds=0.3)
{}
"""


def confined(code, parent=None):
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", CONFINED.format(code), str(parent or os.getpid())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("bytearray(400 << 20)", "MemoryError"),
        ("import tempfile; tempfile.TemporaryFile().truncate(2 << 20)", "File too large"),
        ("[open('/dev/null') for _ in range(20)]", "Too many open files"),
    ],
)
def test_it_gets_no_more_than_its_share(code, said):
    done = confined(code)
    assert done.returncode == 1
    assert said in done.stderr


def test_it_is_ended_when_its_time_is_over():
    assert confined("while True: pass").returncode in (-27, -24)  # SIGPROF, SIGXCPU


def test_it_does_not_begin_without_its_parent():
    done = confined("print('read')", parent=1)
    assert (done.returncode, done.stdout) == (1, "")


def test_it_ends_with_its_parent():
    code = """
import os, subprocess, sys
child = subprocess.Popen(
    [sys.executable, "-c", CODE, str(os.getpid())], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
child.stdout.read(1)
print(child.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    waiting = CONFINED.format("print('x', flush=True)\nimport time\ntime.sleep(60)")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"CODE = {waiting!r}\n{code}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    pid = int(done.stdout)
    for _again in range(100):
        if not is_running(pid):
            return
        time.sleep(0.05)
    pytest.fail("It outlived its parent.")


def is_running(pid):
    """Whether a process still does something: one that nobody has asked about its end does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_it_knows_nothing_of_the_servers_settings(monkeypatch, tmp_path):
    """What a file could make it tell is not there."""
    shown = tmp_path / "shown"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nenv > {shown}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(process.sys, "executable", str(python))
    open_file("a.csv", b"a,b", UPLOAD)
    assert "SECRET_KEY" not in shown.read_text()


# --- One at a time --------------------------------------------------------------------------------


def test_a_second_file_of_a_person_waits_and_is_then_told():
    with one_at_a_time("1"), pytest.raises(BusyError) as refused:
        open_file("a.csv", b"a", UPLOAD, person="1")
    assert "chờ một lát" in refused.value.error.message


def test_a_second_file_is_read_once_the_first_is():
    with one_at_a_time("1"):
        second = threading.Thread(target=lambda: opened.append(open_one("1")))
        opened = []
        second.start()
        time.sleep(0.1)
        assert opened == []
    second.join()
    assert opened[0].sheets[0].rows == (("a",),)


def test_people_of_other_databases_do_not_wait():
    """Of two installations on one machine, or two workers of a test run, each has a person 1."""
    with one_at_a_time("1"), pytest.MonkeyPatch.context() as other:
        other.setitem(connection.settings_dict, "NAME", "another")
        assert open_one("1").sheets


def test_others_do_not_wait():
    with one_at_a_time("1"):
        assert open_one("2").sheets
        assert open_one("").sheets


def open_one(person):
    return open_file("a.xlsx", xlsx([["a"]]), UPLOAD, person=person)
