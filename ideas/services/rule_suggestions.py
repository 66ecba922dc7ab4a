"""What is made of the suggestions of the report on the rules: a draft by somebody, and news once a week.

Source: docs/review-process.md 3.12.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.rule_sets import RulesReported
from ideas.exceptions import Conflict
from ideas.models import Event, RuleSet, User
from ideas.routing.clock import WorkingCalendar, is_working_day, local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.rule_figures import last_weeks, routed_ideas
from ideas.selectors.rule_report import NEWS_WEEKS, SuggestedChange, suggested_changes
from ideas.selectors.rule_sets import refuse_unless_editor
from ideas.services.rule_sets import draft_rule_set
from ideas.services.turns import take_turn


def draft_suggestion(*, by: User, weeks: int, key: str) -> RuleSet:
    """Begin a draft that is the rules that hold with one suggestion of the report in them.

    Args:
        weeks: the period of the report that makes it, 1, 4 or 13.
        key: which one.

    Raises:
        NotPermitted: `by` does not edit rules (403, `not_rules_editor`).
        Conflict: the report does not suggest it any more (409, `suggestion_gone`), or as `draft_rule_set`.
        InvalidValue, TooLarge: as `draft_rule_set`.

    Audited.
    """
    refuse_unless_editor(by)
    found = next((one for one in _changes(weeks) if one.suggestion.key == key), None)
    if found is None:
        raise Conflict(_("The figures do not suggest this any more."), code="suggestion_gone")
    return draft_rule_set(by=by, body=found.body, suggestion=key)


@transaction.atomic
def report_on_rules() -> int:
    """Look at the rules once a calendar week, when its first working day opens; return how many changes are suggested.

    Whoever edits rules hears of it where something is suggested over the last four weeks: once, until other changes are
    suggested than the week before. Called again in the same week, or on a day off, it does nothing and returns 0.

    Emits: RulesReported.
    """
    now, calendar = timezone.now(), working_calendar(organisation().calendar)
    if not _is_open(calendar, now):
        return 0
    take_turn("report_on_rules")  # the second of two callers finds what the first one wrote
    today = local_day(calendar, now)
    if Event.objects.filter(dedupe_key=_key(today)).exists():
        return 0
    keys = tuple(sorted(one.suggestion.key for one in _changes(NEWS_WEEKS)))
    fact = RulesReported(suggestion_count=len(keys), suggestions=keys, is_new=list(keys) != _said_before(today))
    outbox.record(fact, dedupe_key=_key(today))
    return len(keys)


def _key(day: date) -> str:
    return f"{RulesReported.type}:{day:%G-W%V}"


def _said_before(today: date) -> list[str] | None:
    """The changes that the look before suggested; None where there was none in the weeks that news looks at."""
    keys = [_key(today - timedelta(weeks=back)) for back in range(1, NEWS_WEEKS + 1)]
    last = Event.objects.filter(dedupe_key__in=keys).order_by("-id").first()
    return last.payload.get("suggestions") if last is not None else None


def _changes(weeks: int) -> list[SuggestedChange]:
    found = routed_ideas(span=last_weeks(weeks))
    return list(suggested_changes(found, found.figures()))


def _is_open(calendar: WorkingCalendar, now: datetime) -> bool:
    local = now.astimezone(calendar.zone)
    return is_working_day(calendar, local.date()) and local.time() >= calendar.opens_at
