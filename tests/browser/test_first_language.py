"""A French browser's person finds JupyterLab in French at once."""

import pytest
from playwright.sync_api import expect

from support.visitor import PASSWORD, invite, tab

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser):
    """A visitor whose browser asks for French."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_lab_speaks_french_to_a_french_browser_at_once(the_workspace, page):
    page.goto(invite(the_workspace, "delphine"))
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrer").click()
    expect(tab(page, "Catalogue")).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Commencer", exact=True)).to_be_visible()
