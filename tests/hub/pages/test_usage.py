"""What somebody has used, on their own home page; what all have, for those who administer."""

import html
import re

import pytest

QUOTAS = "persons:\n  uma: {gpu_hours: 20, cpu_hours: 0}\n"


@pytest.fixture
def quotas(small_hub):
    """Quotas of one person; nobody else has any."""
    path = small_hub.settings.quotas_file
    path.write_text(QUOTAS)
    yield
    path.unlink()


def words(page):
    """Return what a page says, as one line."""
    body = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_home_page_tells_what_is_used_and_what_of_it_is_used_up(small_hub, quotas):
    with small_hub.entered("uma") as browser:
        said = words(browser.get("/home"))
    assert "Your use in" in said
    assert "CPU 0 hours of 0 hours: used up" in said
    assert "GPU 0 hours of 20 hours " in said


def test_a_month_is_a_table_for_those_who_administer(small_hub):
    with small_hub.entered("una", admin=True) as browser:
        assert "Download as CSV" in words(browser.get("/usage"))
        table = browser.get("/usage.csv?month=2026-10")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.startswith("person,from,to,")
    with small_hub.entered("udo") as browser:
        assert browser.get("/usage.csv").status_code == 403
