"""Runs of `manage.py` as anyone starts it, each with its time and its largest memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "benchmark-" * 5


@dataclass(frozen=True)
class Run:
    """What one command took: seconds of wall clock, of its own processor time (a server's work is
    not in it), and its peak of memory in MB.
    """

    seconds: float
    cpu_seconds: float
    megabytes: float
    output: str


def environment(database_url: str) -> dict[str, str]:
    """A server's settings over one database."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "DEBUG": "0",
        "HTTPS": "0",
        "TODAY": "",
        "DJANGO_SETTINGS_MODULE": "plan_tracker.settings",
    }


def manage(database_url: str, *arguments: str) -> Run:
    """Run a command to its end; exits with its message where it fails."""
    command = [sys.executable, "manage.py", *arguments]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(database_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process.stdout:
        output = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}\n{output}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu_seconds, usage.ru_maxrss / 1024, output.strip())
