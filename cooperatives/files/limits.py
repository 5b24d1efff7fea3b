"""What a file may cost."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a file may cost.

    rows: of a table below its header. all_rows, cells: of all sheets together, blank ones between
    filled ones included. answer: bytes of all its cells. memory, seconds: of the process that reads
    it, in bytes and on the processor; patience: seconds on the clock, which end a process that the
    processor's time does not: many times as long, so that a busy machine refuses no file.
    """

    rows: int
    all_rows: int
    cells: int
    answer: int
    memory: int
    seconds: float
    patience: float


UPLOAD = Limits(
    rows=5_000,
    all_rows=50_000,
    cells=250_000,
    answer=8 * MB,
    memory=400 * MB,
    seconds=0.7,
    patience=20,
)
"""What a page takes: the largest table costs about a third of it (decision 36)."""

COMMAND = Limits(
    rows=1_048_575,
    all_rows=4_000_000,
    cells=50_000_000,
    answer=2_048 * MB,
    memory=4_096 * MB,
    seconds=120,
    patience=600,
)
"""What a command takes: whatever a sheet of Excel can hold."""
