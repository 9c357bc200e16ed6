"""JupyterLab starts without Dask: it would take time and memory of everybody, computing or not."""

import subprocess
import sys

LOADED = """
import sys
from types import SimpleNamespace
from jupyter_server.base.handlers import APIHandler
import lyceum_lab
app = SimpleNamespace(settings={"base_url": "/"}, add_handlers=lambda *_: None)
try:
    lyceum_lab._load_jupyter_server_extension(SimpleNamespace(web_app=app))
except AttributeError:
    pass  # what this server has not comes after the routes
assert "lyceum_lab.compute.panel" in sys.modules
from lyceum_lab.compute import cluster
print(sorted({"dask", "distributed", "bokeh", "jupyter_server_proxy", "aiohttp"} & set(sys.modules)))
"""


def test_lab_imports_no_dask():
    said = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert said.stdout == "[]\n", said.stderr
