"""What the papers say is there: rooms in the contracts' order, sections that the code cites, files,
commands and settings.
"""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from cooperatives.catalogue.figures import codes
from plan_tracker import __version__
from targets.indicators import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cooperatives", "targets")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
PAPERS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/design.md")),
    ROOT / "docs/decisions/README.md",
    *sorted((ROOT / "docs/guides").rglob("*.md")),
    ROOT / "benchmarks/README.md",
    *DECISIONS,
]
FOLDERS = (
    *(*APPS, "plan_tracker", "templates", "static", "fixtures"),
    *("tests", "benchmarks", "docs", ".ci"),
)
SUFFIXES = {".py", ".html", ".txt", ".js", ".css", ".json", ".md", ".toml", ""}
TEXTS = {
    path: path.read_text(encoding="utf-8")
    for path in [
        *ROOT.glob("*.md"),
        ROOT / "pyproject.toml",
        *(found for folder in FOLDERS for found in (ROOT / folder).rglob("*")),
    ]
    if path.is_file() and path.suffix in SUFFIXES and path != Path(__file__).resolve()
}
"""What is written by hand in the repository, but for this file."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- Rooms ----------------------------------------------------------------------------------------


def rooms_of(app: str) -> set[str]:
    """The packages and modules of an app; migrations are no room."""
    found = (ROOT / app).iterdir()
    packages = {path.name for path in found if list(path.glob("*.py"))}
    packages |= {path.name for path in (ROOT / app).iterdir() if (path / "commands").is_dir()}
    modules = {path.stem for path in (ROOT / app).glob("*.py")}
    return (packages | modules) - {"__init__", "migrations", "__pycache__"}


def map_of(app: str) -> list[str]:
    """The rooms that the README's map names for an app, in its order."""
    block = README.split("## The rooms", 1)[1].split("```")[1]
    lines = re.split(r"^\S", block, flags=re.MULTILINE)
    (of_app,) = [part for part in lines if part.startswith(f"{app}/"[1:])]
    names = []
    for line in of_app.splitlines()[1:]:
        names += re.match(r"  ((?:\w+(?:/|\.py) ?)+) ", line).group(1).split()
    return [name.removesuffix("/").removesuffix(".py") for name in names]


def order_of(app: str) -> dict[str, int]:
    """How far up each room of an app stands in pyproject.toml's contract; empty without one."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract.get("containers") == [app]:
            layers = [re.findall(r"\w+", layer) for layer in contract["layers"]]
            return {room: n for n, layer in enumerate(reversed(layers)) for room in layer}
    return {}


@pytest.mark.parametrize("app", APPS)
def test_the_map_names_every_room_once(app):
    assert sorted(map_of(app)) == sorted(rooms_of(app))


@pytest.mark.parametrize("app", APPS)
def test_the_map_has_the_contracts_order(app):
    order, rooms = order_of(app), map_of(app)
    assert app != "cooperatives" or order
    assert [
        (lower, upper) for lower, upper in pairwise(rooms) if order and order[lower] > order[upper]
    ] == []


def walk(title: str) -> list[tuple[int, int]]:
    """The rooms of a walk, each by the place of its app and its own place in the map."""
    steps = README.split(f"**{title}**", 1)[1].split("\n\n")[1]
    found = re.findall(r"^\d\. `(\w+)/(\w+)", steps, flags=re.MULTILINE)
    assert len(found) > 5
    return [(APPS.index(app), map_of(app).index(room)) for app, room in found]


def test_a_figure_goes_down_from_key_to_row():
    places = walk("A figure, from key to row.")
    assert places == sorted(places, reverse=True)


def test_a_status_goes_up_from_row_to_page():
    places = walk("From row to status.")
    assert places == sorted(places)


# --- What is cited --------------------------------------------------------------------------------


def cited(pattern: str) -> dict[str, set[str]]:
    """What the texts cite by a pattern with one group, each with where."""
    found: dict[str, set[str]] = {}
    for path, text in TEXTS.items():
        for match in re.finditer(pattern, text):
            found.setdefault(match.group(1), set()).add(named(path))
    return found


def test_sections_of_the_design_that_are_cited_are_there():
    sections = set(re.findall(r"^##+ (\d(?:\.\d+a?)?)\.? ", DESIGN, flags=re.MULTILINE))
    citations = cited(r"\b[Dd]esign(?:'s)?\s+(\d(?:\.\d+a?)?)(?![\d.]*\d)")
    assert len(citations) > 5
    assert {number: where for number, where in citations.items() if number not in sections} == {}


def test_decisions_that_are_cited_are_there():
    numbers = {str(int(path.name[:2])) for path in DECISIONS}
    citations = cited(r"\b[Dd]ecision\s+(\d+)")
    assert citations
    assert {number: where for number, where in citations.items() if number not in numbers} == {}


def test_every_decision_is_in_the_index_by_its_title():
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(\d\d)\]\(([\w-]+\.md)\) (.+)$", index, flags=re.MULTILINE)
    titles = []
    for path in DECISIONS:
        number, title = re.match(r"# (\d+)\. (.+)\n", path.read_text(encoding="utf-8")).groups()
        titles.append((f"{int(number):02d}", path.name, title))
    assert listed == titles


def test_nothing_cites_issues_which_are_not_in_the_repository():
    assert cited(r"\b([Ii]ssue \d+)") == {}


# --- What the design lists ------------------------------------------------------------------------


def codes_in(section: str) -> list[str]:
    """The codes in the first column of a section's table."""
    text = DESIGN.split(f"### {section} ", 1)[1].split("\n### ", 1)[0]
    rows = re.findall(r"^\| ([a-z_, ]+?) (?:\([^|]*\) )?\|", text, flags=re.MULTILINE)
    return [code for row in rows for code in row.split(", ") if code != "code"]


