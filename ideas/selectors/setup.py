"""The first steps of a new installation, read from what is there."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ideas.models import Calendar, Department, Endpoint, Holiday, Idea, Membership, Organisation

ENOUGH_REVIEWERS = 2
FIRST_NAME = "Groundswell"


@dataclass(frozen=True)
class SetupStep:
    """One step: a stable `key`; done because it is so, or skipped because somebody said that it is not needed."""

    key: str
    is_done: bool
    is_skipped: bool


def setup_steps() -> tuple[SetupStep, ...]:
    """Return the steps in their order. Seven queries.

    organisation: it has a name of its own · departments: every reviewing department has a lead · calendar: somebody
    looked at the working days (its version moved, or a holiday was added by hand) · reviewers: every reviewing
    department has two · endpoint: a channel is connected · idea: the first one was sent.
    """
    home = Organisation.objects.select_related("calendar").get(pk=1)
    facts = {
        "organisation": home.name != FIRST_NAME,
        "departments": _all_have(1, Q(memberships__role=Membership.Role.LEAD)),
        "calendar": _was_looked_at(home.calendar),
        "reviewers": _all_have(ENOUGH_REVIEWERS, Q(memberships__isnull=False)),
        "endpoint": Endpoint.objects.filter(is_active=True).exists(),
        "idea": Idea.objects.exclude(stage="draft").exists(),
    }
    return tuple(SetupStep(key, is_done, not is_done and key in home.setup_done) for key, is_done in facts.items())


def awaits_setup() -> bool:
    """Return whether a first step is neither done nor skipped; never in a demonstration. At most eight queries."""
    if Organisation.objects.filter(pk=1, is_demo=True).exists():
        return False
    return any(not (step.is_done or step.is_skipped) for step in setup_steps())


def _all_have(least: int, which: Q) -> bool:
    """Return whether every reviewing department has at least that many active members of this kind."""
    active = which & Q(memberships__person__is_active=True)
    rows = Department.objects.filter(kind=Department.Kind.CORE, is_active=True)
    return not rows.annotate(found=Count("memberships", filter=active)).filter(found__lt=least).exists()


def _was_looked_at(calendar: Calendar) -> bool:
    filled_version = 2  # made as 1, raised once when the public holidays were filled in
    by_hand = Holiday.objects.filter(calendar=calendar, source=Holiday.Source.MANUAL)
    return calendar.version > filled_version or by_hand.exists()
