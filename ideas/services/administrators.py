"""The first administrator of an installation that starts empty."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, FieldProblem, InvalidValue
from ideas.models import Organisation, RoleGrant, User
from ideas.services.audit import record_audit


@transaction.atomic
def create_administrator(*, email: str, name: str = "") -> User:
    """Make the first administrator, or give the role to the person who has this address already.

    They have no password yet: a one-time link lets them in, and their profile lets them choose one.

    Raises:
        Conflict: there is an active administrator already (409, `administrator_exists`).
        InvalidValue: `email` is not an address (422, `validation`).
    """
    _check_address(email)
    Organisation.objects.select_for_update().get(pk=1)
    if RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, person__is_active=True).exists():
        raise Conflict(
            _("There is an administrator already, who can add others in the settings."), code="administrator_exists"
        )
    person = User.objects.filter(email__iexact=email).first() or User.objects.create_user(
        email, name or email.partition("@")[0]
    )
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    RoleGrant.objects.get_or_create(person=person, role=RoleGrant.Role.ADMINISTRATOR)
    record_audit(
        action="role.grant",
        by=None,
        object_type="person",
        object_id=person.public_id,
        after={"role": RoleGrant.Role.ADMINISTRATOR},
    )
    return person


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        sentence = _("Write an e-mail address, as name@example.org.")
        raise InvalidValue(sentence, problems=(FieldProblem("email", "email", sentence),)) from error
