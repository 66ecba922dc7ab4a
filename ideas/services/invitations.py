"""Invites people to choose a password and come in."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PersonInvited
from ideas.exceptions import Conflict
from ideas.models import User
from ideas.services.audit import record_audit
from ideas.services.people import refuse_unless_manager
from ideas.services.rate_limits import count_or_refuse

INVITATIONS_AN_HOUR = 500


@transaction.atomic
def invite_person(*, person: User, by: User) -> None:
    """Owe the person a mail with a link that lets them choose a password; a link sent earlier stops working then.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
        Conflict: the account is closed (409, `person_inactive`).
        TooMany: more than 500 invitations by this person in an hour (429).

    Emits: PersonInvited. Audited.
    """
    refuse_unless_manager(by)
    count_or_refuse(key=f"invite:{by.pk}", limit=INVITATIONS_AN_HOUR, window_seconds=3600)
    row = User.objects.get(pk=person.pk)
    if not row.is_active:
        raise Conflict(_("%(name)s cannot sign in any more.") % {"name": row.name}, code="person_inactive")
    outbox.record(PersonInvited(actor_id=by.pk, person_id=row.pk))
    record_audit(action="person.invite", by=by, object_type="person", object_id=row.public_id)
