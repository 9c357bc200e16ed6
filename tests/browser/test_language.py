"""Lab's panels, pages and dialogs and the hub's pages in French; axe-core finds nothing in them, light or dark."""

import pytest
from playwright.sync_api import expect

from lyceum_hub.cli.token import token_for
from lyceum_hub.settings import Settings
from support.axe import violations, violations_in_lab
from support.courses import course
from support.notebooks import notebook
from support.records import dataset
from support.visitor import PASSWORD, choose, invite, set_to, tab

pytestmark = pytest.mark.browser

PANELS = ("Catalogue", "Modèles", "Exécutions", "Revue", "Apprendre")
PAGES = {
    "home": "Bonjour, odile",
    "usage": "Utilisation en",
    "invites": "Inviter des personnes",
    "admin": "Server Start Time",
    "token": "Jetons",
    "nowhere": "Cette page n’existe pas",
    "user/odile/": "JupyterLab n’est pas en marche",
}


@pytest.fixture
def page(browser):
    """A visitor whose browser asks for French."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="fr-FR", bypass_csp=True, reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def violations_in_both(page):
    """Return what axe-core finds in a page of the hub, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("new Promise(requestAnimationFrame)")  # by when the page was told of it
        found += violations(page)
    return found


def enter(page, link):
    """Follow an invitation."""
    page.goto(link)
    assert violations_in_both(page) == []
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrer").click()


@pytest.fixture
def slow(the_workspace):
    """A profile whose servers never answer."""
    program = the_workspace.folder / "slow" / "bin" / "jupyterhub-singleuser"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)


def test_the_hubs_pages_are_in_french_and_open_to_everybody(the_workspace, page, slow):
    choose(the_workspace, "odile")
    enter(page, invite(the_workspace, "odile", admin=True))
    gone = page.get_by_role("listitem", name="Gone")
    expect(gone).to_contain_text("L’environnement /nowhere/at/all du profil Gone n’y est pas.")
    assert violations_in_both(page) == []
    page.get_by_role("button", name="Démarrer\u00a0: Slow").click()
    expect(page.get_by_role("progressbar", name="Démarrage de JupyterLab")).to_be_visible()
    assert violations_in_both(page) == []
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.get_by_text(PAGES["home"])).to_be_visible()
    for path, says in PAGES.items():
        page.goto(f"{the_workspace.url}/hub/{path}")
        expect(page.get_by_text(says).first).to_be_visible()
        assert violations_in_both(page) == [], path
    page.goto(f"{the_workspace.url}/hub/logout")
    page.goto(f"{the_workspace.url}/hub/login")
    page.get_by_label("Nom", exact=True).fill("odile")
    page.get_by_label("Mot de passe", exact=True).fill("wrong")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations_in_both(page) == []
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


@pytest.fixture
def work(the_workspace):
    """What colette has: an entry, a proposal, a course and its workshop, and a run that was cancelled."""
    _, admin = the_workspace.person(admin=True)
    closed = dataset("gouffre", title="Gouffre", classification="confidential")
    mine = [dataset("falaises", title="Falaises", owner="colette"), course("cours_colette", owner="colette")]
    the_workspace.api(admin, "POST", "/api/entries", json=[closed, *mine]).raise_for_status()
    token = token_for(Settings.from_environment(the_workspace.environment()), "colette", seconds=3600)
    run = the_workspace.api(token, "POST", "/api/runs", json={"notebook": notebook("1"), "name": "Calcul"}).json()
    the_workspace.api(token, "POST", f"/api/runs/{run['id']}/cancel").raise_for_status()
    workshop = {"course": "cours_colette", "title": "Atelier de lundi"}
    the_workspace.api(token, "POST", "/api/workshops", json=workshop).raise_for_status()
    proposed = {"record": {**mine[0], "title": "Falaises et grottes"}, "submit": True}
    the_workspace.api(token, "POST", "/api/proposals", json=proposed).raise_for_status()


