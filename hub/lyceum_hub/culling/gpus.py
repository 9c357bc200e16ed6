"""For how long servers have held GPUs without using them."""

from collections import defaultdict
from datetime import datetime

from lyceum_hub.servers.gpus.gpus import Gpus


def rests(gpus: Gpus, now: datetime) -> dict[str, float]:
    """Look at the GPUs, and return for how many seconds servers have used none of those that they hold; blocks.

    Servers are named OWNER/NAME, with nothing behind the slash where they have no name of their own.
    """
    unused, held = gpus.unused(), defaultdict(set)
    for lease in gpus.leases.all():
        held[lease.server].add(lease.device)
    for lease in unused:
        held[lease.server].discard(lease.device)
    idle = [lease for lease in unused if not held[lease.server]]
    last = {lease.server: max(one.used_at for one in idle if one.server == lease.server) for lease in idle}
    return {server: (now - used_at).total_seconds() for server, used_at in last.items()}
