"""The OpenAPI document and its page."""

from dataclasses import asdict

import pytest

from api.v1.serializers.me import profile_body
from tests.api.client import Caller, problem

SCHEMA = "/api/v1/schema"


@pytest.fixture
def document(api: Caller) -> dict[str, object]:
    return api.get(SCHEMA).json()


def test_document_is_openapi_3_1(document: dict[str, object]) -> None:
    assert document["openapi"] == "3.1.1"


def test_document_names_every_operation_once(document: dict[str, dict]) -> None:
    names = [operation["operationId"] for operations in document["paths"].values() for operation in operations.values()]

    assert len(names) == len(set(names))


def test_document_describes_every_operation(document: dict[str, dict]) -> None:
    for address, operations in document["paths"].items():
        for verb, operation in operations.items():
            assert operation.get("summary"), (verb, address)
            assert {"400", "401", "403"} <= set(operation["responses"]), (verb, address)


def test_document_refuses_callers_without_account(db: None) -> None:
    assert problem(Caller().get(SCHEMA)) == (401, "not_authenticated")


def test_page_sends_callers_without_account_to_sign_in(db: None) -> None:
    response = Caller().get("/api/v1/docs")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_page_has_no_inline_script_or_style(api: Caller) -> None:
    page = api.get("/api/v1/docs").content.decode()

    assert "<style" not in page
    assert "style=" not in page
    assert "<script>" not in page


def test_answer_that_is_not_as_published_fails(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "api.v1.views.me.profile_body", lambda *given: {**asdict(profile_body(*given)), "shoe_size": 38}
    )

    with pytest.raises(AssertionError, match="shoe_size"):
        api.get("/api/v1/me")
