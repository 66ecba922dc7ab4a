"""Who asks, as far as we believe it."""

import pytest
from django.test import Client

from config.edge import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7, 10.0.0.1", "7.7.7.7"),
        (2, "7.7.7.7", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "<script>", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_client_address_believes_only_counted_proxies(proxies: int, forwarded: str, address: str) -> None:
    meta = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(meta, proxies) == address


def test_edge_refuses_what_the_guard_refuses() -> None:
    client = Client()

    chunked = client.get("/livez", headers={"Transfer-Encoding": "chunked"})
    long = client.get("/livez", headers={"X-Long": "a" * 33_000})
    many = client.get("/livez?" + "&".join(["a=1"] * 1001))

    assert [(answer.status_code, answer.json()["code"]) for answer in (chunked, long, many)] == [
        (411, "length_required"),
        (431, "headers_too_large"),
        (400, "too_many_parameters"),
    ]


def test_edge_announced_body_over_the_limit_gets_413() -> None:
    answer = Client().post("/livez", data=b"x" * 262_145, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
