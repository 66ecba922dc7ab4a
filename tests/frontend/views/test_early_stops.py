"""Pages on which an idea is stopped early."""

import pytest

from ideas.models import Department, EarlyStop
from ideas.workflow import Stage
from tests.factories import ReviewFactory, submitted_idea
from tests.factories.reviews import EarlyStopFactory, pool_member
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
