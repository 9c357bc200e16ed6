"""One notebook run: what the hub starts, as its owner, for a server named `run-…`."""


def main() -> None:
    """Run the program `lyceum-run`."""
    from lyceum_lab.run.server import run_server

    run_server()
