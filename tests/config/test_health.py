"""Answers for machines that watch."""

import pytest
from django.db import OperationalError
from django.test import Client

from config import VERSION, health


@pytest.mark.parametrize("path", ["/livez", "/healthz", "/readyz"])
def test_probe_of_a_healthy_process_is_ok(db: None, path: str) -> None:
    response = Client().get(path)

    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_without_database_is_503(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("refused")

    with monkeypatch.context() as patch:
        patch.setattr(health.connection, "cursor", fail)
        response = Client().get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready")


def test_livez_asks_no_database() -> None:
    assert Client().get("/livez").status_code == 200


def test_version_is_told(db: None) -> None:
    assert Client().get("/version").json() == {"name": "groundswell", "version": VERSION, "api": ["v1"]}
