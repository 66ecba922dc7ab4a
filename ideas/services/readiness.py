"""When an idea has everything that its decision waits for.

Source: docs/review-process.md 3.9.
"""

from ideas import outbox
from ideas.attention import Attention
from ideas.events import IdeaReadyForDecision
from ideas.models import Idea, IdeaReader, Review
from ideas.selectors.deciders import decider_of
from ideas.selectors.reaffirmations import awaits_reaffirmation
from ideas.services.ballots import open_ballot
from ideas.services.second_readers import ask_again, ask_second_readings
from ideas.services.stages import move_idea
from ideas.workflow import Stage


def make_ready_if_complete(*, idea: Idea) -> bool:
    """Move `idea` to "ready for decision" when every required review of its round is submitted, or cancelled and covered
    by an accepted risk; one that is only cancelled is not enough.

    At Tier 3 the second readings that docs/review-process.md 3.9 asks for are asked here, and waited for. The caller
    holds the lock on the idea's row. Whoever is to decide but could not read the idea is named its reader. An answer
    given before a material change of the idea counts once its department has said that it stands.

    At Tier 3 the board's vote opens with it.

    Emits: IdeaMoved, BallotOpened at Tier 3, and IdeaReadyForDecision, once.
    """
    if idea.stage != Stage.IN_REVIEW:
        return False
    is_unread = ask_second_readings(idea=idea)
    required = Review.objects.filter(idea=idea, round=idea.round, mode=Review.Mode.REQUIRED)
    heard = {
        state == Review.State.SUBMITTED or (state == Review.State.CANCELLED and risk is not None)
        for state, risk in required.values_list("state", "risk")
    }
    if is_unread or heard != {True} or awaits_reaffirmation(idea=idea):
        return False
    move_idea(idea=idea, to=Stage.READY_FOR_DECISION, by=None)
    let_decider_read(idea)
    open_ballot(idea=idea)
    outbox.record(IdeaReadyForDecision(idea_id=idea.pk, round=idea.round))
    return True


def renew_readiness(*, review: Review) -> None:
    """Follow a submitted review that recommends another thing now; the caller holds the lock on the idea's row.

    Whoever decides may be somebody else now. Where the answer must be read a second time it must be so anew, and an
    idea that was ready waits for that.

    Emits: IdeaMoved where the idea goes back to review.
    """
    idea = review.idea
    is_asked = ask_again(review=review)
    if idea.stage != Stage.READY_FOR_DECISION:
        return
    if is_asked:
        move_idea(idea=idea, to=Stage.IN_REVIEW, by=None)
    else:
        let_decider_read(idea)


def let_decider_read(idea: Idea) -> None:
    """Name whoever is to decide `idea` its reader where they could not read it; note where nobody is left to decide."""
    decider = decider_of(idea)
    if decider is None:
        idea.needs_attention = Attention.NOBODY_DECIDES
        idea.save(update_fields=["needs_attention"])
    elif not Idea.objects.visible_to(decider.person).filter(pk=idea.pk).exists():
        IdeaReader.objects.get_or_create(idea=idea, person=decider.person)
