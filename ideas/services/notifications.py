"""Tells people what happened, and keeps how they want to be told.

Source: docs/notifications.md.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Event, Notification, Preference, Review, User
from ideas.news import NewsKind, default_mail
from ideas.outbox import Dispatch
from ideas.quiet import next_window
from ideas.realtime import LiveChange, person_topic, version_at
from ideas.selectors.calendars import CALENDAR_OF_THEIRS
from ideas.selectors.notifications import mail_wishes, visible_news
from ideas.selectors.personal_days import personal_days
from ideas.selectors.recipient_rules import Recipient
from ideas.selectors.recipients import recipients_of_all
from ideas.services.unheard import see_to_unheard

EMAIL = "email"
BATCH_ROWS = 1000
_Mail = Notification.MailState
_Wish = Preference.Mail
_STATES = {_Wish.NOW.value: _Mail.NOW, _Wish.DIGEST.value: _Mail.DIGEST, _Wish.OFF.value: _Mail.NONE}
# Payload names of the rows that a fact is about.
_OBJECTS = (
    "review_id",
    "comment_id",
    "decision_id",
    "reopening_id",
    "appeal_id",
    "outcome_id",
    "endpoint_id",
    "delegation_id",
    "condition_id",
    "precedent_id",
    "escalation_id",
    "apology_id",
)


@transaction.atomic(savepoint=False)
def tell_people_of(*, event_ids: Sequence[int]) -> int:
    """Write the news that events are for people, and the mails that must go out; return how many pieces of news there are.

    Where a step of a ladder reaches nobody, `see_to_unheard` does. Running it again adds nothing. A mail outside
    somebody's working hours is due when the next ones begin; for somebody who is away the digest after the return
    tells it.

    Emits: nothing; it adds deliveries to `email`.
    """
    events = list(Event.objects.filter(pk__in=event_ids).select_related("idea").order_by("id"))
    found = {event.pk: recipients for event, recipients in recipients_of_all(events=events)}
    found |= see_to_unheard(events=events, found=found)
    events = [event for event in events if found[event.pk]]
    if not events:
        return 0
    now = timezone.now()
    rows = _write(events, found, now)
    people = _people(rows)
    outbox.deliver_all(_mails(rows, people, now), live_changes=_bells(rows, people, now))
    return len(rows)


def _write(events: list[Event], found: dict[int, list[Recipient]], now: datetime) -> list[Notification]:
    wishes = _wishes([one for recipients in found.values() for one in recipients])
    reviews = _standing_reviews(events)
    Notification.objects.bulk_create(
        [
            Notification(
                person_id=one.person_id,
                event_id=event.pk,
                kind=one.kind,
                reason=one.reason,
                idea_id=event.idea_id,
                department_id=one.department_id,
                mail_state=_STATES[wishes[one.person_id, one.kind]],
                created_at=now,
                **_objects(event, reviews),
            )
            for event in events
            for one in found[event.pk]
        ],
        ignore_conflicts=True,
        batch_size=BATCH_ROWS,
    )
    rows = Notification.objects.filter(event__in=[event.pk for event in events]).order_by("id")
    return list(rows.only("person_id", "event_id", "mail_state", "mailed_at", "created_at"))


def _people(rows: list[Notification]) -> dict[int, User]:
    people = User.objects.filter(pk__in={row.person_id for row in rows}).select_related(*CALENDAR_OF_THEIRS)
    return {person.pk: person for person in people}


def _wishes(recipients: list[Recipient]) -> dict[tuple[int, str], str]:
    chosen = mail_wishes(people={one.person_id for one in recipients}, kinds={one.kind for one in recipients})
    return {(one.person_id, one.kind): default_mail(one.kind) for one in recipients} | chosen


def _standing_reviews(events: list[Event]) -> set[int]:
    """The reviews that events name and that are still there; events are kept for longer than what they are about."""
    named = {value for event in events if isinstance(value := event.payload.get("review_id"), int)}
    return set(Review.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _objects(event: Event, reviews: set[int]) -> dict[str, int]:
    about = {name: value for name in _OBJECTS if isinstance(value := event.payload.get(name), int)}
    if about.get("review_id") not in reviews:
        about.pop("review_id", None)
    return about


def _bells(rows: list[Notification], people: dict[int, User], now: datetime) -> tuple[LiveChange, ...]:
    fresh = {row.person_id for row in rows if row.created_at == now}
    return tuple(LiveChange(person_topic(people[key].public_id), version_at(now)) for key in sorted(fresh))


def _mails(rows: list[Notification], people: dict[int, User], now: datetime) -> list[Dispatch]:
    letters = [row for row in rows if row.mail_state == _Mail.NOW and row.mailed_at is None]
    readers = {row.person_id for row in letters}
    days = personal_days(people=[people[key] for key in sorted(readers)]) if readers else {}
    due = {key: next_window(one, now) for key, one in days.items() if not one.is_kept_for_return(now)}
    _keep_for_return([row.pk for row in letters if row.person_id not in due])
    return [
        Dispatch(row.event_id, EMAIL, row.pk, None if due[row.person_id] <= now else due[row.person_id])
        for row in letters
        if row.event_id is not None and row.person_id in due
    ]


def _keep_for_return(keys: list[int]) -> None:
    """Leave the news of people who are away to their first digest after the return, which may be earlier than planned."""
    if keys:
        Notification.objects.filter(pk__in=keys).update(mail_state=_Mail.DIGEST)


@transaction.atomic
def mark_read(*, by: User, news: list[uuid.UUID] | None = None) -> int:
    """Mark news of `by` as read, all of it or those named; return how many were not read before.

    Other pages that the person has open are told where anything changed.
    """
    rows = Notification.objects.filter(person=by, read_at__isnull=True)
    if news is not None:
        rows = rows.filter(public_id__in=news)
    now = timezone.now()
    count = rows.update(read_at=now)
    _tell_own_pages(by, now, count)
    return count


@transaction.atomic
def mark_done(*, by: User, news: list[uuid.UUID], is_done: bool = True) -> int:
    """Put news of `by` away, or back; what is put away counts as read. Return how many changed.

    Other pages that the person has open are told where anything changed.
    """
    rows = visible_news(viewer=by).filter(public_id__in=news, done_at__isnull=is_done)
    now = timezone.now()
    if is_done:
        rows.filter(read_at__isnull=True).update(read_at=now)
    count = rows.update(done_at=now if is_done else None)
    _tell_own_pages(by, now, count)
    return count


def _tell_own_pages(person: User, now: datetime, changed: int) -> None:
    if changed:
        outbox.tell_pages(LiveChange(person_topic(person.public_id), version_at(now)))


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
