"""Consumer `account_mail`: sends the link of an invitation, or to choose a new password.

The link is made here and not before: its secret stands in the mail and nowhere else. A second try makes a new one,
which ends the first.
"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from ideas.exceptions import Conflict
from ideas.models import SignInLink, User
from ideas.selectors.calendars import organisation
from ideas.selectors.personas import active_person_by_key
from ideas.services.deliveries import Lease
from ideas.services.sign_in_links import make_sign_in_link
from workers.failures import DeliveryFailed, DeliveryNotNeeded

PURPOSES = {
    "person.invited": SignInLink.Purpose.INVITATION,
    "person.password_reset_asked": SignInLink.Purpose.RESET,
}
# The page's address is part of what was sent, so it never changes; a test compares it with the URL configuration.
LINK_PATH = "/link/{token}/"


def run(lease: Lease) -> None:
    """Send the mail; nobody to send it to (an unknown address, a closed account) is no failure."""
    person = _person(lease)
    purpose = PURPOSES[lease.event_type]
    try:
        token = make_sign_in_link(person=person, purpose=purpose)
    except Conflict as refusal:
        raise DeliveryNotNeeded(refusal.error_code) from refusal
    with translation.override(person.locale):
        message = _message(person, purpose, settings.PUBLIC_URL + LINK_PATH.format(token=token))
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise DeliveryFailed("The mail server knows no such recipient.", is_final=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__) from error


def _person(lease: Lease) -> User:
    key = lease.payload.get("person_id")
    person = active_person_by_key(key) if isinstance(key, int) else None
    if person is None:
        raise DeliveryNotNeeded("nobody")
    return person


def _message(person: User, purpose: SignInLink.Purpose, link: str) -> EmailMultiAlternatives:
    context = {"person": person, "organisation": organisation(), "link": link, "address": settings.PUBLIC_URL}
    subject = render_to_string(f"workers/{purpose}.subject.txt", context).strip()
    message = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"workers/{purpose}.txt", context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"workers/{purpose}.html", context), "text/html")
    return message
