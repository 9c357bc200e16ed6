"""Chromium, driven by Playwright against the running workspace."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from support.debian import need

PATIENCE = 180_000  # milliseconds
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
FLAGS = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def chromium():
    """Return the path of a Chromium, Debian's or Playwright's own."""
    need("chromium", find)
    return find()


def find():
    """Return the system's Chromium, or Playwright's own."""
    if path := shutil.which("chromium") or shutil.which("chromium-browser"):
        return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Keep what the page showed last where a test fails."""
    report = yield
    if report.failed and "page" in item.funcargs:
        SCREENSHOTS.mkdir(exist_ok=True)
        with suppress(Error):
            item.funcargs["page"].screenshot(path=SCREENSHOTS / f"{item.name}.png")
    return report


@pytest.fixture(scope="module")
def browser(chromium):
    """A browser for one module: while Playwright runs, its event loop is in the way of tests with their own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser):
    """Return a function that opens a page for a new visitor."""
    contexts = []

    def open_page(**more):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **more)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A page of a new visitor."""
    return new_page()
