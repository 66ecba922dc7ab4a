"""Files of ideas."""

from django.db import models

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea


class Attachment(PublicModel):
    """A file of an idea under a name made by the server; `name` is what the person called it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="attachments")
    uploaded_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, unique=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["idea", "id"], name="attachment_by_idea")]

    def __str__(self) -> str:
        return self.name
