"""Mail: a message as an email, in its receiver's language, handed to the workspace's mail server."""

import asyncio
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from lyceum_hub.errors import SettingError
from lyceum_hub.language import said
from lyceum_hub.service.notices.message import Message, NotSent

SECONDS = 10
PORTS = {"smtp": 25, "smtps": 465}


class Mail:
    """Sends messages by email, in threads of its own."""

    def __init__(self, url: str, sender: str) -> None:
        self._server = server_of(url)
        self._sender = sender
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="mail")

    async def send(self, message: Message) -> None:
        """Send a message; raise NotSent."""
        email = email_of(message, self._sender)
        await asyncio.get_running_loop().run_in_executor(self._threads, self._hand_over, email)

    def _hand_over(self, email: EmailMessage) -> None:
        host = self._server.hostname
        try:
            with self._connected() as server:
                server.send_message(email)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise NotSent(f"{host} refused the receiver: {code} {text_of(words)}", for_good=code >= 500) from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"{host} answered {error.smtp_code} {text_of(error.smtp_error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"The mail server {host} could not be used: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        """Return a connection: encrypted where the server offers it, and always before a password is told."""
        url, trusted = self._server, ssl.create_default_context()
        host, port = url.hostname or "", url.port or PORTS[url.scheme]
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
            if server.has_extn("starttls") or (server.ehlo() and server.has_extn("starttls")):
                server.starttls(context=trusted)
            elif url.username and not is_here(host):
                server.close()
                raise NotSent(f"The mail server {host} offers no encryption, so that it is told no password.")
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        return server


def server_of(url: str) -> SplitResult:
    """Return a mail server's URL in its parts; raise SettingError when it is none."""
    parts = urlsplit(url)
    try:
        is_usable = parts.scheme in PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:  # without its words, which may hold a password
        raise SettingError("LYCEUM_SMTP_URL must be smtp:// or smtps://, then user:password@ if needed, host and port.")
    return parts


def is_here(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def email_of(message: Message, sender: str) -> EmailMessage:
    """Return a message as an email; no line of it can become a header."""
    email = EmailMessage(policy=SMTP)
    email["From"], email["To"] = sender, message.receiver
    email["Subject"] = subject_of(message.content)
    email["Date"] = format_datetime(message.created_at)
    email["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(text_of_content(message.content))
    return email


def subject_of(content: dict[str, Any]) -> str:
    """Return what a message says in short."""
    sentence = said(f"{' '.join(content['subject'].split())}.", content.get("language", "en"))
    return sentence.removesuffix(".")[:200]


def text_of_content(content: dict[str, Any]) -> str:
    """Return what a message says, as lines of text."""
    run = content["run"]
    figures = [f"  {name} = {value:g}" for name, value in content["figures"].items()]
    lines = [
        content["sentence"],
        *([content["remedy"]] if content.get("remedy") else []),
        *(["", "Figures:", *figures] if figures else []),
        "",
        f"Run {run['id']}, {run['finished_at']}",
        run["url"],
        "",
        f"You get this because {run['owner']} asked {content['workspace']} to tell you.",
    ]
    return "\n".join(said(line, content.get("language", "en")) for line in lines)


def text_of(words: bytes | str) -> str:
    """Return a mail server's words, cut short."""
    return (words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))[:200]
