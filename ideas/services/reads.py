"""Remembers who read what is confidential."""

from collections.abc import Collection

from ideas.models import Idea, IdeaAuthor, User
from ideas.policies.ideas import is_author
from ideas.services.audit import record_audit, record_audits


def record_read(*, idea: Idea, by: User) -> None:
    """Log that `by` read `idea`, when it is confidential and not their own. Everything else is not logged.

    Source: docs/permissions.md "Who may see an idea".
    """
    if idea.visibility == Idea.Visibility.CONFIDENTIAL and not is_author(by, idea):
        record_audit(action="idea.read", by=by, object_type="idea", object_id=idea.ref)


def record_reads(*, ideas: Collection[Idea], by: User) -> None:
    """Log as `record_read` does that `by` was given the text of each of `ideas`, once for each. At most two queries."""
    secret = {idea.pk: idea.ref for idea in ideas if idea.visibility == Idea.Visibility.CONFIDENTIAL}
    if not secret:
        return
    own = frozenset(IdeaAuthor.objects.filter(idea__in=secret, person=by).values_list("idea_id", flat=True))
    record_audits(
        action="idea.read", by=by, object_type="idea", object_ids=[ref for pk, ref in secret.items() if pk not in own]
    )
