"""Addresses that may and may not be called."""

import pytest

from ideas.addresses import AddressRefused, check_slack, check_teams, hint, is_public, parse_target

# Every way of writing an inner address, and every form that two programs read differently.
REFUSED = [
    "",
    "hooks.example.org/x",
    "http://hooks.example.org/x",
    "ftp://hooks.example.org/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "//hooks.example.org/x",
    "https:hooks.example.org/x",
    "https:///x",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://017700000001/",
    "https://0/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://127%2e0%2e0%2e1/",
    "https://[::1]/",
    "https://[::ffff:7f00:1]/",
    "https://[fe80::1%25eth0]/",
    "https://[64:ff9b::7f00:1]/",
    "https://93.184.216.34/",
    "https://hooks.example.0x7f/",
    "https://localhost/",
    "https://localhost./",
    "https://a.localhost/",
    "https://hooks.example.org./x",
    "https://intranet/",
    "https://printer.local/",
    "https://metadata.google.internal/computeMetadata/",
    "https://a@127.0.0.1/",
    "https://hooks.example.org@127.0.0.1/",
    "https://user:word@hooks.example.org/",
    "https://127.0.0.1#@hooks.example.org/",
    "https://hooks.example.org/x#fragment",
    "https://hooks.example.org\\@127.0.0.1/",
    "https://hooks.example.org/a\\b",
    "https://hooks.example.org:22/",
    "https://hooks.example.org:6379/",
    "https://hooks.example.org:5432/",
    "https://hooks.example.org:0443x/",
    "https://hooks.example.org/a b",
    "https://hooks.example.org/a\r\nHost: inner",
    "https://hooks.example.org/\x00",
    "https://hooks..example.org/",
    "https://-hooks.example.org/",
    "https://hooks.example.org/" + "a" * 2048,
    " https://hooks.example.org/x",
]


@pytest.mark.parametrize("url", REFUSED)
def test_parse_target_of_doubtful_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_target(url)

    assert refused.value.code == "url_not_allowed"


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://hooks.example.org/x?y=1", "https://hooks.example.org/x?y=1"),
        ("HTTPS://Hooks.Example.org", "https://hooks.example.org/"),
        ("https://hooks.example.org:443/x", "https://hooks.example.org/x"),
        ("https://hooks.example.org?y=1", "https://hooks.example.org/?y=1"),
        ("https://bücher.example.org/x", "https://xn--bcher-kva.example.org/x"),
    ],
)
def test_parse_target_of_public_name_is_taken(url: str, whole: str) -> None:
    assert parse_target(url).url == whole


def test_parse_target_of_listed_inner_address_is_taken_with_its_port_alone() -> None:
    allowed = ["127.0.0.1:8090"]

    target = parse_target("http://127.0.0.1:8090/hook", allowed_inside=allowed)

    assert (target.url, target.is_inner) == ("http://127.0.0.1:8090/hook", True)
    with pytest.raises(AddressRefused):
        parse_target("http://127.0.0.1:8091/hook", allowed_inside=allowed)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "192.0.0.8",  # noqa: S104
        "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::a9fe:a9fe", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "fec0::1", "fc00::1", "fd12::1", "fe80::1",
        "fe80::1%eth0", "ff02::1", "5f00::1", "100::1", "name",
    ],
)  # fmt: skip
def test_is_public_of_inner_or_wrapped_address_is_false(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
)
def test_is_public_of_public_address_is_true(address: str) -> None:
    assert is_public(address) is True


@pytest.mark.parametrize("host", ["hooks.slack.com.example.org", "example.org", "slack.com"])
def test_check_slack_of_another_host_is_refused(host: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_slack(parse_target(f"https://{host}/services/T0/B0/x"))

    assert refused.value.code == "not_slack"


def test_check_slack_of_incoming_webhook_is_taken() -> None:
    check_slack(parse_target("https://hooks.slack.com/services/T0/B0/x"))


@pytest.mark.parametrize("host", ["contoso.webhook.office.com", "outlook.office.com"])
def test_check_teams_of_retired_connector_is_refused_with_help(host: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_teams(parse_target(f"https://{host}/webhookb2/x"))

    assert refused.value.code == "teams_connector_retired"
    assert "Workflows" in str(refused.value.sentence)


def test_check_teams_of_another_host_is_refused() -> None:
    with pytest.raises(AddressRefused) as refused:
        check_teams(parse_target("https://logic.azure.com.example.org/x"))

    assert refused.value.code == "not_teams"


@pytest.mark.parametrize(
    "host", ["prod-1.westeurope.logic.azure.com", "default1.environment.api.powerplatform.com", "a.powerautomate.com"]
)
def test_check_teams_of_workflow_is_taken(host: str) -> None:
    check_teams(parse_target(f"https://{host}/workflows/x?sig=abc"))


def test_hint_shows_host_and_last_four_characters() -> None:
    assert hint(parse_target("https://hooks.slack.com/services/T0/B0/secretA1b2")) == "hooks.slack.com/…A1b2"


def test_hint_of_short_path_shows_host_alone() -> None:
    assert hint(parse_target("https://hooks.example.org/x")) == "hooks.example.org/…"
