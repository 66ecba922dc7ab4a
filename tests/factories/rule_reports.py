"""Ideas of the last week with what was made of their routing."""

from datetime import timedelta
from typing import Any

from ideas.models import Bounce, Department, Idea
from ideas.selectors.rule_figures import last_weeks
from tests.factories.reviews import ReviewFactory, routed_idea
from tests.factories.triage import RoutingOverrideFactory
from tests.factories.workload import BounceFactory

COSTLY = {"reach": "several_teams", "one_off": 1000}  # FIN-1 requires Finance


def reported_idea(*, weeks_ago: int = 1, answered: dict[str, Any] | None = None, **fields: Any) -> Idea:
    """Return an idea that was sent on the Tuesday of a past week; FIN-1 asks Finance unless `answered` says otherwise."""
    sent_at = last_weeks(weeks_ago).start + timedelta(days=1, hours=10)
    fields.setdefault("stage", "in_review")
    return routed_idea(answered=COSTLY if answered is None else answered, submitted_at=sent_at, **fields)


def sent_back(idea: Idea, *, by: str = "finance", to: str = "legal", outcome: str = "", number: int = 1) -> Bounce:
    """Return what a department sent back; `outcome` settles it, without what follows from that."""
    review = ReviewFactory(idea=idea, department=Department.objects.get(slug=by), assigned=True)
    bounce = BounceFactory(review=review, suggested=Department.objects.get(slug=to), number=number)
    if outcome:
        bounce.outcome, bounce.answer, bounce.settled_by = outcome, "They know best.", review.owner
        bounce.settled_at = idea.submitted_at
        bounce.save()
    return bounce


def overridden(idea: Idea, *, added: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> None:
    """Change whom `idea` is sent to."""
    RoutingOverrideFactory(idea=idea, is_of_tier=False, to_tier=1, added=list(added), removed=list(removed))


def costly_ideas(count: int, *, unwanted: int, **fields: Any) -> list[Idea]:
    """Return ideas about which FIN-1 asked Finance, `unwanted` of which Finance sent back."""
    ideas = [reported_idea(**fields) for _ in range(count)]
    for idea in ideas[:unwanted]:
        sent_back(idea)
    return ideas
