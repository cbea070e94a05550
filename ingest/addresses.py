"""Which network addresses may be fetched from: those that are public, whatever way they are written or wrapped."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_CLOSED_V4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers and clouds, which answer for metadata in it
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_OPEN_V6 = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 wraps any IPv4 address
        "3fff::/20",
        "3ffe::/16",
        "2620:4f:8000::/48",
    )
)


def public(address: Address) -> bool:
    """Say whether an address is on the public internet; one that wraps another address never is.

    Python's own ``is_global`` takes NAT64, 6to4 and site-local addresses of private hosts for public ones.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in net for net in _CLOSED_V4)
    if address.scope_id is not None or address not in _OPEN_V6:
        return False
    return address.is_global and not any(address in net for net in _CLOSED_V6)


def parsed(shown: str) -> Address:
    """Return an address as a resolver gives it; raises ValueError."""
    return ip_address(shown)
