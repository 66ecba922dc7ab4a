"""Drafts of rules, and those who write them."""

from typing import Any

from ideas.models import RuleSet, User
from ideas.services.rule_sets import activate_rule_set, change_rule_set, draft_rule_set
from tests.factories.people import UserFactory, grant_role


def rules_editor(**fields: Any) -> User:
    """A programme manager."""
    person: User = UserFactory(**fields)
    grant_role(person, "programme_manager")
    return person


def draft(by: User | None = None, **changes: Any) -> RuleSet:
    """A draft; `changes` take the place of parts of its data."""
    drafter = by or rules_editor()
    row = draft_rule_set(by=drafter)
    return changed(row, by=drafter, **changes) if changes else row


def changed(row: RuleSet, *, by: User, **changes: Any) -> RuleSet:
    """The draft with parts of its data replaced."""
    return change_rule_set(rule_set=row, by=by, body={**row.body, **changes}, expected_revision=row.revision)


def activated(row: RuleSet, *, by: User | None = None, **options: Any) -> RuleSet:
    """The draft, activated by a second person."""
    given = {"reason": "Prices rose.", "expected_revision": row.revision, **options}
    return activate_rule_set(rule_set=row, by=by or rules_editor(), **given)
