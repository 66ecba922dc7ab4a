"""What departments of the demo organisation sent back, and what the report on the rules makes of it."""

from datetime import datetime

from ideas.models import Bounce, Event
from ideas.policies.reviews import OPEN_STATES
from ideas.selectors.rule_figures import last_weeks, routed_ideas
from ideas.selectors.rule_report import NEWS_WEEKS, suggested_changes
from ideas.workflow import OPEN_STAGES


def test_demo_has_reviews_that_were_sent_back_and_wait_to_be_settled(demo: datetime) -> None:
    for bounce in Bounce.objects.select_related("review__department", "idea"):
        assert bounce.idea.stage in OPEN_STAGES
        assert (bounce.review.state in OPEN_STATES, bounce.number, bounce.outcome) == (True, 1, "")
        assert bounce.suggested_id != bounce.review.department_id
        assert bounce.review.opened_at < bounce.created_at <= demo < bounce.due_at
        assert Event.objects.get(type="review.bounced", payload__bounce_id=bounce.pk).actor_id == bounce.by_id
    assert Bounce.objects.count() == 4


def test_demo_suggests_to_ask_commercial_for_advice_only(demo: datetime) -> None:
    found = routed_ideas(span=last_weeks(NEWS_WEEKS, now=demo))

    suggested = [one.suggestion for one in suggested_changes(found, found.figures())]

    assert [(one.key, one.count) for one in suggested] == [("ask_weaker.COM-1.commercial.advisory", 4)]
