"""The rule set that holds now, parsed."""

from functools import lru_cache

from django.db.models.functions import Now

from ideas.models import RuleSet
from ideas.routing.parsing import parse_rule_set
from ideas.routing.ruleset import RuleSet as Rules


def active_rule_set() -> RuleSet:
    """Return the latest rule set whose `active_from` has come, its body unread: `rules_of` keeps it parsed. One query.

    Raises:
        RuleSet.DoesNotExist: the installation was never set up (`manage.py migrate` does it).
    """
    return RuleSet.objects.defer("body").filter(active_from__lte=Now()).order_by("-active_from", "-id")[0:1].get()


def rules_of(rule_set: RuleSet, *, currency: str | None = None) -> Rules:
    """Return the parsed rules of one stored version; stored versions never change, so the parse is kept."""
    return _parsed(rule_set.pk, currency) if rule_set.active_from else parse_rule_set(rule_set.body, currency=currency)


@lru_cache(maxsize=16)
def _parsed(rule_set_id: int, currency: str | None) -> Rules:
    return parse_rule_set(RuleSet.objects.get(pk=rule_set_id).body, currency=currency)
