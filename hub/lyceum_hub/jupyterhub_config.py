"""What JupyterHub loads: our configuration, then the site's own file if LYCEUM_HUB_CONFIG names one."""

from typing import Any

from lyceum_hub.configure import configure
from lyceum_hub.settings import Settings

settings = Settings.from_environment()
c: Any = get_config()  # type: ignore[name-defined]  # noqa: F821
configure(c, settings)
if settings.site_file:
    load_subconfig(str(settings.site_file))  # type: ignore[name-defined]  # noqa: F821
