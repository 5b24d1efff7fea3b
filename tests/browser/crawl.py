"""Find the pages that a role reaches by links, and say what is wrong with how they show.

Two steps, so that the time stays bounded. `discover` follows every link with plain requests and
takes a few pages of each *kind*: the same URL pattern with the same query parameters. `inspect`
then opens one page in Chromium and looks at it.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

from .catalogue import foreign_texts
from .chromium import HEIGHT

PHONE, DESKTOP = 390, 1366
LANGUAGES = ("vi", "en")
THEMES = ("light", "dark")
VIEWS = {
    "anonymous": {"vi": (PHONE, "dark"), "en": (DESKTOP, "light")},
    "district_staff": {"vi": (PHONE, "dark"), "en": (DESKTOP, "light")},
    "officer": {"vi": (PHONE, "light"), "en": (DESKTOP, "dark")},
    "admin": {"vi": (DESKTOP, "light"), "en": (PHONE, "dark")},
}
"""How a role's pages are looked at in each language: every role sees both themes and both widths,
and a page that staff, officer and admin open is seen in every theme at every width. A fault of one
theme at one width in one language alone is left to chance: every view of every page took four times
as long, most of it in axe-core.
"""

WITH_AXE = {
    ("anonymous", "vi"),
    ("district_staff", "vi"),
    ("officer", "vi"),
    ("officer", "en"),
    ("admin", "vi"),
}
"""Where axe-core looks, which takes most of the crawl's time: at each theme and width once."""

PAGES_OF_A_KIND = 1
"""How many pages with the same URL pattern and query parameters are followed: their code is one."""
PAGES_OF_A_PATTERN = 2
"""How many pages of one URL pattern are followed, whatever their query: filters combine freely."""
MOST_PAGES = 600
PLACES_SHOWN = 4

# Nothing links to these, and everybody meets them.
UNKNOWN_ADDRESS = "/there-is-no-such-page/"

DJANGO_ADMIN = "admin/"
SAME_FOR_EVERY_MODEL = ("_history", "_delete", "_add", "_change", "_changelist")
"""Pages of Django's admin that show every model alike: one of each is looked at."""
ACCEPTED_IN_DJANGO_ADMIN = {
    "axe link-in-text-block": "Its breadcrumbs and lists tell links from text by colour alone.",
    "not in the page's language: 'Search' (alt)": "Its template writes this word untranslated.",
}
"""How complaints begin that Django's own admin templates earn, each with its reason."""


@dataclass(frozen=True)
class Kind:
    """What pages have in common that are made by the same code: pattern and query parameters."""

    route: str
    name: str
    parameters: tuple[str, ...]

    @property
    def is_admin(self) -> bool:
        return self.route.startswith(DJANGO_ADMIN)


@dataclass(frozen=True)
class Found:
    """An address that answered, and what kind of page it is."""

    path: str
    kind: "Kind"
    is_page: bool


@dataclass
class Links(HTMLParser):
    """The addresses that a page links to."""

    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag in ("a", "area") and address:
            self.found.append(address)


# --- Discovery --------------------------------------------------------------------------------


def discover(context: BrowserContext, start: str = "/") -> tuple[list[Found], list["Complaint"]]:
    """All kinds of pages reachable from `start`, and the addresses that answered with an error."""
    origin = context.new_page()
    origin.goto(start)
    base = origin.url
    origin.close()

    waiting, seen, per_kind, per_route = [base, urljoin(base, "/")], set(), Counter(), Counter()
    found, broken = [], []
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        path = address_within(base, address)
        if path is None or path in seen:
            continue
        seen.add(path)
        kind = kind_of(path)
        if kind is None:
            broken.append(Complaint("is linked to and leads nowhere", path))
            continue
        if kind.is_admin and kind.parameters:
            continue  # its filters and orders are Django's code, and combine without end
        if per_kind[kind] >= PAGES_OF_A_KIND or per_route[kind.route] >= PAGES_OF_A_PATTERN:
            continue
        answer = context.request.get(path)
        if answer.status >= 400:
            broken.append(Complaint(f"is linked to and answers with {answer.status}", path))
            continue
        arrived = address_within(base, answer.url)
        if arrived is not None and arrived != path:
            # A redirect: what counts is the page that it leads to.
            waiting.append(arrived)
            continue
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        text = answer.text() if is_html else ""
        per_kind[kind] += 1
        per_route[kind.route] += 1
        found.append(Found(path, kind, "<html" in text[:500]))
        links = Links()
        links.feed(text)
        waiting += [urljoin(answer.url, link) for link in links.found]
    return found, broken


