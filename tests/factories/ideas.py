"""Ideas at their stages, written straight into the tables (services have tests of their own)."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Idea, IdeaAuthor, IdeaTally
from ideas.workflow import OPEN_STAGES, VOTING_STAGES, Stage
from tests.factories.people import UserFactory


class IdeaFactory(DjangoModelFactory[Idea]):
    """A draft with an author and a tally; `submitted` makes it an open idea in review."""

    class Meta:
        model = Idea
        skip_postgeneration_save = True

    ref = factory.Sequence(lambda n: f"GS-{900000 + n:06d}")
    title = factory.Sequence(lambda n: f"Idea number {n}")
    problem = "The key hangs at the gatehouse."
    proposal = "Hang a second key at the depot."
    expected_result = "Nobody walks back for it."

    class Params:
        submitted = factory.Trait(
            stage=Stage.IN_REVIEW,
            tier=1,
            submitted_at=factory.LazyFunction(timezone.now),
            next_answer_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=14)),
        )
        declined = factory.Trait(stage=Stage.DECLINED, tier=1, submitted_at=factory.LazyFunction(timezone.now))

    @factory.post_generation
    def author(self: Idea, create: bool, extracted: Any, **kwargs: Any) -> None:
        IdeaAuthor.objects.create(idea=self, person=extracted or UserFactory())

    @factory.post_generation
    def tally(self: Idea, create: bool, extracted: Any, **kwargs: Any) -> None:
        IdeaTally.objects.create(idea=self, takes_votes=self.stage in VOTING_STAGES, **(extracted or {}))


def author_of(idea: Idea) -> Any:
    """Return the person who wrote `idea`."""
    return idea.authors.get(kind="author").person


def submitted_idea(**fields: Any) -> Idea:
    """Return an idea in review; `stage` may name another stage."""
    if "stage" in fields and fields["stage"] not in OPEN_STAGES:
        fields.setdefault("next_answer_at", None)
    return IdeaFactory(submitted=True, **fields)
