"""Mails about a single thing: who may get one now, and what is kept about it.

At most five a person and day; about one idea at most one in ten minutes, which then tells everything since. What is too
much goes into the digest. Source: docs/notifications.md "Mail".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from ideas.models import Follow, Notification, Preference, User
from ideas.news import MAX_OWN_MAILS_A_DAY, MERGE_MINUTES, default_mail, is_mandatory
from ideas.outside import NotNeeded, NotYet
from ideas.quiet import PersonalDays, day_began, next_window
from ideas.selectors.notifications import with_objects
from ideas.selectors.personal_days import days_of
from ideas.selectors.recipient_rules.presence import readers_of

# A mail takes seconds and its lease a minute; one that was started longer ago was left by a process that ended.
STARTED_COUNTS_FOR = timedelta(minutes=2)
WAIT_FOR_OTHER_SECONDS = 30
_Mail = Notification.MailState


@dataclass(frozen=True)
class Letter:
    """A mail to one person, started and not yet sent; all its news are about one idea, the oldest first."""

    person: User
    news: tuple[Notification, ...]
    days: PersonalDays


def start_letter(*, notification_id: int) -> Letter:
    """Start the mail that a notification asks for, together with whatever else waits to be told about its idea.

    The person's row is locked, so that two workers cannot pass the daily limit together.

    Raises:
        NotNeeded: it was told already, went into the digest, or the person may not or does not want to know any more.
        NotYet: outside working hours, or a mail about the same idea went out less than ten minutes ago.
    """
    outcome = _start_letter(notification_id)
    if isinstance(outcome, Letter):
        return outcome
    raise outcome


@transaction.atomic
def _start_letter(notification_id: int) -> Letter | NotNeeded | NotYet:
    """As `start_letter`, but answers a refusal: raised in here it would undo what was noted."""
    news = with_objects(Notification.objects.filter(pk=notification_id)).first()
    if news is None:
        return NotNeeded("The news is gone.")
    User.objects.select_for_update(no_key=True).get(pk=news.person_id)
    news.refresh_from_db(fields=["mail_state", "mailed_at"])
    if news.mail_state != _Mail.NOW:
        return NotNeeded("It needs no mail of its own any more.")
    now = timezone.now()
    if _waiting(news).filter(mailed_at__gt=now - STARTED_COUNTS_FOR).exists():
        return NotYet(seconds=WAIT_FOR_OTHER_SECONDS, reason="A mail about this idea is on its way.")
    return _start(news, days_of(person=news.person), now)


@transaction.atomic
def finish_letter(*, letter: Letter) -> None:
    """Note that the mail is on its way."""
    _rows(letter).update(mail_state=_Mail.SENT)


@transaction.atomic
def abandon_letter(*, letter: Letter, is_final: bool) -> None:
    """Note that the mail could not be sent: another try may start it again, or none will."""
    if is_final:
        _rows(letter).update(mail_state=_Mail.SKIPPED, mailed_at=None)
    else:
        _rows(letter).update(mailed_at=None)


def _rows(letter: Letter) -> "QuerySet[Notification]":
    return Notification.objects.filter(pk__in=[news.pk for news in letter.news], mail_state=_Mail.NOW)


def _start(news: Notification, days: PersonalDays, now: datetime) -> Letter | NotNeeded | NotYet:
    wanted = _still_wanted(list(with_objects(_waiting(news)).order_by("pk")))
    if news not in wanted:
        return NotNeeded("The person may not or does not want to know any more.")
    if days.is_kept_for_return(news.created_at):
        Notification.objects.filter(pk__in=[one.pk for one in wanted]).update(mail_state=_Mail.DIGEST, mailed_at=None)
        return NotNeeded("They were away; one digest tells it when they are back.")
    opens = max(next_window(days, now), _merged_until(news, now))
    if opens > now:
        return NotYet(seconds=(opens - now).total_seconds(), reason="Held for working hours, or to be told together.")
    rows = Notification.objects.filter(pk__in=[one.pk for one in wanted])
    if _sent_today(news.person, days, now) >= MAX_OWN_MAILS_A_DAY:
        rows.update(mail_state=_Mail.DIGEST, mailed_at=None)
        return NotNeeded("Five mails went out today; the digest tells it.")
    rows.update(mailed_at=now)
    return Letter(news.person, tuple(wanted), days)


def _waiting(news: Notification) -> "QuerySet[Notification]":
    rows = Notification.objects.filter(person=news.person, mail_state=_Mail.NOW)
    return rows.filter(pk=news.pk) if news.idea_id is None else rows.filter(idea_id=news.idea_id)


def _still_wanted(group: list[Notification]) -> list[Notification]:
    wanted = [one for one in group if _may_tell(one)]
    dropped = [one.pk for one in group if one not in wanted]
    Notification.objects.filter(pk__in=dropped).update(mail_state=_Mail.SKIPPED, mailed_at=None)
    return wanted


def _may_tell(news: Notification) -> bool:
    if not news.person.is_active:
        return False
    if news.idea is not None and not readers_of(idea=news.idea, people=[news.person]):
        return False
    chosen = Preference.objects.filter(person=news.person, kind=news.kind).values_list("mail", flat=True).first()
    if (chosen or default_mail(news.kind)) == Preference.Mail.OFF:
        return False
    if news.idea is None or is_mandatory(news.kind):
        return True
    return not Follow.objects.filter(idea=news.idea, person=news.person, level=Follow.Level.MUTED).exists()


def _merged_until(news: Notification, now: datetime) -> datetime:
    """Until when a mail about the same idea that went out a while ago keeps the next one back."""
    if news.idea_id is None:
        return now
    own = Notification.objects.filter(person=news.person, idea_id=news.idea_id, mail_state=_Mail.SENT)
    last = own.aggregate(last=Max("mailed_at"))["last"]
    return now if last is None else last + timedelta(minutes=MERGE_MINUTES)


def _sent_today(person: User, days: PersonalDays, now: datetime) -> int:
    rows = Notification.objects.filter(person=person, mailed_at__gte=day_began(days, now))
    return rows.values("mailed_at", "idea_id").distinct().count()
