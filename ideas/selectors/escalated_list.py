"""The list of escalated ideas as one person goes through it, and what happened with it in a week.

Source: docs/review-process.md 3.11.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ideas.attention import sentence_of
from ideas.models import Apology, Escalation, Idea, IdeaAuthor, Membership, Promise, Reminder, Review, User
from ideas.policies.authorship import authorship_of
from ideas.policies.ballots import BOARD_TIER
from ideas.policies.deciders import BUSINESS
from ideas.policies.escalations import can_apologise, oversees_escalations
from ideas.policies.permissions import Permission
from ideas.policies.reviews import OPEN_STATES
from ideas.policies.risks import escalated_reviews
from ideas.policies.roles import standing_of
from ideas.querysets.ideas import IdeaQuerySet
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.board_seats import seats_of_board
from ideas.selectors.escalated import escalations_on_board, is_escalated, promises_to_apologise_for

LONGEST_PROMISED: Final = Ordering("promised", (Key("next_answer_at"), Key("id")))
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class EscalatedRow:
    """An idea of the list and why it stands there: late reviews, what its author escalated, a missed promise.

    `attention`: what somebody must look at; empty for none.
    """

    idea: Idea
    reviews: Sequence[Review] = ()
    escalation: Escalation | None = None
    promise: Promise | None = None

    @property
    def attention(self) -> str:
        return sentence_of(self.idea.needs_attention)


@dataclass(frozen=True)
class EscalatedWeek:
    """Counts of the past seven days, of the ideas that their reader may see."""

    went_up: int
    escalated: int
    acted_upon: int
    missed: int
    apologised: int


def escalated_for(*, viewer: User) -> IdeaQuerySet:
    """Return the escalated ideas that are `viewer`'s to see to; unevaluated, unordered.

    All that they may see for whoever keeps order and the chair of the board. For leads and deputies, where their
    department owes an answer; for those who sit on the board, what it decides; for deciders, what they decide. Never an idea of their own.
    At most seven queries before its own.
    """
    own = IdeaAuthor.objects.filter(person=viewer).values("idea")
    rows = Idea.objects.visible_to(viewer).filter(is_escalated()).exclude(pk__in=own).defer("search")
    return rows if oversees_escalations(viewer) else rows.filter(_owed_by(viewer) | _decided_by(viewer))


def escalated_rows(ideas: Iterable[Idea]) -> list[EscalatedRow]:
    """Return each of `ideas` with why it is on the list. At most five queries, however many ideas."""
    found = list(ideas)
    keys = [idea.pk for idea in found]
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in escalated_reviews().filter(idea__in=keys).select_related("department", "owner").order_by("due_at"):
        reviews[review.idea_id].append(review)
    escalations = {one.idea_id: one for one in escalations_on_board().filter(idea__in=keys).order_by("id")}
    # Of several the decision comes first, because it settles the rest.
    promises = {one.idea_id: one for one in promises_to_apologise_for().filter(idea__in=keys).order_by("-kind", "id")}
    return [
        EscalatedRow(idea, reviews.get(idea.pk, ()), escalations.get(idea.pk), promises.get(idea.pk)) for idea in found
    ]


def ideas_to_write_for(*, viewer: User, rows: Sequence[EscalatedRow]) -> frozenset[int]:
    """Return the keys of those ideas of `rows` whose missed promise `viewer` answers for: they may write to the author.

    At most two queries besides the roles of `viewer`, however many rows.
    """
    promises = {row.idea.pk: row.promise for row in rows if row.promise is not None}
    if not promises:
        return frozenset()
    decided = set(Idea.objects.filter(_decided_by(viewer), pk__in=promises).values_list("pk", flat=True))
    if standing_of(viewer).has(Permission.DECIDE_TIER_3):
        decided |= {row.idea.pk for row in rows if row.idea.tier == BOARD_TIER}
    written = authorship_of(promises)
    return frozenset(
        key
        for key, promise in promises.items()
        if can_apologise(viewer, promise, decides=key in decided, barred=written[key].barred_ids)
    )


def escalated_week(*, viewer: User) -> EscalatedWeek:
    """Return what happened in the past seven days with late answers on ideas that `viewer` may see. Five queries."""
    since, seen = timezone.now() - WEEK, Idea.objects.visible_to(viewer).values("pk")
    escalations = Escalation.objects.filter(idea__in=seen)
    acted_upon = escalations.filter(ended_at__gte=since).exclude(ended_because=Escalation.Ending.STAGE_OVER)
    went_up = Reminder.objects.filter(kind=Reminder.Kind.BOARD, at__gte=since, review__idea__in=seen)
    return EscalatedWeek(
        went_up=went_up.count(),
        escalated=escalations.filter(raised_at__gte=since).count(),
        acted_upon=acted_upon.count(),
        missed=Promise.objects.filter(kind=Promise.Kind.DECISION, broken_at__gte=since, idea__in=seen).count(),
        apologised=Apology.objects.filter(at__gte=since, promise__idea__in=seen).count(),
    )


def _owed_by(viewer: User) -> Q:
    """What the departments that `viewer` leads owe an answer to, and with a seat on the board, what that decides."""
    standing = standing_of(viewer)
    led = standing.leads | standing.deputises
    owed = Review.objects.filter(
        idea=OuterRef("pk"), round=OuterRef("round"), department__in=led, state__in=OPEN_STATES
    )
    sits = any(viewer in (seat.holder, seat.deputy) for seat in seats_of_board())
    return Q(Exists(owed)) | (Q(tier=BOARD_TIER) if sits else Q(pk__in=[]))


def _decided_by(viewer: User) -> Q:
    """What `viewer` usually decides: as its author's manager, or for Business."""
    manages = IdeaAuthor.objects.filter(person__manager=viewer, kind=IdeaAuthor.Kind.AUTHOR).values("idea")
    leaders = (Membership.Role.LEAD, Membership.Role.DEPUTY)
    business = Membership.objects.filter(person=viewer, department__slug=BUSINESS, role__in=leaders)
    return Q(tier=0, pk__in=manages) | Q(Exists(business), tier__in=(1, 2))
