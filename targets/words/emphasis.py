"""Sentences in which something is emphasised: made once, shown on a page or in plain text."""

from collections.abc import Sequence
from html import unescape

from django.utils.html import conditional_escape, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe


def emphasised(sentence: str, **values: object) -> SafeString:
    """A translated sentence with `<strong>` around what matters, its values put in and escaped."""
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(sentence % escaped)  # noqa: S308 - a message of ours; its values are escaped


def joined(sentences: Sequence[str]) -> SafeString:
    """Sentences behind each other, with what is emphasised in them."""
    return format_html_join("; ", "{}", ((sentence,) for sentence in sentences))


def plain(sentence: str) -> str:
    """A sentence where nothing can be emphasised: in a terminal, in a mail."""
    return unescape(strip_tags(sentence)) if isinstance(sentence, SafeString) else sentence
