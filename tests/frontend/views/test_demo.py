"""Pages of an evaluation: there only at this machine, and only where the demo is or somebody who may see all."""

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from frontend.views import demo
from ideas.models import Organisation
from tests.factories import UserFactory
from tests.factories.news import administrator

pytestmark = pytest.mark.django_db


def ask(person: Any, **meta: str) -> Any:
    request = RequestFactory().get("/demo/mail/", **meta)
    request.user = person
    return demo._refuse_unless_evaluating(request)


@pytest.mark.parametrize(
    ("mode", "is_demo", "meta"),
    [
        ("production", True, {}),
        ("test", True, {}),
        ("evaluation", False, {}),
        ("evaluation", True, {"REMOTE_ADDR": "192.0.2.7"}),
        ("evaluation", True, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}),
    ],
)
def test_pages_are_not_there(settings: Any, mode: str, is_demo: bool, meta: dict[str, str]) -> None:
    settings.MODE = mode
    Organisation.objects.update(is_demo=is_demo)

    with pytest.raises(Http404):
        ask(UserFactory(), **meta)


def test_pages_are_there_for_anybody_in_the_demo(settings: Any) -> None:
    settings.MODE = "evaluation"
    Organisation.objects.update(is_demo=True)

    assert ask(UserFactory()) is None


def test_pages_are_there_for_administrators_without_the_demo(settings: Any) -> None:
    settings.MODE = "evaluation"

    assert ask(administrator()) is None
