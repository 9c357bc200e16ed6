"""What is refused before it is read: addresses with a zero character, bodies larger than anything we accept."""

from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lyceum_hub.service.problems import problem

MAX_BYTES = 64 * 1024 * 1024


class RefuseZeros:
    """Middleware that answers 422 to an address with a zero character, which no database takes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its path or query holds one."""
        if scope["type"] == "http" and ("\0" in scope["path"] or b"\0" in unquote_to_bytes(scope["query_string"])):
            answer = problem(422, "Something in the request cannot be used.", "The address holds a zero character.")
            return await answer(scope, receive, send)
        return await self._app(scope, receive, send)


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
