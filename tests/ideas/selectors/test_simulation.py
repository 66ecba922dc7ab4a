"""Trying rules on ideas that were sent."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import AnswerSet, Idea, RuleSet
from ideas.routing.conditions import ALWAYS
from ideas.routing.ruleset import Mode, Rule
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.simulation import try_rules
from tests.factories.ideas import submitted_idea
from tests.factories.routing import answers, default_rule_set
from tests.factories.rule_sets import rules_editor

pytestmark = pytest.mark.django_db


def with_legal_always() -> Rules:
    rules = default_rule_set()
    return replace(rules, rules=(*rules.rules, Rule("LEG-9", ("legal",), Mode.REQUIRED, ALWAYS, "Legal reads all.")))


def tried_idea(**fields: object) -> Idea:
    idea = submitted_idea(**fields)
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(version=1), answers=answers())
    return idea


def test_try_rules_names_changed_ideas_and_hides_titles_that_are_not_to_be_read() -> None:
    shown = tried_idea(title="A second key")
    hidden = tried_idea(title="About a colleague", visibility="confidential")

    found = try_rules(viewer=rules_editor(), rules=with_legal_always(), idea_count=10)

    assert sorted((one.ref, one.title) for one in found.changed) == [(shown.ref, "A second key"), (hidden.ref, "")]
    assert (found.outcome.tried_count, found.days, found.weeks) == (2, 1, 1.0)


def test_try_rules_takes_the_newest_ideas_and_at_least_ten() -> None:
    for _ in range(12):
        tried_idea()

    found = try_rules(viewer=rules_editor(), rules=default_rule_set(), idea_count=1)

    assert (found.outcome.tried_count, found.changed) == (10, ())


def test_try_rules_without_ideas_is_empty() -> None:
    found = try_rules(viewer=rules_editor(), rules=default_rule_set(), idea_count=100)

    assert (found.outcome.tried_count, found.days, found.first_on) == (0, 0, None)


def test_try_rules_asks_the_database_as_often_for_ten_ideas_as_for_one() -> None:
    editor, counts = rules_editor(), []
    for ideas in (1, 9):
        for _ in range(ideas):
            tried_idea()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            try_rules(viewer=editor, rules=with_legal_always(), idea_count=100)
        counts.append(len(asked))

    assert counts[0] == counts[1]
