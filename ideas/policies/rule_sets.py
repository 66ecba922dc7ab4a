"""Who may draft, read and activate rules. Source: docs/permissions.md "Rules"."""

from django.utils import timezone

from ideas.models import RuleSet, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_edit_rules(person: User) -> bool:
    """Return whether `person` may draft rules, try them out and activate those of others."""
    return person.is_active and standing_of(person).has(Permission.EDIT_RULES)


def can_read_rule_set(person: User, rule_set: RuleSet) -> bool:
    """Return whether `person` may read `rule_set`: once it has held everybody may, before that those who edit rules."""
    return has_begun(rule_set) or can_edit_rules(person)


def can_change_rule_set(person: User, rule_set: RuleSet) -> bool:
    """Return whether `person` may change `rule_set`: only a draft changes."""
    return is_draft(rule_set) and can_edit_rules(person)


def can_activate_rule_set(person: User, rule_set: RuleSet) -> bool:
    """Return whether `person` may activate `rule_set`: nobody who drafted or changed it."""
    return can_change_rule_set(person, rule_set) and person.pk not in rule_set.editor_ids


def can_discard_rule_set(person: User, rule_set: RuleSet) -> bool:
    """Return whether `person` may discard `rule_set`: a draft, or one whose date has not come."""
    return rule_set.discarded_at is None and not has_begun(rule_set) and can_edit_rules(person)


def is_draft(rule_set: RuleSet) -> bool:
    """Return whether `rule_set` is still being written."""
    return rule_set.active_from is None and rule_set.discarded_at is None


def has_begun(rule_set: RuleSet) -> bool:
    """Return whether `rule_set` holds or has held."""
    begins = rule_set.active_from
    return rule_set.discarded_at is None and begins is not None and begins <= timezone.now()
