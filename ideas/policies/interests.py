"""Who may declare an interest, decide about one, read it, and name suppliers.

Source: docs/permissions.md "Interests".
"""

from django.db.models import F

from ideas.models import Idea, Interest, Review, SupplierInterest, User
from ideas.policies.authorship import authorship_of
from ideas.policies.deciders import deciders_of
from ideas.policies.ideas import can_attach_file
from ideas.policies.permissions import Permission
from ideas.policies.reviews import OPEN_STATES
from ideas.policies.roles import standing_of
from ideas.querysets.ideas import IdeaQuerySet
from ideas.workflow import OPEN_STAGES, Stage


def can_declare_interest(person: User, idea: Idea) -> bool:
    """Return whether `person` is asked to judge `idea`: they hold an open review of it, or are to decide it now.

    Whoever waits for the lead's word about an interest may say more about it.
    """
    if not person.is_active:
        return False
    if Interest.objects.filter(idea=idea, person=person, state=Interest.State.DECLARED).exists():
        return True
    held = Review.objects.filter(idea=idea, round=F("idea__round"), owner=person, state__in=OPEN_STATES)
    return held.exists() or is_asked_to_decide(person, idea)


def is_asked_to_decide(person: User, idea: Idea) -> bool:
    """Return whether `idea` is ready for a decision that is `person`'s to make."""
    return idea.stage == Stage.READY_FOR_DECISION and any(one.person == person for one in deciders_of(idea))


def can_decide_interests(person: User) -> bool:
    """Return whether any interest at all could be `person`'s to decide: they lead, deputise, or manage the programme."""
    standing = standing_of(person)
    return bool(standing.leads | standing.deputises) or standing.has(Permission.DECIDE_INTERESTS)


def can_decide_interest(person: User, interest: Interest) -> bool:
    """Return whether `person` may say if whoever declared `interest` may go on.

    Lead and deputy of the department, or a programme manager; never the person, nor somebody with a conflict of their own.
    """
    if person.pk == interest.person_id or not _leads(person, interest):
        return False
    return person.pk not in authorship_of([interest.idea_id])[interest.idea_id].barred_ids


def can_strike_interest(person: User, interest: Interest) -> bool:
    """Return whether `person` may strike `interest` out as named by mistake: a programme manager.

    Never the person, nor somebody with a conflict with the idea. The state is not asked.
    """
    if person.pk == interest.person_id or not standing_of(person).has(Permission.DECIDE_INTERESTS):
        return False
    return person.pk not in authorship_of([interest.idea_id])[interest.idea_id].conflicted_ids


def is_undecided(interest: Interest) -> bool:
    """Return whether `interest` bars its person by what they said alone: it waits, or they stepped aside by themselves."""
    return interest.state in {Interest.State.DECLARED, Interest.State.RECUSED} and interest.decided_by_id is None


def can_read_interest(person: User, interest: Interest) -> bool:
    """Return whether `person` may read what was declared: the person, their lead or deputy, programme managers."""
    return person.is_active and (person.pk == interest.person_id or _leads(person, interest))


def can_strike_stakes(person: User) -> bool:
    """Return whether any stake at all could be `person`'s to strike out: programme managers."""
    return standing_of(person).has(Permission.DECIDE_INTERESTS)


def can_strike_stake(person: User, stake: SupplierInterest) -> bool:
    """Return whether `person` may strike `stake` out as named by mistake: a programme manager.

    Never the holder, nor somebody who has a conflict with one of the ideas that it keeps the holder from.
    """
    if person.pk == stake.person_id or not can_strike_stakes(person):
        return False
    kept_from = asked_of_departments(stake.person).filter(suppliers__name_key=stake.name_key)
    close = authorship_of(kept_from.values_list("pk", flat=True))
    return not any(person.pk in one.conflicted_ids for one in close.values())


def asked_of_departments(person: User) -> IdeaQuerySet:
    """Return the open ideas that a department of `person` is asked about, whether they may see them or not; unevaluated."""
    asked = Review.objects.filter(department__in=standing_of(person).reviews_for).values("idea")
    return Idea.objects.filter(stage__in=OPEN_STAGES, pk__in=asked)


def can_name_suppliers(person: User, idea: Idea) -> bool:
    """Return whether `person`, who may see `idea`, may say which suppliers it names.

    Its authors as long as they may change it; whoever reviews for a department asked, triagers and programme managers as
    long as it is open.
    """
    if can_attach_file(person, idea):
        return True
    if idea.stage not in OPEN_STAGES:
        return False
    standing = standing_of(person)
    if standing.has(Permission.OVERRIDE_ROUTING):
        return True
    return Review.objects.filter(idea=idea, round=idea.round, department__in=standing.reviews_for).exists()


def _leads(person: User, interest: Interest) -> bool:
    standing = standing_of(person)
    led = standing.leads | standing.deputises
    return interest.department_id in led or standing.has(Permission.DECIDE_INTERESTS)
