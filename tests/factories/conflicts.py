"""One small organisation in which anybody may come too close to an idea, at each point of an idea's life."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from ideas.models import Department, Event, Idea, IdeaAuthor, Review, SecondReading, User
from ideas.services.routing import Asked, open_reviews_of
from ideas.workflow import Stage
from tests.factories.after_decision import AppealFactory, sleeping_idea
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.fairness import DelegationFactory, InterestFactory, stake_of, supplier_of
from tests.factories.ideas import submitted_idea
from tests.factories.people import MembershipFactory, UserFactory, grant_role
from tests.factories.reviews import (
    BallotFactory,
    BallotSeatFactory,
    DecisionFactory,
    ReviewFactory,
    SecondReadingFactory,
)

AUTHOR, LEAD, BEN, CAL, PROGRAMME, MANAGER = range(6)
CAST: Final = 6
POINTS: Final = ("draft", "reviewed", "again", "read_twice", "voted_on", "refused")

# What was judged of the idea and by whom, with what binds that person now. A seat's holder may be bound: the deputy votes.
JUDGED: Final = """
    prepare judged (bigint) as
    with own as (select person_id from ideas_ideaauthor where idea_id = $1),
    tied as (
        select author.person_id from ideas_ideaauthor as author join ideas_idea as idea on idea.id = author.idea_id
        where idea.id = $1 or idea.merged_into_id = $1
        union
        select person_id from ideas_interest where idea_id = $1 and state in ('declared', 'recused')
        union
        select stake.person_id from ideas_supplierinterest as stake, ideas_ideasupplier as named
        where named.idea_id = $1 and stake.name ilike 'acme%' and named.name ilike 'acme%'
    ),
    acting as (
        select from_person_id, to_person_id, starts_on, ends_on from ideas_delegation
        where agreed_at is not null and ended_at is null
    ),
    bound as (
        select person_id from tied
        union
        select to_person_id from acting join tied on tied.person_id = from_person_id
        where current_date between starts_on and ends_on
    ),
    mates as (
        select mate.id from own join ideas_user as person on person.id = own.person_id
        join ideas_user as mate on mate.manager_id = person.manager_id
    ),
    held as (
        select review.*, (select count(*) from ideas_reviewversion as version where version.review_id = review.id) as nth
        from ideas_review as review where idea_id = $1
    ),
    judged (act, key, person_id) as (
        select 'reviewed', id || '/' || nth, owner_id from held where state = 'submitted'
        union all select 'reviewed for', id || '/' || nth, acted_for_id from held where state = 'submitted'
        union all select 'was given', id || '/' || assigned_at, owner_id from held where state <> 'submitted'
        union all select 'was given for', id || '/' || assigned_at, acted_for_id from held where state <> 'submitted'
        union all
        select case when reading.verdict = '' then 'was to read' else 'read' end, reading.id::text, reading.reader_id
        from ideas_secondreading as reading join held on held.id = reading.review_id
        union all
        select 'voted', vote.id || '/' || vote.at, vote.voter_id
        from ideas_ballotvote as vote join ideas_ballotseat as seat on seat.id = vote.seat_id
        join ideas_ballot as ballot on ballot.id = seat.ballot_id where ballot.idea_id = $1
        union all select 'decided a tie', id::text, casting_by_id from ideas_ballot where idea_id = $1
        union all select 'decided', id::text, decided_by_id from ideas_decision where idea_id = $1
        union all select 'decided for', id::text, acted_for_id from ideas_decision where idea_id = $1
        union all
        select 'judged', appeal.id::text, appeal.decided_by_id from ideas_appeal as appeal
        join ideas_decision as decision on decision.id = appeal.decision_id where decision.idea_id = $1
        union all select 'struck', id::text, struck_by_id from ideas_interest where idea_id = $1
    ),
    own_struck (person_id) as (
        select struck_by_id from ideas_interest where idea_id = $1 and struck_by_id = person_id
    )
    select act, key, person_id, person_id in (select person_id from own),
           person_id in (select person_id from bound union select person_id from own_struck),
           act not like 'decided%' and person_id in (select id from mates)
    from judged where person_id is not null
    union all
    select 'passed on', first.to_person_id::text, first.from_person_id, false, true, false
    from acting as first join acting as second on second.from_person_id = first.to_person_id
    where first.starts_on <= second.ends_on and second.starts_on <= first.ends_on
