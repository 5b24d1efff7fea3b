"""Static files as they are served: named by their content, compressed, kept for good."""

import posixpath
import re
from collections.abc import Iterator

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_SCRIPTS = "js/*.js"
OUR_STYLES = re.compile(r"css/[^/]+\.css")
"""Names of our own stylesheets."""

IMPORT = re.compile(
    r"""^@import\s+url\(\s*["']?(?P<url>[^"')]+)["']?\s*\)"""
    r"""(?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;$""",
    re.MULTILINE,
)
ANY_IMPORT = re.compile(r"^\s*@import.*", re.MULTILINE)
RELATIVE_URL = re.compile(
    r"""url\(\s*["']?(?![a-z]+:|[/#])(?P<url>[^"')]+?)["']?\s*\)""", re.IGNORECASE
)

Sources = dict[str, tuple[Storage, str]]


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Puts what our stylesheets import into one file, so that a page asks for one and not for 34.

    Also renames what our own script modules import; libraries' scripts are left as they are.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (OUR_SCRIPTS, HashedFilesMixin._js_module_import_aggregation_patterns[1]),
    )

    def post_process(self, paths: Sources, dry_run: bool = False, **options) -> Iterator[tuple]:
        """Like its parents'; paths: name → where the file as it was written lies.

        Raises ValueError for an @import that cannot be put into the file.
        """
        if not dry_run:
            paths = paths | whole_stylesheets(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def whole_stylesheets(paths: Sources) -> Sources:
    """Our stylesheets that import others, each with what it imports in it. Raises ValueError."""
    made = InMemoryStorage()
    for name in filter(OUR_STYLES.fullmatch, paths):
        if ANY_IMPORT.search(_read(name, paths)):
            made.save(name, ContentFile(whole_stylesheet(name, paths).encode()))
    return {name: (made, name) for name in paths if made.exists(name)}


def whole_stylesheet(name: str, paths: Sources) -> str:
    """The rules of a stylesheet with those that it imports in their place, addresses rewritten.

    Raises ValueError for an @import of another form than `@import url("x.css") [layer(y)];` and
    for one of a file that is not there.
    """

    def imported(found: re.Match) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), found["url"]))
        if target not in paths:
            raise ValueError(f"{name} imports {found['url']}, which is not there.")
        rules = _as_seen_from(name, target, whole_stylesheet(target, paths))
        return f"@layer {found['layer']} {{\n{rules}\n}}" if found["layer"] else rules

    rules = IMPORT.sub(imported, _read(name, paths))
    if left := ANY_IMPORT.search(rules):
        raise ValueError(f"{name}: cannot put into one file what this asks for: {left[0].strip()}")
    return rules


def _as_seen_from(name: str, target: str, rules: str) -> str:
    """The rules of `target` with relative addresses as they are written in `name`'s folder."""
    way = posixpath.relpath(posixpath.dirname(target) or ".", posixpath.dirname(name) or ".")

    def moved(found: re.Match) -> str:
        return f'url("{posixpath.normpath(posixpath.join(way, found["url"]))}")'

    return RELATIVE_URL.sub(moved, rules)


def _read(name: str, paths: Sources) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
