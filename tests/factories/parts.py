"""What hangs on an idea, a review or a comment."""

import hashlib
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import (
    AnswerSet,
    Attachment,
    Calendar,
    CommentMention,
    CommentReport,
    CommentVersion,
    Condition,
    IdeaAuthor,
    IdeaReader,
    IdeaTag,
    IdeaTally,
    IdeaVersion,
    Promise,
    ReviewAnswer,
    RoutingDecision,
    Score,
    Tag,
)
from ideas.selectors.rule_sets import active_rule_set
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.support import CommentFactory


class IdeaAuthorFactory(DjangoModelFactory[IdeaAuthor]):
    """A co-author beside the author whom every idea has."""

    class Meta:
        model = IdeaAuthor

    idea = factory.SubFactory(IdeaFactory)
    person = factory.SubFactory(UserFactory)
    kind = IdeaAuthor.Kind.CO_AUTHOR


class IdeaReaderFactory(DjangoModelFactory[IdeaReader]):
    class Meta:
        model = IdeaReader

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    person = factory.SubFactory(UserFactory)


class IdeaTallyFactory(DjangoModelFactory[IdeaTally]):
    """The counters that every idea has from its first row on."""

    class Meta:
        model = IdeaTally
        django_get_or_create = ("idea",)

    idea = factory.SubFactory(IdeaFactory)


class IdeaVersionFactory(DjangoModelFactory[IdeaVersion]):
    class Meta:
        model = IdeaVersion

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    version = factory.Sequence(lambda number: number + 2)
    title = "A second key at the depot"
    edited_by = factory.SubFactory(UserFactory)


class AnswerSetFactory(DjangoModelFactory[AnswerSet]):
    """Answers that say nothing yet."""

    class Meta:
        model = AnswerSet

    idea = factory.SubFactory(IdeaFactory)
    rule_set = factory.LazyFunction(active_rule_set)
    version = factory.Sequence(lambda number: number + 2)


class RoutingDecisionFactory(DjangoModelFactory[RoutingDecision]):
    class Meta:
        model = RoutingDecision

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    round = factory.Sequence(lambda number: number + 2)
    answer_set = factory.SubFactory(AnswerSetFactory, idea=factory.SelfAttribute("..idea"))
    rule_set = factory.SelfAttribute("answer_set.rule_set")
    tier = 1
    routing = factory.LazyFunction(dict)


class PromiseFactory(DjangoModelFactory[Promise]):
    class Meta:
        model = Promise

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    kind = Promise.Kind.DECISION
    round = factory.Sequence(lambda number: number + 2)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    calendar = factory.LazyFunction(lambda: Calendar.objects.get(key="england_and_wales"))
    calendar_version = 1
    working_days = 10


class TagFactory(DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    slug = factory.Sequence(lambda number: f"theme-{number}")
    name = factory.Sequence(lambda number: f"Theme {number}")


class IdeaTagFactory(DjangoModelFactory[IdeaTag]):
    class Meta:
        model = IdeaTag

    idea = factory.SubFactory(IdeaFactory)
    tag = factory.SubFactory(TagFactory)


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """A row without its file."""

    class Meta:
        model = Attachment

    idea = factory.SubFactory(IdeaFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    name = "depot.txt"
    media_type = "text/plain"
    size_bytes = 8
    sha256 = hashlib.sha256(b"Two keys").hexdigest()
    storage_key = factory.Sequence(lambda number: f"attachments/00/{number:032x}")


class ReviewAnswerFactory(DjangoModelFactory[ReviewAnswer]):
    class Meta:
        model = ReviewAnswer

    review = factory.SubFactory(ReviewFactory)
    question_id = "effort"
    text = "About a day."


class ScoreFactory(DjangoModelFactory[Score]):
    class Meta:
        model = Score

    review = factory.SubFactory(ReviewFactory)
    criterion_id = "benefit"
    value = 3


class ConditionFactory(DjangoModelFactory[Condition]):
    """A condition of a review."""

    class Meta:
        model = Condition

    review = factory.SubFactory(ReviewFactory)
    text = "The gatehouse agrees."


class CommentVersionFactory(DjangoModelFactory[CommentVersion]):
    class Meta:
        model = CommentVersion

    comment = factory.SubFactory(CommentFactory)
    version = 1
    body = "We do this at the south depot."


class CommentMentionFactory(DjangoModelFactory[CommentMention]):
    class Meta:
        model = CommentMention

    comment = factory.SubFactory(CommentFactory)
    person = factory.SubFactory(UserFactory)


class CommentReportFactory(DjangoModelFactory[CommentReport]):
    class Meta:
        model = CommentReport

    comment = factory.SubFactory(CommentFactory)
    reporter = factory.SubFactory(UserFactory)
    reason = "It names a customer."
