"""Where hub and proxy answer, as zero-to-jupyterhub's own configuration says it; then ours, as its values call it."""

import os
from typing import Any

from lyceum_hub.configure import configure
from lyceum_hub.settings import Settings

settings = Settings.from_environment()
here = os.environ["LYCEUM_TEST_ADDRESS"]
c: Any = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://127.0.0.1:{settings.port}"
c.JupyterHub.hub_bind_url = f"http://0.0.0.0:{settings.hub_port}"
c.JupyterHub.hub_connect_url = f"http://{here}:{settings.hub_port}"
c.JupyterHub.db_url = f"sqlite:///{settings.state / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(settings.state / "secrets" / "cookie_secret")
settings.secret("cookie_secret")
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
c.ConfigurableHTTPProxy.auth_token = settings.secret("proxy_token")
configure(c, settings)
c.KubernetesSpawner.namespace = os.environ["LYCEUM_TEST_NAMESPACE"]
c.KubernetesSpawner.image_pull_policy = "IfNotPresent"
# the volumes of small clusters are folders of root's, which fsGroup does not change
own = {"name": "own-home", "image": settings.image, "command": ["chown", "1000:1000", "/home/lyceum"]}
as_root = {"runAsUser": 0, "runAsNonRoot": False}
mount = {"name": "home", "mountPath": "/home/lyceum"}
c.KubernetesSpawner.init_containers = [{**own, "securityContext": as_root, "volumeMounts": [mount]}]
