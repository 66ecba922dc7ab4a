"""Addresses of the board, of one idea, and of what has changed on an open page."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import board, idea, idea_audit, live, outlines

urlpatterns: list[URLPattern] = [
    path("", board.home, name="home"),
    path("ideas/", board.board, name="board"),
    path("ideas/fresh/", board.fresh, name="board-fresh"),
    path("ideas/confidential/", outlines.confidential_ideas, name="confidential-ideas"),
    path("live/", live.changes, name="live-changes"),
    path("ideas/<idea_ref:ref>/", idea.idea_page, name="idea"),
    path("ideas/<idea_ref:ref>/audit/", idea_audit.idea_audit, name="idea-audit"),
    path("ideas/<idea_ref:ref>/card/", board.card, name="idea-card"),
    path("ideas/<idea_ref:ref>/head/", idea.head, name="idea-head"),
    path("ideas/<idea_ref:ref>/support/", idea.support, name="idea-support"),
    path("ideas/<idea_ref:ref>/vote/", idea.vote, name="idea-vote"),
    path("ideas/<idea_ref:ref>/follow/", idea.follow, name="idea-follow"),
]
