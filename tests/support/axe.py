"""What axe-core finds in a page that people with a disability could not use, by WCAG 2.1, levels A and AA."""

from pathlib import Path

from playwright.sync_api import expect

AXE = Path(__file__).parents[2] / "extensions" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
OURS = ".lyc-Panel, .lyc-Page, .jp-Dialog"  # of what JupyterLab shows
LOOK = """async ([rules, ours]) => {
  const shown = [...document.querySelectorAll(ours)].filter(node => node.checkVisibility());
  const { violations } = await axe.run({ include: shown }, { runOnly: rules });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}"""


def violations(page, ours="html"):
    """Return what axe-core finds in those parts of a page that are shown."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    return page.evaluate(LOOK, [RULES, ours])


def violations_in_lab(page):
    """Return what it finds in what JupyterLab shows of ours, in the theme that is set."""
    return violations(page, OURS)


def violations_in_both(page):
    """Return what it finds in light and in dark, of a Lab that follows the system (`speak`)."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.locator(f"body[data-jp-theme-name='JupyterLab {scheme.title()}']")).to_be_attached()
        expect(page.locator("#jupyterlab-splash")).to_have_count(0)
        expect(page.locator(".lyc-Skeletons:visible")).to_have_count(0)
        found += violations_in_lab(page)
    return found
