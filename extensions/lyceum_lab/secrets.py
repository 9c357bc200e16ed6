"""Secrets, for the browser: their names are listed, values are taken and never given back."""

import json
from urllib.parse import unquote

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_catalog.secrets import CannotFind, CannotKeep, forget, keep, names
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.service import Service


class SecretsHandler(LyceumHandler):
    """Lists the secrets in the home folder."""

    @authenticated
    async def get(self) -> None:
        """Answer with their names."""
        try:
            await self.finish(json.dumps({"items": names()}))
        except CannotFind as error:
            await self.refuse(409, str(error))


class SecretHandler(LyceumHandler):
    """Keeps one secret, or forgets it."""

    @authenticated
    async def put(self, name: str) -> None:
        """Keep the value, in place of an older one."""
        body = self.get_json_body()
        value = body.get("value") if isinstance(body, dict) else None
        if not isinstance(value, str):
            await self.refuse(422, "Give the value as text.", field="value")
            return
        try:
            keep(unquote(name), value)
        except CannotKeep as error:
            await self.refuse(422, str(error), field=error.field)
        except CannotFind as error:
            await self.refuse(409, str(error))
        else:
            self.set_status(204)

    @authenticated
    async def delete(self, name: str) -> None:
        """Forget the secret."""
        try:
            forget(unquote(name))
        except CannotFind as error:
            await self.refuse(404, str(error))
        else:
            self.set_status(204)


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [
        (url_path_join(base_url, "lyceum/secrets"), SecretsHandler, options),
        (url_path_join(base_url, "lyceum/secrets/([^/]{1,200})"), SecretHandler, options),
    ]
