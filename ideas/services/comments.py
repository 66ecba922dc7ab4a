"""Writes the discussion of an idea: posts, edits and takes back comments."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import CommentDeleted, CommentEdited, CommentPosted
from ideas.exceptions import Conflict, IdeaClosed, NotFound, NotPermitted, StaleVersion
from ideas.markdown import render_markdown
from ideas.models import Comment, CommentMention, CommentVersion, Follow, Idea, IdeaTally, User
from ideas.models.support import MAX_COMMENT_CHARS
from ideas.policies.support import can_comment_idea, can_delete_comment, can_edit_comment, can_reply_comment
from ideas.selectors.mentions import people_mentioned
from ideas.services.rate_limits import count_or_refuse
from ideas.typed_text import TypedText

COMMENTS_PER_HOUR = 60
HOUR_SECONDS = 3600


@transaction.atomic
def post_comment(*, author: User, idea: Idea, body: str, parent: Comment | None = None) -> Comment:
    """Add a comment to `idea`, or an answer to `parent`; who writes follows the idea from then on.

    Threads have two levels: an answer to an answer stands under the same first comment.

    Args:
        author: a member who may see `idea`.
        body: Markdown, 1–10,000 characters; `@` and the full name of one person who may see the idea tells them.
        parent: a comment of the same idea.

    Raises:
        TooMany: more than 60 comments an hour (429, `too_many_requests`).
        InvalidValue: the text is wrong (422, `validation`).
        IdeaClosed: the idea takes no comments at its stage (409, `idea_closed`).
        Conflict: the discussion is locked (409, `discussion_locked`), or `parent` is gone (409, `comment_gone`).
        NotFound: `parent` belongs to another idea (404, `not_found`).

    Emits: CommentPosted.
    """
    count_or_refuse(key=f"comment:{author.pk}", limit=COMMENTS_PER_HOUR, window_seconds=HOUR_SECONDS)
    text = _clean(body)
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    _refuse_closed(author, idea)
    thread = _thread_of(author, idea, parent)
    named = people_mentioned(body=text, idea=idea)
    comment = Comment.objects.create(
        idea=idea, author=author, parent=thread, body=text, body_html=render_markdown(text, mentions=tuple(named))
    )
    comment.refresh_from_db(fields=["created_at"])
    _remember_mentions(comment, named)
    count_comments(idea_id=idea.pk, step=1)
    Follow.objects.bulk_create([Follow(idea=idea, person=author)], ignore_conflicts=True)
    outbox.record(CommentPosted(idea_id=idea.pk, actor_id=author.pk, comment_id=comment.pk))
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, by: User, body: str, expected_version: int) -> Comment:
    """Change one's own comment; what it said before is kept.

    Args:
        expected_version: the version that `by` read; the same text again changes nothing.

    Raises:
        InvalidValue: the text is wrong (422, `validation`).
        NotPermitted: it is somebody else's (403, `not_own_comment`).
        IdeaClosed, Conflict: as for `post_comment`; a deleted or hidden comment is `comment_gone`.
        StaleVersion: it was changed in the meantime (412, `stale_version`).

    Emits: CommentEdited.
    """
    text = _clean(body)
    comment = locked_comment(comment)
    if comment.author_id != by.pk:
        raise NotPermitted(_("Only who wrote a comment can change it."), code="not_own_comment")
    _refuse_closed(by, comment.idea)
    if not can_edit_comment(by, comment):
        raise gone()
    if comment.version != expected_version:
        raise StaleVersion(_("This comment was changed in the meantime."), current=comment.version)
    if text == comment.body:
        return comment
    CommentVersion.objects.create(comment=comment, version=comment.version, body=comment.body)
    named = people_mentioned(body=text, idea=comment.idea)
    comment.body, comment.body_html = text, render_markdown(text, mentions=tuple(named))
    comment.version += 1
    comment.edited_at = Now()
    comment.save(update_fields=["body", "body_html", "version", "edited_at"])
    comment.refresh_from_db(fields=["edited_at"])
    _remember_mentions(comment, named)
    outbox.record(CommentEdited(idea_id=comment.idea_id, actor_id=by.pk, comment_id=comment.pk))
    return comment


@transaction.atomic
def delete_comment(*, comment: Comment, by: User) -> Comment:
    """Take one's own comment back: its place in the thread stays, its text is shown to nobody. Twice is once.

    Raises:
        NotPermitted: it is somebody else's (403, `not_own_comment`).

    Emits: CommentDeleted.
    """
    comment = locked_comment(comment)
    if comment.author_id != by.pk:
        raise NotPermitted(_("Only who wrote a comment can delete it."), code="not_own_comment")
    if not can_delete_comment(by, comment):
        return comment
    was_visible = comment.hidden_at is None
    comment.deleted_at = Now()
    comment.save(update_fields=["deleted_at"])
    comment.refresh_from_db(fields=["deleted_at"])
    if was_visible:
        count_comments(idea_id=comment.idea_id, step=-1)
    outbox.record(CommentDeleted(idea_id=comment.idea_id, actor_id=by.pk, comment_id=comment.pk))
    return comment


def locked_comment(comment: Comment) -> Comment:
    """Return `comment` as it is now, with its idea; both rows are locked, the idea's first."""
    idea = Idea.objects.select_for_update(no_key=True).get(pk=comment.idea_id)
    found = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    found.idea = idea
    return found


def count_comments(*, idea_id: int, step: int) -> None:
    """Add `step` to the number of comments that readers see; locks the tally."""
    IdeaTally.objects.filter(idea_id=idea_id).update(comment_count=F("comment_count") + step)


def gone() -> Conflict:
    """Return the refusal for a comment that was deleted or hidden."""
    return Conflict(_("This comment was deleted or hidden."), code="comment_gone")


def _clean(body: str) -> str:
    typed = TypedText()
    text = typed.paragraphs("body", body, max_chars=MAX_COMMENT_CHARS, is_required=True)
    typed.refuse_problems()
    return text


def _refuse_closed(by: User, idea: Idea) -> None:
    if can_comment_idea(by, idea):
        return
    if idea.comments_locked_at is not None:
        raise Conflict(_("This discussion is locked. Nothing more can be added to it."), code="discussion_locked")
    raise IdeaClosed(_("This idea takes no comments at its present stage."))


def _thread_of(author: User, idea: Idea, parent: Comment | None) -> Comment | None:
    """Return the first comment of the thread that an answer to `parent` joins."""
    if parent is None:
        return None
    found = Comment.objects.select_related("parent").get(pk=parent.pk)
    if found.idea_id != idea.pk:
        raise NotFound(_("There is no such comment here."))
    found.idea = idea
    if not can_reply_comment(author, found):
        raise gone()
    return found.parent or found


def _remember_mentions(comment: Comment, named: Mapping[str, User]) -> None:
    """Keep who is named now; people named already keep their row, so that they are told once."""
    people = {person.pk: person for person in named.values() if person.pk != comment.author_id}
    comment.mentions.exclude(person__in=people).delete()
    CommentMention.objects.bulk_create(
        [CommentMention(comment=comment, person=person) for person in people.values()], ignore_conflicts=True
    )
