"""A file of somebody else is read in a process of its own, one at a time for a person."""

import fcntl
import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

from .limits import Limits

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
WAIT = 1.0
"""Seconds for which a person's second file waits for the first."""
_LOOK_AGAIN = 0.02
_ENVIRONMENT = ("LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "PYTHONPATH")
_SAID = 2_000
"""Bytes of what the process said when it fell that go into the log."""

# What the system ends it with: too long on the processor, or memory that is not there.
_TOO_LONG = {-signal.SIGPROF, -signal.SIGXCPU}
_TOO_LARGE = {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS}


class AlreadyReadingError(Exception):
    """The person's other file is still being read."""


class FailedProcessError(Exception):
    """The process ended without an answer. Raised with "time", "memory" or "damaged"."""


@contextmanager
def read_apart(
    kind: str, content: bytes, headers: Iterable[str], limits: Limits, person: str
) -> Iterator[Iterator[Any]]:
    """The lines of the answer about a file (see `child.answer`), as plain values.

    person: whoever sends it, "" for nobody in particular. Raises AlreadyReadingError,
    FailedProcessError.
    """
    with one_at_a_time(person), _memory() as source, _memory() as answer, _memory() as said:
        source.write(content)
        source.flush()
        source.seek(0)
        request = {
            "kind": kind,
            "headers": list(headers),
            "parent": os.getpid(),
            "memory": limits.memory,
            "answer": limits.answer,
            "seconds": limits.seconds,
            "cells": limits.cells,
            "rows": limits.all_rows,
        }
        _run(json.dumps(request), source, answer, said, limits.patience)
        answer.seek(0)
        yield map(json.loads, answer)


def _run(request: str, source: BinaryIO, answer: BinaryIO, said: BinaryIO, patience: float) -> None:
    process = subprocess.Popen(  # noqa: S603  (no word of it comes from the file)
        [sys.executable, "-m", "cooperatives.files.child", request],
        stdin=source,
        stdout=answer,
        stderr=said,
        cwd=ROOT,
        # Where Python finds itself, and nothing of the server's secrets.
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
    try:
        status = process.wait(patience)
    except subprocess.TimeoutExpired:
        status = -signal.SIGPROF
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if status in _TOO_LONG:
        raise FailedProcessError("time")
    if status in _TOO_LARGE:
        raise FailedProcessError("memory")
    if status:
        said.seek(0)
        logger.warning("A file could not be read: %s", said.read(_SAID).decode(errors="replace"))
        raise FailedProcessError("damaged")


def _memory() -> BinaryIO:
    """A file in memory, of no process's own: the system counts and bounds what is written there."""
    return os.fdopen(os.memfd_create("file"), "w+b")


@contextmanager
def one_at_a_time(person: str) -> Iterator[None]:
    """Wait until no other process of this machine reads a file of the person, by the database that
    the person is in.

    Raises AlreadyReadingError after `WAIT` seconds.
    """
    if not person:
        yield
        return
    place = connection.settings_dict
    whose = f"{place['HOST']} {place['PORT']} {place['NAME']} {person}"
    name = hashlib.sha256(whose.encode()).hexdigest()[:32]
    with (_own_folder() / name).open("w") as turn:
        deadline = time.monotonic() + WAIT
        while True:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise AlreadyReadingError from None
                time.sleep(_LOOK_AGAIN)
        yield


def _own_folder() -> Path:
    """Where turns are kept: a folder of this account alone."""
    folder = Path(tempfile.gettempdir()) / f"plan_tracker-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is open to other accounts.")
    return folder
