"""The nemesis: it chooses, by a seed, what breaks next, and remembers what it did."""

import os
import random
import sys
import time
from collections import Counter

SEED = "LYCEUM_FAULTS_SEED"


class Nemesis:
    """Does harm of several kinds, each as often as its weight says; the same seed chooses the same faults."""

    def __init__(self, name):
        self.seed = int(os.environ.get(SEED) or random.SystemRandom().randrange(10**6))
        self.random = random.Random(f"{name} {self.seed}")
        self.done = Counter()
        self._kinds = {}
        say(f"{name}: {SEED}={self.seed}")

    def knows(self, kind, harm, weight=1):
        """Teach it a kind of harm: a function that tells whether there was anything to harm."""
        self._kinds[kind] = (harm, weight)

    def strike(self, pause):
        """Do some harm, then wait a while, `pause` seconds on average."""
        kinds, weights = list(self._kinds), [weight for _, weight in self._kinds.values()]
        kind = self.random.choices(kinds, weights)[0]
        if self._kinds[kind][0]() is not False:
            self.done[kind] += 1
        time.sleep(self.random.uniform(0, 2 * pause))

    @property
    def faults(self):
        """How much harm was done."""
        return self.done.total()

    def __str__(self):
        kinds = ", ".join(f"{count} × {kind}" for kind, count in sorted(self.done.items()))
        return f"{self.faults} faults ({kinds}); again with {SEED}={self.seed}"


def say(what):
    """Write a line that pytest shows when a test fails."""
    sys.stdout.write(f"{what}\n")
