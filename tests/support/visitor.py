"""What visitors do with the workspace in a browser."""

import re

import httpx
from playwright.sync_api import Locator, Page, expect

from lyceum_hub.cli.user import accounts_of
from support.languages import ENGLISH, Language

PASSWORD = "correct horse battery"
KINDS = "button checkbox combobox link listbox option radio searchbox slider spinbutton switch tab textbox"
SET = """async ([plugin, values]) => {
  const { baseUrl } = JSON.parse(document.getElementById('jupyter-config-data').textContent);
  const headers = { 'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)[1] };
  const body = JSON.stringify({ raw: JSON.stringify(values) });
  return (await fetch(`${baseUrl}lab/api/settings/@jupyterlab/${plugin}`, { method: 'PUT', headers, body })).status;
}"""
NAMELESS = re.compile(rf"^\s*- (?:{'|'.join(KINDS.split())})\b(?! [\"/]).*$", re.MULTILINE)


def join(page: Page, link: str, name: str | None = None) -> None:
    """Follow an invitation and wait for Lab."""
    page.goto(link)
    if name:
        page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Enter").click()
    expect(tab(page, "Catalog")).to_be_visible()
    expect(page.locator(".jp-LauncherCard").first).to_be_visible()  # Lab takes the focus until then


def set_to(page: Page, plugin: str, values: object) -> None:
    """Change a setting of JupyterLab's own for the visitor, and load it anew."""
    assert page.evaluate(SET, [plugin, values]) == 204
    page.reload()


def speak(page: Page, say: Language) -> None:
    """Set JupyterLab to a language, and to the light or dark of the system."""
    assert page.evaluate(SET, ["apputils-extension:themes", {"adaptive-theme": True}]) == 204
    set_to(page, "translation-extension:plugin", {"locale": say.locale})
    expect(tab(page, say("Catalog"))).to_be_visible()
    expect(page.locator(".jp-LauncherCard").first).to_be_visible()


def invite(workspace, name, *, admin=False):
    """Return the link that lets somebody in; a name serves one test only, for Lab remembers what they had open."""
    (workspace.folder / f"invited-{name}").touch(exist_ok=False)
    token = accounts_of(workspace.settings).invite(name, admin=admin, by="the tests")
    return f"{workspace.url}/hub/join?token={token}"


def choose(workspace, name):
    """Put somebody into the group that may choose a profile."""
    token = (workspace.folder / "state" / "secrets" / "cli_token").read_text()
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(headers=headers, base_url=f"{workspace.url}/hub/api", timeout=60) as api:
        api.post(f"/users/{name}")
        api.post("/groups/choosers")
        assert api.post("/groups/choosers/users", json={"users": [name]}).status_code == 200


def tab(page: Page, name: str):
    """Return a tab of Lab by its name."""
    return page.get_by_role("tab", name=name, exact=True)


def form(page: Page):
    """Return the run form once it takes what is typed."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name", exact=True)).to_be_focused()
    return dialog


def form_of(page: Page, template: str):
    """Open the run form of a template."""
    tab(page, "Templates").click()
    page.get_by_role("listitem", name=re.compile(template)).get_by_role("button", name="Run…").click()
    return form(page)


def await_kernel(page: Page, say: Language = ENGLISH) -> None:
    """Wait until the kernel of the notebook in front answers: what is run before is dropped; its arrival changes it."""
    expect(page.get_by_text(f"Python 3 (ipykernel) | {say('Idle')}")).to_be_visible()


def walk_to(place: Locator, key: str = "Tab", most: int = 60) -> None:
    """Press a key until a place has the focus, as those do who have no mouse."""
    expect(place).to_be_visible()
    for _ in range(most):
        if place.evaluate("node => node === document.activeElement"):
            return
        place.page.keyboard.press(key)
    expect(place).to_be_focused(timeout=1)


def nameless(place: Locator) -> list[str]:
    """Return the controls within a place for which a screen reader has no name."""
    return NAMELESS.findall(place.aria_snapshot())
