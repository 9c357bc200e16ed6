"""Progress, log, facts and outputs, collected while the notebook runs and sent to the service about once a second."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from lyceum_lab.run.facts import Facts
from lyceum_lab.run.journal import Journal
from lyceum_lab.run.service import Refused, Service, Unreachable

PAUSE_SECONDS = 0.5
BEAT_SECONDS = 5.0
MOST_LOG = 4 * 1024 * 1024
MOST_AT_ONCE = 256 * 1024
MOST_PARTS = 128 * 1024 * 1024  # of outputs that take the place of each other; then the journal begins anew
log = logging.getLogger(__name__)


class Progress:
    """What there is to tell; a thread tells it, and hears what is wanted."""

    def __init__(self, service: Service, facts: Facts, on_stop: Callable[[str], None]) -> None:
        self._service = service
        self._facts = facts
        self._on_stop = on_stop
        self._lock = threading.Lock()
        self._changed = threading.Event()
        self._closing = threading.Event()
        self._progress: dict[str, Any] | None = None
        self._log = ""
        self._logged = 0
        self._journal: Journal | None = None
        self._part, self._parts, self._handed_in = b"", 0, 0
        self._thread = threading.Thread(target=self._tell, name="reporting", daemon=True)

    def start(self, journal: Journal) -> None:
        """Begin to tell."""
        self._journal = journal
        self._thread.start()

    def close(self) -> None:
        """Tell what is left, and end."""
        self._closing.set()
        self._changed.set()
        self._thread.join(timeout=70)

    def cell_started(self, index: int, total: int, source: str) -> None:
        """Note that a cell begins."""
        self._note({"done": index, "total": total, "current": {"index": index, "source": source[:500]}})

    def cell_ended(self, index: int, total: int) -> None:
        """Note that a cell has ended."""
        self._note({"done": index + 1, "total": total, "current": None})

    def text_written(self, text: str) -> None:
        """Note what the notebook wrote, up to 4 MiB of it."""
        with self._lock:
            room = MOST_LOG - self._logged
            self._logged += len(text)
            if room > 0:
                more = "\n… the log is longer than 4 MiB; the rest is left out.\n" if len(text) > room else ""
                self._log += text[:room] + more
        self._changed.set()

    def outputs_changed(self) -> None:
        """Note that the journal has something to tell."""
        self._changed.set()

    def _note(self, progress: dict[str, Any]) -> None:
        with self._lock:
            self._progress = progress
        self._changed.set()

    def _tell(self) -> None:
        while not self._closing.is_set():
            self._changed.wait(BEAT_SECONDS)
            self._changed.clear()
            self._send(patience=0)
            try:
                self._hand_in()
            except Exception:
                log.exception("Outputs could not be handed in; trying again. The run goes on.")
            self._closing.wait(PAUSE_SECONDS)
        while self._send(patience=60):
            pass

    def _send(self, patience: float) -> bool:
        """Send what there is; tell whether more is left. What was not taken is kept for the next time."""
        with self._lock:
            progress, log = self._progress, self._log[:MOST_AT_ONCE]
        facts = self._facts.new()
        try:
            wanted = self._service.report({"progress": progress, "log": log, **facts}, patience)
        except Refused:
            self._on_stop("The run is no longer ours to execute.")
            return False
        except Unreachable:
            return False
        self._facts.told()
        if wanted == "stopped":
            self._on_stop("Cancelled.")
        with self._lock:
            self._log = self._log[len(log) :]
            return bool(self._log)

    def _hand_in(self) -> None:
        """Hand in what came out, part by part; one that was not taken is handed in again the next time."""
        assert self._journal is not None
        while not self._closing.is_set():
            self._part = self._part or self._journal.take()
            if not self._part:
                return
            try:
                self._service.hand_in_part(self._parts, self._part)
            except (Refused, Unreachable):
                return
            self._handed_in += len(self._part)
            self._part, self._parts = b"", self._parts + 1
            if self._handed_in > MOST_PARTS:
                self._journal.restart()
                self._parts = self._handed_in = 0
