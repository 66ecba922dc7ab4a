"""Addresses of discussions and of order in them."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import discussion, moderation

urlpatterns: list[URLPattern] = [
    path("ideas/<idea_ref:ref>/comments/", discussion.comments, name="comments"),
    path("ideas/<idea_ref:ref>/comments/lock/", moderation.lock, name="discussion-lock"),
    path("ideas/<idea_ref:ref>/comments/unlock/", moderation.unlock, name="discussion-unlock"),
    path("comments/<uuid:public_id>/", discussion.comment, name="comment"),
    path("comments/<uuid:public_id>/edit/", discussion.edit, name="comment-edit"),
    path("comments/<uuid:public_id>/delete/", discussion.delete, name="comment-delete"),
    path("comments/<uuid:public_id>/report/", moderation.report, name="comment-report"),
    path("comments/<uuid:public_id>/hide/", moderation.hide, name="comment-hide"),
    path("comments/<uuid:public_id>/unhide/", moderation.unhide, name="comment-unhide"),
    path("comments/<uuid:public_id>/keep/", moderation.keep, name="comment-keep"),
    path("reports/", moderation.reports, name="reports"),
]
