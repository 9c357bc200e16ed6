"""JupyterLab's side of Lyceum: the front end's server half, and the program that executes a run."""

import os
from importlib import import_module
from typing import Any

WITH_ROUTES = (
    *("compute.panel", "courses", "gpus", "handlers", "idle", "packages", "previews", "proposals", "records"),
    *("results", "room", "secrets", "updates"),
)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built front end lies."""
    return [{"src": "labextension", "dest": "lyceum_lab"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter Server which module to load."""
    return [{"module": "lyceum_lab"}]


def _load_jupyter_server_extension(server_app: Any) -> None:
    """Add our routes to a person's server."""
    # here, so that a run does not import a web server
    from lyceum_lab import idle, room, words

    web_app = server_app.web_app
    parts = [import_module(f"lyceum_lab.{name}") for name in WITH_ROUTES]
    web_app.add_handlers(".*$", [route for part in parts for route in part.routes(web_app.settings["base_url"])])
    idle.end_idle_kernels(server_app.kernel_manager)
    words.offer()
    words.begin_in(os.environ.get(words.LANGUAGE, ""))
    room.tell_page(web_app.settings)


async def _start_jupyter_server_extension(server_app: Any) -> None:
    """Tell the hub, now that the server answers."""
    from lyceum_lab import packages, readiness

    readiness.tell()
    packages.remember_later()
