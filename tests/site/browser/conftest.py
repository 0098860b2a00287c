"""A browser on a site that is served as in life: Debian's Chromium, driven by Playwright.

The tests of one run share the server, whichever worker they are on. Nothing here touches the database of the tests.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
PASSWORD = "correct horse battery"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
AXE = """([type, values, rules]) => axe.run(document, {runOnly: {type, values}, rules, resultTypes: ['violations']}).then(result => result.violations.map(
    fault => fault.impact + ' ' + fault.id + ': ' + fault.nodes.slice(0, 3).map(
        node => node.target.join(' ') + ' ' + ((node.any.concat(node.all))[0] || {}).message).join(' | ')))"""
START = 180
"""Seconds after which a server that says nothing has failed: a busy machine fills the site slowly."""


@dataclass(frozen=True)
class Site:
    """The site that is served: its address, and where records are that have a key as their address."""

    address: str
    places: dict[str, str]


def _served(folder: Path) -> Site:
    """Starts the server, or finds the one that another worker started."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = folder / "address"
        if not told.exists():
            told.write_text(_start(folder))
    return Site(told.read_text(), json.loads((folder / "data" / "places.json").read_text()))


def _start(folder: Path) -> str:
    owner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    ours = ("ISONOMIA_", "DJANGO_", "DATABASE_URL", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    said = folder / "said"
    with said.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, str(HERE / "serving.py"), str(folder / "data"), str(owner)],
            stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True,
        )  # fmt: skip
    for _ in range(START * 10):
        line = next((row for row in said.read_text().splitlines() if " is open at " in row), "")
        if line:
            return line.split(" is open at ")[1].split()[0].rstrip("/")
        assert server.poll() is None, said.read_text()
        time.sleep(0.1)
    server.kill()
    raise AssertionError("the site did not open: " + said.read_text())


@pytest.fixture(scope="session")
def site(tmp_path_factory, driven) -> Site:
    """The site, opened once for all workers; it ends with the run."""
    base = tmp_path_factory.getbasetemp()
    return _served((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "browser-site")


@pytest.fixture(scope="session")
def driven() -> Iterator[tuple[Any, Any]]:
    """The browser, and the event loop by which Playwright drives it.

    Playwright leaves its loop as the running one of this thread, and Django then refuses its database to every test that
    follows. So the loop runs only while a test of this folder does.
    """
    place = shutil.which("chromium") or shutil.which("chromium-browser")
    if place is None:
        pytest.skip("no Chromium is installed here")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=place, args=list(QUIET))
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()
    asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def chromium(driven) -> Iterator[Any]:
    """The browser, for one test."""
    browser, loop = driven
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def axe() -> str:
    """The program that finds faults of accessibility."""
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or not package.submodule_search_locations:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(next(iter(package.submodule_search_locations))) / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Look:
    """A tab of the browser, and what came of what it opened last."""

    page: Any
    site: Site
    axe: str
    said: list[str] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda it: self.said.append(it.text) if it.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda it: self.said.append(str(it)))
        self.page.on("request", lambda it: self.requests.append(it))

    def go(self, path: str) -> Any:
        """Opens a path of the site; gives the answer."""
        self.said.clear()
        self.requests.clear()
        return self.page.goto(self.site.address + path.format(**self.site.places))

    def faults(self, *only: str, colours: bool = True) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA, or against `only` some of its rules."""
        self.page.evaluate(self.axe)
        rules = {} if colours else {"color-contrast": {"enabled": False}}
        return self.page.evaluate(AXE, ["rule", only, {}] if only else ["tag", WCAG, rules])

    def overflow(self) -> str:
        """What is wider than the window; empty where nothing is."""
        return self.page.evaluate(
            """() => document.documentElement.scrollWidth <= window.innerWidth ? '' : [...document.querySelectorAll('*')]
                .filter(it => it.getBoundingClientRect().right > window.innerWidth + 1 || it.getBoundingClientRect().left < -1)
                .slice(-3).map(it => it.outerHTML.slice(0, 90)).join(' | ')"""
        )

    def elsewhere(self) -> list[str]:
        """What was asked of any other host."""
        return [it.url for it in self.requests if not it.url.startswith((self.site.address + "/", "data:"))]

    def focused(self) -> str:
        """The element that has the focus: the name of an input, the words of anything else."""
        return self.page.evaluate(
            """() => { const it = document.activeElement;
            return it.matches('input, select, textarea') ? it.name : it.innerText.replace(/\\s+/g, ' ').trim(); }"""
        )

    def tab_to(self, words: str, *, most: int = 120) -> None:
        """Presses the tabulator until the focus is on what has this name or these words, as a regular expression."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if re.fullmatch(words, self.focused()):
                return
        raise AssertionError(f"the tabulator never came to {words!r}")


@pytest.fixture(scope="session")
def states(site) -> dict[str, Any]:
    """The cookies of those who are signed in, by name."""
    return {}


@pytest.fixture(scope="session")
def tabs(site) -> dict[Any, Look]:
    """The tabs that tests share."""
    return {}


@pytest.fixture
def look(chromium, site, axe, states, tabs) -> Iterator[Callable[..., Look]]:
    """Gives a tab: `look("edith", phone=True, dark=True, javascript=False)`; without a name for the public.

    Tests that only read share the tabs; with `own=True` it is a new one, in which nobody is signed in yet.
    """
    opened = []

    def new(**how: Any) -> Any:
        context = chromium.new_context(locale="en-GB", **how)
        context.set_default_timeout(60_000)
        return context.new_page()

    def state_of(name: str) -> Any:
        if name not in states:
            page = new()
            sign_in(page, site.address, name)
            states[name] = page.context.storage_state()
            page.context.close()
        return states[name]

    def make(
        name: str = "", *, phone: bool = False, dark: bool = False, javascript: bool = True, own: bool = False
    ) -> Look:
        size, scheme = PHONE if phone else WIDE, "dark" if dark else "light"
        key = (name, phone, dark, javascript)
        if own or key not in tabs:
            how = {"storage_state": state_of(name)} if name else {}
            page = new(viewport=size, color_scheme=scheme, java_script_enabled=javascript, **how)
            tab = Look(page, site, axe)
            if own:
                opened.append(tab)
                return tab
            tabs[key] = tab
        tabs[key].page.set_viewport_size(size)
        return tabs[key]

    yield make
    for tab in opened:
        tab.page.context.close()


def sign_in(page: Any, address: str, name: str, password: str = PASSWORD) -> None:
    """Signs in on the page, as a person does."""
    page.goto(address + "/en/account/sign-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
