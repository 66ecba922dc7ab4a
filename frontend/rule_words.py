"""Conditions of rules and tiers as people read them."""

from django.utils.translation import gettext as _

from ideas.routing.conditions import All, AnyOf, AtLeast, Below, Condition, OneOf, TierAtLeast, TierIs
from ideas.routing.ruleset import Question, RuleSet


def words_of(condition: Condition, rules: RuleSet) -> str:
    """Return `condition` in words, with the labels of the rule set's questions and answers."""
    if isinstance(condition, All | AnyOf):
        return _of_parts(condition, rules)
    if isinstance(condition, TierAtLeast | TierIs):
        return _of_tier(condition)
    question = rules.question(condition.question)
    return _of_answer(condition, question) if question else condition.question


def _of_parts(condition: All | AnyOf, rules: RuleSet) -> str:
    parts = [_nested(part, rules) for part in condition.parts]
    if not parts:
        return _("always")
    return _("; and ").join(parts) if isinstance(condition, All) else _("; or ").join(parts)


def _nested(condition: Condition, rules: RuleSet) -> str:
    """Put a joined condition inside another one into brackets."""
    words = words_of(condition, rules)
    is_joined = isinstance(condition, All | AnyOf) and len(condition.parts) > 1
    return _("(%(conditions)s)") % {"conditions": words} if is_joined else words


def _of_tier(condition: TierAtLeast | TierIs) -> str:
    if isinstance(condition, TierIs):
        return _("tier %(tier)d") % {"tier": condition.tier}
    return _("tier %(tier)d or higher") % {"tier": condition.tier}


def _of_answer(condition: OneOf | AtLeast | Below, question: Question) -> str:
    if isinstance(condition, OneOf):
        chosen = [option.short for option in question.options if option.value in condition.values]
    else:
        facts = [option for option in question.options if isinstance(option.value, int)]
        is_above = isinstance(condition, AtLeast)
        chosen = [one.short for one in facts if (int(one.value) >= condition.amount) is is_above]
    return _("“%(question)s” is %(answers)s") % {"question": question.label, "answers": _(" or ").join(chosen)}
