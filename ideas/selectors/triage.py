"""What triagers see: the inbox, and one idea with everything that helps to sort it.

Source: docs/review-process.md 3.3.
"""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotFound, NotPermitted
from ideas.models import FirstResponse, Idea, IdeaAuthor, Merge, Redirect, Triage, User
from ideas.policies.ideas import is_author, is_decided
from ideas.policies.triage import can_open_triage, can_triage_idea
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.concerns import FoundConcern, FoundHint, concern_in, hints_in
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import Door
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.overrides import Addition, standing_additions
from ideas.selectors.routing import current_routing
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.selectors.similar import similar_ideas
from ideas.workflow import OPEN_STAGES, Stage, may_move

FIRST_DUE: Final = Ordering("due", (Key("due_at"), Key("id")))
ALIKE: Final = 3


@dataclass(frozen=True)
class TriageCase:
    """One idea as a triager looks at it.

    `turn`: its turn in triage, None where it has none that is open. `routing`: None before it is routed. `hints` and `concern` come from the text alone.
    `additions`: what reviewers asked as well, and is asked still.
    """

    idea: Idea
    turn: Triage | None
    rules: Rules
    routing: Routing | None
    response: FirstResponse | None
    similar: tuple[Idea, ...]
    hints: tuple[FoundHint, ...]
    additions: tuple[Addition, ...]
    concern: FoundConcern | None


def waiting_in_triage(*, viewer: User) -> "QuerySet[Triage]":
    """Return what waits for `viewer` to sort it, unordered and unevaluated: their own ideas are somebody else's.

    Each row has `idea` with its tally loaded. None for those who sort no ideas.
    """
    if not can_open_triage(viewer):
        return Triage.objects.none()
    own = IdeaAuthor.objects.filter(idea=OuterRef("idea"), person=viewer)
    rows = Triage.objects.filter(~Exists(own), done_at__isnull=True, round=F("idea__round"))
    readable = (
        Idea.objects.visible_to(viewer).filter(stage__in=OPEN_STAGES).exclude(visibility=Idea.Visibility.CONFIDENTIAL)
    )
    return rows.filter(idea__in=readable).select_related("idea__tally").defer("idea__search")


def next_in_triage(*, viewer: User, after: Triage | None) -> Triage | None:
    """Return what `viewer` sorts after `after`: the one behind it in the inbox, else the first. At most two queries."""
    rows = waiting_in_triage(viewer=viewer).order_by("due_at", "id")
    if after is None:
        return rows.first()
    behind = rows.filter(FIRST_DUE.beyond([after.due_at, after.pk], is_backward=False)).first()
    return behind or rows.exclude(pk=after.pk).first()


def turn_of(*, idea: Idea) -> Triage | None:
    """Return the turn of `idea` in triage in its present round, open or done. One query."""
    return Triage.objects.filter(idea=idea, round=idea.round).first()


def triage_case(*, idea: Idea, viewer: User) -> TriageCase:
    """Return a sent idea with all that helps `viewer`, who may see it, to sort it. At most eleven queries."""
    decision = current_routing(idea=idea)
    turn = turn_of(idea=idea)
    rules = rules_of(decision.rule_set if decision else active_rule_set())
    routing = Routing.from_json(decision.routing) if decision else None
    texts = (idea.title, idea.problem, idea.proposal, idea.expected_result)
    asked = [one.slug for one in routing.departments] if routing else []
    return TriageCase(
        idea=idea,
        turn=turn if turn is not None and turn.done_at is None else None,
        rules=rules,
        routing=routing,
        response=FirstResponse.objects.filter(idea=idea, round=idea.round).select_related("by").first(),
        similar=tuple(similar_ideas(viewer=viewer, text=idea.title, limit=ALIKE, leave_out=idea)),
        hints=hints_in(rules, texts, asked=asked),
        additions=standing_additions(idea=idea),
        concern=concern_in(rules, texts),
    )


def doors_now() -> tuple[Door, ...]:
    """Return the doors of the rule set that holds now. One query."""
    return rules_of(active_rule_set()).doors


def merge_of(*, idea: Idea) -> Merge | None:
    """Return how a merged idea ended, with the idea it ended in; asked of no other. At most one query."""
    if idea.stage != Stage.MERGED:
        return None
    return Merge.objects.filter(source=idea, undone_at__isnull=True).select_related("target").first()


def redirect_of(*, idea: Idea) -> Redirect | None:
    """Return where a redirected idea belongs; asked of no other. At most one query."""
    return Redirect.objects.filter(idea=idea).first() if idea.stage == Stage.REDIRECTED else None


def refuse_unless_sorter(*, viewer: User, idea: Idea | None = None) -> None:
    """Refuse what only those may read who sort ideas, and of their own not even they. At most two queries.

    Raises:
        NotPermitted: `viewer` sorts no ideas (403, `not_triager`), or `idea` is their own (403, `own_idea`).
    """
    if not can_open_triage(viewer):
        raise NotPermitted(_("Only triagers and programme managers sort ideas."), code="not_triager")
    if idea is not None and is_author(viewer, idea):
        raise NotPermitted(_("Somebody else sorts an idea of your own."), code="own_idea")


def triage_acts(*, case: TriageCase, viewer: User) -> tuple[str, ...]:
    """Return the names of what `viewer` may do with an idea in triage now, in a fixed order. At most four queries."""
    idea = case.idea
    merge = merge_of(idea=idea)
    if merge is not None:
        is_own = is_author(viewer, idea) or is_author(viewer, merge.target)
        return ("unmerge",) if can_open_triage(viewer) and not is_own else ()
    if not can_triage_idea(viewer, idea) or is_decided(idea):
        return ()
    open_now = {
        "review": case.turn is not None,
        "quick_fix": case.turn is not None,
        "match": case.turn is not None and case.response is None,
        "merge": may_move(idea.stage, Stage.MERGED),
        "redirect": may_move(idea.stage, Stage.REDIRECTED),
        "respond": case.response is None,
        "override": case.routing is not None,
    }
    return tuple(name for name, is_open in open_now.items() if is_open)


def idea_named(*, viewer: User, ref: str, field: str) -> Idea:
    """Return the other idea that `viewer` names in `field` by its number.

    Raises:
        InvalidValue: there is none, or they may not see it (422, `unknown_idea`); the same for both.
    """
    try:
        return idea_for_reader(viewer=viewer, ref=ref)
    except NotFound:
        sentence = _("There is no such idea, or you may not see it.")
        raise InvalidValue(sentence, problems=(FieldProblem(field, "unknown_idea", sentence),)) from None


def colleague_named(*, public_id: uuid.UUID) -> User:
    """Return the active person who is named as somebody who can help. One query.

    Raises:
        InvalidValue: nobody active has this id (422, `unknown_person`).
    """
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        sentence = _("Nobody here has this id.")
        raise InvalidValue(sentence, problems=(FieldProblem("colleague", "unknown_person", sentence),))
    return person
