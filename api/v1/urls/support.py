"""Addresses of support and discussion."""

from django.urls import path

from api.v1.views import comments, support

urlpatterns = [
    path("ideas/<ref:ref>/vote", support.Vote.as_view(), name="vote"),
    path("ideas/<ref:ref>/support", support.SupportDetail.as_view(), name="support"),
    path("ideas/<ref:ref>/follow", support.FollowDetail.as_view(), name="follow"),
    path("ideas/<ref:ref>/comments", comments.CommentList.as_view(), name="comments"),
    path("ideas/<ref:ref>/comments/lock", comments.DiscussionLock.as_view(), name="discussion-lock"),
    path("comments/<uuid:public_id>", comments.CommentDetail.as_view(), name="comment"),
    path("comments/<uuid:public_id>/hiding", comments.CommentHiding.as_view(), name="comment-hiding"),
    path("comments/<uuid:public_id>/reports", comments.CommentReports.as_view(), name="comment-reports"),
]
