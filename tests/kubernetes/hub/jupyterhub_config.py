"""Where hub and proxy answer, as zero-to-jupyterhub's own configuration says it; then what its values say."""

import os
from pathlib import Path
from typing import Any

c: Any = get_config()  # noqa: F821
c.JupyterHub.bind_url = os.environ["HUB_PUBLIC_URL"]
c.JupyterHub.hub_bind_url = "http://0.0.0.0:8081"
c.JupyterHub.hub_connect_url = os.environ["LYCEUM_HUB_ADDRESS"]
c.JupyterHub.db_url = os.environ["HUB_DATABASE"]
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = os.environ["HUB_PROXY_API"]
for file in sorted(Path(__file__).parent.glob("*-*.py")):
    exec(compile(file.read_text(), str(file), "exec"))
