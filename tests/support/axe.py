"""What axe-core finds in a page that people with a disability could not use, by WCAG 2.1, levels A and AA."""

from pathlib import Path

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