def address_within(base: str, address: str) -> str | None:
    """The path with its query, or nothing for an address elsewhere."""
    parts = urlsplit(urldefrag(address).url)
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(base).netloc:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(path: str) -> Kind | None:
    """The kind of page that an address asks for; nothing for an unknown address."""
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    parameters = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return Kind(match.route, match.url_name or "", tuple(sorted(parameters)))


def to_visit(found: list[Found]) -> list[Found]:
    """All pages that discovery took without a query, and one of each kind with a query."""
    chosen, seen = [], set()
    for page in found:
        key: object = page.kind
        if not page.kind.parameters:
            key = page.path
        if page.kind.is_admin:
            alike = (end for end in SAME_FOR_EVERY_MODEL if page.kind.name.endswith(end))
            key = next(alike, page.kind.route)
        if page.is_page and key not in seen:
            seen.add(key)
            chosen.append(page)
    return chosen


# --- Inspection -------------------------------------------------------------------------------

BEFORE_THE_PAGE = """
    window.refusedPolicies = [];
    document.addEventListener('securitypolicyviolation', event => {
        const element = event.target.cloneNode?.(false).outerHTML ?? '';
        const script = event.sourceFile.replace(location.origin, '');
        window.refusedPolicies.push(
            `${event.violatedDirective} refused ${event.blockedURI} ${element} ${script}`);
    });
"""

VISIBLE_TEXTS = """() => {
    const texts = [['title', document.title, document.documentElement.lang]];
    const language = element => element.closest('[lang]')?.lang || '';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (element.checkVisibility() && !element.closest('script, style, template'))
            texts.push([element.tagName.toLowerCase(), walker.currentNode.data, language(element)]);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        for (const element of document.querySelectorAll(`[${name}]`))
            texts.push([name, element.getAttribute(name), language(element)]);
    for (const button of document.querySelectorAll('input[type=submit], input[type=button]'))
        texts.push(['button', button.value, language(button)]);
    return texts;
}"""

AXE = """async () => {
    const result = await axe.run(document, {
        resultTypes: ['violations'],
        // It would read stylesheets into a <style> of its own, which the page's policy refuses.
        preload: false,
        // Slow on long tables, and a breach of it is a moderate one.
        rules: {region: {enabled: false}},
    });
    return result.violations
        .filter(violation => ['serious', 'critical'].includes(violation.impact))
        .map(violation => [violation.id, violation.nodes.map(node => node.target.join(' '))]);
}"""

