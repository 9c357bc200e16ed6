"""A receiver of webhooks on this machine, which may misbehave."""

import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

METADATA = "http://169.254.169.254/latest/meta-data/"


class Receiver(BaseHTTPRequestHandler):
    """Keeps each request, and answers as the sink's mode says."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(self.headers.items()), body))
        with suppress(OSError):  # the client does not wait
            getattr(self, self.server.mode)()

    def do_GET(self):
        self.server.followed.append(self.path)
        self.fine()

    def fine(self):
        self.answer(204)

    def broken(self):
        self.answer(500)

    def gone(self):
        self.answer(410)

    def redirect(self):
        self.answer(302, Location=self.server.target)

    def slow(self):
        self.server.closing.wait()

    def huge(self):
        self.answer(200, **{"Content-Length": str(10 * 1024**2)})
        for _ in range(160):
            self.wfile.write(b"x" * 65536)
            self.server.written += 65536

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        pass


class Sink(ThreadingHTTPServer):
    """The server."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received, self.followed, self.mode, self.target, self.written = [], [], "fine", METADATA, 0
        self.closing = threading.Event()

    def encrypt(self, context):
        """Speak TLS from now on."""
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


@contextmanager
def sink():
    """Run a receiver while the block runs."""
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()
