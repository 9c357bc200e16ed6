"""Webhooks: a message as JSON, signed after the Standard Webhooks specification with a key of its owner's."""

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime

from lyceum_hub.service.notices.addresses import Fetcher, Unreachable
from lyceum_hub.service.notices.message import Message, NotSent
from lyceum_hub.service.owners import OwnerStore


class Keys:
    """The keys that people check the signatures of their webhooks with."""

    def __init__(self, secret: str, owners: OwnerStore) -> None:
        self._secret = secret
        self._owners = owners

    def of(self, owner: str) -> bytes:
        """Return an owner's key; a new account of the same name has another."""
        whose = json.dumps([owner, self._owners.created(owner)])
        return hmac.digest(self._secret.encode(), whose.encode(), hashlib.sha256)

    def shown(self, owner: str) -> str:
        """Return an owner's key as the specification writes it."""
        return f"whsec_{base64.b64encode(self.of(owner)).decode()}"


class Webhook:
    """Sends messages as webhooks."""

    def __init__(self, fetcher: Fetcher, keys: Keys) -> None:
        self._fetcher = fetcher
        self._keys = keys

    async def send(self, message: Message) -> None:
        """Send a message; raise NotSent."""
        body = body_of(message)
        headers = {"Content-Type": "application/json", "User-Agent": "Lyceum", **self._signed(message, body)}
        try:
            status = await self._fetcher.post(message.receiver, body, headers)
        except Unreachable as error:
            raise NotSent(error.detail, error.for_good) from error
        if 300 <= status < 400:
            raise NotSent(f"It answered {status}: redirects are not followed.", for_good=True)
        if not 200 <= status < 300:
            raise NotSent(f"It answered {status}.", for_good=status == 410)

    def _signed(self, message: Message, body: bytes) -> dict[str, str]:
        """Return the headers that prove who sends what, and when."""
        now = str(int(time.time()))
        signed = f"{message.id}.{now}.".encode() + body
        signature = base64.b64encode(hmac.digest(self._keys.of(message.owner), signed, hashlib.sha256)).decode()
        return {"webhook-id": message.id, "webhook-timestamp": now, "webhook-signature": f"v1,{signature}"}


def body_of(message: Message) -> bytes:
    """Return a message as JSON; the same each time it is tried."""
    event = message.content["events"][0]
    at: datetime = message.created_at
    told = {"type": f"run.{event}", "timestamp": at.isoformat(), "data": message.content}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
