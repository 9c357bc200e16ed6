"""A hub that is killed while people work: cells run on, panels say so calmly, and all comes back without a reload."""

import os
import signal

import psutil
import pytest
from playwright.sync_api import expect

from lyceum_hub.service.callers import REMEMBERED_SECONDS
from support import workspace
from support.visitor import await_kernel, invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture
def running(session_folder):
    """A workspace of this test's own, whose hub nobody else works with."""
    session = session_folder / "recovery"
    folder = session / "workspace"
    folder.mkdir(mode=0o755, parents=True)
    session.chmod(0o755)
    workspace.begin(folder)
    yield workspace.Workspace(folder)
    workspace.stop(session)


@pytest.fixture
def hub(running):
    """The hub's process; while it is suspended, so is who would start it again."""
    supervisor = psutil.Process(running.note["pid"])
    yield Hub(running, supervisor)
    supervisor.resume()


class Hub:
    """The hub, which can be away for as long as a test likes."""

    def __init__(self, running, supervisor):
        self.running = running
        self.supervisor = supervisor

    def kill(self):
        """End it at once, and have nobody start it again."""
        self.supervisor.suspend()
        os.kill(self.running.note["programs"]["hub"]["pid"], signal.SIGKILL)

    def come_back(self):
        """Have it started again, as it is after every death."""
        self.supervisor.resume()


def compute(page, number, code, answer):
    """Run a cell and see its answer."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    cell.locator(".cm-content").fill(code)
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-OutputArea-output")).to_have_text(answer)


def test_work_goes_on_while_the_hub_is_away_and_panels_come_back_by_themselves(running, hub, page):
    join(page, invite(running, "steady"))
    page.evaluate("window.sinceBefore = true")
    page.locator(".jp-LauncherCard", has_text="Python 3").first.click()
    await_kernel(page)
    compute(page, 0, "before = 40; before", "40")
    tab(page, "Catalog").click()
    catalog = page.get_by_role("region", name="Catalog", exact=True)
    search = page.get_by_role("combobox", name="Search the catalog")
    search.fill("flight")
    expect(catalog.get_by_role("listitem", name="Flights").first).to_be_visible()

    hub.kill()
    compute(page, 1, "before + 2", "42")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Rename and Save").click()
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    page.wait_for_timeout(1000 * REMEMBERED_SECONDS)  # by when the service asks the hub again who this is
    search.fill("mortgage")
    away = catalog.get_by_text("Not connected")
    expect(away).to_be_visible()

    hub.come_back()
    expect(catalog.get_by_role("listitem", name="Mortgage").first).to_be_visible()
    expect(away).to_have_count(0)
    compute(page, 2, "before + 3", "43")
    assert page.evaluate("window.sinceBefore")
