"""The guides under docs/guides as pages: one for each role and one of the marks, in each language.

They are Markdown, so that they read as well in the repository; pictures lie in docs/guides/pictures
and are served as static files.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

NAMES = ("officer", "district_staff", "admin", "marks")
"""The guides: what a role is called for whom it is, and what statuses and marks mean."""

PICTURES = "../pictures/"
"""Where pictures lie, as a guide says it."""

ANOTHER = re.compile(r"(?P<name>\w+)\.md(?P<anchor>#.*)?")
"""A link from a guide to another one."""

NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Heading:
    """A heading of a guide. level: 1 of the guide itself, 2 and 3 within it."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Guide:
    """A guide in one language. headings: in order; html: all below its title."""

    name: str
    title: str
    headings: list[Heading]
    html: str

    @property
    def tasks(self) -> list[Heading]:
        """What it holds, for its list of contents."""
        return [heading for heading in self.headings if heading.level == 2]


def guide_in(language: str, name: str) -> Guide:
    """Raises FileNotFoundError for a guide that is not there."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(source_of(language, name).read_text(encoding="utf-8"))
    headings = [_anchored(token, tokens[n + 1]) for n, token in enumerate(tokens) if _opens(token)]
    for token in tokens:
        for part in token.children or ():
            _lead_to_pages(part)
    (title,) = [heading.text for heading in headings if heading.level == 1]
    body = tokens[3:]  # the title stands on the page already
    html = markdown.renderer.render(body, markdown.options, {})
    return Guide(name, title, headings, html)


def guide(name: str) -> Guide:
    """A guide in the page's language."""
    return guide_in(get_language(), name)


def source_of(language: str, name: str) -> Path:
    return settings.GUIDES / language / f"{name}.md"


def anchor_of(heading: str) -> str:
    """As sites that show repositories make it: a link within a guide leads there on both."""
    return NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _opens(token: Token) -> bool:
    return token.type == "heading_open"


def _anchored(token: Token, inline: Token) -> Heading:
    text = "".join(part.content for part in inline.children)
    heading = Heading(int(token.tag[1]), text, anchor_of(text))
    token.attrSet("id", heading.anchor)
    return heading


def _lead_to_pages(part: Token) -> None:
    """Let a link or a picture of the repository lead to the page or the file that is served."""
    if part.type == "image":
        source = part.attrGet("src").removeprefix(PICTURES)
        part.attrSet("src", static(f"guides/{source}"))
    elif part.type == "link_open" and (found := ANOTHER.fullmatch(part.attrGet("href"))):
        part.attrSet("href", reverse("guide", args=[found["name"]]) + (found["anchor"] or ""))
