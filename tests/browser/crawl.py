"""Find the pages that a role reaches by links, and say what is wrong with how they show.

Two steps, so that the time stays bounded. `discover` follows every link with plain requests and
takes a few pages of each *kind*: the same URL pattern with the same query parameters. `inspect`
then opens one page in Chromium and looks at it in both themes and at both widths.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

from .catalogue import foreign_texts

PHONE, DESKTOP = 390, 1366
WIDTHS = (DESKTOP, PHONE)
SCHEMES = ("light", "dark")
LANGUAGES = ("vi", "en")

PAGES_OF_A_KIND = 2
"""How many pages with the same URL pattern and query parameters are followed."""
PAGES_OF_A_PATTERN = 8
"""How many pages of one URL pattern are followed, whatever their query: filters combine freely."""
MOST_PAGES = 600

# Nothing links to these, and everybody meets them.
UNKNOWN_ADDRESS = "/there-is-no-such-page/"

NEVER_FOLLOWED = ("logout", "set_language")
"""Names of URLs that change the session instead of showing a page."""

DJANGO_ADMIN = "admin/"
ACCEPTED_IN_DJANGO_ADMIN: dict[str, str] = {}
"""Findings of axe-core that stand in Django's own admin templates, each with its reason."""


@dataclass(frozen=True)
class Found:
    """An address that answered, and what kind of page it is."""

    path: str
    route: str
    parameters: tuple[str, ...]
    status: int
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


def discover(context: BrowserContext, start: str = "/") -> tuple[list[Found], list[str]]:
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
            broken.append(f"{path} is linked to and leads nowhere")
            continue
        route, parameters = kind
        if per_kind[kind] >= PAGES_OF_A_KIND or per_route[route] >= PAGES_OF_A_PATTERN:
            continue
        answer = context.request.get(path)
        if answer.status >= 400:
            broken.append(f"{path} answers with {answer.status}")
            continue
        arrived = address_within(base, answer.url)
        if arrived is not None and arrived != path:
            # A redirect: what counts is the page that it leads to.
            waiting.append(arrived)
            continue
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        text = answer.text() if is_html else ""
        per_kind[kind] += 1
        per_route[route] += 1
        found.append(Found(path, route, parameters, answer.status, "<html" in text[:500]))
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


def kind_of(path: str) -> tuple[str, tuple[str, ...]] | None:
    """The URL pattern and the names of the query parameters; nothing for an unknown address."""
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return match.route, tuple(sorted({name for name, _ in parse_qsl(parts.query)}))


def to_visit(found: list[Found]) -> list[Found]:
    """One page for each kind, and all that discovery took of those without a query."""
    chosen, kinds = [], set()
    for page in found:
        kind = (page.route, page.parameters)
        if page.is_page and (kind not in kinds or not page.parameters):
            kinds.add(kind)
            chosen.append(page)
    return chosen


# --- Inspection -------------------------------------------------------------------------------

BEFORE_THE_PAGE = """
    window.refusedPolicies = [];
    document.addEventListener('securitypolicyviolation', event => window.refusedPolicies.push(
        `${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`
    ));
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

AXE = """async rules => {
    const result = await axe.run(document, {
        resultTypes: ['violations'],
        ...(rules.length ? {runOnly: {type: 'rule', values: rules}} : {}),
    });
    return result.violations
        .filter(violation => ['serious', 'critical'].includes(violation.impact))
        .map(violation => [violation.id, violation.nodes.map(node => node.target.join(' '))]);
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


class Inspector:
    """One browser tab that opens pages and says what is wrong with them."""

    def __init__(self, context: BrowserContext, language: str):
        self.language = language
        self.page = context.new_page()
        self.page.add_init_script(BEFORE_THE_PAGE)
        # An init script is no script of the page: its policy need not allow it.
        self.page.add_init_script(AXE_SCRIPT)
        self.under_way: set = set()
        self.problems: list[str] = []
        self.expected_status = 200
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        def on_console(message):
            expected = self.expected_status >= 400 and message.location["url"] == page.url
            if message.type == "error" and not expected:
                self.problems.append(f"console: {message.text}")

        def on_response(response):
            is_main = response.request.is_navigation_request()
            if response.status >= 400 and not (is_main and self.expected_status >= 400):
                self.problems.append(f"{response.url} answers with {response.status}")

        def on_failed(request):
            self.under_way.discard(request)
            self.problems.append(f"request failed: {request.url} ({request.failure})")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", on_response)
        page.on("request", self.under_way.add)
        page.on("requestfinished", self.under_way.discard)
        page.on("requestfailed", on_failed)

    def open(self, path: str, status: int = 200) -> None:
        """Open an address and wait until everything that it asks for has come."""
        self.problems.clear()
        self.under_way.clear()
        self.expected_status = status
        answer = self.page.goto(path, wait_until="load")
        if answer is not None and answer.status != status:
            self.problems.append(f"answers with {answer.status} instead of {status}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way and the page has drawn what it has."""
        for _ in range(100):
            self.page.wait_for_timeout(50)
            if not self.under_way:
                break
        else:
            self.problems.append(f"still loading after 5 s: {[r.url for r in self.under_way]}")
        # Two frames: the first may still draw what the last answer changed.
        self.page.evaluate(
            "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
        )

    def views(self) -> Iterator[tuple[str, int]]:
        """Show the open page in each theme at each width."""
        for width in WIDTHS:
            for scheme in SCHEMES:
                self.show(scheme, width)
                yield scheme, width

    def show(self, scheme: str, width: int) -> None:
        """Bring the open page into a theme and a width."""
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": width, "height": 900})
        self.settle()

    def inspect(self, path: str, status: int = 200) -> list[str]:
        """Everything that is wrong with a page, in all its views."""
        self.show("light", DESKTOP)
        self.open(path, status)
        in_django_admin = urlsplit(path).path.startswith(f"/{DJANGO_ADMIN}")
        complaints = self._untranslated()
        for scheme, width in self.views():
            # A theme changes colours only.
            rules = [] if scheme == "light" else ["color-contrast"]
            where = f"{width} px, {scheme}"
            for rule, targets in self.page.evaluate(AXE, rules):
                if not (in_django_admin and rule in ACCEPTED_IN_DJANGO_ADMIN):
                    complaints.append(f"{where}: axe {rule}: {'; '.join(targets[:5])}")
            if width == PHONE and (wide := self.page.evaluate(SIDEWAYS)):
                complaints.append(f"{where}: {wide}")
        complaints += self.problems
        complaints += self.page.evaluate("() => window.refusedPolicies")
        return [f"[{self.language}] {path}: {complaint}" for complaint in dict.fromkeys(complaints)]

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
