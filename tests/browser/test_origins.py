"""Each person's server has an origin of its own: what is shown there reaches nobody else's session, nor the hub's."""

import pytest

from support.visitor import invite, join

pytestmark = [pytest.mark.stack, pytest.mark.browser]

ASK = """url => fetch(url, {
  credentials: 'include',
  headers: url.startsWith(location.origin) ? { 'X-XSRFToken': document.cookie.match(/_xsrf=([^;]*)/)[1] } : {}
}).then(answer => answer.status, () => 'refused')"""


def test_a_script_in_somebodys_lab_reaches_neither_hub_nor_service_nor_others(the_workspace, page):
    join(page, invite(the_workspace, "origin"))
    assert page.url.startswith("http://origin.localhost:")
    own = page.url.replace("/lab", "/api/status")
    assert page.evaluate(ASK, own) == 200
    others = own.replace("origin", "another")
    for url in (f"{the_workspace.url}/hub/api/user", f"{the_workspace.service}/api/me", others):
        assert page.evaluate(ASK, url) == "refused"
