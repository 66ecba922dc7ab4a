"""Pages on which an idea is stopped early."""

import re

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags

from ideas.models import Department, EarlyStop, Idea, User
from ideas.services.early_stop import end_early_stop
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.clocks import london
from tests.factories.reviews import EarlyStopFactory, pool_member, routed_idea
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def test_early_stop_is_offered_and_asked() -> None:
    review = ReviewFactory(
        submitted=True,
        idea=submitted_idea(stage=Stage.IN_REVIEW),
        department=Department.objects.get(slug="legal"),
        recommendation="do_not_support",
    )
    client = signed_in(review.owner)
    path = f"/reviews/{review.public_id}/early-stop/"

    offered = client.get(f"/reviews/{review.public_id}/").content.decode()
    refused = client.post(path, {"kind": "unlawful", "reason": ""})
    sent = client.post(path, {"kind": "unlawful", "reason": "The act forbids it."})

    assert path in offered
    assert refused.status_code == 422
    assert sent["Location"] == f"/reviews/{review.public_id}/"
    assert EarlyStop.objects.get().reason == "The act forbids it."


def test_early_stop_is_shown_to_who_decides_and_to_nobody_else() -> None:
    lead = pool_member("business", role="lead").person
    stop = EarlyStopFactory()
    path = f"/ideas/{stop.idea.ref}/early-stop/"

    page = signed_in(lead).get(f"/ideas/{stop.idea.ref}/").content.decode()
    other = signed_in(pool_member("finance").person)
    asked = signed_in(lead).get(path).content.decode()
    ended = signed_in(lead).post(path, {"verdict": "confirmed", "reason": "I have read the act."})

    assert path in page
    assert path not in other.get(f"/ideas/{stop.idea.ref}/").content.decode()
    assert other.get(path).status_code == 404
    assert "The act of 2019 forbids it." in asked
    assert ended["Location"] == f"/ideas/{stop.idea.ref}/"
    assert EarlyStop.objects.get().verdict == "confirmed"


def stopped_idea() -> EarlyStop:
    """An idea that Legal asks to stop, so that the clock of Finance stands until Tuesday 2 March 2027."""
    idea = routed_idea(stage=Stage.IN_REVIEW)
    ReviewFactory(
        idea=idea,
        assigned=True,
        department=Department.objects.get(slug="finance"),
        paused_at=timezone.now(),
        paused_for="block",
    )
    legal = {"department": Department.objects.get(slug="legal"), "recommendation": "do_not_support"}
    return EarlyStopFactory(review=ReviewFactory(idea=idea, submitted=True, **legal), until=london(2027, 3, 2, 17))


def strip_of(idea: Idea, reader: User) -> str:
    """What the strip under the masthead says comes next, in one line."""
    page = signed_in(reader).get(f"/ideas/{idea.ref}/").content.decode()
    found = re.search(r'<p class="gs-next-now">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return " ".join(strip_tags(found[1]).split())


@time_machine.travel(london(2027, 3, 1, 10), tick=False)
def test_idea_that_waits_for_the_end_of_a_stop_says_who_ends_it_next() -> None:
    lead = pool_member("business", role="lead").person
    stop = stopped_idea()

    own, other = strip_of(stop.idea, lead), strip_of(stop.idea, UserFactory())

    assert own == other
    assert own == f"Next: {lead.name} says whether it is stopped, by tomorrow, Tue 2 Mar"


@time_machine.travel(london(2027, 3, 1, 10), tick=False)
def test_idea_whose_stop_was_lifted_says_which_department_is_next() -> None:
    lead = pool_member("business", role="lead").person
    stop = stopped_idea()
    end_early_stop(stop=stop, by=lead, verdict="lifted", reason="The act was changed.")

    assert strip_of(stop.idea, lead).startswith("Next: Finance answers by")
