"""`make bench`: measure, and print one table. `FIGURES="engine memory"` measures some of it."""

import argparse
import sys
from collections.abc import Callable

from bench import (
    catalog,
    engine,
    entry,
    hub,
    hundred,
    launcher,
    memory,
    pods,
    profile,
    request,
    schedules,
    servers,
    thousand,
)
from bench.figures import Figure, table

MEASURES: dict[str, Callable[[int, bool], list[Figure]]] = {
    "engine": engine.measure_empty,
    "cells": engine.measure_cells,
    "request": request.measure,
    "schedules": schedules.measure,
    "memory": memory.measure,
    "servers": servers.measure,
    "pods": pods.measure,
    "hundred": hundred.measure,
    "hub": hub.measure,
    "thousand": thousand.measure,
    "launcher": launcher.measure,
    "catalog": catalog.measure,
    "entry": entry.measure,
    "profile": profile.measure,
}


def main() -> None:
    """Measure what is named, or everything; fail when a wanted figure is missed and that is asked for."""
    wanted = arguments()
    figures: list[Figure] = []
    try:
        for name in wanted.names or MEASURES:
            sys.stderr.write(f"measuring: {name}\n")
            figures += MEASURES[name](wanted.times, wanted.all)
    finally:
        sys.stdout.write(f"\n{table(figures)}\n")
    if wanted.strict and not all(figure.is_reached for figure in figures):
        sys.exit("A wanted figure was missed.")


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], help="what to measure; everything when none")
    parser.add_argument("--times", type=int, default=7, help="how often to measure each (default: 7)")
    parser.add_argument("--all", action="store_true", help="papermill's 1,000 cells too, which take minutes")
    parser.add_argument("--strict", action="store_true", help="fail when a wanted figure is missed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
