"""Receivers: which addresses for notices are accepted when work is saved."""

import re
from collections.abc import Collection, Mapping, Sequence
from ipaddress import ip_address
from typing import Any

import httpx

from lyceum_hub.errors import Invalid
from lyceum_hub.service.notices.addresses import is_public

EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\Z")


class Receivers:
    """What this workspace can send: email where it has a mail server, webhooks to hosts that may be reached."""

    def __init__(self, sends_email: bool, private_hosts: Collection[str]) -> None:
        self._sends_email = sends_email
        self._private_hosts = private_hosts

    def check(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Raise Invalid for a rule that tells nobody, or of nothing, or somebody who cannot be reached."""
        for number, rule in enumerate(rules):
            field = f"notify[{number}]"
            check_shape(rule, field)
            if "email" in rule:
                self._check_email(rule["email"], f"{field}.email")
            else:
                self._check_webhook(rule["webhook"], f"{field}.webhook")

    def _check_email(self, address: str, field: str) -> None:
        if not self._sends_email:
            remedy = "Use a webhook, or ask an administrator to set LYCEUM_SMTP_URL."
            raise Invalid("This workspace sends no email: it has no mail server.", field=field, remedy=remedy)
        if not EMAIL.match(address):
            raise Invalid(f"{address!r} is no email address.", field=field, remedy="Write one such as ada@example.org.")

    def _check_webhook(self, address: str, field: str) -> None:
        remedy = "Write one such as https://example.org/hooks/1."
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError) as error:
            raise Invalid(f"The address of the webhook cannot be read: {error}.", field=field, remedy=remedy) from error
        if not url.host or url.userinfo or not address.isprintable() or " " in address:
            raise Invalid("That is no address for a webhook.", field=field, remedy=remedy)
        if url.host in self._private_hosts and url.scheme in ("http", "https"):
            return
        if url.scheme != "https":
            raise Invalid("A webhook's address begins with https://.", field=field, remedy=remedy)
        if url.host == "localhost" or (is_address(url.host) and not is_public(url.host)):
            remedy = "An administrator may name the host in LYCEUM_PRIVATE_HOSTS."
            raise Invalid(f"{url.host} is a private address.", field=field, remedy=remedy)


def check_shape(rule: Mapping[str, Any], field: str) -> None:
    """Raise Invalid for a rule without one receiver, or without anything to be told of."""
    if ("email" in rule) == ("webhook" in rule):
        raise Invalid("A rule has either an email address or a webhook.", field=field, remedy="Give one of them.")
    figure = rule.get("figure")
    if not rule.get("on") and not figure:
        remedy = "Name failure, recovery or success in `on`, or give a `figure`."
        raise Invalid("A rule says of what to tell.", field=f"{field}.on", remedy=remedy)
    if figure and ("above" in figure) + ("below" in figure) != 1:
        raise Invalid("A figure has one bound.", field=f"{field}.figure", remedy="Give either `above` or `below`.")


def is_address(host: str) -> bool:
    """Tell whether a host is an address rather than a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
