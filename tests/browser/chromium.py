"""Chromium of the system, driven by Playwright."""

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from .deployment import Deployment

# The first has no window to draw around the page: to open one takes three quarters of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Chromium heeds the last --disable-features alone: Playwright's own come first here, as its
# chromiumSwitches.ts has them.
FEATURES_OF_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
# What unfolds below the address bar is a page of its own, which even a headless window loads: a
# third of what it costs to open one. A renderer kept ready for a next page is as dear.
NEVER_NEEDED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
)
FLAGS = [
    f"--disable-features={','.join((*FEATURES_OF_PLAYWRIGHT, *NEVER_NEEDED))}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = 900


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; an error where the machine has none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise RuntimeError("No Chromium on the PATH: install the package chromium-headless-shell.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def signed_in(
    browser: Browser,
    deployment: Deployment,
    role: str = "anonymous",
    *,
    language: str = "vi",
    scheme: str = "light",
    width: int = 1366,
    touch: bool = False,
) -> BrowserContext:
    """A browser window of its own for a person of the role, in a language, theme and width."""
    context = browser.new_context(
        base_url=deployment.url,
        viewport={"width": width, "height": HEIGHT},
        color_scheme=scheme,
        has_touch=touch,
        is_mobile=touch,
        # Nothing that is still moving is measured.
        reduced_motion="reduce",
    )
    cookies = {"django_language": language}
    if role != "anonymous":
        cookies["sessionid"] = deployment.signed_in(role)
    context.add_cookies(
        [
            {"name": name, "value": value, "url": deployment.url, "sameSite": "Lax"}
            for name, value in cookies.items()
        ]
    )
    return context
