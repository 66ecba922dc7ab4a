"""Bringing an author together with somebody who can help, or with an idea like theirs.

Source: docs/review-process.md 3.3.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.triage import TriageDone
from ideas.exceptions import Conflict, FieldProblem, InvalidValue
from ideas.models import FirstResponse, Follow, Idea, IdeaAuthor, Triage, User
from ideas.services.first_responses import clean_response, has_first_response, respond
from ideas.services.triage import close_turn, lock_for_triage
from ideas.workflow import Stage


@transaction.atomic
def match_idea(
    *, idea: Idea, by: User, text: str, colleague: User | None = None, similar: Idea | None = None
) -> FirstResponse:
    """Name a colleague or a similar idea in the first response; the idea goes on to its departments.

    The colleague follows the idea; the authors follow the similar one. Whoever muted an idea stays unbothered.

    Args:
        idea: one that `by` may see.
        colleague: an active member of staff who may see `idea`.
        similar: an open idea that was sent; given where no colleague is.

    Raises:
        InvalidValue: the words are wrong, or there is nobody and nothing to bring together with (422).
        NotPermitted, IdeaClosed: as `finish_triage`.
        Conflict: the author had a first response already (409, `first_response_given`), or it was sorted already (409,
            `not_in_triage`).

    Emits: FirstResponseGiven, TriageDone.
    """
    cleaned = clean_response(text)
    row = lock_for_triage(idea=idea, by=by)
    if has_first_response(row):
        raise Conflict(_("The author has had a first response already."), code="first_response_given")
    link = _bring_together(row, colleague, similar)
    turn = close_turn(idea=row, by=by, lane=Triage.Lane.MATCH)
    if turn is None:
        raise Conflict(_("This idea was sorted already."), code="not_in_triage")
    response = respond(idea=row, by=by, cleaned=f"{cleaned}\n\n{link}")
    outbox.record(TriageDone(idea_id=row.pk, actor_id=by.pk, round=row.round, triage_id=turn.pk))
    return response


def _bring_together(idea: Idea, colleague: User | None, similar: Idea | None) -> str:
    """Let them follow, and return the sentence that says with whom or what."""
    if colleague is not None:
        _refuse_unless(_may_hear(idea, colleague), "colleague", _("This colleague may not read the idea."))
        _follow(idea, [colleague.pk])
        return _("%(name)s knows about this and follows your idea.") % {"name": colleague.name}
    is_fitting = similar is not None and similar.is_open and similar.pk != idea.pk
    if similar is None or not is_fitting or similar.stage == Stage.WITHDRAWN:
        raise _refusal("similar", _("Name a colleague, or another idea that everybody here may read."))
    _follow(similar, IdeaAuthor.objects.filter(idea=idea).values_list("person_id", flat=True))
    return _("Look at %(ref)s, “%(title)s”: you follow it now.") % {"ref": similar.ref, "title": similar.title}


def _may_hear(idea: Idea, person: User) -> bool:
    return person.is_active and Idea.objects.visible_to(person).filter(pk=idea.pk).exists()


def _follow(idea: Idea, people: Iterable[int]) -> None:
    rows = [Follow(idea=idea, person_id=person) for person in people]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def _refuse_unless(holds: bool, field: str, sentence: str) -> None:
    if not holds:
        raise _refusal(field, sentence)


def _refusal(field: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem(field, "match_needed", sentence),))
