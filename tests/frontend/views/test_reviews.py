"""The desk and the form of a department's answer, without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Department, Event, Review, User
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.fairness import DelegationFactory, InterestFactory
from tests.factories.house import AbsenceFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member

pytestmark = pytest.mark.django_db


def of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form(**changes: str) -> dict[str, str]:
    return {
        "act": "submit",
        "condition_rows": "1",
        "recommendation": "support",
        "confidence": "high",
        "plain_answer": "We can do this from Monday, and will.",
        "answers__problem": "Everybody who starts at six.",
        "scores__fit_with_goals": "4",
        "scores__size_of_problem": "3",
        "scores__people_ready": "0",
        **changes,
    }


@pytest.mark.parametrize("path", ["/reviews/", "/reviews/mine/", "/rules/"])
def test_pages_of_reviews_send_strangers_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/")


def test_review_queue_shows_mine_and_what_may_be_claimed() -> None:
    me = pool_member().person
    mine = of_business(owner=me, state="assigned", idea=submitted_idea(title="Second key at the depot"))
    waiting = of_business(idea=submitted_idea(title="One van for two libraries"))

    page = signed_in(me).get("/reviews/").content.decode()

    assert f'href="/reviews/{mine.public_id}/"' in page
    assert "Second key at the depot" in page
    assert f'action="/reviews/{waiting.public_id}/claim/"' in page
    assert "<strong>2</strong> of 10 points" in page


def test_review_queue_of_somebody_without_reviews_says_so() -> None:
    assert "Nothing waits for you." in signed_in(UserFactory()).get("/reviews/").content.decode()


def test_review_queue_shows_the_decider_what_to_decide() -> None:
    lead = pool_member(role="lead").person
    idea = submitted_idea(stage="ready_for_decision")
    pool_member()

    page = signed_in(lead).get("/reviews/").content.decode()

    assert f'href="/ideas/{idea.ref}/decide/"' in page


@pytest.mark.parametrize("count", [1, 9])
def test_review_queue_takes_a_fixed_number_of_queries(count: int, django_assert_num_queries: Any) -> None:
    me = pool_member().person
    for _ in range(count):
        of_business(owner=me, state="assigned")
        of_business()
    client = signed_in(me)
    client.get("/reviews/")

    with django_assert_num_queries(22):
        client.get("/reviews/")


def test_review_of_owner_shows_the_idea_and_the_form() -> None:
    review = of_business(assigned=True)

    response = signed_in(review.owner).get(f"/reviews/{review.public_id}/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "The key hangs at the gatehouse." in page
    assert 'name="scores__fit_with_goals"' in page
    assert f'data-autosave="/reviews/{review.public_id}/save/"' in page


@pytest.mark.parametrize("who", ["member", "author"])
def test_review_of_somebody_else_is_not_there(who: str) -> None:
    review = of_business(assigned=True)
    viewer = UserFactory() if who == "member" else author_of(review.idea)

    assert signed_in(viewer).get(f"/reviews/{review.public_id}/").status_code == 404


def test_review_of_colleague_is_shown_without_its_words() -> None:
    review = of_business(submitted=True)

    page = signed_in(pool_member().person).get(f"/reviews/{review.public_id}/").content.decode()

    assert "We can run this from Monday." not in page
    assert "The answer can be read when you have given your own" in page


def test_review_read_by_the_lead_shows_the_answer() -> None:
    review = of_business(submitted=True, internal_note="Count first.")

    page = signed_in(pool_member(role="lead").person).get(f"/reviews/{review.public_id}/").content.decode()

    assert "We can run this from Monday." in page
    assert "Count first." in page


def test_review_submitted_goes_on_with_the_next_one() -> None:
    review = of_business(assigned=True, mode="advisory")
    following = of_business(owner=review.owner, state="assigned")

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/", form())

    assert (response.status_code, response["Location"]) == (302, f"/reviews/{following.public_id}/")
    review.refresh_from_db()
    assert review.state == Review.State.SUBMITTED
    assert dict(review.scores.values_list("criterion_id", "value")) == {
        "fit_with_goals": 4,
        "size_of_problem": 3,
        "people_ready": None,
    }


def test_review_that_lacks_something_comes_back_with_what_was_typed() -> None:
    review = of_business(assigned=True)

    response = signed_in(review.owner).post(
        f"/reviews/{review.public_id}/",
        form(scores__fit_with_goals="1", plain_answer="Too short", answers__goal="Typed with care"),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Typed with care" in page
    assert "Say in a few words why the score is low." in page
    assert "Write at least 20 characters in plain words" in page
    assert Review.objects.get().state == Review.State.ASSIGNED


@pytest.mark.parametrize(
    "changes", [{"recommendation": "maybe"}, {"scores__fit_with_goals": "9"}, {"condition_rows": "x"}]
)
def test_review_with_values_nobody_offered_is_never_an_error_of_ours(changes: dict[str, str]) -> None:
    review = of_business(assigned=True, mode="advisory")

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/", form(**changes))

    assert response.status_code == 422


def test_review_saved_by_button_keeps_an_incomplete_draft() -> None:
    review = of_business(assigned=True)

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/", {"act": "save", "answers__goal": "Half"})

    assert response["Location"] == f"/reviews/{review.public_id}/"
    assert Review.objects.get().answers.get().text == "Half"


def test_review_with_one_more_condition_keeps_what_was_typed() -> None:
    review = of_business(assigned=True)
    typed = form(act="add", conditions__0__text="Not before March", conditions__0__due_on="2027-03-01")

    page = signed_in(review.owner).post(f"/reviews/{review.public_id}/", typed).content.decode()

    assert 'value="Not before March"' in page
    assert 'value="2027-03-01"' in page
    assert 'name="conditions__1__text"' in page
    assert not Event.objects.exists()


def test_save_answers_the_new_version() -> None:
    review = of_business(assigned=True)

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/save/", form(version="1"))

    assert response.json() == {"version": 2}


def test_save_of_older_version_is_refused() -> None:
    review = of_business(assigned=True, version=3)

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/save/", form(version="2"))

    assert response.status_code == 412
    assert Review.objects.get().version == 3


def test_review_sent_after_a_newer_version_comes_back_and_can_be_sent_again() -> None:
    review = of_business(assigned=True, mode="advisory", version=3)
    client = signed_in(review.owner)

    refused = client.post(f"/reviews/{review.public_id}/", form(version="2"))
    again = client.post(f"/reviews/{review.public_id}/", form(version="3"))

    assert refused.status_code == 412
    assert 'name="version" value="3"' in refused.content.decode()
    assert again.status_code == 302


def test_review_after_the_decision_is_refused_and_keeps_what_was_typed() -> None:
    review = of_business(assigned=True, mode="advisory", idea=submitted_idea(stage="ready_for_decision"))
    DecisionFactory(idea=review.idea)

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/", form())

    assert response.status_code == 409
    assert "We can do this from Monday, and will." in response.content.decode()


def test_claim_takes_the_review() -> None:
    me = pool_member().person
    review = of_business()

    response = signed_in(me).post(f"/reviews/{review.public_id}/claim/")

    assert response["Location"] == f"/reviews/{review.public_id}/"
    assert Review.objects.get().owner == me


def test_claim_of_a_taken_review_is_a_conflict() -> None:
    review = of_business(assigned=True)

    assert signed_in(pool_member().person).post(f"/reviews/{review.public_id}/claim/").status_code == 409
    assert Review.objects.get().owner == review.owner


def test_hand_over_gives_it_to_a_colleague() -> None:
    review = of_business(assigned=True)
    to = pool_member().person
    client = signed_in(review.owner)

    asked = client.get(f"/reviews/{review.public_id}/hand-over/").content.decode()
    given = client.post(f"/reviews/{review.public_id}/hand-over/", {"to": str(to.public_id), "reason": "On leave"})

    assert to.name in asked
    assert given["Location"] == "/reviews/"
    assert Review.objects.get().owner == to


def away_today(person: User) -> User:
    today = timezone.localdate()
    AbsenceFactory(person=person, from_on=today - timedelta(days=1), to_on=today + timedelta(days=1))
    return person


def test_hand_over_to_somebody_away_comes_back_with_what_was_typed() -> None:
    review = of_business(assigned=True)
    to = away_today(pool_member().person)
    client = signed_in(review.owner)
    path = f"/reviews/{review.public_id}/hand-over/"

    asked = client.get(path).content.decode()
    refused = client.post(path, {"to": str(to.public_id), "reason": "On leave"})

    assert f">{to.name} (away)</option>" in asked
    assert refused.status_code == 409
    assert f"{to.name} is away today" in refused.content.decode()
    assert 'value="On leave"' in refused.content.decode()
    assert Review.objects.get().owner == review.owner


def test_hand_over_to_somebody_away_goes_to_whoever_acts_for_them() -> None:
    review = of_business(assigned=True)
    to, holder = away_today(pool_member().person), pool_member().person
    DelegationFactory(from_person=to, to_person=holder)
    client = signed_in(review.owner)
    path = f"/reviews/{review.public_id}/hand-over/"

    asked = client.get(path).content.decode()
    client.post(path, {"to": str(to.public_id), "reason": "On leave"})

    assert f"{to.name} (away; {holder.name} acts for them)" in asked
    assert Review.objects.get().owner == holder
    history = client.get(f"/ideas/{review.idea.ref}/").content.decode()
    assert f"it was handed over to {holder.name} for {to.name}: On leave" in history


def test_take_over_by_a_lead_who_is_away_is_a_conflict() -> None:
    review = of_business(assigned=True)
    lead = away_today(pool_member(lead=True).person)
    path = f"/reviews/{review.public_id}/take-over/"

    refused = signed_in(lead).post(path, {"reason": "He is ill."})
    DelegationFactory(from_person=lead, to_person=pool_member().person)
    signed_in(lead).post(path, {"reason": "He is ill."})

    assert refused.status_code == 409
    assert Review.objects.get().acted_for == lead


@pytest.mark.parametrize("to", ["", "nonsense", "0b0e6c6e-7d3a-4b51-9b62-0a8d7c1d2f10"])
def test_hand_over_to_nobody_comes_back(to: str) -> None:
    review = of_business(assigned=True)

    response = signed_in(review.owner).post(
        f"/reviews/{review.public_id}/hand-over/", {"to": to, "reason": "I am away"}
    )

    assert response.status_code == 422
    assert "I am away" in response.content.decode()


def test_hand_over_by_colleague_is_refused() -> None:
    review = of_business(assigned=True)

    assert signed_in(pool_member().person).get(f"/reviews/{review.public_id}/hand-over/").status_code == 403


def test_claimable_rows_of_another_department_are_not_there() -> None:
    legal = Department.objects.get(slug="legal")

    assert signed_in(pool_member().person).get(f"/reviews/queues/{legal.public_id}/").status_code == 404


def test_claimable_rows_of_own_department_are_a_fragment() -> None:
    place = pool_member()
    of_business(idea=submitted_idea(title="One van for two libraries"))

    page = signed_in(place.person).get(f"/reviews/queues/{place.department.public_id}/").content.decode()

    assert "One van for two libraries" in page
    assert "<html" not in page


def test_rules_page_has_an_anchor_for_each_rule() -> None:
    page = signed_in(UserFactory()).get("/rules/").content.decode()

    for rule_id in ("BUS-1", "OPS-2", "SEC-1", "LEG-2"):
        assert f'id="{rule_id}"' in page


def test_review_that_went_to_a_colleague_meanwhile_keeps_what_was_typed() -> None:
    me, colleague = pool_member().person, pool_member().person
    row = of_business(owner=colleague, assigned=True)

    response = signed_in(me).post(f"/reviews/{row.public_id}/", form())

    page = response.content.decode()
    assert response.status_code == 403
    assert "This review is in somebody else’s hands." in page
    assert ">We can do this from Monday, and will.</textarea>" in page
    assert Review.objects.get().state == "assigned"


def test_review_with_an_interest_named_meanwhile_comes_back_with_what_was_typed() -> None:
    me = pool_member().person
    row = of_business(owner=me, assigned=True)
    InterestFactory(person=me, idea=row.idea, state="declared")

    response = signed_in(me).post(f"/reviews/{row.public_id}/", form())

    page = response.content.decode()
    assert response.status_code == 403
    assert "We can do this from Monday, and will." in page
    assert 'value="save"' in page
    assert 'value="submit"' not in page
    assert Review.objects.get().state == "assigned"


def test_review_sent_twice_offers_nothing_that_is_refused() -> None:
    me = pool_member().person
    row = of_business(owner=me, submitted=True)

    page = signed_in(me).post(f"/reviews/{row.public_id}/", form()).content.decode()

    assert "We can do this from Monday, and will." in page
    assert 'value="submit"' not in page
    assert 'value="save"' not in page
