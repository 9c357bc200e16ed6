"""What a spawner remembers of the culler's having stopped its server, until it starts the next."""

from typing import Any

from traitlets import Dict
from traitlets.config import Configurable


class Stoppable(Configurable):
    """What every spawner of ours has: `stopped`, for the page that says why nothing runs."""

    stopped = Dict(help="When the culler stopped the last server (`at`, in ISO 8601), and why (`why`, in words).")

    def run_pre_spawn_hook(self) -> Any:
        """Begin a server that nobody has stopped yet."""
        self.stopped = {}
        return super().run_pre_spawn_hook()

    def get_state(self) -> dict[str, Any]:
        """Return what a restarted hub needs to know."""
        return {**super().get_state(), **({"stopped": self.stopped} if self.stopped else {})}

    def load_state(self, state: dict[str, Any]) -> None:
        """Know again why the last server was stopped."""
        super().load_state(state)
        self.stopped = state.get("stopped", {})
