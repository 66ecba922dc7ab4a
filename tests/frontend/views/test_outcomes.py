"""Pages of what becomes of a yes, and the same by the API."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from ideas.models import Outcome
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import IdeaOwnerFactory, OutcomeFactory
from tests.factories.reviews import DecisionFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

STEP = {"stage": "in_delivery", "note": "The key is being cut.", "happened_on": date.today().isoformat()}


def test_page_says_that_nobody_owns_an_approved_idea_and_by_when() -> None:
    idea = submitted_idea(stage=Stage.APPROVED)
    DecisionFactory(idea=idea, kind="approved", announced=True)

    page = signed_in(UserFactory()).get(f"/ideas/{idea.ref}/").content.decode()

    assert "Nobody owns it yet. Somebody is named by" in page
    assert "Name who sees to it" not in page


def test_owner_is_named_by_address() -> None:
    idea, person = submitted_idea(stage=Stage.APPROVED), UserFactory()
    client = signed_in(grant_role(UserFactory(), "programme_manager"))

    response = client.post(f"/ideas/{idea.ref}/owner/", {"person": person.email})

    assert response.headers["Location"] == f"/ideas/{idea.ref}/"
    assert f"<strong>{person.name}</strong> sees to it." in client.get(f"/ideas/{idea.ref}/").content.decode()


def test_owner_that_nobody_knows_keeps_what_was_typed() -> None:
    idea = submitted_idea(stage=Stage.APPROVED)

    response = signed_in(grant_role(UserFactory(), "triager")).post(f"/ideas/{idea.ref}/owner/", {"person": "Nemo"})

    assert response.status_code == 422
    assert 'value="Nemo"' in response.content.decode()


def test_outcome_with_a_picture_is_shown_on_the_page() -> None:
    row = IdeaOwnerFactory(idea=submitted_idea(stage=Stage.IN_DELIVERY))
    content = BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "PNG")
    client = signed_in(row.person)
    given = {**STEP, "stage": "implemented", "picture": SimpleUploadedFile("key.png", content.getvalue())}

    response = client.post(f"/ideas/{row.idea.ref}/outcome/", given)

    assert response.status_code == 302
    picture = Outcome.objects.get().picture
    page = client.get(f"/ideas/{row.idea.ref}/").content.decode()
    assert picture is not None
    assert f'src="/files/{picture.public_id}/"' in page
    assert page.count("key.png") == 1  # as what came of it, not among the author's files


def test_outcome_with_a_text_for_a_picture_keeps_what_was_typed() -> None:
    row = IdeaOwnerFactory()
    given = {**STEP, "picture": SimpleUploadedFile("a.txt", b"Two keys")}

    response = signed_in(row.person).post(f"/ideas/{row.idea.ref}/outcome/", given)

    assert response.status_code == 422
    page = response.content.decode()
    assert "Only pictures (png, jpg, webp) are taken here." in page
    assert "The key is being cut." in page
    assert not Outcome.objects.exists()


def test_board_shows_what_is_being_done() -> None:
    done = OutcomeFactory().idea
    other = submitted_idea()

    page = signed_in(UserFactory()).get("/ideas/?stage=in_delivery").content.decode()

    assert (done.ref in page or done.title in page, other.title in page) == (True, False)


def test_page_of_an_open_idea_costs_nothing_for_what_comes_after() -> None:
    idea, client = submitted_idea(), signed_in(UserFactory())
    client.get(f"/ideas/{idea.ref}/")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/ideas/{idea.ref}/")

    assert not [one for one in queries if "ideaowner" in one["sql"] or 'FROM "ideas_outcome' in one["sql"]]


def test_api_names_the_owner_and_records_the_step() -> None:
    idea, person = submitted_idea(stage=Stage.PILOT), UserFactory()
    caller = Caller(grant_role(UserFactory(), "programme_manager"))

    named = caller.put(f"/api/v1/ideas/{idea.ref}/owner", {"person": str(person.public_id)}).json()
    recorded = caller.post(f"/api/v1/ideas/{idea.ref}/outcomes", STEP).json()

    assert named["owner"]["name"] == person.name
    assert named["allowed_actions"] == ["name_owner", "in_delivery"]
    assert [one["stage"] for one in recorded["outcomes"]] == ["in_delivery"]
    assert recorded["allowed_actions"] == ["name_owner", "implemented", "stopped_learned"]


def test_api_refuses_whoever_does_not_carry_it() -> None:
    row = IdeaOwnerFactory()

    response = Caller(UserFactory()).post(f"/api/v1/ideas/{row.idea.ref}/outcomes", STEP)

    assert problem(response) == (403, "not_owner")
    assert not Outcome.objects.exists()
