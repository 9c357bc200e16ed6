"""Addresses: the one way for the service to reach what people name, never inside our own network unless allowed.

A host is resolved once, all its addresses are checked, and the connection goes to a checked one: a name that resolves
to something else a moment later leads nowhere else. Redirects are not followed.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext

import httpx

from lyceum_hub.errors import LyceumError

NAT64 = IPv6Network("64:ff9b::/96")
SECONDS = 5.0
MOST_BYTES = 1024 * 1024
Resolve = Callable[[str, int], Awaitable[list[str]]]


class Unreachable(LyceumError):
    """What people named cannot be reached; `for_good` when it will not be later either."""

    def __init__(self, detail: str, for_good: bool = False) -> None:
        super().__init__(detail)
        self.for_good = for_good


class Resolver:
    """The machine's own resolver, in threads of its own: a slow name server holds up nothing else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host; raise OSError when it has none."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, socket.getaddrinfo, host, port, 0, socket.SOCK_STREAM)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def trusted() -> SSLContext:
    """Return the authorities that we trust; reading them takes a tenth of a second."""
    return httpx.create_ssl_context()


class Fetcher:
    """Posts to what people named."""

    def __init__(self, private_hosts: Collection[str], resolve: Resolve, seconds: float = SECONDS) -> None:
        self._private_hosts = private_hosts
        self._resolve = resolve
        self._seconds = seconds
        self._tls = trusted()

    async def post(self, address: str, content: bytes, headers: Mapping[str, str]) -> int:
        """Send content and return the status of the answer, whose body is not read; raise Unreachable."""
        if len(content) > MOST_BYTES:
            raise Unreachable("There is more to send than a webhook takes.", for_good=True)
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise Unreachable(f"The address cannot be read: {error}.", for_good=True) from error
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(url, content, headers)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Unreachable(f"{url.host} did not answer within {self._seconds:g} seconds.") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"{url.host} could not be reached: {error or type(error).__name__}.") from error

    async def _post(self, url: httpx.URL, content: bytes, headers: Mapping[str, str]) -> int:
        checked = await self._checked(url)
        told = {**headers, "Host": url.netloc.decode()}
        options = {"sni_hostname": url.host}
        async with httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=self._seconds) as client:
            request = client.build_request("POST", url.copy_with(host=checked), content=content, headers=told)
            request.extensions.update(options)
            answer = await client.send(request, stream=True, follow_redirects=False)
            await answer.aclose()
            return answer.status_code

    async def _checked(self, url: httpx.URL) -> str:
        """Return an address of a host, all of which may be reached."""
        try:
            found = await self._resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"There is no host named {url.host}.") from error
        if url.host not in self._private_hosts and not all(map(is_public, found)):
            raise Unreachable(f"{url.host} is at a private address, which webhooks may not reach.", for_good=True)
        if not found:
            raise Unreachable(f"{url.host} has no address.")
        return found[0]


def is_public(text: str) -> bool:
    """Tell whether an address is one of the internet's, and leads to none of ours in disguise."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.teredo or address.scope_id:
            return False
        if inner := disguised(address):
            return is_public(str(inner))
    usual = address.is_global and not address.is_multicast and not address.is_reserved
    return usual and not (address.is_loopback or address.is_link_local or address.is_private or address.is_unspecified)


def disguised(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
