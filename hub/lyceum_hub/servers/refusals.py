"""Why a server does not start, in a sentence that its person reads."""

import html

from tornado.web import HTTPError

PASSES = "data-passes"  # in the HTML of a refusal: what the hub's account of a start tells programs beside a sentence


class DidNotStart(HTTPError):
    """A server did not start; the hub's pages and its API say the sentence, the pages show the end of its log.

    `kind` is what it is counted under: `quota`, `gpu`, `disk`, or `start` where the server itself failed. What `passes`
    is refused only for what is in use just now, with the status 429: the same start may succeed later.
    """

    def __init__(
        self, sentence: str, log: str = "", *, kind: str = "start", status: int = 500, passes: bool = False
    ) -> None:
        super().__init__(429 if passes else status, "%s", sentence)
        self.kind = kind
        self.passes = passes
        self.jupyterhub_message = sentence
        end = f"<p>The end of its log:</p><pre>{html.escape(log)}</pre>" if log else ""
        self.jupyterhub_html_message = f"<p{f' {PASSES}' if passes else ''}>{html.escape(sentence)}</p>{end}"
