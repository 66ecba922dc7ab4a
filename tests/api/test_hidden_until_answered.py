"""Invariant 19: whoever still owes an answer to an idea reads no other department's, wherever they look."""

import json
from dataclasses import dataclass

import pytest
from django.test import Client

from ideas.models import Condition, Department, Event, Membership, Review, ReviewAnswer, Score, User
from ideas.services.audit import record_audit
from ideas.services.reviews import submit_review
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.reviews import pool_member, review_content, routed_idea

pytestmark = pytest.mark.django_db
CANARY = "CANARY-7f3a"
PAGES = (
    "/",
    "/ideas/{ref}/",
    "/ideas/{ref}/card/",
    "/ideas/{ref}/departments/",
    "/ideas/{ref}/history/",
    "/ideas/{ref}/questions/",
    "/ideas/{ref}/decide/",
    "/ideas/{ref}/ballot/",
    "/ideas/{ref}/early-stop/",
    "/reviews/",
    "/reviews/to-decide/?order=score",
    "/reviews/{own}/",
    "/reviews/{other}/",
    "/notifications/",
)
API = (
    "/api/v1/ideas/{ref}",
    "/api/v1/ideas/{ref}/departments",
    "/api/v1/ideas/{ref}/timeline",
    "/api/v1/ideas/{ref}/questions",
    "/api/v1/ideas/{ref}/ballot",
    "/api/v1/ideas/{ref}/early-stop",
    "/api/v1/ideas-to-decide?order=score",
    "/api/v1/reviews?scope=mine",
    "/api/v1/reviews?scope=department",
    "/api/v1/reviews/{other}",
    "/api/v1/me/notifications",
)
FILES = (
    "/ideas.csv",
    "/reviews/mine.csv",
    "/reviews/departments.csv",
    "/reviews/to-decide.csv?order=score",
    "/ideas/{ref}/questions.csv",
)
PACK = (
    "/ideas/{ref}/decision-pack.pdf",
    "/api/v1/ideas/{ref}/decision-pack",
    "/ideas/{ref}/case/",
    "/ideas/{ref}/case.pdf",
    "/api/v1/ideas/{ref}/case",
)
AUDIT = ("/ideas/{ref}/audit/", "/ideas/{ref}/audit.csv", "/api/v1/ideas/{ref}/audit")


@dataclass(frozen=True)
class Scene:
    """Somebody with every right that reads reviews, who owes that of Finance; Business has answered."""

    reader: User
    own: Review
    other: Review

    def get(self, address: str) -> tuple[int, str]:
        """Return status and text of what the reader finds there."""
        browser = Client(raise_request_exception=False)
        browser.force_login(self.reader)
        path = address.format(ref=self.own.idea.ref, own=self.own.public_id, other=self.other.public_id)
        answer = browser.get(path)
        return answer.status_code, b"".join(answer).decode(errors="replace")


@pytest.fixture
def scene() -> Scene:
    reader = pool_member("finance", role="lead").person
    Membership.objects.create(person=reader, department=Department.objects.get(slug="business"), role="lead")
    for role in ("triager", "programme_manager", "administrator"):
        grant_role(reader, role)
    idea = routed_idea(answered={"reach": "several_teams", "one_off": 1000}, stage=Stage.IN_REVIEW)
    business, finance = (Department.objects.get(slug=slug) for slug in ("business", "finance"))
    own = ReviewFactory(idea=idea, department=finance, assigned=True, owner=reader)
    other = ReviewFactory(idea=idea, department=business, assigned=True, owner=UserFactory())
    words = dict.fromkeys(("plain_answer", "internal_note", "yes_if"), f"{CANARY}, and more words.")
    content = review_content(recommendation="do_not_support", **words, answers={"problem": CANARY})
    submit_review(review=other, by=other.owner, content=content)
    Condition.objects.create(review=other, text=CANARY)
    Score.objects.filter(review=other).update(comment=CANARY)
    assert ReviewAnswer.objects.filter(review=other, text=CANARY).exists()
    record_audit(action="review.remind", by=None, object_type="review", object_id=other.public_id)
    return Scene(reader, own, other)


@pytest.mark.parametrize("address", [*PAGES, *API, *FILES, *PACK, *AUDIT])
def test_answer_of_another_department_is_nowhere_before_ones_own(scene: Scene, address: str) -> None:
    status, text = scene.get(address)

    assert status < 500
    assert CANARY not in text
    if address in {*API, *AUDIT}:
        assert "do_not_support" not in text


@pytest.mark.parametrize("address", ["/ideas/{ref}/departments/", "/reviews/{other}/", "/api/v1/reviews/{other}"])
def test_answer_of_another_department_is_read_once_ones_own_is_in(scene: Scene, address: str) -> None:
    Review.objects.filter(pk=scene.own.pk).update(
        state="submitted",
        submitted_at=scene.own.opened_at,
        recommendation="support",
        confidence="high",
        plain_answer="x",
    )

    status, text = scene.get(address)

    assert status == 200
    assert CANARY in text


def test_facts_and_live_frames_hold_no_answer(scene: Scene) -> None:
    shown = {f"idea:{scene.own.idea.ref}": 0}
    browser = Client()
    browser.force_login(scene.reader)
    frames = browser.get("/live/", {"shown": json.dumps(shown)})
    stored = [str(payload) for payload in Event.objects.filter(idea=scene.own.idea).values_list("payload", flat=True)]

    assert [frame["t"] for frame in frames.json()["frames"]] == list(shown)
    assert CANARY not in frames.content.decode()
    assert any(str(scene.other.pk) in one for one in stored)
    assert not any(CANARY in one or "do_not_support" in one for one in stored)
