"""The page that waits for a start: where it leads when the start has failed."""

from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader

from lyceum_hub.pages.words import Words
from lyceum_hub.programs import HERE


@pytest.mark.parametrize(("server", "again"), [("", "/hub/spawn/ada"), ("second", "/hub/spawn/ada/second")])
def test_one_tries_again_at_an_address_that_the_hub_has(server, again):
    """The hub has none that ends in a slash."""
    templates = Environment(loader=FileSystemLoader(HERE / "pages" / "templates"), autoescape=True, extensions=[Words])
    page = templates.get_template("spawn_pending.html")
    about = {"base_url": "/hub/", "user": SimpleNamespace(escaped_name="ada"), "spawner": SimpleNamespace(name=server)}
    shown = "".join(page.blocks["main"](page.new_context(about)))
    assert f'href="{again}"' in shown
