"""The discussion as part of a page: threads, the form under them, what it answers."""

import uuid
from typing import Any

from frontend.forms.discussion import CommentForm
from frontend.http import MemberRequest
from frontend.idea_page import CommentView, comment_view, threads_of
from ideas.exceptions import NotFound
from ideas.models import Idea
from ideas.selectors.comments import comment_for_reader, discussion_of, shown_comments


def talk_of(request: MemberRequest, idea: Idea, form: CommentForm, *, answering: str = "") -> dict[str, Any]:
    """Return the context of partials/discussion/talk.html.

    Args:
        answering: the id of the comment that is being answered, as the address or the form names it.
    """
    discussion = discussion_of(idea=idea, viewer=request.user, cursor=request.GET.get("comments"))
    return {
        "idea": idea,
        "discussion": discussion,
        "threads": threads_of(discussion),
        "form": form,
        "answered": _answered(request, idea, answering),
    }


def _answered(request: MemberRequest, idea: Idea, named: str) -> CommentView | None:
    """Return the comment that is being answered; none where the id is wrong or it takes no answer."""
    try:
        comment = comment_for_reader(viewer=request.user, public_id=uuid.UUID(named))
    except (ValueError, NotFound):
        return None
    if comment.idea_id != idea.pk:
        return None
    view = comment_view(shown_comments(idea=idea, viewer=request.user, comments=[comment])[0])
    return view if "reply" in view.may else None
