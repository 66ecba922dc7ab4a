"""The first thing a person says to the author: it keeps the promise of a first response.

Source: docs/review-process.md 3.3.
"""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.triage import FirstResponseGiven
from ideas.exceptions import Conflict
from ideas.models import FirstResponse, Idea, Promise, Triage, User
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.services.audit import record_audit
from ideas.services.clocks import keep_promise
from ideas.services.triage import finish_triage, lock_for_triage
from ideas.typed_text import TypedText

FIELD: Final = "text"


@transaction.atomic
def give_first_response(*, idea: Idea, by: User, text: str) -> FirstResponse:
    """Write to the author of `idea` for the first time in this round; everybody who sees the idea may read it.

    Args:
        idea: one that `by` may see.
        text: 1–2,000 characters.

    Raises:
        InvalidValue: the text is missing or wrong (422, `validation`).
        NotPermitted, IdeaClosed: as `finish_triage`.
        Conflict: the author had a first response already (409, `first_response_given`).

    Emits: FirstResponseGiven.
    """
    cleaned = clean_response(text)
    row = lock_for_triage(idea=idea, by=by)
    if has_first_response(row):
        raise Conflict(_("The author has had a first response already."), code="first_response_given")
    return respond(idea=row, by=by, cleaned=cleaned)


@transaction.atomic
def send_for_review(*, idea: Idea, by: User, text: str = "", lane: Triage.Lane = Triage.Lane.REVIEW) -> Triage:
    """Let the departments begin with `idea`, and write to its author where `text` says something.

    Args:
        text: at most 2,000 characters; blank leaves the first response for later.

    Raises:
        InvalidValue, Conflict: as `give_first_response`, for a text that says something.
        NotPermitted, IdeaClosed, Conflict: as `finish_triage`.

    Emits: FirstResponseGiven, TriageDone.
    """
    if text.strip():
        give_first_response(idea=idea, by=by, text=text)
    return finish_triage(idea=idea, by=by, lane=lane)


def clean_response(text: str) -> str:
    """Return the words of a first response as they are kept.

    Raises:
        InvalidValue: they are missing, too long, or hold what cannot be read (422, `validation`).
    """
    typed = TypedText()
    cleaned = typed.paragraphs(FIELD, text, max_chars=MAX_RESPONSE_CHARS, is_required=True)
    typed.refuse_problems()
    return cleaned


def has_first_response(idea: Idea) -> bool:
    """Whether the author was written to in the present round. One query."""
    return FirstResponse.objects.filter(idea=idea, round=idea.round).exists()


def respond(*, idea: Idea, by: User, cleaned: str) -> FirstResponse:
    """Keep a first response to a locked idea that has none, the promise with it, and tell the authors."""
    response = FirstResponse.objects.create(idea=idea, round=idea.round, text=cleaned, by=by)
    response.refresh_from_db(fields=["created_at"])
    keep_promise(idea=idea, kind=Promise.Kind.FIRST_RESPONSE, at=response.created_at, by=by)
    record_audit(action="first_response.give", by=by, object_type="idea", object_id=idea.ref)
    outbox.record(FirstResponseGiven(idea_id=idea.pk, actor_id=by.pk, first_response_id=response.pk))
    return response
