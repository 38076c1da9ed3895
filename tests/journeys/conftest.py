"""Walks through the site in a real browser: the live site, its pages, their accessibility."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases, sample

# The browser's loop runs in the thread in which the test also asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
)
QUIET = [  # root needs the first; the others keep the browser from calling home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

SignIn = Callable[[Page, str], Page]


def _starts(program: str) -> bool:
    """Whether it runs: Ubuntu has a script of that name which only asks for a snap."""
    try:
        return not subprocess.run([program, "--version"], capture_output=True).returncode
    except OSError:
        return False


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; without one the run fails."""
    wanted = [os.environ.get("ALKE_CHROMIUM", ""), *BROWSERS]
    found = (path for name in wanted if (path := shutil.which(name)) and _starts(path))
    program = next(found, None)
    if program is None:
        pytest.fail("There is no Chromium: run scripts/install-test-tools.sh.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": program, "args": QUIET}


class Watch:
    """Notes what a page must never do: script errors, breaches of the policy, calls abroad."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.faults: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Listens to every page of the context."""
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(f"policy: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"fetched from elsewhere: {request.url}")


@pytest.fixture(scope="session")
def sample_file(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Path:
    """The database as the demo starts with it."""
    with django_db_blocker.unblock():
        return databases.made_once("sample", sample.load)


@pytest.fixture
def site(live_server: LiveServer, sample_file: Path) -> str:
    """The address of the running site, with the sample as the demo starts with it."""
    databases.bring(sample_file)
    return live_server.url


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[[int, int], Page]]:
    """Opens pages of any size, each with cookies of its own, and watches them."""
    watch = Watch(site)
    contexts: list[BrowserContext] = []

    def open_page(width: int, height: int) -> Page:
        context = browser.new_context(
            base_url=site,
            locale="fi-FI",
            timezone_id="Europe/Helsinki",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def desktop(new_page: Callable[[int, int], Page]) -> Page:
    """A page on a desk."""
    return new_page(1440, 900)


@pytest.fixture
def phone(new_page: Callable[[int, int], Page]) -> Page:
    """A page in the hand."""
    return new_page(390, 844)


@pytest.fixture
def sign_in_as(site: str) -> SignIn:
    """Signs a page in as a demo account: `sign_in_as(desktop, "kainuu")`."""

    def sign_in(page: Page, account: str) -> Page:
        token = "t" * 32
        page.context.add_cookies([{"name": "csrftoken", "value": token, "url": site}])
        answer = page.context.request.post(
            f"{site}/kirjaudu/demo/", form={"account": account, "csrfmiddlewaretoken": token}
        )
        assert answer.ok, f"{account}: {answer.status} {answer.text()[:500]}"
        return page

    return sign_in


def assert_accessible(page: Page, *, contrast: bool = True) -> None:
    """No rule of WCAG 2.2 AA nor of good practice is broken on the page as it stands.

    `contrast` takes more time than all other rules together.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "tag", "values": list(AXE_RULES)},
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": contrast}},
    }
    violations = page.evaluate("options => axe.run(options).then(r => r.violations)", options)
    assert not violations, _readable(page, violations)


def _readable(page: Page, violations: list[dict[str, Any]]) -> str:
    lines = [f"{page.url} at {page.evaluate('innerWidth')} px:"]
    for violation in violations:
        lines.append(f"- {violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"][:5]:
            lines.append(f"    {node['html'][:160]}")
            lines.append(f"    {node['failureSummary'].splitlines()[-1].strip()}")
        if (more := len(violation["nodes"]) - 5) > 0:
            lines.append(f"    and {more} more")
    return "\n".join(lines)
