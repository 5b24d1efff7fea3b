"""`python -m cooperatives.files.child REQUEST`: reads a file on standard input, answers on output.

REQUEST is JSON: the kind of file, the limits (see `bounds` and `answer`), and texts that headers
may have.
"""

import json
import sys

from .answer import Answer, Refused
from .bounds import confine


def main() -> None:
    request = json.loads(sys.argv[1])
    confine(
        parent=request["parent"],
        memory=request["memory"],
        answer=request["answer"],
        seconds=request["seconds"],
    )
    # Only now, within bounds, anything of the file is touched.
    content = sys.stdin.buffer.read()
    with open(sys.stdout.fileno(), "wb", buffering=1 << 16, closefd=False) as out:
        answer = Answer(
            out,
            most_bytes=request["answer"],
            most_cells=request["cells"],
            most_rows=request["rows"],
        )
        try:
            _read(request, content, answer)
        except Refused as refused:
            answer.refuse(refused)
        except MemoryError:
            answer.refuse(Refused("memory"))


def _read(request: dict, content: bytes, answer: Answer) -> None:
    if request["kind"] == "csv":
        from .text import read_text  # noqa: PLC0415  (each kind needs its own libraries alone)

        read_text(content, set(request["headers"]), answer)
    else:
        from .workbook import read_workbook  # noqa: PLC0415

        read_workbook(content, answer)


if __name__ == "__main__":
    main()
