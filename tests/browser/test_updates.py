"""An update of a copy with a conflict: offered, looked at, settled by keyboard; nothing of the learner's is lost."""

import json

import httpx
import pytest
from playwright.sync_api import expect

from support.axe import violations_in_both
from support.languages import IN_BOTH
from support.notebooks import notebook
from support.records import dataset
from support.visitor import await_kernel, invite, join, nameless, speak, tab, walk_to

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def publish(workspace, name, *sources):
    """Publish a version of a template, as an administrator."""
    _, admin = workspace.person(admin=True)
    about = {key: value for key, value in dataset(name).items() if key != "resources"}
    record = {**about, "kind": "template", "notebook": notebook(*sources)}
    workspace.api(admin, "POST", "/api/entries", json=record).raise_for_status()


def sources(workspace, name, file):
    """Return the cells of a notebook as they are in somebody's home."""
    token = workspace.token(name)
    url, headers = workspace.lab(name)
    found = httpx.get(f"{url}/api/contents/{file}", headers={**headers, "Authorization": f"token {token}"}, timeout=60)
    return ["".join(cell["source"]) for cell in json.loads(found.text)["content"]["cells"]]


def reopen(page, file):
    """Close a notebook, and open it anew from the file browser."""
    tab(page, file).locator(".lm-TabBar-tabCloseIcon").click()
    page.keyboard.press("Control+Shift+F")
    page.locator(".jp-DirListing-item", has_text=file).dblclick()


@IN_BOTH
def test_a_copy_takes_over_what_its_template_became_and_keeps_what_is_mine(the_workspace, page, say):
    me, name, title = f"updater{say.code}", f"cabins_{say.code}", f"Cabins_{say.code}"
    publish(the_workspace, name, "beds = 1", "print(beds)", "beds")
    join(page, invite(the_workspace, me))
    speak(page, say)
    tab(page, say("Templates")).click()
    page.get_by_role("listitem", name=title).get_by_role("button", name=say("Use")).click()
    await_kernel(page, say)
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".cm-content")
    cell.fill("print(beds + 1)")
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    update = page.get_by_role("button", name=say("Update…"))
    expect(update).to_have_count(0)

    publish(the_workspace, name, "beds = 1", "print(beds * 2)", "beds", "beds == 2")
    reopen(page, f"{name}.ipynb")
    update.click()
    article = page.get_by_role("article", name=say("Update of %1", f"{name}.ipynb"))
    expect(article.get_by_text(say("From version %1 to version %2 of “%3”.", 1, 2, title))).to_be_visible()
    apply = article.get_by_role("button", name=say("Update my copy"))
    expect(apply).to_be_disabled()
    expect(article.get_by_role("status")).to_have_text(say("%1 conflict to settle", 1))
    conflict = article.get_by_role("group", name=say("Conflict %1 of %2", 1, 1))
    expect(conflict.get_by_role("group", name=say("Yours"))).to_contain_text("print(beds + 1)")
    expect(conflict.get_by_role("group", name=say("The new version’s"))).to_contain_text("print(beds * 2)")
    expect(article.get_by_role("region", name=say("What changes in your copy"))).to_contain_text("beds == 2")
    assert nameless(article) == violations_in_both(page) == []
    walk_to(conflict.get_by_role("radio", name=say("Keep mine")))
    page.keyboard.press("ArrowUp")
    expect(conflict.get_by_role("radio", name=say("Keep both"))).to_be_checked()
    walk_to(apply, "Shift+Tab")
    page.keyboard.press("Enter")

    before = f"{name} ({say.answer('before update')}).ipynb"
    expect(page.get_by_text(say("Updated. Your copy from before is kept as “%1”.", before))).to_be_visible()
    expect(article).to_have_count(0)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(5)
    expect(update).to_have_count(0)
    merged = ["beds = 1", "print(beds + 1)", "print(beds * 2)", "beds", "beds == 2"]
    assert sources(the_workspace, me, f"{name}.ipynb") == merged
    assert sources(the_workspace, me, before) == ["beds = 1", "print(beds + 1)", "beds"]
