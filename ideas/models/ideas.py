"""An idea, who wrote it, what it said at each edit, and what was promised."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.querysets.ideas import IdeaManager, rank
from ideas.workflow import Stage

MAX_TITLE_CHARS = 200
MAX_TEXT_CHARS = 10_000


def _search_vector(config: str) -> CombinedExpression:
    """Return the weighted vector of an idea's text under one text-search configuration."""
    return (
        SearchVector("title", weight="A", config=config)
        + SearchVector("problem", weight="B", config=config)
        + SearchVector("proposal", weight="B", config=config)
        + SearchVector("expected_result", weight="C", config=config)
    )


class Idea(PublicModel):
    """An improvement idea. `version` counts edits from the first draft on and is the ETag; counters live in IdeaTally.
    `score` is what departments scored in this round, for ranking alone; services/scores.py keeps it."""

    class Visibility(models.TextChoices):
        OPEN = "open", _("everybody here")
        RESTRICTED = "restricted", _("the people who work on it")
        CONFIDENTIAL = "confidential", _("only those who must")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        OTHER = "other", _("another language")

    ref = models.CharField(max_length=12, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=MAX_TITLE_CHARS, blank=True)
    problem = models.TextField(_("problem"), max_length=MAX_TEXT_CHARS, blank=True)
    proposal = models.TextField(_("idea"), max_length=MAX_TEXT_CHARS, blank=True)
    expected_result = models.TextField(_("expected result"), max_length=MAX_TEXT_CHARS, blank=True)
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    stage = models.CharField(max_length=30, choices=Stage.choices, default=Stage.DRAFT)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.OPEN)
    author_shown = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    sent_version = models.PositiveIntegerField(db_default=1)
    campaign = models.ForeignKey("ideas.Campaign", models.SET_NULL, null=True, blank=True, related_name="ideas")
    tags = models.ManyToManyField("ideas.Tag", through="ideas.IdeaTag", related_name="ideas")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    comments_locked_at = models.DateTimeField(null=True, blank=True)
    comments_locked_reason = models.CharField(max_length=500, blank=True)
    needs_attention = models.CharField(max_length=500, blank=True)  # a code; see ideas/attention.py
    updated_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True, blank=True)
    routed_at = models.DateTimeField(null=True, blank=True)
    next_answer_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    search = models.GeneratedField(
        expression=Case(
            When(language="en", then=_search_vector("english")),
            default=_search_vector("simple"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar["IdeaManager[Idea]"] = IdeaManager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="idea_stage_known"),
            models.CheckConstraint(
                condition=Q(visibility__in=["open", "restricted", "confidential"]), name="idea_visibility_known"
            ),
            models.CheckConstraint(condition=Q(tier__isnull=True) | Q(tier__lte=3), name="idea_tier_range"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="idea_score_range"),
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(submitted_at__isnull=False, tier__isnull=False),
                name="idea_submitted_has_tier",
            ),
            models.CheckConstraint(condition=Q(stage="draft") | ~Q(title=""), name="idea_submitted_has_title"),
            models.CheckConstraint(
                condition=~Q(stage__in=["submitted", "triage", "in_review", "info_needed", "ready_for_decision"])
                | Q(next_answer_at__isnull=False),
                name="idea_open_has_next_date",
            ),
            models.CheckConstraint(
                condition=Q(stage="merged", merged_into__isnull=False) | ~Q(stage="merged"),
                name="idea_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="idea_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], condition=~Q(stage="draft"), name="idea_newest"),
            models.Index(
                fields=["next_answer_at", "id"], condition=Q(next_answer_at__isnull=False), name="idea_needs_answer"
            ),
            models.Index(fields=["stage", "-submitted_at", "-id"], name="idea_by_stage"),
            models.Index(fields=["-updated_at", "-id"], name="idea_by_update"),
            models.Index(
                rank().desc(), "next_answer_at", "id", condition=Q(stage="ready_for_decision"), name="idea_by_score"
            ),
            GinIndex(fields=["search"], name="idea_search"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="idea_title_trigrams"),
        ]

    @property
    def edition(self) -> int:
        """The number of the text that stands among those that were kept: 1 is what was sent."""
        return self.version - self.sent_version + 1

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether every active member of staff may read it."""
        return self.visibility == self.Visibility.OPEN and self.stage != Stage.DRAFT


class IdeaAuthor(models.Model):
    """The only place that names an idea's authors."""

    class Kind(models.TextChoices):
        AUTHOR = "author", _("author")
        CO_AUTHOR = "co_author", _("co-author")
        ON_BEHALF_OF = "on_behalf_of", _("on behalf of")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="authors")
    person = models.ForeignKey("ideas.User", models.PROTECT, related_name="authorships")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.AUTHOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="idea_author_once"),
            models.UniqueConstraint(fields=["idea"], condition=Q(kind="author"), name="idea_one_author"),
            models.CheckConstraint(
                condition=Q(kind__in=["author", "co_author", "on_behalf_of"]), name="idea_author_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "-idea"], name="idea_author_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.idea_id}"


