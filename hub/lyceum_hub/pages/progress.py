"""The hub's account of a start, in the language of whoever follows it."""

from typing import Any

from jupyterhub.apihandlers.users import SpawnProgressAPIHandler

from lyceum_hub.language import said
from lyceum_hub.pages.words import html_said, language_of

SAYS = {"message": said, "html_message": html_said}


class Progress(SpawnProgressAPIHandler):
    """The hub's own, with the sentences of its events translated."""

    async def send_event(self, event: dict[str, Any]) -> None:
        """Send an event."""
        language = language_of(self.request)
        await super().send_event(
            event | {name: say(event[name], language) for name, say in SAYS.items() if name in event}
        )


def handlers() -> list[tuple[str, type[Any]]]:
    """Return what takes the place of the hub's own."""
    return [(rf"/api/users/([^/]+)/{which}/progress", Progress) for which in ("server", "servers/([^/]*)")]
