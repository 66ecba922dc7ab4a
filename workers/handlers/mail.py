"""Consumer `email`: sends one mail, or one person's daily digest."""

import smtplib

from django.core.mail import EmailMultiAlternatives

from ideas.outside import NotNeeded, NotYet
from ideas.services.deliveries import Lease
from ideas.services.digests import finish_digest, start_digest
from ideas.services.news_mail import abandon_letter, finish_letter, start_letter
from workers.failures import DeliveryFailed, DeliveryNotNeeded, DeliveryPostponed
from workers.letters import digest_mail, letter_mail

_PERMANENT = 500  # SMTP codes from here on are final (RFC 5321 4.2.1)


def run(lease: Lease) -> None:
    """Send the mail of the notification that the delivery aims at, or the digest that the event names."""
    try:
        if lease.target_id:
            _send_letter(lease.target_id)
        else:
            _send_digest(lease)
    except NotNeeded as reason:
        raise DeliveryNotNeeded(str(reason)) from None
    except NotYet as later:
        raise DeliveryPostponed(seconds=later.seconds, reason=str(later)) from None


def _send_letter(notification_id: int) -> None:
    letter = start_letter(notification_id=notification_id)
    try:
        _send(letter_mail(letter))
    except DeliveryFailed as failed:
        abandon_letter(letter=letter, is_final=failed.failure.is_final)
        raise
    finish_letter(letter=letter)


def _send_digest(lease: Lease) -> None:
    digest_id = lease.payload.get("digest_id")
    if not isinstance(digest_id, int):
        raise TypeError("A mail without a notification or a digest.")
    letter = start_digest(digest_id=digest_id)
    _send(digest_mail(letter))
    finish_digest(letter=letter)


def _send(mail: EmailMultiAlternatives) -> None:
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(status for status, _words in refused.recipients.values())
        raise DeliveryFailed("The mail server refuses the address.", status=code, is_final=code >= _PERMANENT) from None
    except smtplib.SMTPDataError as refused:
        code = refused.smtp_code
        raise DeliveryFailed("The mail server refuses the mail.", status=code, is_final=code >= _PERMANENT) from None
    except smtplib.SMTPResponseException as answer:
        # A wrong password or sender is a mistake in the settings: the mail waits until it is put right.
        raise DeliveryFailed("The mail server refuses us.", status=answer.smtp_code) from None
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(f"The mail server does not answer: {type(error).__name__}.") from None
