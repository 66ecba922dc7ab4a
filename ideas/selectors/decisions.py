"""The decision of an idea, for those who may know it."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Decision, Idea, IdeaAuthor, Review, User
from ideas.policies.deciders import tiers_to_decide
from ideas.policies.decisions import can_decide_idea, can_read_decision, ideas_decided_by
from ideas.querysets.ideas import IdeaQuerySet
from ideas.workflow import Stage


def decision_of(*, idea: Idea, viewer: User) -> Decision | None:
    """Return the decision of the present round as far as `viewer`, who may see `idea`, may know it.

    `decided_by` and `rule_set` are loaded, conditions and watches prefetched. At most five queries.
    """
    rows = Decision.objects.filter(idea=idea, round=idea.round).select_related(
        "decided_by", "acted_for", "rule_set", "idea", "appeal__decided_by"
    )
    decision = rows.prefetch_related("conditions", "watches__department").first()
    return decision if decision is not None and can_read_decision(viewer, decision) else None


def decision_for(*, viewer: User, public_id: uuid.UUID) -> Decision:
    """Return a decision that `viewer` may know.

    Raises:
        NotFound: there is none, or it is not for them to know yet (404); the same for both.
    """
    rows = Decision.objects.select_related(
        "decided_by", "acted_for", "rule_set", "idea", "appeal__decided_by"
    ).prefetch_related("conditions", "watches__department")
    decision = rows.filter(public_id=public_id, idea__in=Idea.objects.visible_to(viewer)).first()
    if decision is None or not can_read_decision(viewer, decision):
        raise NotFound(_("There is no such decision, or you may not see it."))
    return decision


def answers_behind(*, decision: Decision) -> QuerySet[Review]:
    """Return what the departments answered in the round of `decision`, for whoever may know it; unevaluated.

    By department's name, which is loaded. Internal notes and scores are not for these readers.
    """
    rows = Review.objects.filter(idea=decision.idea_id, round=decision.round, state=Review.State.SUBMITTED)
    return rows.select_related("department").defer("internal_note").order_by("department__name_sort", "id")


def may_decide_now(*, viewer: User, idea: Idea) -> bool:
    """Return whether the decision form is open to `viewer`: ready, not decided, and theirs. At most nine queries."""
    if idea.stage != Stage.READY_FOR_DECISION or Decision.objects.filter(idea=idea, round=idea.round).exists():
        return False
    return can_decide_idea(viewer, idea)


def ideas_to_decide(*, viewer: User) -> QuerySet[Idea]:
    """Return the ideas that wait for `viewer`'s decision, the next promised first; unevaluated. Queries as `keys_to_decide`."""
    return undecided_ideas(viewer=viewer).filter(pk__in=keys_to_decide(viewer=viewer)).order_by("next_answer_at", "id")


def keys_to_decide(*, viewer: User) -> frozenset[int]:
    """Return the keys of the ideas that wait and that `viewer` may decide, also in the place of somebody else.

    By the policy that the act itself asks. At most five queries for who decides nothing, else at most seventeen however
    many ideas; at Tier 0 one more for each manager beyond the second looked through.
    """
    tiers = tiers_to_decide(viewer)
    if not tiers:
        return frozenset()
    waiting = list(undecided_ideas(viewer=viewer).filter(tier__in=tiers).only("tier", "round", "stage"))
    return ideas_decided_by(viewer, waiting) if waiting else frozenset()


def undecided_ideas(*, viewer: User) -> IdeaQuerySet:
    """Return the ideas that are ready for their decision and have none, which `viewer` may see and did not write."""
    decided = Decision.objects.filter(idea=OuterRef("pk"), round=OuterRef("round"))
    waiting = Idea.objects.visible_to(viewer).filter(~Exists(decided), stage=Stage.READY_FOR_DECISION)
    own = IdeaAuthor.objects.filter(person=viewer).values("idea")
    return waiting.exclude(pk__in=own)
