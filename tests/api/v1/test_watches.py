"""What ideas sleep for, by the API."""

import pytest

from ideas.models import Reopening, Watch
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.after_decision import WatchFactory, sleeping_idea
from tests.factories.reviews import DecisionFactory, pool_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def watch() -> Watch:
    return WatchFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))


def test_watches_are_listed_with_their_ideas(watch: Watch) -> None:
    body = Caller(watch.decision.decided_by).get("/api/v1/watches").json()

    assert [(row["idea"], row["watch"]["kind"], row["allowed_actions"]) for row in body["results"]] == [
        (watch.decision.idea.ref, "policy_change", ["wake"])
    ]


def test_wake_by_a_triager_begins_the_next_round(watch: Watch) -> None:
    caller = Caller(grant_role(UserFactory(), "triager"))

    body = caller.post(f"/api/v1/watches/{watch.public_id}/wake", {"reason": "It changed."}).json()

    assert body == {"idea": watch.decision.idea.ref, "round": 2, "because": "watch", "text": "It changed."}


def test_wake_by_a_member_is_refused(api: Caller, watch: Watch) -> None:
    response = api.post(f"/api/v1/watches/{watch.public_id}/wake", {"reason": "It changed."})

    assert problem(response) == (403, "not_watcher")
    assert not Reopening.objects.exists()


def test_decision_takes_watches_and_gives_them_back() -> None:
    caller = Caller(pool_member(role="lead").person)
    idea = sleeping_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)
    given = {
        "kind": "declined",
        "reason_code": "not_affordable_now",
        "explanation": "Readers cost more than we have, and nothing else would do.",
        "what_would_change": "Cheaper readers.",
        "watches": [{"kind": "cost_below", "text": "Readers", "amount": 500}],
    }

    body = caller.post(f"/api/v1/ideas/{idea.ref}/decisions", given, if_match='"1"').json()

    found = [(one["kind"], one["text"], one["amount"]) for one in body["watches"]]
    assert found == [("cost_below", "Readers", 500)]
