"""Ends what keeps a person signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from ideas.models import ApiToken, SignInLink, User
from ideas.outbox import tell_pages
from ideas.realtime import LiveChange, rights_topic, version_at


@transaction.atomic
def end_sessions(*, person: User, but: str = "") -> int:
    """End the sessions of `person` at once, in every browser; return how many. Open pages are told to look again.

    Args:
        but: key of the session that stays: the one in which the person asks for it.
    """
    rows = UserSession.objects.filter(user=person).exclude(session_key=but)
    tell_pages(LiveChange(rights_topic(person.public_id), version_at(timezone.now())))
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


@transaction.atomic
def end_session(*, person: User, number: int) -> None:
    """End one session of `person`; one that is over, or somebody else's, stays as it is.

    Args:
        number: key of the session's row in the list that the person sees.
    """
    for row in UserSession.objects.filter(user=person, pk=number):
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()


@transaction.atomic
def end_every_access(*, person: User) -> None:
    """End the sessions of `person` and revoke their API tokens and one-time links."""
    end_sessions(person=person)
    now = timezone.now()
    ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    SignInLink.objects.filter(person=person, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
