"""The daily mail: everything that was not urgent, once, at 08:30 of the person's working day.

Source: docs/notifications.md "Digest".
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.each import for_each
from ideas.events import DigestDue
from ideas.exceptions import NotFound
from ideas.models import Digest, Follow, Notification, Preference, User
from ideas.news import is_mandatory
from ideas.outside import NotNeeded
from ideas.quiet import PersonalDays, digest_moment
from ideas.selectors.calendars import CALENDAR_OF_THEIRS, organisation
from ideas.selectors.notifications import visible_news, with_objects
from ideas.selectors.personal_days import days_of, personal_days

MAX_NEWS = 100
_Mail = Notification.MailState


@dataclass(frozen=True)
class DigestLetter:
    """One day's mail. `keys`: all the news it stands for, also what found no room and is only counted."""

    digest: Digest
    person: User
    news: tuple[Notification, ...]
    keys: tuple[int, ...]
    days: PersonalDays

    @property
    def more_count(self) -> int:
        """How much news found no room."""
        return len(self.keys) - len(self.news)


def open_digests(*, now: datetime | None = None) -> int:
    """Start today's digest of everybody whose 08:30 is over and for whom news waits; return how many were started.

    It looks at the present state and may run at any time, also twice at once. Three queries while nobody is due, and one
    for each calendar in use.

    Emits: DigestDue for each.
    """
    moment = now or timezone.now()
    waiting = _waiting_since()
    people = User.objects.filter(pk__in=waiting, is_active=True).select_related(*CALENDAR_OF_THEIRS)
    days = personal_days(people=people)
    due = {pk: digest_moment(one, moment) for pk, one in days.items()}
    now_due = [pk for pk, at in due.items() if at is not None and waiting[pk] < at]
    return for_each(now_due, lambda pk: _open(pk, days[pk].local(moment).date()))


def _waiting_since() -> dict[int, datetime]:
    """The people for whom news waits, with the moment of the oldest."""
    rows = Notification.objects.filter(mail_state=_Mail.DIGEST).values("person_id").annotate(since=Min("created_at"))
    return {row["person_id"]: row["since"] for row in rows}


@transaction.atomic
def _open(person_id: int, day: date) -> bool:
    digest, is_new = Digest.objects.get_or_create(person_id=person_id, day=day)
    if is_new:
        outbox.record(DigestDue(digest_id=digest.pk))
    return is_new


def open_digests_early() -> int:
    """Start the digest of everybody who is here and for whom news waits, at any hour; return how many were started.

    Whoever looks around in the demo sees at once what others read in the morning; doing it again tells what came since.

    Raises:
        NotFound: this is no demo (404).

    Emits: DigestDue for each.
    """
    if not organisation().is_demo:
        raise NotFound(_("Only the demo sends its daily mail early."))
    now = timezone.now()
    people = User.objects.filter(pk__in=_waiting_since(), is_active=True).select_related(*CALENDAR_OF_THEIRS)
    today = {pk: (days, days.local(now).date()) for pk, days in personal_days(people=people).items()}
    return sum(_open_again(pk, day) for pk, (days, day) in today.items() if not days.is_away_on(day))


@transaction.atomic
def _open_again(person_id: int, day: date) -> bool:
    """Start the digest of `day`, also where one was sent; not where one is on its way."""
    sent = Digest.objects.filter(person_id=person_id, day=day, sent_at__isnull=False)
    digest = sent.select_for_update(no_key=True).first()
    if digest is None:
        return _open(person_id, day)
    sent.update(sent_at=None)
    outbox.record(DigestDue(digest_id=digest.pk))
    return True


def start_digest(*, digest_id: int) -> DigestLetter:
    """Return what today's mail tells; at most 100 pieces of news, the oldest first.

    Raises:
        NotNeeded: it was sent, the person left, or nothing is left that they may and want to know.
    """
    persons = [f"person__{path}" for path in CALENDAR_OF_THEIRS]
    digest = Digest.objects.select_related(*persons).filter(pk=digest_id).first()
    if digest is None or digest.sent_at is not None or not digest.person.is_active:
        raise NotNeeded("The digest was sent, or nobody is there to read it.")
    waiting = Notification.objects.filter(person=digest.person, mail_state=_Mail.DIGEST)
    news = _wanted(digest.person)
    keys = tuple(one.pk for one in news)
    waiting.exclude(pk__in=keys).update(mail_state=_Mail.SKIPPED)
    if not news:
        raise NotNeeded("Nothing is left to tell.")
    return DigestLetter(digest, digest.person, tuple(news[:MAX_NEWS]), keys, days_of(person=digest.person))


@transaction.atomic
def finish_digest(*, letter: DigestLetter) -> None:
    """Note that the digest is on its way; what it told, and what it only counted, waits no more."""
    Notification.objects.filter(pk__in=letter.keys, mail_state=_Mail.DIGEST).update(mail_state=_Mail.SENT)
    Digest.objects.filter(pk=letter.digest.pk).update(sent_at=timezone.now(), notification_count=len(letter.keys))


def _wanted(person: User) -> list[Notification]:
    rows = visible_news(viewer=person).filter(mail_state=_Mail.DIGEST, done_at__isnull=True)
    found = list(with_objects(rows).order_by("idea_id", "pk"))
    stopped = set(Preference.objects.filter(person=person, mail=Preference.Mail.OFF).values_list("kind", flat=True))
    muted = set(Follow.objects.filter(person=person, level=Follow.Level.MUTED).values_list("idea_id", flat=True))
    return [one for one in found if one.kind not in stopped and (one.idea_id not in muted or is_mandatory(one.kind))]
