"""Drafts: an idea before it is sent, seen by its authors alone."""

from collections.abc import Iterable
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, NotPermitted, StaleVersion
from ideas.models import Idea, IdeaAuthor, IdeaTally, User
from ideas.policies.ideas import is_author
from ideas.services.answers import keep_draft_answers, start_answers, start_given_answers
from ideas.services.attachments import forget_files
from ideas.services.content import COLUMNS, IdeaContent, write_content
from ideas.services.misplaced import refuse_misplaced
from ideas.workflow import Stage

MAX_DRAFTS: Final = 50


@transaction.atomic
def start_draft(*, author: User, on_behalf_of: Iterable[User] = ()) -> Idea:
    """Begin an empty draft of `author`, sent for `on_behalf_of` where it is not their own.

    Raises:
        Conflict: `author` has 50 drafts (409, `too_many_drafts`).
    """
    idea = _start(author, on_behalf_of)
    start_answers(idea=idea)
    return idea


def _start(author: User, on_behalf_of: Iterable[User]) -> Idea:
    """Write the rows of an empty draft, all but its answers."""
    if Idea.objects.filter(stage=Stage.DRAFT, authors__person=author, authors__kind="author").count() >= MAX_DRAFTS:
        raise Conflict(
            _("You have %(count)d drafts. Send or delete one of them first.") % {"count": MAX_DRAFTS},
            code="too_many_drafts",
        )
    idea = Idea.objects.create(ref=_next_ref())
    IdeaTally.objects.create(idea=idea)
    others = {person.pk for person in on_behalf_of} - {author.pk}
    kinds = {author.pk: IdeaAuthor.Kind.AUTHOR, **dict.fromkeys(sorted(others), IdeaAuthor.Kind.ON_BEHALF_OF)}
    IdeaAuthor.objects.bulk_create([IdeaAuthor(idea=idea, person_id=key, kind=kind) for key, kind in kinds.items()])
    return idea


@transaction.atomic
def write_draft(*, author: User, content: IdeaContent) -> Idea:
    """Begin a draft of `author` that holds `content`, or nothing at all where a value cannot be kept.

    Raises:
        Conflict, InvalidValue: see `start_draft` and `save_draft`.
    """
    refuse_misplaced(content=content)
    row = _start(author, ())
    given = start_given_answers(idea=row, answers=content.answers, is_small=content.is_small)
    written = write_content(idea=row, content=content, is_draft=True)
    if written.fields or given.answers or given.is_small:
        _store_next(row, written.fields)
    return row


@transaction.atomic
def save_draft(*, idea: Idea, by: User, content: IdeaContent, expected_version: int | None = None) -> Idea:
    """Write `content` into the draft, however incomplete; saving the same again changes nothing.

    Args:
        expected_version: the version that the caller read; None saves over whatever stands (autosave of one page).

    Raises:
        NotPermitted: `by` is not one of its authors (403, `not_author`).
        Conflict: it was sent in the meantime (409, `already_sent`).
        StaleVersion: another author saved in between (412).
        InvalidValue: a value cannot be kept (422); nothing is written then.
    """
    row = lock_draft(idea=idea, by=by)
    refuse_stale(row, expected_version)
    refuse_misplaced(content=content, idea=row)
    written = write_content(idea=row, content=content, is_draft=True)
    answers_changed = keep_draft_answers(idea=row, answers=content.answers, is_small=content.is_small)
    if written.fields or answers_changed:
        _store_next(row, written.fields)
    return row


def _store_next(idea: Idea, changed: frozenset[str]) -> None:
    """Store the next version of a draft: of its columns those that changed."""
    idea.version += 1
    idea.updated_at = timezone.now()
    idea.save(update_fields=["version", "updated_at", *(changed & COLUMNS)])


@transaction.atomic
def delete_draft(*, idea: Idea, by: User) -> None:
    """Throw the draft away with its files; a sent idea can only be withdrawn.

    Raises:
        NotPermitted: `by` is not one of its authors (403, `not_author`).
        Conflict: it was sent (409, `already_sent`).
    """
    row = lock_draft(idea=idea, by=by)
    forget_files(idea=row)
    row.delete()


def lock_draft(*, idea: Idea, by: User) -> Idea:
    """Return the row of `idea`, locked, which is still a draft of which `by` is an author.

    Raises:
        NotPermitted, Conflict: see `save_draft`.
    """
    row = lock_as_author(idea=idea, by=by)
    if row.stage != Stage.DRAFT:
        raise Conflict(_("This idea was sent already."), code="already_sent")
    return row


def lock_as_author(*, idea: Idea, by: User) -> Idea:
    """Return the row of `idea`, locked against other writers, of which `by` is an author.

    Raises:
        Conflict: the draft was deleted in the meantime (409, `draft_deleted`).
        NotPermitted: `by` is not one of its authors (403, `not_author`).
    """
    row = Idea.objects.select_for_update(no_key=True).filter(pk=idea.pk).first()
    if row is None:
        raise Conflict(_("This draft was deleted."), code="draft_deleted")
    if not is_author(by, row):
        raise NotPermitted(_("Only its authors may do this."), code="not_author")
    return row


def refuse_stale(idea: Idea, expected_version: int | None) -> None:
    """Raise where the locked `idea` is another version than the caller read.

    Raises:
        StaleVersion: with the version that stands (412).
    """
    if expected_version is not None and idea.version != expected_version:
        raise StaleVersion(
            _("Somebody changed this idea while you were writing. Look at their version first."), current=idea.version
        )


def _next_ref() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('idea_number')")
        return f"GS-{cursor.fetchone()[0]:06d}"
