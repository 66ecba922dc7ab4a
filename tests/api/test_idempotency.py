"""The same request sent twice, through a view made for this test: it adds a department each time it runs."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db import connection, connections
from django.test import override_settings
from django.urls import path
from django.utils import timezone
from rest_framework.response import Response

from api.fields import LineField
from api.http import MemberRequest
from api.permissions import Members
from api.serializers import StrictSerializer
from api.views import ApiView, created
from ideas.exceptions import Conflict
from ideas.models import Department, HttpIdempotency, User
from tests.api.client import Caller, problem
from tests.factories.people import DepartmentFactory, UserFactory


class NameSerializer(StrictSerializer):
    name = LineField(max_chars=200)


class Names(ApiView):
    permission_classes = [Members]

    def post(self, request: MemberRequest) -> Response:
        name = self.read(NameSerializer)["name"]
        department = DepartmentFactory(slug=name, name=name)
        if name == "refused":
            raise Conflict("Not this one.")
        GATE.passed(name)
        return created({"id": department.public_id}, location=f"/names/{name}")


class Gate:
    """Holds the request named `slow` until the test lets it go."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def passed(self, name: str) -> None:
        if name == "slow":
            self.reached.set()
            self.opened.wait(10)


GATE = Gate()
NAMES = "/api/names"


@pytest.fixture(autouse=True)
def _with_names() -> Iterator[None]:
    module = ModuleType("names")
    module.__dict__.update(urlpatterns=[path("api/names", Names.as_view())])
    with override_settings(ROOT_URLCONF=module):
        yield


def made(**found: Any) -> int:
    return Department.objects.filter(**found).count()


def test_post_repeated_with_its_key_has_one_effect(api: Caller) -> None:
    first = api.post(NAMES, {"name": "one"}, idempotency_key="k-1")
    second = api.post(NAMES, {"name": "one"}, idempotency_key="k-1")

    assert made(slug="one") == 1
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Location"] == first["Location"]
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"


def test_post_with_used_key_and_other_body_is_refused(api: Caller) -> None:
    api.post(NAMES, {"name": "one"}, idempotency_key="k-1")

    response = api.post(NAMES, {"name": "two"}, idempotency_key="k-1")

    assert problem(response) == (422, "idempotency_mismatch")
    assert made(slug="two") == 0


def test_key_of_two_people_is_two_keys(api: Caller, member: User) -> None:
    api.post(NAMES, {"name": "one"}, idempotency_key="k-1")

    response = Caller(UserFactory()).post(NAMES, {"name": "two"}, idempotency_key="k-1")

    assert response.status_code == 201
    assert HttpIdempotency.objects.count() == 2


@pytest.mark.parametrize("key", ["", "k" * 256, "k" * 10_000, "é", "a\tb"])
def test_key_that_is_none_is_refused(api: Caller, key: str) -> None:
    response = api.post(NAMES, {"name": "one"}, idempotency_key=key)

    assert problem(response) == (400, "invalid_idempotency_key")
    assert made(slug="one") == 0


def test_refusal_is_not_kept_and_leaves_nothing(api: Caller) -> None:
    responses = [api.post(NAMES, {"name": "refused"}, idempotency_key="k-1") for _ in range(2)]

    assert [problem(response) for response in responses] == [(409, "conflict")] * 2
    assert made(slug="refused") == 0
    assert not HttpIdempotency.objects.exists()


def test_key_of_the_day_before_yesterday_is_new(api: Caller) -> None:
    api.post(NAMES, {"name": "one"}, idempotency_key="k-1")
    HttpIdempotency.objects.update(created_at=timezone.now() - timedelta(hours=49))

    response = api.post(NAMES, {"name": "two"}, idempotency_key="k-1")

    assert response.status_code == 201
    assert made(slug="two") == 1


@pytest.mark.django_db(transaction=True)
def test_post_while_the_first_still_runs_is_refused() -> None:
    member = UserFactory()
    answers: list[Any] = []

    def send_first() -> None:
        answers.append(Caller(member).post(NAMES, {"name": "slow"}, idempotency_key="k-1"))
        connections.close_all()

    thread = threading.Thread(target=send_first)
    thread.start()
    assert GATE.reached.wait(10)
    second = Caller(member).post(NAMES, {"name": "slow"}, idempotency_key="k-1")
    GATE.opened.set()
    thread.join(10)

    assert problem(second) == (409, "in_progress")
    assert answers[0].status_code == 201
    assert made(slug="slow") == 1
    assert connection.in_atomic_block is False
