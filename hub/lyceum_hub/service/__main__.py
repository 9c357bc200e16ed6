"""Run the service: `python -m lyceum_hub.service`."""

import os

import uvicorn

from lyceum_hub.database.engine import SERVICE
from lyceum_hub.service.app import create_app
from lyceum_hub.settings import Settings


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environment()
    os.environ["PGAPPNAME"] = SERVICE
    uvicorn.run(
        create_app(settings),
        host=settings.service_host,
        port=settings.service_port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