class IdeaReader(models.Model):
    """A person named to read a restricted or confidential idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="readers")
    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="+")
    added_by = models.ForeignKey("ideas.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="idea_reader_once")]

    def __str__(self) -> str:
        return f"{self.person_id} may read {self.idea_id}"


class IdeaTally(models.Model):
    """Counters of an idea in one narrow row, because every vote rewrites it.

    `heat` = log10(max(votes, 1)) + submitted_at in seconds / 604,800. `live_version` is what live frames carry;
    `content_version` is the one at which more than votes and the number of comments changed last.
    """

    idea = models.OneToOneField(Idea, models.CASCADE, primary_key=True, related_name="tally")
    vote_count = models.PositiveIntegerField(default=0)
    department_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0)
    takes_votes = models.BooleanField(default=False)
    live_version = models.PositiveIntegerField(default=0)
    content_version = models.PositiveIntegerField(db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["-heat", "-idea"], name="tally_hottest"),
            models.Index(fields=["-vote_count", "-idea"], name="tally_most_voted"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_count} votes"


class IdeaVersion(models.Model):
    """What an idea said after each edit; version 1 is what was submitted."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=MAX_TITLE_CHARS)
    problem = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    expected_result = models.TextField(blank=True)
    edited_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "version"], name="idea_version_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} version {self.version}"


class AnswerSet(models.Model):
    """The author's answers to the short questions of one rule set; a draft may lack some."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="answer_sets")
    rule_set = models.ForeignKey("ideas.RuleSet", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    answers = models.JSONField(default=dict)
    is_small = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "version"], name="answer_set_once")]

    def __str__(self) -> str:
        return f"answers {self.version} of {self.idea_id}"


class Promise(models.Model):
    """A date the organisation promised for an idea, with the calendar that made it."""

    class Kind(models.TextChoices):
        FIRST_RESPONSE = "first_response", _("first response")
        DECISION = "decision", _("decision")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="promises")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    calendar = models.ForeignKey("ideas.Calendar", models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    working_days = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    kept_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "kind", "round"], name="promise_once"),
            models.CheckConstraint(condition=Q(kind__in=["first_response", "decision"]), name="promise_kind_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "due_at", "id"], name="promise_by_date"),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(kept_at__isnull=True, broken_at__isnull=True),
                name="promise_not_judged",
            ),
            models.Index(fields=["idea"], condition=Q(paused_at__isnull=False), name="promise_paused"),
            models.Index(fields=["idea"], condition=Q(broken_at__isnull=False), name="promise_missed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_at:%Y-%m-%d}"


class Tag(PublicModel):
    """A theme; its name in Unicode normal form C is unique regardless of case."""

    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    name = models.CharField(max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_name_once")]

    def __str__(self) -> str:
        return self.name


class IdeaTag(models.Model):
    """A tag on an idea."""

    idea = models.ForeignKey(Idea, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "tag"], name="idea_tag_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.tag_id}"
