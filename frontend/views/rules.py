"""How an idea is decided: the questions, tiers and rules that hold now, in words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.http import MemberRequest, for_members
from frontend.rule_words import words_of
from ideas.policies.rule_sets import can_edit_rules
from ideas.routing.ruleset import Mode, Tier
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.calendars import organisation
from ideas.selectors.rule_sets import active_rule_set, rules_of

MODES = {
    Mode.REQUIRED: _("Required"),
    Mode.ADVISORY: _("Advice"),
    Mode.NOTIFY: _("Told about it"),
}


def _number(tier: Tier) -> int:
    return tier.number


@require_safe
@for_members
def rules(request: MemberRequest) -> HttpResponse:
    """Show the rule set that holds now; every lane links to its rule here."""
    row = active_rule_set()
    can_edit = can_edit_rules(request.user)
    context = {"rule_set": row, "can_edit": can_edit, **rules_context(rules_of(row, currency=organisation().currency))}
    return render(request, "frontend/pages/rules/rules.html", context)


def rules_context(parsed: Rules) -> dict[str, object]:
    """Return what partials/rules/content.html shows."""
    names = {guide.slug: guide.name for guide in parsed.departments}
    return {
        "rules": parsed,
        "tiers": [(tier, words_of(tier.condition, parsed)) for tier in sorted(parsed.tiers, key=_number)],
        "lines": [
            {
                "rule": rule,
                "departments": [names[slug] for slug in rule.departments],
                "mode": MODES[rule.mode],
                "words": words_of(rule.condition, parsed),
            }
            for rule in parsed.rules
        ],
        "waits": [
            {
                "rule": one,
                "department": names[one.department],
                "after": names[one.after],
                "words": words_of(one.condition, parsed),
            }
            for one in parsed.dependencies
        ],
    }
