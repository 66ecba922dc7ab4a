"""Who of those that are named is here today."""

from collections.abc import Sequence

from ideas.models import Absence
from ideas.policies.delegations import day_here
from ideas.selectors.recipient_rules.naming import Recipient


def present(people: Sequence[Recipient]) -> list[Recipient]:
    """Return those who are here today; all of them where nobody is. One query."""
    today = day_here()
    keys = [one.person_id for one in people]
    away = Absence.objects.filter(person__in=keys, from_on__lte=today, to_on__gte=today)
    gone = set(away.values_list("person_id", flat=True))
    return [one for one in people if one.person_id not in gone] or list(people)
