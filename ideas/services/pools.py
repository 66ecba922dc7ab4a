"""Who reviews for a department changed: its unowned reviews are looked at again."""

from ideas import outbox
from ideas.events import PoolChanged
from ideas.models import Membership, User


def tell_pools(*, person: User, by: User | None) -> None:
    """Let the departments for which `person` reviews look at their unowned reviews again.

    Emits: PoolChanged, once for each department.
    """
    places = Membership.objects.filter(person=person).values_list("department_id", flat=True)
    for department_id in sorted(places):
        outbox.record(PoolChanged(actor_id=by.pk if by else None, department_id=department_id))
