"""Sends what is no improvement idea to where it belongs, and tells its author why.

Source: docs/review-process.md 3.3.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events.triage import IdeaRedirected
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Idea, Promise, Redirect, Review, Triage, User
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.routing.ruleset import Door
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.services.audit import record_audit
from ideas.services.clocks import keep_promise, stop_clocks
from ideas.services.rerouting import NOT_ANSWERED
from ideas.services.stages import move_idea
from ideas.services.triage import close_turn, lock_for_triage
from ideas.typed_text import TypedText
from ideas.workflow import Stage


@transaction.atomic
def redirect_idea(*, idea: Idea, by: User, door: str, words: str, is_hidden: bool = True) -> Redirect:
    """Close `idea` with the door where it belongs; reviews that wait are cancelled.

    Args:
        idea: one that `by` may see.
        door: code of a door of the rule set that holds now.
        words: 1–2,000 characters for the author; whoever still sees the idea reads them.
        is_hidden: make it confidential, so that only its authors and who had to do with it read it.

    Raises:
        InvalidValue: the words are missing or wrong, or there is no such door (422, `validation`, `unknown_door`).
        NotPermitted, IdeaClosed: as `finish_triage`.
        Conflict: its stage does not allow it (409, `stage_forbids`).

    Emits: IdeaMoved, IdeaRedirected.
    """
    typed = TypedText()
    cleaned = typed.paragraphs("words", words, max_chars=MAX_RESPONSE_CHARS, is_required=True)
    typed.refuse_problems()
    there = _door(door)
    row = lock_for_triage(idea=idea, by=by)
    close_turn(idea=row, by=by, lane=Triage.Lane.REDIRECT)
    redirect = Redirect.objects.create(idea=row, door=there.code, label=there.label, words=cleaned, by=by)
    redirect.refresh_from_db(fields=["created_at"])
    keep_promise(idea=row, kind=Promise.Kind.FIRST_RESPONSE, at=redirect.created_at, by=by)
    if is_hidden:
        row.visibility = Idea.Visibility.CONFIDENTIAL
    told = IdeaRedirected(idea_id=row.pk, actor_id=by.pk, redirect_id=redirect.pk)
    move_idea(idea=row, to=Stage.REDIRECTED, by=by, with_fields=["visibility"], and_tell=[told])
    cancel_open_reviews(idea=row, by=by)
    record_audit(
        action="idea.redirect",
        by=by,
        object_type="idea",
        object_id=row.ref,
        after={"door": there.code, "is_hidden": is_hidden},
        reason=cleaned,
    )
    return redirect


def cancel_open_reviews(*, idea: Idea, by: User) -> None:
    """Cancel what nobody has answered yet of a locked idea that needs no answer any more."""
    waiting = list(Review.objects.filter(idea=idea, round=idea.round, state__in=NOT_ANSWERED))
    Review.objects.filter(pk__in=[review.pk for review in waiting]).update(state=Review.State.CANCELLED)
    stop_clocks(reviews=waiting, by=by)


def _door(code: str) -> Door:
    door = rules_of(active_rule_set()).door(code)
    if door is None:
        sentence = _("Choose one of the doors.")
        raise InvalidValue(sentence, problems=(FieldProblem("door", "unknown_door", sentence),))
    return door
