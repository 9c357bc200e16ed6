"""The panel Dask: a cluster of one's own in it, and charts that move, at the person's own origin."""

import re

import pytest
from playwright.sync_api import expect

from support.visitor import await_kernel, invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

CLUSTER = "from lyceum_lab.compute import cluster; from dask.distributed import Client; client = Client(cluster(1))"
WORK = "client.gather(client.map(lambda number: number + 1, range(40)))[-1]"


def compute(page, number, code):
    """Run a cell and return what it shows."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    cell.locator(".cm-content").fill(code)
    page.keyboard.press("Shift+Enter")
    expect(cell.get_by_text(f"[{number + 1}]:").first).to_be_visible()
    return cell.locator(".jp-OutputArea-output")


def test_a_cluster_of_a_notebook_is_in_the_panel_and_its_charts_move(the_workspace, page):
    join(page, invite(the_workspace, "parallel"))
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.locator(".jp-LauncherCard", has_text="Python 3").first.click()
    await_kernel(page)
    compute(page, 0, CLUSTER)
    tab(page, "Dask").click()
    expect(page.locator(".dask-ClusterListingItem")).to_contain_text("Number of Workers: 1")
    page.get_by_role("button", name="Task Stream").click()
    chart = page.frame_locator(".dask-DaskDashboard-widget iframe")
    expect(chart.locator(".bk-Figure")).to_be_visible()
    tab(page, "Untitled.ipynb").click()
    expect(compute(page, 1, WORK)).to_have_text("40")
    tab(page, "Task Stream").click()
    expect(chart.locator(".bk-Figure")).to_be_visible()
    charts = [url for url in sockets if "/dask/dashboard/" in url]
    assert charts
    assert all(re.match(r"ws://parallel\.localhost:\d+/user/parallel/dask/dashboard/", url) for url in charts)
