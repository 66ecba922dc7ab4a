"""Addresses of an author: share, draft, change, withdraw, files, my ideas."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import authoring, files, mine, share

urlpatterns: list[URLPattern] = [
    path("share/", share.share, name="idea-new"),
    path("share/autosave/", share.autosave_new, name="idea-new-autosave"),
    path("share/preview/", share.preview, name="idea-new-preview"),
    path("share/similar/", share.similar, name="idea-new-similar"),
    path("my-ideas/", mine.my_ideas_page, name="my-ideas"),
    path("ideas/<idea_ref:ref>/draft/", share.draft, name="draft"),
    path("ideas/<idea_ref:ref>/autosave/", share.autosave, name="draft-autosave"),
    path("ideas/<idea_ref:ref>/delete/", authoring.delete, name="draft-delete"),
    path("ideas/<idea_ref:ref>/edit/", authoring.edit, name="idea-edit"),
    path("ideas/<idea_ref:ref>/withdraw/", authoring.withdraw, name="idea-withdraw"),
    path("ideas/<idea_ref:ref>/changes/", authoring.changes, name="idea-changes"),
    path("files/<uuid:public_id>/", files.download, name="file"),
    path("files/<uuid:public_id>/remove/", files.remove, name="file-remove"),
]
