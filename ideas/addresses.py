"""Which addresses outside may be called: the form of a URL, the hosts of chat services, the ranges of networks. Pure.

Names are checked here by their form alone; the outbound client looks them up and checks every address it gets.
Source: docs/adr/0005-own-outbound-client.md; IANA special-purpose address registries (RFC 6890).
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import idna
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_URL_CHARS: Final = 2048
HTTPS_PORT: Final = 443
SLACK_HOSTS: Final = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
TEAMS_DOMAINS: Final = ("powerplatform.com", "powerautomate.com", "logic.azure.com")
RETIRED_TEAMS_DOMAINS: Final = ("webhook.office.com", "outlook.office.com", "outlook.office365.com")
# Besides everything that is not global: ranges that lead to other networks or wrap an inner address.
DENIED_NETWORKS: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "fc00::/7", "fe80::/10",
        "5f00::/16", "ff00::/8",
    )
)  # fmt: skip

_URL = re.compile(r"(https?)://([^/?#@\\\s]+?)(?::([0-9]{1,5}))?([/?][!-~]*)?", re.ASCII | re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.ASCII)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.ASCII)
_INNER_ENDINGS: Final = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "test",
    "invalid",
    "onion",
)
_REFUSED_IN_PATH: Final = frozenset('\\#"<>^`{|}')


@dataclass(frozen=True)
class Target:
    """An address that may be called, in parts; `host` is ASCII. `is_inner`: the settings allow it although it is inside."""

    scheme: str
    host: str
    port: int
    path: str
    is_inner: bool = False

    @property
    def authority(self) -> str:
        """Host and, where it is not the usual one, port, as in the header `Host`."""
        usual = HTTPS_PORT if self.scheme == "https" else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


class AddressRefused(Exception):
    """This address may not be called. The sentence is fit for whoever typed it."""

    def __init__(self, sentence: str | Promise, *, code: str = "url_not_allowed") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def parse_target(url: str, *, allowed_inside: Collection[str] = ()) -> Target:
    """Return `url` in parts.

    Args:
        allowed_inside: `host:port` pairs that may be called although they are inside, also without TLS.

    Raises:
        AddressRefused: not an https address of a public name on port 443, or written in a way that programs read differently.
    """
    found = _URL.fullmatch(url) if len(url) <= MAX_URL_CHARS else None
    if found is None:
        raise AddressRefused(_("Give a whole address that begins with https://, without spaces, names or passwords."))
    scheme, host, port, path = found[1].lower(), found[2].lower(), int(found[3] or 0), found[4] or "/"
    if any(char in _REFUSED_IN_PATH for char in path):
        raise AddressRefused(_("The address has characters that do not belong into one."))
    path = path if path.startswith("/") else f"/{path}"
    usual = HTTPS_PORT if scheme == "https" else 80
    if f"{host}:{port or usual}" in allowed_inside:
        return Target(scheme, host, port or usual, path, is_inner=True)
    if scheme != "https":
        raise AddressRefused(_("The address must begin with https://."))
    if port not in (0, HTTPS_PORT):
        raise AddressRefused(_("Only the usual port of https, 443, may be used."))
    return Target(scheme, _public_name(host), HTTPS_PORT, path)


def _public_name(host: str) -> str:
    try:
        name = idna.encode(host).decode("ascii").lower() if not host.isascii() else host
    except (idna.IDNAError, UnicodeError):
        raise AddressRefused(_("This is no name of a public server.")) from None
    if not _HOST.fullmatch(name) or _NUMBER.fullmatch(name.rsplit(".", 1)[-1]):
        raise AddressRefused(_("Give the public name of a server, not a number or a name of your own network."))
    if name.rsplit(".", 1)[-1] in _INNER_ENDINGS:
        raise AddressRefused(_("This name belongs to an inner network."))
    return name


def check_slack(target: Target) -> None:
    """Refuse an address that is no incoming webhook of Slack.

    Raises:
        AddressRefused: another host.
    """
    if not (target.is_inner or target.host in SLACK_HOSTS):
        raise AddressRefused(_("A Slack address begins with https://hooks.slack.com/."), code="not_slack")


def check_teams(target: Target) -> None:
    """Refuse an address that is no workflow of Microsoft Teams.

    Raises:
        AddressRefused: another host, or a connector of the kind that Microsoft has switched off.
    """
    if target.is_inner or _is_under(target.host, TEAMS_DOMAINS):
        return
    if _is_under(target.host, RETIRED_TEAMS_DOMAINS):
        raise AddressRefused(
            _(
                "Microsoft has switched off connectors of this kind. In Teams, open the channel’s menu, choose Workflows, "
                "then “Post to a channel when a webhook request is received”, and copy the address that it shows."
            ),
            code="teams_connector_retired",
        )
    raise AddressRefused(
        _("A Teams address comes from a workflow: it ends in powerplatform.com, powerautomate.com or logic.azure.com."),
        code="not_teams",
    )


def _is_under(host: str, domains: Collection[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_public(address: str) -> bool:
    """Return whether a numeric address may be called: global, and in none of the denied ranges."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped is not None:
        number = number.ipv4_mapped
    if not number.is_global or number.is_multicast or number.is_reserved:
        return False
    return not any(number in network for network in DENIED_NETWORKS if network.version == number.version)


def hint(target: Target) -> str:
    """Return what may be shown of an address: its host and the last four characters."""
    tail = target.path.rstrip("/")[-4:]
    return f"{target.authority}/…{tail}" if len(target.path) > len("/…") + len(tail) else f"{target.authority}/…"
