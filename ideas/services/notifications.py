"""Tells people what happened, and keeps how they want to be told.

Source: docs/notifications.md.
"""

import uuid
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Event, Notification, Preference, Review, User
from ideas.news import NewsKind, default_mail
from ideas.quiet import next_window
from ideas.realtime import LiveChange, person_topic, version_at
from ideas.selectors.notifications import mail_wishes, visible_news
from ideas.selectors.personal_days import personal_days
from ideas.selectors.recipients import Recipient, recipients_of

EMAIL = "email"
BATCH_ROWS = 1000
_Mail = Notification.MailState
_Wish = Preference.Mail
_STATES = {_Wish.NOW.value: _Mail.NOW, _Wish.DIGEST.value: _Mail.DIGEST, _Wish.OFF.value: _Mail.NONE}
# Payload names of the rows that a fact is about.
_OBJECTS = ("review_id", "comment_id", "decision_id", "endpoint_id")


@transaction.atomic
def tell_people(*, event_id: int) -> int:
    """Write the news that an event is for people, and the mails that must go out; return how many people hear of it.

    Running it again adds nothing. A mail outside somebody's working hours is due when the next ones begin.

    Emits: nothing; it adds deliveries to `email`.
    """
    event = Event.objects.select_related("idea").get(pk=event_id)
    recipients = recipients_of(event=event)
    if not recipients:
        return 0
    now = timezone.now()
    rows = _write(event, recipients, now)
    _ring_bells(event, rows, now)
    _send_mails(event, [row for row in rows if row.mail_state == _Mail.NOW and row.mailed_at is None], now)
    return len(rows)


def _write(event: Event, recipients: list[Recipient], now: datetime) -> list[Notification]:
    wishes = _wishes(recipients)
    about = _objects(event)
    Notification.objects.bulk_create(
        [
            Notification(
                person_id=one.person_id,
                event=event,
                kind=one.kind,
                reason=one.reason,
                idea_id=event.idea_id,
                department_id=one.department_id,
                mail_state=_STATES[wishes[one.person_id, one.kind]],
                created_at=now,
                **about,
            )
            for one in recipients
        ],
        ignore_conflicts=True,
        batch_size=BATCH_ROWS,
    )
    rows = Notification.objects.filter(event=event).select_related("person__department__calendar")
    return list(rows.order_by("id"))


def _wishes(recipients: list[Recipient]) -> dict[tuple[int, str], str]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in recipients:
        by_kind[one.kind].append(one.person_id)
    found = {}
    for kind, people in by_kind.items():
        chosen = mail_wishes(people=people, kind=kind)
        for person in people:
            found[person, kind] = chosen.get(person, default_mail(kind))
    return found


def _objects(event: Event) -> dict[str, int]:
    about = {name: value for name in _OBJECTS if isinstance(value := event.payload.get(name), int)}
    # A review may be gone by now; events are kept for longer than what they are about.
    if "review_id" in about and not Review.objects.filter(pk=about["review_id"]).exists():
        del about["review_id"]
    return about


def _ring_bells(event: Event, rows: list[Notification], now: datetime) -> None:
    fresh = [row for row in rows if row.created_at == now]
    changes = tuple(LiveChange(person_topic(row.person.public_id), version_at(now)) for row in fresh)
    outbox.tell_pages(*changes)


def _send_mails(event: Event, rows: list[Notification], now: datetime) -> None:
    days = personal_days(people=[row.person for row in rows]) if rows else {}
    by_time: dict[datetime | None, list[int]] = defaultdict(list)
    for row in rows:
        due = next_window(days[row.person_id], now)
        by_time[None if due <= now else due].append(row.pk)
    for due_at, targets in by_time.items():
        outbox.deliver(event_id=event.pk, consumer=EMAIL, targets=targets, due_at=due_at)


@transaction.atomic
def mark_read(*, by: User, news: list[uuid.UUID] | None = None) -> int:
    """Mark news of `by` as read, all of it or those named; return how many were not read before."""
    rows = Notification.objects.filter(person=by, read_at__isnull=True)
    if news is not None:
        rows = rows.filter(public_id__in=news)
    return rows.update(read_at=timezone.now())


@transaction.atomic
def mark_done(*, by: User, news: list[uuid.UUID], is_done: bool = True) -> int:
    """Put news of `by` away, or back; what is put away counts as read. Return how many changed."""
    rows = visible_news(viewer=by).filter(public_id__in=news, done_at__isnull=is_done)
    if is_done:
        rows.filter(read_at__isnull=True).update(read_at=timezone.now())
    return rows.update(done_at=timezone.now() if is_done else None)


@transaction.atomic
def save_mail_choices(*, person: User, choices: dict[str, str], quiet_hours: bool | None = None) -> None:
    """Keep how `person` wants each named kind of news by mail; kinds that are not named stay as they are.

    Args:
        choices: kind → "now", "digest" or "off".
        quiet_hours: whether mail waits for working hours; None leaves it.

    Raises:
        InvalidValue: an unknown kind or way (422).
    """
    problems = tuple(_problems(choices))
    if problems:
        raise InvalidValue(_("Choose at once, once a day or never for each kind of news."), problems=problems)
    rows = [Preference(person=person, kind=kind, mail=mail) for kind, mail in choices.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["mail"]
    )
    if quiet_hours is not None:
        User.objects.filter(pk=person.pk).update(quiet_hours=quiet_hours)


def _problems(choices: dict[str, str]) -> list[FieldProblem]:
    problems = []
    for kind, mail in choices.items():
        if kind not in NewsKind.values:
            problems.append(FieldProblem(kind, "unknown_kind", _("There is no such kind of news.")))
        elif mail not in _Wish.values:
            problems.append(FieldProblem(kind, "invalid_choice", _("Choose at once, once a day or never.")))
    return problems


@transaction.atomic
def stop_mail(*, person_public_id: uuid.UUID, kinds: list[str]) -> list[NewsKind]:
    """Stop mail of these kinds for a person, as a signed link in a mail asks; return what was stopped.

    "digest" stands for everything that the person gets once a day. The news still appears on their page.
    """
    person = User.objects.filter(public_id=person_public_id).first()
    if person is None:
        return []
    stopped = _expand(person, kinds)
    save_mail_choices(person=person, choices=dict.fromkeys(stopped, _Wish.OFF.value))
    return stopped


def _expand(person: User, kinds: list[str]) -> list[NewsKind]:
    if "digest" not in kinds:
        return [NewsKind(kind) for kind in kinds if kind in NewsKind.values]
    own = dict(Preference.objects.filter(person=person).values_list("kind", "mail"))
    return [kind for kind in NewsKind if own.get(kind, default_mail(kind)) == _Wish.DIGEST]
