"""From log-in to a usable Lab, the launcher's cards shown, in a browser that has never been there; beside stock."""

import shutil
import time
from collections.abc import Callable

import httpx
from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure, in_turns
from bench.hub import PASSWORD, with_accounts
from bench.stock import a_stock_hub
from bench.workspace import a_workspace

PATIENCE = 180_000  # milliseconds
FLAGS = ["--no-sandbox"]  # which Chromium lacks for root; only pages of our own are opened


def measure(times: int, everything: bool) -> list[Figure]:
    """Somebody's log-in, with no server of theirs running and nothing in the browser's cache."""
    with a_workspace() as running, a_stock_hub() as (url, token, _), sync_playwright() as playwright:
        (name,) = with_accounts(running, 1)
        ours = (running.folder / "state" / "secrets" / "cli_token").read_text().strip()
        installed = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        us, them = entering(browser, running.url, ours, name), entering(browser, url, token, name)
        taken = in_turns(times, us, them)
        browser.close()
    return [Figure("log-in → launcher's cards, cold browser; stock", most=0.6, **taken)]


def entering(browser: Browser, url: str, token: str, name: str) -> Callable[[], float]:
    """Return what logs somebody in, and returns the seconds until the launcher shows its cards."""
    api = httpx.Client(base_url=f"{url}/hub/api", headers={"Authorization": f"token {token}"}, timeout=300)

    def enter() -> float:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{url}/hub/login")
            page.fill("input[name=username]", name)
            page.fill("input[name=password]", PASSWORD)
            began = time.perf_counter()
            page.press("input[name=password]", "Enter")
            page.locator(".jp-LauncherCard").first.wait_for(timeout=PATIENCE)
            took = time.perf_counter() - began
        stop(api, name)
        return took

    return enter


def stop(api: httpx.Client, name: str) -> None:
    """Stop somebody's server, and return once it is gone."""
    api.delete(f"/users/{name}/server").raise_for_status()
    while "" in api.get(f"/users/{name}").json()["servers"]:
        time.sleep(0.1)
