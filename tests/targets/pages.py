"""Look into an HTML page: elements by class, tag or attribute, and their text."""

import re

from django.test.html import Element, Parser

VOID_OF_SVG = re.compile(r"<(path|rect|circle)([^<>]*?)/>")


class _NotKept(dict):
    def __setitem__(self, key, value):
        pass


class _Parser(Parser):
    """Django's, but for its note of where each element stands, which nothing reads: to make it, an
    element is compared with all that look alike, so that tables took a multiple of the time.
    """

    def __init__(self):
        super().__init__()
        self.element_positions = _NotKept()


def parsed(response) -> Element:
    """The page as a tree. Raises for tags that do not match."""
    return parsed_text(response.text)


def parsed_text(page: str) -> Element:
    """A page, or a part of one, as a tree. Raises for tags that do not match."""
    parser = _Parser()
    parser.feed(VOID_OF_SVG.sub(r"<\1\2></\1>", page))
    parser.close()
    root = parser.root
    root.finalize()
    alone = len(root.children) == 1 and isinstance(root.children[0], Element)
    return root.children[0] if alone else root


def elements(root: Element):
    """All elements below a root, in the page's order."""
    for child in root.children:
        if isinstance(child, Element):
            yield child
            yield from elements(child)


def attribute(element: Element, name: str) -> str | None:
    return dict(element.attributes).get(name)


def find_all(root: Element, tag: str | None = None, css: str | None = None, **attributes):
    """Elements with a tag, a class and attributes (data_unit="061" is data-unit)."""
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    return [
        found
        for found in elements(root)
        if (tag is None or found.name == tag)
        and (css is None or css in (attribute(found, "class") or "").split())
        and all(attribute(found, name) == value for name, value in wanted.items())
    ]


def find(root: Element, tag: str | None = None, css: str | None = None, **attributes) -> Element:
    """The first such element; fails without one."""
    found = find_all(root, tag, css, **attributes)
    assert found, f"no {tag or ''}.{css or ''} {attributes}"
    return found[0]


def text(element: Element) -> str:
    """What a person reads there, with single spaces."""
    words = "".join(
        f" {text(child)} " if isinstance(child, Element) else child for child in element.children
    )
    return re.sub(r"\s+([,.:;)])", r"\1", re.sub(r"\s+", " ", words)).strip()
