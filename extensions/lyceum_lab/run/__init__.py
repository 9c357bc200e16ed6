"""One notebook run: what the hub starts, as its owner, for a server named `run-…`."""

import sys


def main() -> None:
    """Run the program `lyceum-run`."""
    # jsonschema would import it if it is there: 16 MiB and a second, to check formats that no notebook has
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from lyceum_lab.run.server import run_server

    run_server()
