"""Acts on many rows by the API, answered row by row; and answer templates."""

import uuid
from typing import Any

import pytest

from ideas.models import AnswerTemplate, Department, Event, FirstResponse, Membership, Review, User
from tests.api.client import Caller, places, problem
from tests.factories import ReviewFactory, grant_role
from tests.factories.people import MembershipFactory
from tests.factories.reviews import pool_member
from tests.factories.triage import AnswerTemplateFactory, idea_in_triage

pytestmark = pytest.mark.django_db
BULK = "/api/v1/reviews/bulk"
TEMPLATES = "/api/v1/answer-templates"


def of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


@pytest.fixture
def lead(member: User) -> Membership:
    return MembershipFactory(person=member, department=Department.objects.get(slug="business"), lead=True)


def test_reviews_bulk_answers_row_by_row(api: Caller, lead: Membership) -> None:
    held, free, absent = of_business(assigned=True), of_business(), str(uuid.uuid4())

    body = api.post(BULK, {"act": "remind", "reviews": [str(held.public_id), str(free.public_id), absent]}).json()

    assert (body["done"], body["asked"]) == (1, 3)
    assert [(row["review"], row["is_done"], row["code"]) for row in body["rows"]] == [
        (str(held.public_id), True, ""),
        (str(free.public_id), False, "nobody_holds_it"),
        (absent, False, "not_found"),
    ]
    assert body["rows"][1]["detail"] == "Nobody holds this review yet. Give it to somebody."


def test_reviews_bulk_hands_over(api: Caller, lead: Membership) -> None:
    to, review = pool_member().person, of_business()
    sent = {"act": "hand_over", "reviews": [str(review.public_id)], "to": str(to.public_id), "reason": "Two are ill"}

    assert api.post(BULK, sent).json()["done"] == 1
    assert Review.objects.get().owner == to


def test_reviews_bulk_answers_from_template(api: Caller, lead: Membership) -> None:
    review, template = of_business(assigned=True, owner=lead.person), AnswerTemplateFactory(of_review=True)
    sent = {
        "act": "answer",
        "reviews": [str(review.public_id)],
        "template": str(template.public_id),
        "confidence": "high",
    }

    assert api.post(BULK, sent).json()["done"] == 1
    assert Review.objects.get().plain_answer == template.text


def test_reviews_bulk_that_lacks_a_person_is_refused(api: Caller, lead: Membership) -> None:
    sent = {"act": "hand_over", "reviews": [str(of_business().public_id)], "reason": "Two are ill"}

    response = api.post(BULK, sent)

    assert response.status_code == 422
    assert places(response) == [("/to", "not_in_pool")]
    assert not Event.objects.exists()


@pytest.mark.parametrize(("count", "code"), [(0, "too_short"), (101, "too_long")])
def test_reviews_bulk_of_none_or_over_a_hundred_is_refused(api: Caller, count: int, code: str) -> None:
    response = api.post(BULK, {"act": "claim", "reviews": [str(uuid.uuid4()) for _each in range(count)]})

    assert problem(response) == (422, code)


def test_reviews_bulk_takes_no_key(api: Caller) -> None:
    response = api.post(BULK, {"act": "claim", "reviews": [str(uuid.uuid4())]}, idempotency_key=str(uuid.uuid4()))

    assert problem(response) == (400, "idempotency_not_supported")


def test_triage_bulk_writes_the_words_of_a_template(api: Caller, member: User) -> None:
    grant_role(member, "triager")
    idea, template = idea_in_triage(), AnswerTemplateFactory()

    body = api.post(
        "/api/v1/triage/bulk",
        {"act": "respond", "ideas": [idea.ref, "GS-999999"], "template": str(template.public_id)},
    ).json()

    assert (body["done"], body["asked"]) == (1, 2)
    assert [(row["idea"], row["code"]) for row in body["rows"]] == [(idea.ref, ""), ("GS-999999", "not_found")]
    assert FirstResponse.objects.get().text == template.text


def test_triage_bulk_by_others_is_refused(api: Caller) -> None:
    response = api.post("/api/v1/triage/bulk", {"act": "review", "ideas": [idea_in_triage().ref]})

    assert problem(response) == (403, "not_triager")


def test_answer_templates_are_listed_for_everybody_and_changed_by_triagers(api: Caller, member: User) -> None:
    AnswerTemplateFactory(name="Thanks")
    assert [row["allowed_actions"] for row in api.get(TEMPLATES).json()["results"]] == [[]]
    grant_role(member, "triager")

    made = api.post(TEMPLATES, {"kind": "review", "name": "No concern", "text": "It does not touch our work."})
    changed = api.put(made["Location"], {"name": "None", "text": "It does not touch the work of ours."})
    read = api.get(made["Location"]).json()
    removed = api.delete(made["Location"])

    assert (made.status_code, changed.status_code, removed.status_code) == (201, 200, 204)
    assert (read["name"], read["text"]) == ("None", "It does not touch the work of ours.")
    assert read["allowed_actions"] == ["change", "remove"]
    assert AnswerTemplate.objects.get().name == "Thanks"
    assert problem(api.get(made["Location"])) == (404, "not_found")
