"""The decision of an idea, for those who may know it."""

import uuid

from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Decision, Idea, User
from ideas.policies.decisions import can_decide_idea, can_read_decision
from ideas.workflow import Stage


def decision_of(*, idea: Idea, viewer: User) -> Decision | None:
    """Return the decision of the present round as far as `viewer`, who may see `idea`, may know it.

    `decided_by` and `rule_set` are loaded, conditions prefetched. At most three queries.
    """
    rows = Decision.objects.filter(idea=idea, round=idea.round).select_related("decided_by", "rule_set", "idea")
    decision = rows.prefetch_related("conditions").first()
    return decision if decision is not None and can_read_decision(viewer, decision) else None


def decision_for(*, viewer: User, public_id: uuid.UUID) -> Decision:
    """Return a decision that `viewer` may know.

    Raises:
        NotFound: there is none, or it is not for them to know yet (404); the same for both.
    """
    rows = Decision.objects.select_related("decided_by", "rule_set", "idea").prefetch_related("conditions")
    decision = rows.filter(public_id=public_id, idea__in=Idea.objects.visible_to(viewer)).first()
    if decision is None or not can_read_decision(viewer, decision):
        raise NotFound(_("There is no such decision, or you may not see it."))
    return decision


def may_decide_now(*, viewer: User, idea: Idea) -> bool:
    """Return whether the decision form is open to `viewer`: ready, not decided, and theirs. At most nine queries."""
    if idea.stage != Stage.READY_FOR_DECISION or Decision.objects.filter(idea=idea, round=idea.round).exists():
        return False
    return can_decide_idea(viewer, idea)
