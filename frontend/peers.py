"""Where a request comes from, as far as it matters for what only this machine may see."""

import ipaddress

from django.http import HttpRequest

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def is_at_this_machine(request: HttpRequest) -> bool:
    """Return whether the peer is on loopback, with no proxy or tunnel in between that would stand for somebody else."""
    try:
        peer = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return peer.is_loopback and not any(name in request.META for name in _FORWARDED)
