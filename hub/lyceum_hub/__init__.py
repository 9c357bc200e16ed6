"""What runs: the hub's configuration, accounts and spawners, the service, and the command line."""

__version__ = "0.1.0"
