"""Chromium, driven by Playwright against the running workspace."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from support.debian import need

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


@pytest.fixture(scope="module")
def browser(chromium):
    """A browser for one module: while Playwright runs, its event loop is in the way of tests with their own."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, request):
    """A page of a new visitor; what it showed last is kept where a test failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    yield page
    folder = Path(__file__).parents[1] / "screenshots"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{request.node.name}.png")
    context.close()
