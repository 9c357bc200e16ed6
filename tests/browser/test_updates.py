"""An update of a copy with a conflict: offered, looked at, settled by keyboard; nothing of the learner's is lost."""

import json

import httpx
import pytest
from playwright.sync_api import expect

from support.notebooks import notebook
from support.records import dataset
from support.visitor import invite, join, nameless, tab, walk_to

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def publish(workspace, *sources):
    """Publish a version of the template, as an administrator."""
    about = {key: value for key, value in dataset("cabins").items() if key != "resources"}
    record = {**about, "kind": "template", "notebook": notebook(*sources)}
    _, admin = workspace.person(admin=True)
    workspace.api(admin, "POST", "/api/entries", json=record).raise_for_status()


def sources(workspace, name, file):
    """Return the cells of a notebook as they are in somebody's home."""
    token = workspace.lyceum("token", "--user", name).stdout.strip()
    url, headers = workspace.lab(name)
    found = httpx.get(f"{url}/api/contents/{file}", headers={**headers, "Authorization": f"token {token}"}, timeout=60)
    return ["".join(cell["source"]) for cell in json.loads(found.text)["content"]["cells"]]


def test_a_copy_takes_over_what_its_template_became_and_keeps_what_is_mine(the_workspace, page):
    publish(the_workspace, "beds = 1", "print(beds)", "beds")
    join(page, invite(the_workspace, "updater"))
    tab(page, "Templates").click()
    page.get_by_role("listitem", name="Cabins").get_by_role("button", name="Use").click()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()  # it writes its language into the notebook
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".cm-content")
    cell.fill("print(beds + 1)")
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    update = page.get_by_role("button", name="Update…")
    expect(update).to_have_count(0)

    publish(the_workspace, "beds = 1", "print(beds * 2)", "beds", "beds == 2")
    page.reload()
    update.click()
    article = page.get_by_role("article", name="Update of cabins.ipynb")
    expect(article.get_by_text("From version 1 to version 2 of “Cabins”.")).to_be_visible()
    apply = article.get_by_role("button", name="Update my copy")
    expect(apply).to_be_disabled()
    expect(article.get_by_role("status")).to_have_text("1 conflict to settle")
    conflict = article.get_by_role("group", name="Conflict 1 of 1")
    expect(conflict.get_by_role("group", name="Yours")).to_contain_text("print(beds + 1)")
    expect(conflict.get_by_role("group", name="The new version’s")).to_contain_text("print(beds * 2)")
    expect(article.get_by_role("region", name="What changes in your copy")).to_contain_text("beds == 2")
    assert nameless(article) == []
    walk_to(conflict.get_by_role("radio", name="Keep mine"))
    page.keyboard.press("ArrowUp")
    expect(conflict.get_by_role("radio", name="Keep both")).to_be_checked()
    walk_to(apply, "Shift+Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("is kept as “cabins (before update).ipynb”")).to_be_visible()
    expect(article).to_have_count(0)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(5)
    expect(update).to_have_count(0)
    merged = ["beds = 1", "print(beds + 1)", "print(beds * 2)", "beds", "beds == 2"]
    assert sources(the_workspace, "updater", "cabins.ipynb") == merged
    kept = sources(the_workspace, "updater", "cabins (before update).ipynb")
    assert kept == ["beds = 1", "print(beds + 1)", "beds"]
