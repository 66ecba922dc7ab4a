"""The page on which a reviewer asks one more department."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea, Promise, Review, RoutingOverride
from ideas.services.overrides import Change, override_routing
from tests.factories.ideas import author_of
from tests.factories.reviews import EarlyStopFactory
from tests.factories.triage import triager
from tests.ideas.services.test_additions import WHY, held
from tests.ideas.services.test_overrides import idea_in_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return held(idea_in_review())


@pytest.fixture
def client(review: Review) -> Client:
    client = Client()
    client.force_login(review.owner)
    return client


def address(review: Review) -> str:
    return reverse("review-also-needs", args=[review.public_id])


def test_review_page_leads_to_the_page(client: Client, review: Review) -> None:
    page = client.get(reverse("review", args=[review.public_id])).content.decode()

    assert address(review) in page


def test_page_offers_departments_that_may_be_asked_and_the_later_date(client: Client, review: Review) -> None:
    override_routing(idea=review.idea, by=triager(), change=Change(left_out=frozenset({"legal"}), tier=2), reason="No.")
    soon = timezone.now() + timedelta(hours=30)
    Promise.objects.filter(idea=review.idea).update(due_at=soon)
    Idea.objects.filter(pk=review.idea_id).update(next_answer_at=soon)

    page = client.get(address(review))

    offered = [value for value, _label in page.context["form"].fields["department"].choices]
    assert set(offered) == {"", "procurement", "commercial", "finance", "security"} & set(offered)
    assert "security" in offered
    assert "moves to" in page.content.decode()


def test_department_is_asked_and_the_history_says_by_whom_and_why(client: Client, review: Review) -> None:
    answer = client.post(address(review), {"department": "security", "reason": WHY}, follow=True)

    assert answer.redirect_chain == [(reverse("review", args=[review.public_id]), 302)]
    assert "Security is asked as well" in answer.content.decode()
    client.force_login(author_of(review.idea))
    history = " ".join(client.get(reverse("idea-history", args=[review.idea.ref])).content.decode().split())
    assert f"was asked as well, by {review.owner.name} (Operations): “{WHY}”" in history


@pytest.mark.parametrize(
    "wrong", [{"department": "legal"}, {"reason": WHY}, {"department": "operations", "reason": WHY}]
)
def test_page_keeps_what_was_typed_and_changes_nothing(client: Client, review: Review, wrong: dict[str, str]) -> None:
    answer = client.post(address(review), wrong)

    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == wrong.get("reason")
    assert not RoutingOverride.objects.exists()


def test_page_of_an_idea_that_waits_for_its_decision_says_so(client: Client, review: Review) -> None:
    Idea.objects.filter(pk=review.idea_id).update(stage="ready_for_decision")

    assert client.get(address(review)).status_code == 409
    assert client.post(address(review), {"department": "security", "reason": WHY}).status_code == 409
    assert not RoutingOverride.objects.exists()


def test_page_of_an_idea_that_a_department_asks_to_stop_says_so(client: Client, review: Review) -> None:
    EarlyStopFactory(review=review)

    shown = client.get(address(review))
    sent = client.post(address(review), {"department": "security", "reason": WHY})

    assert (shown.status_code, sent.status_code) == (409, 409)
    assert "asks to stop this idea" in shown.content.decode()
    assert address(review) not in client.get(reverse("review", args=[review.public_id])).content.decode()
    assert not RoutingOverride.objects.exists()


def history_of(client: Client, idea: Idea) -> str:
    client.force_login(author_of(idea))
    return " ".join(client.get(reverse("idea-history", args=[idea.ref])).content.decode().split())


def test_quick_fix_says_before_and_after_whom_it_ends(client: Client, review: Review) -> None:
    client.post(address(review), {"department": "security", "reason": WHY})
    owen = triager(name="Owen Parry")
    client.force_login(owen)
    desk = reverse("triage-sort", args=[review.idea.ref])

    shown = client.get(desk).content.decode()
    sent = client.post(desk, {"lane": "quick_fix", "quick_fix-reason": "One team, no money."}, follow=True)

    assert f"A reviewer asked as well: Security ({review.owner.name}). A quick fix ends that" in shown
    assert "Not asked any more: Security." in sent.content.decode()
    history = history_of(client, review.idea)
    assert "not asked any more, though a reviewer had asked as well: Security: “One team, no money.”" in history


def test_form_of_a_change_keeps_what_a_reviewer_asked_and_may_end_it(client: Client, review: Review) -> None:
    client.post(address(review), {"department": "security", "reason": WHY})
    client.force_login(triager())
    form = reverse("routing-override", args=[review.idea.ref])

    shown = client.get(form).context["form"]
    kept = client.post(form, {"ask_legal": "required", "reason": "Staff terms."})
    still_asked = RoutingOverride.objects.latest("id").added
    ended = client.post(form, {"ask_legal": "required", "ask_security": "left_out", "reason": "Asked in May."})

    field = shown.fields["ask_security"]
    assert [value for value, _label in field.choices] == ["rules", "left_out"]
    assert str(field.choices[0][1]) == f"required, as {review.owner.name} asked"
    assert shown["ask_security"].value() == "rules"
    assert (kept.status_code, ended.status_code, still_asked) == (302, 302, ["legal", "security"])
    assert RoutingOverride.objects.latest("id").removed == ["security"]
    assert "no longer asks Security, though a reviewer had asked as well: “Asked in May.”" in history_of(
        client, review.idea
    )
