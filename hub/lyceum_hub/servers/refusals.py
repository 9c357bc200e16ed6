"""Why a server does not start, in a sentence that its person reads."""

import html

from tornado.web import HTTPError


class DidNotStart(HTTPError):
    """A server did not start; the hub's pages and its API say the sentence, the pages show the end of its log.

    `kind` is what it is counted under: `quota`, `gpu`, `disk`, or `start` where the server itself failed.
    """

    def __init__(self, sentence: str, log: str = "", *, kind: str = "start", status: int = 500) -> None:
        super().__init__(status, "%s", sentence)
        self.kind = kind
        self.jupyterhub_message = sentence
        end = f"<p>The end of its log:</p><pre>{html.escape(log)}</pre>" if log else ""
        self.jupyterhub_html_message = f"<p>{html.escape(sentence)}</p>{end}"
