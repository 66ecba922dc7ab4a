"""Saying what becomes of an approved idea, with and without a picture."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart

from ideas.files import shelf
from ideas.models import Attachment, Idea, Outcome, User
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import UserFactory, submitted_idea
from tests.factories.after_decision import IdeaOwnerFactory
from tests.factories.files import picture

pytestmark = pytest.mark.django_db
STEP = {"stage": "in_delivery", "note": "The key hangs.", "happened_on": "2026-11-02"}


@pytest.fixture(autouse=True)
def _shelves(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> User:
    return UserFactory(name="Dana Whitfield")


@pytest.fixture
def idea(owner: User) -> Idea:
    return IdeaOwnerFactory(idea=submitted_idea(stage=Stage.APPROVED), person=owner).idea


def at(idea: Idea) -> str:
    return f"/api/v1/ideas/{idea.ref}/outcomes"


def send(api: Caller, idea: Idea, **fields: Any) -> Any:
    body = encode_multipart("edge", {**STEP, **fields})
    return api.client.generic("POST", at(idea), body, "multipart/form-data; boundary=edge", headers=dict(api.headers))


def test_outcome_without_a_picture_is_made_and_can_be_read_there(owner: User, idea: Idea) -> None:
    api = Caller(owner)

    made = api.post(at(idea), STEP)

    assert (made.status_code, made["Location"]) == (201, f"/api/v1/ideas/{idea.ref}/progress")
    assert api.get(made["Location"]).json() == made.json()
    assert [(one["stage"], one["picture"]) for one in made.json()["outcomes"]] == [("in_delivery", None)]


def test_outcome_with_a_picture_names_the_file(owner: User, idea: Idea) -> None:
    made = send(Caller(owner), idea, picture=SimpleUploadedFile("key.png", picture(), "image/png"))

    file = Attachment.objects.get()
    assert made.status_code == 201
    assert made.json()["outcomes"][0]["picture"] == str(file.public_id)
    assert (file.idea_id, file.name) == (idea.pk, "key.png")


def test_outcome_with_a_file_that_is_no_picture_is_refused_by_its_part(owner: User, idea: Idea) -> None:
    answer = send(Caller(owner), idea, picture=SimpleUploadedFile("key.txt", b"Two keys", "text/plain"))

    assert problem(answer) == (422, "file_type")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/picture"]
    assert not Outcome.objects.exists()
    assert list(shelf.stored_keys()) == []


@pytest.mark.parametrize("name", ["photo", "title"])
def test_outcome_with_an_unknown_part_is_refused(owner: User, idea: Idea, name: str) -> None:
    answer = send(Caller(owner), idea, **{name: SimpleUploadedFile("key.png", picture(), "image/png")})

    assert problem(answer) == (400, "unknown_field")
    assert not Outcome.objects.exists()


def test_outcome_by_somebody_else_is_refused_and_keeps_no_file(idea: Idea) -> None:
    answer = send(Caller(UserFactory()), idea, picture=SimpleUploadedFile("key.png", picture(), "image/png"))

    assert problem(answer) == (403, "not_owner")
    assert not Outcome.objects.exists()
    assert not Attachment.objects.exists()
