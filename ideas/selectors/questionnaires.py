"""What a department is asked about an idea: the questionnaire of the rule set that routed it."""

from ideas.models import Review, RoutingDecision, RuleSet
from ideas.routing.ruleset import DepartmentGuide
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.rule_sets import active_rule_set, rules_of


def rule_set_of(*, idea_id: int, round: int) -> RuleSet:  # noqa: A002 - the word of the model's field
    """Return the rule set that routed this round of the idea, else the one that holds now. At most two queries."""
    decisions = RoutingDecision.objects.filter(idea=idea_id, round=round).select_related("rule_set")
    latest = decisions.order_by("-id").first()
    return latest.rule_set if latest else active_rule_set()


def rules_for(review: Review) -> Rules:
    """Return the rules by which `review` was opened. At most two queries."""
    return rules_of(rule_set_of(idea_id=review.idea_id, round=review.round))


def guide_of(review: Review) -> DepartmentGuide:
    """Return the questions and criteria of the review's department; an adviser without a guide gets an empty one.

    `review.department` must be loaded. At most two queries.
    """
    department = review.department
    found = rules_for(review).department(department.slug)
    return found or DepartmentGuide(
        slug=department.slug,
        name=department.name,
        not_asked_because="",
        may_block=False,
        can_block="",
        questions=(),
        criteria=(),
    )
