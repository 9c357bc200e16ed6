"""JupyterLab's panels and the hub's pages in French, and what axe-core finds in them in light and dark: nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.visitor import PASSWORD, invite, tab

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "extensions" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SET = """async ([plugin, values]) => {
  const { baseUrl } = JSON.parse(document.getElementById('jupyter-config-data').textContent);
  const headers = { 'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)[1] };
  const body = JSON.stringify({ raw: JSON.stringify(values) });
  return (await fetch(`${baseUrl}lab/api/settings/@jupyterlab/${plugin}`, { method: 'PUT', headers, body })).status;
}"""


@pytest.fixture
def page(browser):
    """A visitor whose browser asks for French."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR", bypass_csp=True)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def violations(page):
    """Return what axe-core finds, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE)
        result = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
        found += [(scheme, one["id"], node["html"]) for one in result["violations"] for node in one["nodes"]]
    return found


def look_at_panels(page):
    """Open each panel in the language and theme that are set by now."""
    page.reload()
    expect(page.get_by_text("Commencer", exact=True)).to_be_visible()
    for panel in ("Catalogue", "Modèles", "Exécutions", "Revue"):
        tab(page, panel).click()
        expect(page.get_by_role("region", name=panel).first).to_be_visible()
        assert violations(page) == [], panel


def test_the_whole_workspace_is_in_french_and_open_to_everybody(the_workspace, page):
    page.goto(invite(the_workspace, "colette"))
    assert violations(page) == []
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrer").click()
    expect(page.locator(".jp-LauncherCard").first).to_be_visible(timeout=90_000)
    assert page.evaluate(SET, ["translation-extension:plugin", {"locale": "fr_FR"}]) == 204
    look_at_panels(page)
    assert page.evaluate(SET, ["apputils-extension:themes", {"theme": "JupyterLab Dark"}]) == 204
    look_at_panels(page)
    for path, says in {"home": "Bonjour, colette", "nowhere": "Cette page n’existe pas"}.items():
        page.goto(f"{the_workspace.url}/hub/{path}")
        expect(page.get_by_role("heading", name=says)).to_be_visible()
        assert violations(page) == [], path
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
