"""When an idea has everything that its decision waits for.

Source: docs/review-process.md 3.9.
"""

from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import IdeaReadyForDecision
from ideas.models import Idea, IdeaReader, Review
from ideas.selectors.deciders import decider_of
from ideas.services.stages import move_idea
from ideas.workflow import Stage


def make_ready_if_complete(*, idea: Idea) -> bool:
    """Move `idea` to "ready for decision" when every required review of its round is submitted; a cancelled one is not.

    The caller holds the lock on the idea's row. Whoever is to decide but could not read the idea is named its reader.

    Emits: IdeaMoved and IdeaReadyForDecision, once.
    """
    required = Review.objects.filter(idea=idea, round=idea.round, mode=Review.Mode.REQUIRED)
    states = set(required.values_list("state", flat=True))
    if idea.stage != Stage.IN_REVIEW or states != {Review.State.SUBMITTED}:
        return False
    move_idea(idea=idea, to=Stage.READY_FOR_DECISION, by=None)
    _let_decider_read(idea)
    outbox.record(IdeaReadyForDecision(idea_id=idea.pk, round=idea.round))
    return True


def _let_decider_read(idea: Idea) -> None:
    decider = decider_of(idea)
    if decider is None:
        idea.needs_attention = str(_("Nobody is left who may decide this idea."))
        idea.save(update_fields=["needs_attention"])
    elif not Idea.objects.visible_to(decider.person).filter(pk=idea.pk).exists():
        IdeaReader.objects.get_or_create(idea=idea, person=decider.person)
