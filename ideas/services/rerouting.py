"""What follows when an author corrects answers or names another author after sending."""

from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import IdeaRerouted, PoolChanged
from ideas.models import AnswerSet, Department, Idea, IdeaAuthor, Review, User
from ideas.routing.ruleset import Mode
from ideas.selectors.authors import author_ids, people_and_team
from ideas.selectors.overrides import standing_adjustment
from ideas.selectors.routing import RoutingPreview, preview_routing
from ideas.services.routed import extend_promise, keep_routing
from ideas.services.stages import move_idea
from ideas.workflow import Stage

NOT_ANSWERED = (Review.State.QUEUED, Review.State.ASSIGNED, Review.State.DRAFTING)


def reroute(*, idea: Idea, answer_set: AnswerSet, by: User) -> None:
    """Find tier and departments anew and keep them beside the earlier ones; part of a service that locks the idea.

    Dates count from the day the idea was sent; the promise never comes nearer. What a triager changed holds on. A department that is required now
    makes a decision wait again. The reviews of departments newly asked are opened by the event.

    Emits: IdeaRerouted; IdeaMoved where the idea was ready for its decision.
    """
    before = idea.tier or 0
    author = idea.authors.select_related("person__manager").get(kind=IdeaAuthor.Kind.AUTHOR).person
    preview = preview_routing(
        author=author,
        answers=answer_set.answers,
        other_authors=author_ids(idea),
        at=idea.submitted_at,
        rule_set=answer_set.rule_set,
        adjustment=standing_adjustment(idea=idea),
    )
    keep_routing(idea=idea, answer_set=answer_set, preview=preview)
    idea.tier = preview.tier
    idea.next_answer_at = extend_promise(idea=idea, preview=preview, by=by, reason=_("The answers were corrected."))
    idea.save(update_fields=["tier", "next_answer_at"])
    require_anew(idea=idea, preview=preview, by=by)
    outbox.record(
        IdeaRerouted(idea_id=idea.pk, actor_id=by.pk, round=idea.round, from_tier=before, to_tier=preview.tier)
    )


def return_reviews_of(*, idea: Idea, people: frozenset[int]) -> None:
    """Give reviews held by new authors or their teams back to their departments, unanswered ones only.

    Emits: PoolChanged for each of those departments, so that somebody else gets the review.
    """
    if not people:
        return
    held = Review.objects.filter(idea=idea, owner__in=people_and_team(people), state__in=NOT_ANSWERED)
    departments = sorted(set(held.values_list("department_id", flat=True)))
    held.update(owner=None, acted_for=None, state=Review.State.QUEUED, assigned_at=None, assigned_because={})
    for department_id in departments:
        outbox.record(PoolChanged(department_id=department_id))


def require_anew(*, idea: Idea, preview: RoutingPreview, by: User) -> None:
    """Make advisory reviews required where the new answers say so, and take a ready idea back into review."""
    slugs = [one.slug for one in preview.routing.asked(Mode.REQUIRED)]
    this_round = Review.objects.filter(idea=idea, round=idea.round, department__slug__in=slugs)
    this_round.filter(mode=Review.Mode.ADVISORY, state__in=NOT_ANSWERED).update(mode=Review.Mode.REQUIRED)
    answered = set(this_round.filter(state=Review.State.SUBMITTED).values_list("department__slug", flat=True))
    exists = set(Department.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    if idea.stage == Stage.READY_FOR_DECISION and exists - answered:
        move_idea(idea=idea, to=Stage.IN_REVIEW, by=by)
