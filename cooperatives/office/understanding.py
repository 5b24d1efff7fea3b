"""Understanding a table of somebody else's: the one way from its cells to cells of a target."""

from collections.abc import Mapping

from .table import SourceTable
from .target import Target
from .understood import Understanding

Said = Mapping[str, str]
"""What a person has said: the chosen value by the key of the question."""


def understand(table: SourceTable, target: Target, said: Said) -> Understanding:
    """What a table says of a target's cells. It asks no database."""
    raise NotImplementedError
