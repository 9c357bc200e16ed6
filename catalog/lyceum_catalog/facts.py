"""Facts that a notebook tells about its run: figures, and the entries that it read and wrote.

In a run the environment variable LYCEUM_RUN_FACTS names a file that takes a line of JSON a fact, which the run's server
reports; by hand nobody is told.
"""

import json
import os
from typing import Any

VARIABLE = "LYCEUM_RUN_FACTS"


def tell(**fact: Any) -> None:
    """Tell the run a fact; outside a run, or where the file is gone, nobody hears it."""
    if not (path := os.environ.get(VARIABLE)):
        return
    line = json.dumps(fact, ensure_ascii=True, allow_nan=False) + "\n"
    try:
        with open(path, "a", encoding="ascii") as file:
            file.write(line)  # at most one write of one line: several processes may tell at once
    except OSError:
        return