# Two frames: the first may still draw what the last answer changed. Then what moves comes to rest,
# or a second passes: a transition on what is hidden meanwhile never ends.
DRAWN = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const resting = Promise.allSettled(document.getAnimations()
        .filter(animation => animation.effect.getComputedTiming().endTime < Infinity)
        .map(animation => animation.finished));
    await Promise.race([resting, new Promise(done => setTimeout(done, 1000))]);
}"""

SIDEWAYS = """() => {
    const wide = document.scrollingElement.scrollWidth - window.innerWidth;
    if (wide <= 0) return '';
    const guilty = [...document.querySelectorAll('body *')].filter(
        element => element.getBoundingClientRect().right > window.innerWidth + 1);
    const name = element => element.tagName.toLowerCase()
        + (element.className.baseVal ?? element.className).toString().split(' ').filter(Boolean)
            .map(c => '.' + c).join('');
    return `${wide} px too wide: ` + guilty.slice(0, 5).map(name).join(', ');
}"""


@dataclass(frozen=True)
class Complaint:
    """Something that is wrong, and where: a page in a language, width and theme."""

    text: str
    place: str


def report(complaints: list[Complaint]) -> str:
    """The complaints as text: each once, with the first of its places."""
    places: dict[str, list[str]] = {}
    for complaint in complaints:
        places.setdefault(complaint.text, []).append(complaint.place)
    lines = []
    for text, where in places.items():
        lines += [text, *(f"    {place}" for place in where[:PLACES_SHOWN])]
        if len(where) > PLACES_SHOWN:
            lines.append(f"    and {len(where) - PLACES_SHOWN} more")
    return "\n".join(lines)


class Inspector:
    """One browser tab that opens pages and says what is wrong with them."""

    def __init__(self, context: BrowserContext, role: str, language: str):
        self.language = language
        self.page = context.new_page()
        self.show(*VIEWS[role][language])
        self.page.add_init_script(BEFORE_THE_PAGE)
        # An init script is no script of the page: its policy need not allow it.
        self.with_axe = (role, language) in WITH_AXE
        if self.with_axe:
            self.page.add_init_script(AXE_SCRIPT)
        self.under_way: set = set()
        self.problems: list[str] = []
        self.expected_error = ""
        self._listen()

    def _listen(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_script_error)
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)
        self.page.on("requestfinished", self._on_finished)
        self.page.on("requestfailed", self._on_failed)

    def _on_console(self, message) -> None:
        is_expected = self.expected_error and message.location["url"].endswith(self.expected_error)
        # What a policy refuses is told by its own event, with the element.
        is_policy = "Content Security Policy" in message.text
        if message.type == "error" and not is_expected and not is_policy:
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def _on_script_error(self, error) -> None:
        self.problems.append(f"script: {error}")

    def _on_request(self, request) -> None:
        self.under_way.add(request)

    def _on_response(self, response) -> None:
        # The status of the page itself is compared when it is opened.
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.url} answers with {response.status}")

    def _on_finished(self, request) -> None:
        self.under_way.discard(request)

    def _on_failed(self, request) -> None:
        self.under_way.discard(request)
        self.problems.append(f"request failed: {request.url} ({request.failure})")

    def show(self, width: int, scheme: str) -> None:
        """Bring this page and those that come into a width and a theme."""
        self.width, self.scheme = width, scheme
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def open(self, path: str, status: int = 200) -> None:
        """Open an address and wait until everything that it asks for has come."""
        self.problems.clear()
        self.under_way.clear()
        self.expected_error = path if status >= 400 else ""
        answer = self.page.goto(path, wait_until="load")
        if answer is not None and answer.status != status:
            self.problems.append(f"answers with {answer.status} instead of {status}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way and the page has drawn what it has."""
        for _ in range(100):
            self.page.evaluate(DRAWN)
            if not self.under_way:
                return
            self.page.wait_for_timeout(50)
        self.problems.append(f"still loading after 5 s: {[r.url for r in self.under_way]}")

    def inspect(self, path: str, status: int = 200) -> list["Complaint"]:
        """Everything that is wrong with a page."""
        self.open(path, status)
        place = f"{path} in {self.language}, {self.width} px, {self.scheme}"
        complaints = [Complaint(text, place) for text in self._untranslated()]
        complaints += [
            Complaint(f"axe {rule}: {'; '.join(targets[:5])}", place)
            for rule, targets in (self.page.evaluate(AXE) if self.with_axe else ())
        ]
        if self.width == PHONE and (wide := self.page.evaluate(SIDEWAYS)):
            complaints.append(Complaint(wide, place))
        self.problems += self.page.evaluate("() => window.refusedPolicies")
        complaints += [Complaint(text, place) for text in dict.fromkeys(self.problems)]
        if path.startswith(f"/{DJANGO_ADMIN}"):
            accepted = tuple(ACCEPTED_IN_DJANGO_ADMIN)
            complaints = [c for c in complaints if not c.text.startswith(accepted)]
        return complaints

    def _untranslated(self) -> list[str]:
        texts = self.page.evaluate(VISIBLE_TEXTS)
        own = [
            (where, re.sub(r"\s+", " ", text).strip())
            for where, text, language in texts
            if language in ("", self.language)
        ]
        return [
            f"not in the page's language: {text!r} ({where})"
            for where, text in foreign_texts(own, self.language)
        ]
