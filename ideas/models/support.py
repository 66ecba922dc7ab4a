"""What colleagues give an idea: votes, comments, follows."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea

MAX_COMMENT_CHARS = 10_000


class Vote(models.Model):
    """A person's single vote; `department` is the voter's department of that day, `merge` the merge that brought it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes")
    voter = models.ForeignKey("ideas.User", models.PROTECT, related_name="votes")
    department = models.ForeignKey("ideas.Department", models.PROTECT, null=True, related_name="+")
    cast_on = models.DateField(db_default=TruncDate(Now()))
    merge = models.ForeignKey("ideas.Merge", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "voter"], name="vote_once")]
        indexes = [
            models.Index(fields=["idea", "department"], name="vote_by_department"),
            models.Index(fields=["voter", "-idea"], name="vote_by_voter"),
            models.Index(fields=["merge"], condition=Q(merge__isnull=False), name="vote_by_merge"),
        ]

    def __str__(self) -> str:
        return f"vote for {self.idea_id}"


class Follow(models.Model):
    """A person who hears about an idea, or who muted it; `merge`: the merge that brought it, None for their own act."""

    class Level(models.TextChoices):
        FOLLOWING = "following", _("following")
        MUTED = "muted", _("muted")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="follows")
    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="follows")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.FOLLOWING)
    merge = models.ForeignKey("ideas.Merge", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="follow_once"),
            models.CheckConstraint(condition=Q(level__in=["following", "muted"]), name="follow_level_known"),
        ]
        indexes = [
            models.Index(fields=["person", "-idea"], name="follow_by_person"),
            models.Index(fields=["merge"], condition=Q(merge__isnull=False), name="follow_by_merge"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.idea_id}"


class Comment(PublicModel):
    """A comment or a reply. Deleted and hidden ones keep their place in the thread, without text for readers."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments")
    author = models.ForeignKey("ideas.User", models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    body = models.TextField(max_length=MAX_COMMENT_CHARS)
    body_html = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    hidden_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="comment_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | (Q(hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="comment_hidden_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["idea", "created_at", "id"], name="comment_oldest_first")]

    def __str__(self) -> str:
        return f"comment on {self.idea_id}"


class CommentVersion(models.Model):
    """What a comment said before each edit."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "version"], name="comment_version_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} version {self.version}"


class CommentMention(models.Model):
    """A person named with @ in a comment, who may see the idea."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="comment_mention_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.comment_id}"


class CommentReport(PublicModel):
    """A reader's report of a comment to the triagers."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey("ideas.User", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("ideas.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="comment_report_once")]
        indexes = [
            models.Index(fields=["created_at", "id"], condition=Q(settled_at__isnull=True), name="comment_report_open")
        ]

    def __str__(self) -> str:
        return f"report of {self.comment_id}"
