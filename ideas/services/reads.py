"""Remembers who read what is confidential."""

from ideas.models import Idea, User
from ideas.policies.ideas import is_author
from ideas.services.audit import record_audit


def record_read(*, idea: Idea, by: User) -> None:
    """Log that `by` read `idea`, when it is confidential and not their own. Everything else is not logged.

    Source: docs/permissions.md "Who may see an idea".
    """
    if idea.visibility == Idea.Visibility.CONFIDENTIAL and not is_author(by, idea):
        record_audit(action="idea.read", by=by, object_type="idea", object_id=idea.ref)
