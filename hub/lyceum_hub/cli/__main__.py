"""`python -m lyceum_hub.cli` is `lyceum`."""

from lyceum_hub.cli import main

main()