"""


@dataclass(frozen=True)
class Cast:
    """Six people, an administrator, an idea of the first of them at each point, and another one's that is like it.

    Lead, Ben, Cal and the author review for Business and Security, which the lead leads. The manager chairs the board.
    """

    people: tuple[User, ...]
    administrator: User
    ideas: Mapping[str, int]
    twin: int


def cast() -> Cast:
    """Return the organisation; made once for any number of sequences."""
    manager = grant_role(UserFactory(name="Manager"), "board_chair")
    author, lead, ben, cal = (UserFactory(name=name) for name in ("Author", "Lead", "Ben", "Cal"))
    User.objects.filter(pk=author.pk).update(manager=manager)
    for department in Department.objects.filter(slug__in=["business", "security"]):
        MembershipFactory(person=lead, department=department, lead=True)
        for person in (ben, cal, author):
            MembershipFactory(person=person, department=department)
    programme = grant_role(UserFactory(name="Programme"), "programme_manager")
    people = (author, lead, ben, cal, programme, manager)
    return Cast(
        people=tuple(User.objects.get(pk=person.pk) for person in people),  # as they are now, with nothing remembered
        administrator=grant_role(UserFactory(name="Administrator"), "administrator"),
        ideas={
            "draft": complete_draft(author=author).pk,
            "reviewed": routed(sent_idea(author=author)).pk,
            "again": _again(author, lead, programme).pk,
            "read_twice": _read_twice(author, ben).pk,
            "voted_on": _voted_on(people).pk,
            "refused": _refused(author, lead).pk,
        },
        twin=routed(sent_idea(author=cal)).pk,
    )


def routed(idea: Idea) -> Idea:
    """Open the reviews of an idea that was sent."""
    event = Event.objects.get(idea=idea, type="idea.submitted")
    open_reviews_of(asked=[Asked(idea.pk, event.pk)])
    return idea


def _again(author: User, decider: User, judge: User) -> Idea:
    """Return an idea in its second round, after an appeal against the no of the first one."""
    idea = routed(sent_idea(author=author))
    for of_the_round in (idea.reviews, idea.routing_decisions, idea.promises):
        of_the_round.update(round=2)
    Idea.objects.filter(pk=idea.pk).update(round=2)
    decision = DecisionFactory(idea=idea, announced=True, decided_by=decider)
    answered = timezone.now()
    AppealFactory(decision=decision, decided_by=judge, decided_at=answered, is_granted=True, reasons="It is so.")
    return idea


def _read_twice(author: User, reviewer: User) -> Idea:
    idea = submitted_idea(author=author, tier=3)
    security = Department.objects.get(slug="security")
    review = ReviewFactory(idea=idea, department=security, submitted=True, owner=reviewer)
    SecondReadingFactory(review=review, reader=None)
    return idea


def _voted_on(people: tuple[User, ...]) -> Idea:
    idea = submitted_idea(author=people[AUTHOR], tier=3, stage=Stage.READY_FOR_DECISION)
    ballot = BallotFactory(idea=idea, chair=people[MANAGER])
    seats = {"business": (LEAD, BEN), "finance": (CAL, None), "security": (AUTHOR, PROGRAMME), "legal": (BEN, CAL)}
    for slug, (holder, deputy) in seats.items():
        BallotSeatFactory(
            ballot=ballot,
            department=Department.objects.get(slug=slug),
            holder=people[holder],
            deputy=None if deputy is None else people[deputy],
        )
    return idea


def _refused(author: User, lead: User) -> Idea:
    idea = sleeping_idea(author=author)
    DecisionFactory(idea=idea, announced=True, decided_by=lead)
    return idea


def _team(_idea: Idea, person: User, author: User) -> None:
    manager = User.objects.values_list("manager", flat=True).get(pk=author.pk)
    User.objects.filter(pk=person.pk).exclude(pk=manager).update(manager=manager)


def _delegate(_idea: Idea, person: User, author: User) -> None:
    if person.pk != author.pk:
        DelegationFactory(from_person=author, to_person=person)


def _supplier(idea: Idea, person: User, _author: User) -> None:
    supplier_of(idea)
    stake_of(person)


TIES: Final[Mapping[str, Callable[[Idea, User, User], object]]] = {
    "co_author": lambda idea, person, _author: IdeaAuthor.objects.get_or_create(
        idea=idea, person=person, defaults={"kind": IdeaAuthor.Kind.CO_AUTHOR}
    ),
    "declared": lambda idea, person, _author: InterestFactory(idea=idea, person=person),
    "recused": lambda idea, person, _author: InterestFactory(idea=idea, person=person, recused=True),
    "supplier": _supplier,
    "delegate": _delegate,
    "team": _team,
}


def give_tasks(idea: Idea, person: User) -> None:
    """Let `person` be asked already: they are to read the answer that waits for a reader, and hold a review of a second round."""
    SecondReading.objects.filter(review__idea=idea, reader=None).update(reader=person)
    held = Review.objects.filter(idea=idea, round=2).order_by("id")[:1]
    Review.objects.filter(pk__in=held).update(owner=person, state=Review.State.ASSIGNED, assigned_at=timezone.now())
