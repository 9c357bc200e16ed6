"""A beginner's way through the first course: started in Learn, hinted, answered, and certified at the end."""

import re

import pytest
from playwright.sync_api import expect

from lyceum_catalog.evidence import evidence_of
from support.visitor import invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

COURSE = "first_steps_course"
LATER = {
    "notes_are_there": True,
    "known_after_restart": False,
    "how_many_penguins": 344,
    "mean_mass": 4201.75,
    "heaviest_species": "Gentoo",
    "islands": ["Biscoe", "Dream", "Torgersen"],
    "delay_at_jfk": 12.11,
    "tag_of_parameters": "parameters",
}
TABLES = {
    "all_airlines": {"kind": "table", "rows": 16, "columns": ["carrier", "name"]},
    "gentoo_penguins": {
        "kind": "table",
        "rows": 124,
        "columns": ["species", "body_mass_g"],
        "sums": {"body_mass_g": 624350},
    },
}


def answer(page, check, text):
    """Write an answer in place of the three dots, and run the cell."""
    cell = page.locator(".jp-Notebook .jp-CodeCell", has_text=f'check("{check}"')
    cell.locator(".cm-line", has_text="answer =").click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type(f"answer = {text}")
    page.keyboard.press("Control+Enter")
    return cell.locator(".jp-OutputArea-output")


def test_a_beginner_takes_the_first_course(the_workspace, page, browser):
    join(page, invite(the_workspace, "pupil"))
    tab(page, "Learn").click()
    card = page.get_by_role("listitem", name="First steps in Lyceum", exact=True)
    card.get_by_role("button", name="Start", exact=True).click()
    expect(tab(page, "what_is_a_notebook.ipynb")).to_be_visible()

    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    ready = page.locator(".jp-Notebook .jp-CodeCell", has_text="import check")
    ready.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(ready.locator(".jp-InputPrompt")).to_have_text("[1]:")
    expect(answer(page, "seconds_in_a_day", "24 * 60")).to_contain_text("An hour has 60 minutes")
    expect(answer(page, "seconds_in_a_day", "24 * 60 * 60")).to_contain_text("That is right")
    expect(answer(page, "name_of_the_hours", '"hours_in_a_week"')).to_contain_text("you have done this module")
    expect(card.get_by_text("1 of 5 modules done")).to_be_visible()

    token = the_workspace.lyceum("token", "--user", "pupil").stdout.strip()
    for check, value in {**{name: evidence_of(value) for name, value in LATER.items()}, **TABLES}.items():
        path = f"/api/courses/{COURSE}/checks/{check}"
        assert the_workspace.api(token, "POST", path, json={"evidence": value}).json()["right"] is True
    card.get_by_role("button", name="First steps in Lyceum", exact=True).click()
    expect(card.get_by_role("listitem", name="A first job", exact=True)).to_contain_text("done")
    with page.context.expect_page() as opened:
        card.get_by_role("button", name="Certificate").click()
    stranger = browser.new_context().new_page()
    stranger.goto(opened.value.url)
    expect(stranger.get_by_role("main")).to_contain_text(re.compile("pupil.*Genuine", re.DOTALL))
    stranger.context.close()
