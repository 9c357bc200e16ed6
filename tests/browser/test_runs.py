"""Runs as one sees them: live, explained, compared, stopped, as a sweep, as a report that cannot act."""

import re

import pytest
from playwright.sync_api import expect

from support.notebooks import notebook
from support.visitor import invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

RECORD = "from lyceum_catalog import record\nrecord('rows', 344)"
HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"


class Person:
    """Somebody in Lab, whose runs are asked for over the API."""

    def __init__(self, workspace, page, name):
        join(page, invite(workspace, name))
        self.workspace = workspace
        self.token = workspace.token(name)

    def asks(self, *sources, **more):
        """Queue a run of a notebook of these cells, or a sweep of it."""
        answer = self.workspace.api(self.token, "POST", "/api/runs", json={"notebook": notebook(*sources), **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def runs(self, *sources, **more):
        """Return a run once it has ended."""
        return self.workspace.ended(self.token, self.asks(*sources, **more))


def rows(page, name):
    """Return the lines of a name in the list of runs."""
    if tab(page, "Runs").get_attribute("aria-selected") != "true":
        tab(page, "Runs").click()
    return page.get_by_role("list", name="Runs", exact=True).get_by_role("listitem", name=name, exact=True)


def open_run(page, name):
    """Open the newest run of a name and return its page."""
    rows(page, name).first.get_by_role("button").click()
    article = page.get_by_role("article", name=f"Run {name}")
    expect(article).to_be_visible()
    return article


def test_a_run_is_followed_live_and_cancelled(the_workspace, page):
    ada = Person(the_workspace, page, "live")
    ada.asks("n = 1", "print('first')", "import time\ntime.sleep(600)", name="Long")
    article = open_run(page, "Long")
    expect(article.get_by_text("running", exact=True).first).to_be_visible()
    expect(article.get_by_text("cell 3 of 3")).to_be_visible()
    expect(article.get_by_text("time.sleep(600)")).to_be_visible()
    expect(article.get_by_role("region", name="Log")).to_contain_text("first")
    article.get_by_role("button", name="Cancel run").click()
    expect(article.get_by_role("status").get_by_text("cancelled")).to_be_visible()
    expect(article.get_by_role("region", name="History")).to_contain_text("Cancelled by live")
    expect(rows(page, "Long").get_by_text("cancelled")).to_be_visible()


def test_a_failure_says_why_then_what_changed_then_what_helps(the_workspace, page):
    bob = Person(the_workspace, page, "why")
    assert bob.runs("top = 3", "values = {'a': 1}", "print(values['a'])", name="Nightly")["state"] == "succeeded"
    bob.runs("top = 3", "values = {'a': 1}", "print(valuez['a'])", name="Nightly", parameters={"top": 5})
    article = open_run(page, "Nightly")

    for place, name in enumerate(("Why it failed", "What changed since it last worked", "What helps")):
        expect(article.locator("section").nth(place)).to_have_accessible_name(name)
    why = article.get_by_role("region", name="Why it failed")
    expect(why).to_contain_text("valuez")
    expect(why.get_by_label("Traceback")).to_be_hidden()
    why.get_by_text("and its traceback").click()
    expect(why.get_by_label("Traceback")).to_contain_text("NameError")

    changed = article.get_by_role("region", name="What changed since it last worked")
    expect(changed.get_by_role("row", name=re.compile("parameter top"))).to_contain_text("5")
    changed.get_by_role("button", name="Show the difference").click()
    expect(changed.get_by_role("heading", name="Cell 3 changed")).to_be_visible()
    expect(changed.get_by_role("row", name="1 − print(values['a']) 1 + print(valuez['a'])")).to_be_visible()
    expect(changed.get_by_text("2 cells without changes")).to_be_visible()

    article.get_by_role("button", name="Run again").click()
    expect(page.get_by_role("dialog").get_by_label("top", exact=True)).to_have_value("5")


def test_a_failure_says_when_nothing_changed(the_workspace, page):
    eve = Person(the_workspace, page, "same")
    once = "import pathlib\nassert not pathlib.Path('once').exists(), 'there already'\npathlib.Path('once').touch()"
    eve.runs("n = 1", once, name="Once")
    eve.runs("n = 1", once, name="Once")
    changed = open_run(page, "Once").get_by_role("region", name="What changed since it last worked")
    expect(changed).to_contain_text("Nothing that Lyceum knows of changed")


def test_two_runs_are_compared(the_workspace, page):
    dan = Person(the_workspace, page, "two")
    for top in (1, 2, 3):
        dan.runs(
            "top = 0",
            "from lyceum_catalog import record\nrecord('rows', top * 10)",
            "top",
            name="Pair",
            parameters={"top": top},
        )
    article = open_run(page, "Pair")
    article.get_by_role("button", name="Compare with…").click()
    both = page.get_by_role("article", name="Compare Pair")
    choice = both.get_by_label("Compare with")
    expect(choice.locator("option:checked")).to_contain_text("the last good run · the previous run")
    expect(both.get_by_role("row", name="parameter top 2 3")).to_be_visible()
    expect(both.get_by_text("Both notebooks are the same.")).to_be_visible()
    outputs = both.get_by_role("region", name=re.compile("has other outputs")).last
    expect(outputs.get_by_role("group", name="Before")).to_contain_text("2")
    expect(outputs.get_by_role("group", name="Now")).to_contain_text("3")
    choice.select_option(index=1)
    expect(both.get_by_role("row", name="parameter top 1 3")).to_be_visible()
    expect(both.get_by_role("row", name="figure rows 10 30")).to_be_visible()


def test_a_sweep_has_one_line_and_one_page(the_workspace, page):
    fay = Person(the_workspace, page, "tuner")
    work = "from lyceum_catalog import record\nrecord('score', 10 - rate)\nimport time\ntime.sleep(600 * (rate > 2))"
    fay.asks("rate = 0", work, name="Tune", sweep={"rate": [2, 1, 3, 4]})
    line = rows(page, "Tune")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("4 runs")
    line.get_by_role("button").click()
    group = page.get_by_role("article", name="Group Tune")
    expect(group.get_by_text("2 succeeded")).to_be_visible()
    rate = group.get_by_role("columnheader", name="rate").get_by_role("button")
    rate.click()
    cells = group.get_by_role("row").nth(1).get_by_role("cell")
    expect(cells.nth(1)).to_have_text("1")
    expect(cells.last).to_have_text("9")
    rate.click()
    expect(cells.nth(1)).to_have_text("4")
    expect(group.get_by_role("columnheader", name="rate")).to_have_attribute("aria-sort", "descending")
    group.get_by_role("button", name="Cancel all").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel all").click()
    expect(group.get_by_text("2 cancelled")).to_be_visible()
    expect(group.get_by_role("button", name="Cancel all")).to_have_count(0)
    group.get_by_role("button", name="succeeded").first.click()
    expect(page.get_by_role("article", name=re.compile("Run Tune"))).to_be_visible()


def test_a_report_opens_and_cannot_act(the_workspace, page):
    gus = Person(the_workspace, page, "report")
    show = f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({HOSTILE!r} + '<b>kept</b>'))"
    gus.runs("n = 1", show, "display(Javascript(\"document.title = 'taken'\"))", name=f"Report {HOSTILE}")
    article = open_run(page, f"Report {HOSTILE}")
    answers = page.context.expect_event("response", lambda answer: answer.url.endswith("/report"))
    with page.context.expect_page() as opened, answers as answered:
        article.get_by_role("link", name="Open report").click()
    report = opened.value
    policy = answered.value.header_value("content-security-policy")
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-scripts" not in policy
    expect(report.get_by_role("heading", name=f"Report {HOSTILE}")).to_be_visible()
    expect(report.get_by_text("kept", exact=True)).to_be_visible()
    assert report.title() != "taken"
    assert report.locator("script").count() == 0
    report.close()
    for link, name in (("Download report", r"Report .*\.html"), ("Download notebook", r"run-.*\.ipynb")):
        with page.expect_download() as download:
            article.get_by_role("link", name=link).click()
        assert re.fullmatch(name, download.value.suggested_filename)
    assert page.title() != "taken"


def test_figures_stand_in_the_list_and_on_the_page(the_workspace, page):
    hal = Person(the_workspace, page, "figure")
    hal.runs("n = 1", RECORD, name="Counting")
    expect(rows(page, "Counting").get_by_text("rows 344")).to_be_visible()
    expect(open_run(page, "Counting").get_by_role("region", name="Figures")).to_contain_text("344")


def test_runs_are_found_by_text_and_state(the_workspace, page):
    ida = Person(the_workspace, page, "filter")
    ida.runs("n = 1", name="Apples")
    ida.runs("n = 1", "1 / 0", name="Pears")
    tab(page, "Runs").click()
    expect(rows(page, "Apples")).to_be_visible()
    page.get_by_label("State", exact=True).select_option("failed")
    expect(rows(page, "Pears")).to_be_visible()
    expect(rows(page, "Apples")).to_have_count(0)
    page.get_by_label("Filter the runs").fill("apples")
    expect(page.get_by_text("None of the runs here is like that.")).to_be_visible()


def test_a_schedule_runs_now(the_workspace, page):
    jan = Person(the_workspace, page, "now")
    work = {"template": "first_steps", "name": "Yearly", "cron": "0 0 1 1 *"}
    answer = the_workspace.api(jan.token, "POST", "/api/schedules", json=work)
    assert answer.status_code == 201, answer.text
    tab(page, "Runs").click()
    schedule = page.get_by_role("list", name="Schedules").get_by_role("listitem", name="Yearly")
    schedule.get_by_role("button", name="Run now").click()
    expect(page.get_by_role("article", name="Run Yearly").get_by_text("succeeded").first).to_be_visible()
    expect(rows(page, "Yearly")).to_be_visible()
