"""Bodies larger than anything we accept are refused before they are read whole."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lyceum_hub.service.problems import problem

MAX_BYTES = 64 * 1024 * 1024


class LimitBodies:
    """Middleware that answers 413 to a body above the limit, declared or not."""

    def __init__(self, app: ASGIApp, most: int = MAX_BYTES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its bytes."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self._most:
            return await self._refuse(scope, receive, send)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                raise BodyTooLarge
            return message

        try:
            return await self._app(scope, counted, send)
        except BodyTooLarge:
            return await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"The request is larger than {self._most // 1024**2} MiB."
        await problem(413, "That is larger than allowed.", detail, remedy="Clear outputs.")(scope, receive, send)


class BodyTooLarge(Exception):
    """A body grew above the limit while it was read."""
