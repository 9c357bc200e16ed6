"""A workshop of thirty people in one room: who is stuck where is seen while it happens, and no more once it is over."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from lyceum_hub.cli.token import token_for
from lyceum_hub.settings import Settings
from support.courses import RIGHT, course, number
from support.languages import IN_BOTH
from support.visitor import invite, join, nameless, speak, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

LEARNERS = [f"tider{one:02}" for one in range(30)]
AT_ONCE = 10


@pytest.fixture
def lesson(the_workspace, say):
    """A course with a tutor, of two modules and three exercises, in each language."""
    _, admin = the_workspace.person(admin=True)
    tutor = f"tutor{say.code}"
    record = course(f"tides_{say.code}", owner=tutor, steward=tutor, language=say.code)
    the_workspace.api(admin, "POST", "/api/entries", json=record).raise_for_status()
    return record


@pytest.fixture
def learners(the_workspace):
    """Do something for each learner, with a token of theirs, all from one address and many at once."""
    settings = Settings.from_environment(the_workspace.environment())
    tokens = {name: token_for(settings, name, seconds=3600) for name in LEARNERS}

    def each(method, path, bodies):
        def ask(name):
            return the_workspace.api(tokens[name], method, path, json=bodies[name]).status_code

        with ThreadPoolExecutor(AT_ONCE) as several:
            return set(several.map(ask, bodies))

    return each


@IN_BOTH
def test_thirty_people_take_a_workshop(the_workspace, page, lesson, learners, say):
    join(page, invite(the_workspace, lesson["owner"]))
    speak(page, say)
    tab(page, say("Learn")).click()
    card = page.get_by_role("listitem", name=lesson["title"], exact=True)
    card.get_by_role("button", name=say("Start a workshop…")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Tides on Monday")
    dialog.get_by_role("button", name=say("Start"), exact=True).click()
    board = page.get_by_role("article", name="Tides on Monday")
    code = board.locator(".lyc-Workshop-code").inner_text()

    assert learners("POST", f"/api/workshops/{code}/join", dict.fromkeys(LEARNERS)) == {200}
    expect(board.get_by_role("heading", name="30")).to_be_visible()
    answers = dict.fromkeys(LEARNERS, RIGHT["count"]) | dict.fromkeys(LEARNERS[:7], number(1))
    assert learners("POST", f"/api/courses/{lesson['name']}/checks/count", answers) == {200}
    expect(board.get_by_role("row", name="First What is count? 7 23")).to_be_visible()
    once = say("%1 try", 1)
    expect(board.get_by_role("row", name=f"tider06 0 / 3 What is count? ({once})")).to_be_visible()
    expect(board.get_by_role("row", name="tider29 1 / 3 –")).to_be_visible()
    assert nameless(board) == []

    board.get_by_role("button", name=say("End the workshop…")).click()
    dialog.get_by_role("button", name=say("End"), exact=True).click()
    over = "It is over: nobody joins any more, and who stands where is not shown."
    expect(board.get_by_text(say(over))).to_be_visible()
    expect(board.get_by_text("tider29")).to_have_count(0)
    assert learners("POST", f"/api/workshops/{code}/join", {"tider00": None}) == {409}
