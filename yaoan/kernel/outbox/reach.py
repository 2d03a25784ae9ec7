"""Which addresses may be called. Whoever enters one must not reach through us what only our own machines reach.

By default only public addresses, by TLS. `YAOAN_WEBHOOK_HOSTS` lists what lies within: networks (10.20.0.0/16), names and
addresses, with commas; to these alone plain HTTP is allowed as well. The address that was looked at is the one that is called, so
a name that answers differently the second time gains nothing.
"""

import ipaddress
import os
import socket
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from yaoan.kernel.words import Text, _

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 500
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Barred(Exception):
    """The address may not be called, or cannot be found; the text says why."""


@dataclass(frozen=True, slots=True)
class Within:
    """What this installation lists as its own surroundings."""

    networks: tuple[Network, ...] = ()
    names: frozenset[str] = field(default_factory=frozenset)

    def has(self, host: str, address: Address) -> bool:
        return host in self.names or any(address in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Target:
    """A place to call: `address` is what `host` was found to be, `path` includes the query."""

    host: str
    address: str
    port: int
    path: str
    is_plain: bool


@cache
def within() -> Within:
    """What `YAOAN_WEBHOOK_HOSTS` lists, as it was when first asked."""
    networks, names = [], set()
    for part in filter(None, os.environ.get("YAOAN_WEBHOOK_HOSTS", "").replace(" ", "").split(",")):
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            names.add(part.lower())
    return Within(tuple(networks), frozenset(names))


def fault_of(url: str) -> Text | str | None:
    """What is wrong with an address as it is written."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("这不是有效的网址。")
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        return _("网址应当以 https:// 开头。")
    if parts.username or parts.password or parts.fragment:
        return _("网址里不能写用户名、密码或 # 号。")
    if len(url) > LONGEST or not url.isascii() or any(letter <= " " for letter in url):
        return _("网址只能用英文字母、数字和常用符号，最长 {most} 个字符。").format(most=LONGEST)
    return None


def target_of(url: str) -> Target:
    """Find where an address leads and whether it may be called. Asks the name server. Raises Barred."""
    fault = fault_of(url)
    if fault:
        raise Barred(str(fault))
    parts = urlsplit(url)
    host = str(parts.hostname).lower()
    is_plain = parts.scheme == "http"
    port = parts.port or (80 if is_plain else 443)
    found = _addresses(host, port)
    for address in found:
        is_within = within().has(host, address)
        if not is_within and not (address.is_global and not address.is_multicast):
            raise Barred(
                str(
                    _("{host} 在内部网络（{address}），没有列入 YAOAN_WEBHOOK_HOSTS。").format(
                        host=host, address=address
                    )
                )
            )
        if is_plain and not is_within:
            raise Barred(str(_("外部网址必须用 https。")))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, str(found[0]), port, path, is_plain)


def _addresses(host: str, port: int) -> list[Address]:
    """Every address of a name. Raises Barred where it has none."""
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Barred(str(_("找不到 {host} 的地址。").format(host=host))) from error
    return [_plain(str(info[4][0])) for info in infos]


def _plain(text: str) -> Address:
    """An address without its zone; one of IPv4 inside IPv6 as what it is."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
