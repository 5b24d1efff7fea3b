"""Understanding a table of somebody else's: the one way from its cells to cells of a target.

What the table says decides; where it does not say, it is asked. Headings tell columns, names and
registration numbers tell rows; what was reported last quarter only shows where to ask, and never
decides by itself.
"""

from collections.abc import Mapping

from .asking import Asking
from .reading import Reading
from .table import SourceTable
from .target import Target
from .understood import Understanding
from .uses import all_uses

Said = Mapping[str, str]
"""What a person has said: the chosen value by the key of the question."""

_NOTHING_SAID: Said = {}


def understand(
    table: SourceTable, target: Target, said: Said, remembered: Said = _NOTHING_SAID
) -> Understanding:
    """What a table says of a target's cells. It asks no database.

    said: the answers to its questions, which stay among the questions, chosen. remembered: what was
    said before of columns (`remembered`), which is not asked again, and of names that are nobody's
    (by `name_key`), which is offered.
    """
    uses = {value for value, _label in all_uses(target.columns)}
    known = {
        key: value
        for key, value in remembered.items()
        if key.startswith("name-") or (key.startswith("column-") and value in uses)
    }
    return Reading(table, target, Asking(said, known)).understanding()