def show(page, panel):
    """Open a panel of the sidebar; a click on one that is open would close it."""
    if tab(page, panel).get_attribute("aria-selected") != "true":
        tab(page, panel).click()
    return page.get_by_role("region", name=panel).first


def entry(page, title):
    """Open an entry's page."""
    panel = show(page, "Catalogue")
    panel.get_by_role("combobox", name="Rechercher dans le catalogue").fill(title)
    panel.get_by_role("listitem", name=title, exact=True).get_by_role("button").first.click()
    panel.get_by_role("button", name="Ouvrir", exact=True).click()
    expect(page.get_by_role("article", name=title)).to_be_visible()
    panel.get_by_role("button", name="Toutes les entrées").click()
    return page.get_by_role("article", name=title)


def open_tabs(page):
    """Open a page of each kind."""
    learn = show(page, "Apprendre")
    learn.get_by_role("button", name="Qui en est où").click()
    expect(page.get_by_role("article", name="Atelier de lundi")).to_be_visible()
    show(page, "Exécutions")
    page.get_by_role("listitem", name="Calcul").get_by_role("button").first.click()
    expect(page.get_by_text("Annulée par colette.").first).to_be_visible()
    show(page, "Revue").get_by_role("button", name="Falaises").click()
    page.get_by_role("button", name="Modifier", exact=True).click()
    expect(page.get_by_label("Résumé", exact=True)).to_be_visible()
    page.get_by_role("menuitem", name="Aide", exact=True).click()
    page.get_by_role("menuitem", name="Afficher les paquets de ce serveur").click()
    expect(page.get_by_label("Filtrer les paquets")).to_be_visible()
    entry(page, "Falaises")


def look_at(page, *names):
    """Assert that nothing is wrong with what is shown of ours, once it is loaded."""
    expect(page.locator(".lyc-Skeletons:visible")).to_have_count(0)
    assert violations_in_lab(page) == [], names


def look_at_panels(page):
    """Look at each panel, and at a course that is open."""
    for panel in PANELS:
        show(page, panel)
        look_at(page, panel)
    card = page.get_by_role("listitem", name="The course cours_colette", exact=True)
    for button in ("The course cours_colette", "Avancement"):
        card.get_by_role("button", name=button, exact=True).click()
    look_at(page, "a course")


def look_at_tabs(page):
    """Look at each page that is open, and at the tabs within it."""
    tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        look_at(page, place)
        for within in page.locator(".lyc-Page:visible").get_by_role("tab").all():
            within.click()
            look_at(page, place, within.inner_text())


def look_at_dialogs(page):
    """Look at the dialogs."""
    show(page, "Modèles").get_by_role("button", name="Exécuter…").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Nom", exact=True)).to_be_focused()
    look_at(page, "run")
    dialog.get_by_role("button", name="Annuler").click()
    entry(page, "Falaises").get_by_role("button", name="Déprécier…").click()
    expect(dialog.get_by_role("textbox").first).to_be_visible()
    look_at(page, "deprecate")
    dialog.get_by_role("button", name="Annuler").click()
    entry(page, "Gouffre").get_by_role("button", name="Demander l’accès").click()
    expect(dialog.get_by_role("textbox")).to_be_focused()
    look_at(page, "access")
    dialog.get_by_role("button", name="Annuler").click()


def test_lab_is_in_french_and_open_to_everybody_in_both_themes(the_workspace, page, work):
    enter(page, invite(the_workspace, "colette"))
    expect(page.locator(".jp-LauncherCard").first).to_be_visible(timeout=90_000)
    set_to(page, "translation-extension:plugin", {"locale": "fr_FR"})
    expect(tab(page, "Catalogue")).to_be_visible()
    expect(page.get_by_text("Commencer", exact=True)).to_be_visible()
    open_tabs(page)
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        set_to(page, "apputils-extension:themes", {"theme": theme})
        expect(tab(page, "Catalogue")).to_be_visible()
        look_at_panels(page)
        look_at_tabs(page)
        look_at_dialogs(page)
