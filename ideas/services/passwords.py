"""Passwords: asking for a new one, and choosing one with a link from a mail."""

from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PasswordResetAsked
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import SignInLink, User
from ideas.services.audit import record_audit
from ideas.services.sessions import end_sessions
from ideas.services.sign_in_links import locked_link
from ideas.services.sign_in_tries import count_reset

CHOOSING: Final = frozenset({SignInLink.Purpose.INVITATION, SignInLink.Purpose.RESET})


@transaction.atomic
def ask_password_reset(*, email: str) -> None:
    """Ask for a mail with a link to choose a new password.

    Nothing tells whether anybody has this address: the same rows are written either way.

    Raises:
        TooMany: five were asked for within 15 minutes, from wherever (429, `too_many_requests`).

    Emits: PasswordResetAsked.
    """
    count_reset(email=email)
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    outbox.record(PasswordResetAsked(person_id=person.pk if person else None))


@transaction.atomic
def choose_password(*, token: str, password: str) -> User:
    """Give the person behind a link of an invitation or reset mail this password, and end their other sessions.

    The link is used up, unless the password is refused.

    Raises:
        Conflict: the link is unknown, used, revoked, or its time is over (409, `link_unusable`).
        InvalidValue: the password is too easy to guess (422, `validation`).
    """
    link = locked_link(token=token, purposes=CHOOSING)
    person = User.objects.select_for_update(no_key=True).get(pk=link.person_id)
    check_password_strength(password=password, person=person)
    person.set_password(password)
    person.save(update_fields=["password"])
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    end_sessions(person=person)
    record_audit(action="person.choose_password", by=person, object_type="person", object_id=person.public_id)
    return person


def check_password_strength(*, password: str, person: User | None = None) -> None:
    """Refuse a password that is short, common, or like the person's own name or address.

    Raises:
        InvalidValue: with a sentence for each rule it breaks (422, `validation`).
    """
    try:
        validate_password(password, person)
    except ValidationError as error:
        problems = tuple(FieldProblem("password", "weak_password", sentence) for sentence in error.messages)
        raise InvalidValue(_("Choose a password that is harder to guess."), problems=problems) from error
