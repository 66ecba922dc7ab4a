"""What became of every ask of the rules over the last weeks: what was sent back, left out, added.

Source: docs/review-process.md 3.12.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from ideas.models import Bounce, Idea, RoutingDecision, RoutingOverride, RuleSet
from ideas.routing.adjusting import is_of_people
from ideas.routing.rule_figures import Ask, RoutedIdea, RuleFigures, SentBack, count_rules
from ideas.routing.rule_suggestions import AnsweredIdea
from ideas.routing.rules import route
from ideas.routing.ruleset import Mode
from ideas.routing.ruleset import RuleSet as Rules
from ideas.routing.simulation import PastIdea, answers_under
from ideas.selectors.calendars import organisation
from ideas.selectors.overview import VOID_STAGES, Span
from ideas.selectors.rule_sets import active_rule_set, rules_of

FIRST_ROUND: Final = 1
AT_ONCE: Final = 500
"""Rows read at once: what the rules said is long, and only whom they asked is kept of it."""
Body = dict[str, Any]
Form = tuple[frozenset[str], str, Any]


@dataclass(frozen=True)
class RoutedIdeas:
    """Ideas that were sent in `span`, and the rules that hold now, as they are stored and read."""

    span: Span
    rule_set: RuleSet
    rules: Rules
    ideas: Mapping[int, RoutedIdea]

    def figures(self) -> RuleFigures:
        """Return the figures, a line for each rule that opens reviews. No query."""
        asks = [
            Ask(rule.id, slug, rule.mode, is_current=True)
            for rule in self.rules.rules
            if rule.mode is not Mode.NOTIFY
            for slug in rule.departments
        ]
        return count_rules(self.ideas.values(), current=asks, departments=[one.slug for one in self.rules.departments])


def last_weeks(weeks: int, *, now: datetime | None = None) -> Span:
    """Return the last `weeks` whole weeks (ISO 8601) of the organisation's calendar. One query."""
    zone = ZoneInfo(organisation().calendar.time_zone)
    today = (now or timezone.now()).astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    ends = (datetime.combine(monday - timedelta(weeks=back), time.min, zone).astimezone(UTC) for back in (weeks, 0))
    return Span(*ends)


def routed_ideas(*, span: Span) -> RoutedIdeas:
    """Return the ideas sent in `span` with what the rules alone asked, and what was made of it since. Seven queries.

    Withdrawn, merged and redirected ideas do not count, nor does a second round of one that woke up. What the rules said
    is read 500 ideas at a time.
    """
    rule_set = RuleSet.objects.get(pk=active_rule_set().pk)
    forms, today = _forms(span), _form_by_id(rule_set.body["rules"])
    changes, returned = _overrides(span), _bounces(span)
    ideas = {}
    same: dict[Ask, Ask] = {}  # thousands of ideas, dozens of asks
    rows = _decisions(span).values_list("idea_id", "rule_set_id", "routing__fired")
    for idea_id, rule_set_id, fired in rows.iterator(chunk_size=AT_ONCE):
        asks = tuple(same.setdefault(ask, ask) for ask in _asks(fired, forms.get(rule_set_id, {}), today))
        required, left_out = changes.get(idea_id, (frozenset(), frozenset()))
        ideas[idea_id] = RoutedIdea(asks, tuple(returned.get(idea_id, ())), required, left_out)
    return RoutedIdeas(span, rule_set, rules_of(rule_set, currency=organisation().currency), ideas)


def answered_ideas(found: RoutedIdeas) -> Iterator[AnsweredIdea]:
    """Yield the ideas of `found` with their answers to the questions of today. One query.

    An idea to which somebody was added counts as asking whom the rules of today would ask: what was put right since does
    not speak for another rule.
    """
    rows = _decisions(found.span).values_list("idea_id", "answer_set__answers", "answer_set__is_small")
    for idea_id, given, is_small in rows.iterator(chunk_size=AT_ONCE):
        idea = found.ideas.get(idea_id)
        if idea is None:
            continue
        answers, _is_guessed = answers_under(found.rules, PastIdea(idea_id, given, is_small))
        asked = idea.asked
        if idea.added:
            now = route(found.rules, answers).asked(Mode.REQUIRED, Mode.ADVISORY)
            asked |= {one.slug for one in now}
        yield AnsweredIdea(answers, asked, idea.added)


def _ideas(span: Span) -> QuerySet[Idea]:
    sent = Idea.objects.sent().filter(submitted_at__gte=span.start, submitted_at__lt=span.end)
    return sent.exclude(stage__in=VOID_STAGES)


def _decisions(span: Span) -> QuerySet[RoutingDecision]:
    """The latest answer of the rules to each idea, before anybody changed it."""
    rows = RoutingDecision.objects.filter(round=FIRST_ROUND, override__isnull=True, idea__in=_ideas(span))
    return rows.order_by("idea_id", "-id").distinct("idea_id")


def _forms(span: Span) -> dict[int, dict[str, Form]]:
    """What the rules of each version did that answered in `span`."""
    used = RoutingDecision.objects.filter(round=FIRST_ROUND, override__isnull=True, idea__in=_ideas(span))
    rows = RuleSet.objects.filter(pk__in=used.values("rule_set")).values_list("pk", "body__rules")
    return {pk: _form_by_id(rules) for pk, rules in rows}


def _form_by_id(rules: list[Body]) -> dict[str, Form]:
    """What each rule does, without the words that explain it."""
    return {one["id"]: (frozenset(one["departments"]), one["mode"], one["when"]) for one in rules}


def _asks(fired: list[Body], forms: Mapping[str, Form], today: Mapping[str, Form]) -> Iterator[Ask]:
    """Whom the rules asked for a review, each department by the rule that is named as the reason."""
    named: dict[str, Ask] = {}
    for one in fired:
        rule, mode = one["rule_id"], Mode(one["mode"])
        if is_of_people(rule) or mode is Mode.NOTIFY:
            continue
        is_current = rule in today and forms.get(rule) == today[rule]
        for slug in one["departments"]:
            if slug not in named or named[slug].mode.strength < mode.strength:
                named[slug] = Ask(rule, slug, mode, is_current)
    return iter(named.values())


def _overrides(span: Span) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
    """The change that stands for each idea: departments required, and left out."""
    rows = RoutingOverride.objects.filter(round=FIRST_ROUND, idea__in=_ideas(span))
    latest = rows.order_by("idea_id", "-id").distinct("idea_id").values_list("idea_id", "added", "removed")
    return {idea_id: (frozenset(added), frozenset(removed)) for idea_id, added, removed in latest}


def _bounces(span: Span) -> dict[int, list[SentBack]]:
    rows = Bounce.objects.filter(round=FIRST_ROUND, idea__in=_ideas(span)).order_by("idea_id", "number")
    found: defaultdict[int, list[SentBack]] = defaultdict(list)
    for idea_id, slug, suggested, outcome in rows.values_list(
        "idea_id", "review__department__slug", "suggested__slug", "outcome"
    ):
        is_moved, is_kept = outcome == Bounce.Outcome.MOVED, outcome == Bounce.Outcome.KEPT
        found[idea_id].append(SentBack(slug, suggested, is_moved, is_kept))
    return found
