"""Addresses of one idea and of what its authors do with it."""

from django.urls import path

from api.v1.views import attachments, authoring

urlpatterns = [
    path("ideas/similar", attachments.SimilarIdeas.as_view(), name="ideas-similar"),
    path("ideas/<ref:ref>", authoring.IdeaDetail.as_view(), name="idea"),
    path("ideas/<ref:ref>/submit", authoring.Submit.as_view(), name="idea-submit"),
    path("ideas/<ref:ref>/withdraw", authoring.Withdraw.as_view(), name="idea-withdraw"),
    path("ideas/<ref:ref>/routing", authoring.IdeaRouting.as_view(), name="idea-routing"),
    path("ideas/<ref:ref>/versions", attachments.VersionList.as_view(), name="idea-versions"),
    path("ideas/<ref:ref>/changes", attachments.Changes.as_view(), name="idea-changes"),
    path("ideas/<ref:ref>/attachments", attachments.AttachmentList.as_view(), name="attachments"),
    path("attachments/<uuid:public_id>", attachments.AttachmentDetail.as_view(), name="attachment"),
    path("attachments/<uuid:public_id>/content", attachments.AttachmentContent.as_view(), name="attachment-content"),
    path("routing/preview", authoring.RoutingPreviewView.as_view(), name="routing-preview"),
    path("tags", attachments.TagList.as_view(), name="tags"),
    path("campaigns", attachments.CampaignList.as_view(), name="campaigns"),
]
