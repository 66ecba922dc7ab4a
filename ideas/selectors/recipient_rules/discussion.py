"""Who hears of comments."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events import CommentPosted, CommentReported
from ideas.models import Comment, CommentMention, Event
from ideas.news import NewsKind, NewsReason
from ideas.policies.permissions import Permission
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, followers, holders, number_in


def _commented(event: Event) -> Iterator[Recipient]:
    comment = (
        Comment.objects.filter(pk=number_in(event, "comment_id"), deleted_at__isnull=True, hidden_at__isnull=True)
        .select_related("parent")
        .first()
    )
    if comment is None:
        return
    for person in CommentMention.objects.filter(comment=comment).values_list("person_id", flat=True):
        yield Recipient(person, NewsKind.COMMENT_MENTION, NewsReason.MENTIONED)
    if comment.parent is not None:
        yield Recipient(comment.parent.author_id, NewsKind.COMMENT_REPLY, NewsReason.COMMENTER)
    yield from all_authors(event, NewsKind.COMMENT_POSTED)
    yield from followers(event, NewsKind.COMMENT_POSTED)


def _reported(_event: Event) -> Iterator[Recipient]:
    for person in holders(Permission.MODERATE_DISCUSSION):
        yield Recipient(person, NewsKind.COMMENT_REPORTED, NewsReason.MODERATOR)


RULES: Final[Mapping[str, Rule]] = {
    CommentPosted.type: _commented,
    CommentReported.type: _reported,
}
