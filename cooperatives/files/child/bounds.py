"""What the system allows this process: it is killed, or fails, beyond that."""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
SPARE = 1 << 16
"""Bytes of the answer that are left for a refusal."""


def confine(*, parent: int, memory: int, answer: int, seconds: float) -> None:
    """Bound this process: its memory and its answer in bytes, its time on the processor.

    It opens a handful of files, writes no others, starts no processes, and does not outlive its
    parent. What it held when it fell is not written down.
    """
    _end_with(parent)
    # The finer clock first: RLIMIT_CPU counts whole seconds.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    whole = int(seconds) + 1
    for limit, most in (
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, answer + SPARE),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(limit)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (bound, bound))


def _end_with(parent: int) -> None:
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it ended before it could be watched
        os._exit(1)
