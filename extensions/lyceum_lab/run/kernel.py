"""What is executed inside a kernel at its start: it holds back output beyond what a run keeps.

A print of 200 MB would else be in the memory of the run's server before that could look at it. The text of this file is
sent to the kernel, which may belong to another environment: it needs nothing but the kernel's own session.
"""

from typing import Any

PIECE = 1024 * 1024  # characters of text in one message


class Gate:
    """Lets a session's messages through; of output `most` bytes and a piece, and no display above `largest`."""

    def __init__(self, session: Any, most: int, largest: int) -> None:
        self._pass = session.send
        self._left = most
        self._largest = largest
        self._cell, self._used = "", 0
        session.send = self.send

    def send(
        self, stream: Any, kind: Any, content: Any = None, parent: Any = None, ident: Any = None, **more: Any
    ) -> Any:
        """Send a message as `jupyter_client.session.Session.send` does, if it may pass."""
        message = kind if isinstance(kind, dict) else {"msg_type": kind, "content": content, "parent_header": parent}
        name, content_of = message["msg_type"], message["content"]
        self._count_for(message["parent_header"] or {})
        if name == "clear_output":
            self._left, self._used = self._left + self._used, 0
        if name == "stream":
            return self._send_text(stream, content_of, message["parent_header"], ident)
        if name in ("display_data", "execute_result", "update_display_data"):
            size = size_of(content_of["data"])
            if size > self._largest:
                return self._send_text(stream, self._refusal(size), message["parent_header"], ident)
            if not self._take(0 if name == "update_display_data" else size):
                return None
        return self._pass(stream, kind, content, parent, ident, **more)

    def _send_text(self, stream: Any, content: Any, parent: Any, ident: Any) -> None:
        """Send text in pieces while there is room: the last exceeds it, so that the receiver knows of more."""
        text = content["text"]
        for start in range(0, len(text), PIECE):
            piece = text[start : start + PIECE]
            if not self._take(len(piece.encode(errors="replace"))):
                return
            self._pass(stream, "stream", {**content, "text": piece}, parent, ident)

    def _take(self, size: int) -> bool:
        """Count a size as sent; tell whether there was any room left."""
        if self._left <= 0:
            return False
        self._left, self._used = self._left - size, self._used + size
        return True

    def _count_for(self, parent: Any) -> None:
        """Begin a count of what a cell sent, which it takes back when it clears its output."""
        cell = (parent.get("header") or parent).get("msg_id", "")
        if cell != self._cell:
            self._cell, self._used = cell, 0

    def _refusal(self, size: int) -> dict[str, str]:
        """Return what stands in place of a display that is too large."""
        said = f"An output of {size / 1024**2:.0f} MiB was left out: one is at most {self._largest // 1024**2} MiB.\n"
        return {"name": "stderr", "text": said}


def size_of(value: Any) -> int:
    """Return about how many bytes a value takes as JSON."""
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, dict):
        return sum(len(str(key)) + size_of(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return sum(map(size_of, value))
    return 8