def test_the_design_lists_the_indicators_in_their_order():
    assert codes_in("1.3") == [indicator.code for indicator in BUILT_IN]


def test_the_design_lists_the_figures_in_their_order():
    assert codes_in("1.3a") == codes()


def test_the_changelog_begins_with_this_release_and_its_day():
    """But for what is not released yet."""
    heads = re.findall(r"^## (.+)$", TEXTS[ROOT / "CHANGELOG.md"], flags=re.MULTILINE)
    newest = next(head for head in heads if head != "Unreleased")
    assert re.fullmatch(rf"{re.escape(__version__)} – \d{{4}}-\d\d-\d\d", newest)


# --- Files, commands, settings --------------------------------------------------------------------

PATH = re.compile(rf"(?<![\w/.…])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*[\w/]")
MODULE = re.compile(r"(?<![\w./-])[\w-]+\.(?:py|js|css|html|md|toml)(?![\w-])")
NOT_OURS = {"utils.py", "services.py"}
"""What the papers name because it is not there."""
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_files_that_a_paper_names_are_there(paper):
    text = TEXTS[paper]
    names = {path.name for path in TEXTS} | {"manage.py", *NOT_OURS}
    missing = {path for path in PATH.findall(text) if not (ROOT / path).exists()}
    missing |= {name for name in MODULE.findall(text) if name not in names}
    missing |= {link for link in LINK.findall(text) if not (paper.parent / link).exists()}
    assert missing == set()


COMMANDS = {
    path.stem: path.read_text(encoding="utf-8")
    for app in APPS
    for path in (ROOT / app).glob("management/commands/[a-z]*.py")
}
OF_DJANGO = {
    *("migrate", "compilemessages", "collectstatic", "createsuperuser", "loaddata"),
    "makemigrations",
}


def test_the_readme_names_all_commands_with_their_options():
    missing = {
        (name, option)
        for name, source in COMMANDS.items()
        for option in ("", *re.findall(r'"(--[a-z-]+)"', source))
        if not re.search(rf"`[^`]*\b{name}\b[^`]*{option}\b[^`]*`", README)
    }
    assert missing == set()


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_commands_that_a_paper_names_are_there(paper):
    found = set(re.findall(r"manage\.py ([a-z_]+)", TEXTS[paper]))
    assert found <= {*COMMANDS, *OF_DJANGO}


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_targets_of_make_that_a_paper_names_are_there(paper):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXTS[paper], flags=re.MULTILINE)) <= targets


def test_the_readme_lists_every_setting_and_no_other():
    source = TEXTS[ROOT / "plan_tracker/settings.py"]
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    table = README.split("## Settings", 1)[1].split("## ", 1)[0].split("\n### ", 1)[0]
    rows = re.findall(r"^\| (`[^|]+) \|", table, flags=re.MULTILINE)
    assert set(re.findall(r"`([A-Z_]+)`", "".join(rows))) == read
