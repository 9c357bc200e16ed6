"""A mail server on this machine that keeps what it gets."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Conversation(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a client needs to hand over a message."""

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline().strip():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.received.append(message_from_bytes(self.body(), policy=policy.default))
                self.say("250 taken")
            elif verb == b"EHLO" and self.server.context:
                self.say("250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN")
            elif verb == b"STAR":
                self.say("220 go on")
                self.encrypt()
            elif verb == b"AUTH":
                self.server.passwords.append(line)
                self.say("235 welcome")
            elif verb == b"RCPT" and self.server.refusal:
                self.say(self.server.refusal)
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def encrypt(self):
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.setup()

    def body(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """The server; `refusal` is its answer to every receiver, if any, and with a `context` it offers TLS."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received, self.passwords, self.refusal, self.context = [], [], "", None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def mailbox():
    """Run a mail server while the block runs."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
