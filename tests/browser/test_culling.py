"""The warning before a Lab is stopped: one calm notice that one can answer, and that work takes back."""

import re

import httpx
import psutil
import pytest
from playwright.sync_api import expect

from lyceum_hub.culling.keys import HEADER, Keys
from support.locks import alone
from support.visitor import invite, join, nameless, walk_to

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.usefixtures("own_culler")]


@pytest.fixture
def own_culler(the_workspace):
    """The workspace's own culler stands still meanwhile: it would take back what another says."""
    with alone(the_workspace.folder / "culler.lock"):
        culler = psutil.Process(the_workspace.note["programs"]["culler"]["pid"])
        culler.suspend()
        yield
        culler.resume()


class Lab:
    """Somebody's Lab in the browser, and a culler who says what it intends."""

    def __init__(self, workspace, page, name):
        join(page, invite(workspace, name))
        self.page = page
        token = (workspace.folder / "state" / "secrets" / "culler_token").read_text()
        headers = {"Authorization": f"token {token}"}
        labs = httpx.get(f"{workspace.url}/hub/api/labs", headers=headers, timeout=60).json()
        (self.url,) = [lab["url"] for lab in labs if lab["owner"] == name]
        self.headers = {HEADER: Keys(token).of(name, "")}

    def tell(self, why):
        """Have the person told, and the browser look at once, as when somebody comes back to it."""
        body = {"notice": {"why": why, "left_seconds": 600}}
        assert httpx.put(f"{self.url}lyceum/culler", headers=self.headers, json=body, timeout=60).status_code == 204
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    @property
    def kept_seconds(self):
        return httpx.get(f"{self.url}lyceum/culler", headers=self.headers, timeout=60).json()["kept_seconds"]

    @property
    def notice(self):
        return self.page.get_by_role("alert").filter(has_text=re.compile(r"JupyterLab stops at \d\d:\d\d"))


def test_the_warning_is_answered_by_keyboard(the_workspace, page):
    lab = Lab(the_workspace, page, "idler")
    lab.tell("idle")
    expect(lab.notice).to_contain_text("nobody has used it")
    assert nameless(lab.notice) == []
    keep = lab.notice.get_by_role("button", name="Keep for 4 hours")
    expect(lab.notice.get_by_role("button", name="Finish as a job…")).to_have_count(0)  # no notebook is open
    walk_to(keep)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"JupyterLab is kept until \d\d:\d\d"))).to_be_visible()
    expect(lab.notice).to_have_count(0)
    assert lab.kept_seconds > 4 * 3600 - 600


def test_work_takes_the_warning_back_and_age_cannot_be_kept_off(the_workspace, page):
    lab = Lab(the_workspace, page, "worker")
    page.locator(".jp-LauncherCard", has_text="Python 3").first.click()
    cell = page.locator(".jp-Notebook .cm-content").first
    expect(cell).to_be_visible()
    lab.tell("idle")
    expect(lab.notice.get_by_role("button", name="Finish as a job…")).to_be_visible()
    cell.click()
    expect(lab.notice).to_have_count(0)

    lab.tell("age")
    expect(lab.notice).to_contain_text("running cells too")
    expect(lab.notice.get_by_role("button", name=re.compile("Keep"))).to_have_count(0)
    page.keyboard.type("1 + 1")
    expect(lab.notice).to_be_visible()
    lab.notice.get_by_role("button", name="Finish as a job…").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Queue", exact=True)).to_be_visible()
