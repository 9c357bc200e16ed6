"""For how long servers have held GPUs without using them."""

from datetime import UTC, datetime, timedelta

from lyceum_hub.culling.gpus import rests
from lyceum_hub.servers.gpus.leases import Lease

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class FakeGpus:
    """GPUs that are leased, some of them unused."""

    def __init__(self, *leases, used=()):
        self.held, self.used = leases, used
        self.leases = self

    def all(self):
        return list(self.held)

    def unused(self):
        return [lease for lease in self.held if lease.device not in self.used]


def lease(server, device, minutes):
    """Return a lease whose device was used so many minutes ago."""
    return Lease(server, device, 1, NOW, None, NOW - timedelta(minutes=minutes))


def test_a_server_rests_since_it_used_the_last_of_its_gpus():
    gpus = FakeGpus(lease("ada/", "a", 30), lease("ada/", "b", 20), lease("ben/", "c", 5))
    assert rests(gpus, NOW) == {"ada/": 1200, "ben/": 300}


def test_a_server_that_uses_one_of_its_gpus_does_not_rest():
    gpus = FakeGpus(lease("ada/", "a", 30), lease("ada/", "b", 20), used=("b",))
    assert rests(gpus, NOW) == {}
