"""What a JupyterLab does not do while it starts."""

import json
from pathlib import Path

from jupyter_lsp import LanguageServerManager
from traitlets.config import Config

SETTINGS = Path(__file__).parents[2] / "extensions" / "jupyter-config" / "server"


def test_npm_is_not_asked_for_its_folder(tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    settings = json.loads((SETTINGS / "without_npm.json").read_text())
    LanguageServerManager(config=Config(settings)).initialize()
    assert not (tmp_path / "asked").exists()
