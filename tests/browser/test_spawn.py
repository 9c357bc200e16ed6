"""The page for a start, where there is a choice: what would start is offered, what would not says why; and a group."""

import re

import pytest
from playwright.sync_api import expect

from support.visitor import PASSWORD, choose, invite, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def test_one_sees_what_would_start_and_why_not_starts_by_keyboard_and_finds_a_groups_folder(the_workspace, page):
    link = invite(the_workspace, "chooser")
    choose(the_workspace, "chooser")
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Start JupyterLab")).to_be_visible()
    expect(page.get_by_role("button", name="Start: Standard")).to_be_focused()
    vast = page.get_by_role("button", name="Start: Vast")
    expect(vast).to_have_accessible_description(re.compile("1000 TB of memory may be used, but only"))

    gone = page.get_by_role("listitem", name="Gone")
    why = "The environment /nowhere/at/all of the profile Gone is not there."
    expect(gone).to_contain_text(f"Does not start now. {why}")
    expect(gone.get_by_role("button")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(tab(page, "Catalog")).to_be_visible()
    expect(page.locator(".jp-LauncherCard").first).to_be_visible()
    page.locator(".jp-DirListing-item", has_text="Shared").dblclick()
    expect(page.locator(".jp-DirListing-item", has_text="choosers")).to_be_visible()
