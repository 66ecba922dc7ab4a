"""Comments: read, write, change, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import idea_address
from frontend.forms.discussion import CommentEditForm, CommentForm
from frontend.http import MemberRequest, for_members
from frontend.once import made_at
from frontend.refusals import add_refusal, refusal_page
from frontend.views.idea import page_context
from frontend.views.talk import talk_of
from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted, StaleVersion
from ideas.models import Comment, Idea
from ideas.policies.support import can_delete_comment, can_edit_comment
from ideas.selectors.comments import comment_for_reader
from ideas.selectors.ideas import idea_for_reader
from ideas.services.comments import delete_comment, edit_comment, post_comment
from ideas.workflow import Stage

TALK = "frontend/partials/discussion/talk.html"


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the discussion of an idea, or add to it; without htmx inside the whole page."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if idea.stage == Stage.DRAFT:
        raise Conflict(_("A draft has no discussion."), code="idea_closed")
    if request.method == "POST":
        return _post(request, idea)
    if not _is_htmx(request):
        return redirect(f"{idea_address(ref)}?{request.GET.urlencode()}#talk")
    answering = request.GET.get("reply_to", "")
    form = CommentForm(initial={"reply_to": answering})
    return render(request, TALK, talk_of(request, idea, form, answering=answering))


@for_members
@require_safe
def comment(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Lead to a comment on its idea's page."""
    return redirect(_address(comment_for_reader(viewer=request.user, public_id=public_id)))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show one's own comment as a form, or save the next version of it."""
    found = comment_for_reader(viewer=request.user, public_id=public_id)
    if request.method != "POST" and not can_edit_comment(request.user, found):
        return refusal_page(request, _refusal(request, found))
    form = CommentEditForm(
        request.POST if request.method == "POST" else None, initial={"body": found.body, "version": found.version}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            saved = _save(request, found, form)
            if isinstance(saved, Comment):
                return redirect(_address(saved))
            status = saved
    context = {"form": form, "comment": found, "back_url": _address(found)}
    return render(request, "frontend/pages/discussion/edit.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask before a comment is taken back, and take it back."""
    found = comment_for_reader(viewer=request.user, public_id=public_id)
    if request.method == "POST":
        delete_comment(comment=found, by=request.user)
        messages.success(request, _("Your comment is deleted."))
        return redirect(_address(found))
    if not can_delete_comment(request.user, found):
        return refusal_page(request, _refusal(request, found))
    context = {
        "heading": _("Delete your comment?"),
        "text": _("Its place in the discussion stays, its text is gone. Nobody can bring it back."),
        "yes_label": _("Delete the comment"),
        "back_url": _address(found),
        "is_danger": True,
    }
    return render(request, "frontend/pages/confirm.html", context)


def _post(request: MemberRequest, idea: Idea) -> HttpResponse:
    form = CommentForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            posted = _posted(request, idea, form)
        except DomainError as error:
            status = add_refusal(form, error)
        else:
            if not _is_htmx(request):
                return redirect(_address(posted))
            return made_at(render(request, TALK, talk_of(request, _again(idea), CommentForm())), request.path)
    answering = request.POST.get("reply_to", "")
    if _is_htmx(request):
        context = talk_of(request, _again(idea), form, answering=answering)
        return render(request, TALK, context, status=_inside(status))
    context = page_context(request, _again(idea), form, answering=answering)
    return render(request, "frontend/pages/idea/idea.html", context, status=status)


def _posted(request: MemberRequest, idea: Idea, form: CommentForm) -> Comment:
    named = form.cleaned_data["reply_to"]
    parent = comment_for_reader(viewer=request.user, public_id=named) if named else None
    return post_comment(author=request.user, idea=idea, body=form.cleaned_data["body"], parent=parent)


def _again(idea: Idea) -> Idea:
    """Return `idea` with its counters and its lock as they are now."""
    idea.tally.refresh_from_db()
    idea.refresh_from_db(fields=["stage", "comments_locked_at", "comments_locked_reason"])
    return idea


def _inside(status: int) -> int:
    """Return the status under which the browser puts a form with its messages into the page."""
    return status if status in {409, 422} else 422


def _save(request: MemberRequest, found: Comment, form: CommentEditForm) -> Comment | int:
    """Return the comment as saved, or the status of what was refused."""
    typed = form.cleaned_data
    try:
        return edit_comment(comment=found, by=request.user, body=typed["body"], expected_version=typed["version"])
    except (InvalidValue, Conflict, StaleVersion) as error:
        return add_refusal(form, error)


def _refusal(request: MemberRequest, found: Comment) -> DomainError:
    if found.author_id != request.user.pk:
        return NotPermitted(_("Only who wrote a comment can change it."), code="not_own_comment")
    return Conflict(_("This comment can no longer be changed."), code="comment_gone")


def _address(found: Comment) -> str:
    return f"{idea_address(found.idea.ref)}#comment-{found.public_id}"


def _is_htmx(request: MemberRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
