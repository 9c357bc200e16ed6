"""A beginner's way through the first course: started in Learn, hinted, answered module by module, and certified."""

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from lyceum_catalog.checking import WORDS
from lyceum_catalog.folders import read_folder
from lyceum_hub.service.learning.words import said
from support.axe import violations
from support.languages import IN_BOTH
from support.visitor import await_kernel, invite, join, speak, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

COURSES = Path(__file__).parents[2] / "notebooks" / "courses"
GENUINE = {"en": "Genuine", "fr": "Authentique"}


@pytest.fixture(scope="module")
def courses():
    """The first course as it ships, by language."""
    first = [course for course in read_folder(COURSES) if course.name.startswith("first_steps")]
    return {course.language: course for course in first}


@pytest.fixture
def course(courses, say):
    return courses[say.code]


def cell_of(page, text):
    """Return a cell of the notebook in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell", has_text=text)


def answer(page, check, text):
    """Write an answer in place of the three dots, run the cell, and return what it says."""
    cell = cell_of(page, f'check("{check}"')
    cell.locator(".cm-line", has_text="answer =").first.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    return cell.locator(".jp-OutputArea-output")


def run_unanswered(page, module, say):
    """Run a module from top to bottom, as it was opened."""
    expect(tab(page, f"{module.name}.ipynb")).to_have_attribute("aria-selected", "true")
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").first.click()
    await_kernel(page, say)
    for _ in module.notebook["cells"][1:]:
        page.keyboard.press("Shift+Enter")
    for check in module.checks:
        expect(cell_of(page, f'check("{check.name}"')).to_contain_text(WORDS[say.code]["unanswered"])


def run_as_job(page, say):
    """Have the notebook in front run without oneself, for another airport, and read its output."""
    notebook = tab(page, "job.ipynb")
    page.get_by_role("button", name=say("Run as job…")).click()
    job = page.get_by_role("dialog")
    expect(job.get_by_label(say("Name"), exact=True)).to_be_focused()
    job.get_by_label("origin", exact=True).fill("JFK")
    job.get_by_role("button", name=say("Run"), exact=True).click()
    page.get_by_role("button", name=say("Open output")).click()
    expect(cell_of(page, re.compile(r"JFK\s?: 111279 .* 12\.1 "))).to_be_visible()
    notebook.click()
    tab(page, say("Learn")).click()


@IN_BOTH
def test_a_beginner_takes_the_first_course(the_workspace, page, new_page, course, say):
    person = f"pupil{say.code}"
    join(page, invite(the_workspace, person))
    speak(page, say)
    tab(page, say("Learn")).click()
    card = page.get_by_role("listitem", name=course.title, exact=True)
    expect(page.get_by_role("region", name=say("Learn")).get_by_role("heading").first).to_have_text(course.title)
    card.get_by_role("button", name=say("Start"), exact=True).click()

    *_, last = course.modules
    for number, module in enumerate(course.modules, 1):
        run_unanswered(page, module, say)
        if module is course.modules[0]:
            check = module.checks[0]
            expect(answer(page, check.name, "answer = 24 * 60")).to_contain_text(check.hints[0])
        if module is last:
            run_as_job(page, say)
        told = [answer(page, check.name, check.answer) for check in module.checks]
        for output in told[:-1]:
            expect(output).to_contain_text(said(say.code, "right").rstrip("."))
        expect(told[-1]).to_contain_text(said(say.code, "certified" if module is last else "done"))
        expect(card.get_by_text(say("%1 of %2 modules done", number, len(course.modules)))).to_be_visible()
        if module is not last:
            card.get_by_role("button", name=say("Continue")).click()

    with page.context.expect_page() as opened:
        card.get_by_role("button", name=say("Certificate")).click()
    stranger = new_page(bypass_csp=True)
    stranger.goto(opened.value.url)
    main = stranger.get_by_role("main")
    for words in (person, course.title, last.title, GENUINE[say.code]):
        expect(main).to_contain_text(words)
    assert violations(stranger) == []
    sheet = stranger.request.get(stranger.url + ".pdf").body()
    written = "".join(PdfReader(io.BytesIO(sheet)).pages[0].extract_text().split())
    for words in (person, course.title, last.title, stranger.url):
        assert "".join(words.split()) in written
