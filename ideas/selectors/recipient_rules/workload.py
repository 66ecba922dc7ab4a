"""Who hears of how much work departments have, and whether the rules share it out well."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.rule_sets import RulesReported
from ideas.events.workload import BounceSettled, LoadWarned, ReviewBounced
from ideas.models import Bounce, Event, User
from ideas.news import NewsKind, NewsReason
from ideas.policies.bounces import is_in_reach
from ideas.policies.permissions import Permission
from ideas.selectors.recipient_rules.naming import Recipient, Rule, holders, leaders, number_in


def _warned(event: Event) -> Iterator[Recipient]:
    return leaders([number_in(event, "department_id")], NewsKind.DEPARTMENT_BUSY)


def _bounced(event: Event) -> Iterator[Recipient]:
    bounce = Bounce.objects.filter(pk=number_in(event, "bounce_id"), settled_at__isnull=True).first()
    if bounce is None:
        return
    for person in User.objects.filter(pk__in=holders(Permission.OVERRIDE_ROUTING)):
        if is_in_reach(person, bounce.number):
            yield Recipient(person.pk, NewsKind.REVIEW_BOUNCED, NewsReason.TRIAGER)


def _settled(event: Event) -> Iterator[Recipient]:
    for person in Bounce.objects.filter(pk=number_in(event, "bounce_id")).values_list("by_id", flat=True):
        yield Recipient(person, NewsKind.BOUNCE_SETTLED, NewsReason.REVIEWER)


def _reported(event: Event) -> Iterator[Recipient]:
    if number_in(event, "suggestion_count") and event.payload.get("is_new", True):
        for person in holders(Permission.EDIT_RULES):
            yield Recipient(person, NewsKind.RULES_REPORTED, NewsReason.RULES_EDITOR)


RULES: Final[Mapping[str, Rule]] = {
    RulesReported.type: _reported,
    LoadWarned.type: _warned,
    ReviewBounced.type: _bounced,
    BounceSettled.type: _settled,
}
