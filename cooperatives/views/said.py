"""What a page sends of what was said before: the choices that a person made, by what was asked."""

from typing import Any

from .scripts import is_text

MOST_SAID = 5_000
LONGEST_SAID = 200


def is_said(value: Any) -> bool:
    """Whether it is what a page of ours may send: not too many short texts by short texts."""
    if not isinstance(value, dict) or len(value) > MOST_SAID:
        return False
    texts = [*value, *value.values()]
    return all(is_text(text) and len(text) <= LONGEST_SAID for text in texts)
