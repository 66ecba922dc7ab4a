"""The report on the rules: what it counts, what it suggests, and that a suggestion routes as it says."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import NotPermitted
from ideas.models import RoutingDecision
from ideas.routing.rule_figures import AddedLine, RuleLine
from ideas.routing.rule_suggestions import SuggestionKind, changed_body
from ideas.routing.ruleset import Mode
from ideas.selectors.rule_figures import last_weeks, routed_ideas
from ideas.selectors.rule_report import RuleReport, rule_report
from ideas.services.rule_trials import simulate_rules
from tests.factories import UserFactory
from tests.factories.routing import rule_set_data
from tests.factories.rule_reports import costly_ideas, overridden, reported_idea, sent_back
from tests.factories.rule_sets import activated, draft, rules_editor

pytestmark = pytest.mark.django_db


def report(weeks: int = 1) -> RuleReport:
    return rule_report(viewer=rules_editor(), weeks=weeks)


def finance(found: RuleReport, *, is_current: bool = True) -> RuleLine:
    return next(one for one in found.figures.rules if (one.rule, one.is_current) == ("FIN-1", is_current))


@pytest.mark.parametrize(
    ("now", "weeks", "start", "end"),
    [
        ((2026, 11, 23, 0, 30), 1, (2026, 11, 16, 0), (2026, 11, 23, 0)),
        ((2026, 11, 22, 23, 30), 4, (2026, 10, 18, 23), (2026, 11, 16, 0)),
    ],
)
def test_last_weeks_are_whole_across_the_change_of_clocks(
    now: tuple[int, ...], weeks: int, start: tuple[int, ...], end: tuple[int, ...]
) -> None:
    span = last_weeks(weeks, now=datetime(*now, tzinfo=UTC))  # type: ignore[misc,arg-type]

    assert span.start == datetime(*start, tzinfo=UTC)  # type: ignore[misc,arg-type]
    assert span.end == datetime(*end, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_rule_report_counts_what_was_sent_back_left_out_and_added() -> None:
    moved, kept, left_out, added = (reported_idea() for _ in range(4))
    sent_back(moved, outcome="moved")
    overridden(moved, added=("legal",), removed=("finance",))
    sent_back(kept, outcome="kept")
    overridden(left_out, removed=("finance",))
    overridden(added, added=("security",))

    found = report()

    assert finance(found) == RuleLine(
        "FIN-1",
        "finance",
        Mode.REQUIRED,
        is_current=True,
        asked=4,
        sent_back=2,
        kept=1,
        named=(("legal", 2),),
        went_to=(("legal", 1),),
        left_out=1,
        added_beside=1,
    )
    assert found.figures.added == (AddedLine("security", 4, 1, 0, 0), AddedLine("legal", 4, 0, 1, 0))
    assert (found.figures.idea_count, found.suggestions) == (4, ())


def test_rule_report_read_in_small_parts_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for idea in costly_ideas(7, unwanted=3)[4:]:
        overridden(idea, added=("legal",))
    whole = report()

    monkeypatch.setattr("ideas.selectors.rule_figures.AT_ONCE", 2)

    assert (report().figures, report().suggestions) == (whole.figures, whole.suggestions)
    assert whole.figures.idea_count == 7


def test_rule_report_takes_the_change_that_stands() -> None:
    idea = reported_idea()
    overridden(idea, added=("security",))
    overridden(idea, added=("legal",))

    assert [one.department for one in report().figures.added] == ["legal"]


def test_rule_report_counts_the_rules_and_not_the_triagers_in_a_later_routing() -> None:
    idea = reported_idea()
    overridden(idea, removed=("finance",))
    first = RoutingDecision.objects.get()
    fired = [*first.routing["fired"], {**first.routing["fired"][0], "rule_id": "override", "departments": ["legal"]}]
    RoutingDecision.objects.create(
        idea=idea,
        round=1,
        answer_set=idea.answer_sets.create(rule_set=first.rule_set, version=2, answers=first.answer_set.answers),
        rule_set=first.rule_set,
        tier=1,
        routing={**first.routing, "fired": fired},
    )

    found = report()

    assert (found.figures.idea_count, finance(found).asked, finance(found).left_out) == (1, 1, 1)
    assert {one.rule for one in found.figures.rules if one.asked} == {"BUS-1", "OPS-1", "FIN-1"}


@pytest.mark.parametrize("stage", ["withdrawn", "redirected"])
def test_rule_report_leaves_out_ideas_that_no_answer_is_owed_to(stage: str) -> None:
    reported_idea(stage=stage)

    assert report().figures.idea_count == 0


def test_rule_report_covers_the_weeks_asked_for() -> None:
    for weeks_ago in (0, 1, 2, 5):
        reported_idea(weeks_ago=weeks_ago)

    assert [report(weeks).figures.idea_count for weeks in (1, 4, 13)] == [1, 2, 3]


def test_rule_report_marks_what_a_rule_did_before_it_read_as_today() -> None:
    costly_ideas(6, unwanted=6)
    rules = [{**one, "mode": "advisory"} if one["id"] == "FIN-1" else one for one in rule_set_data()["rules"]]
    activated(draft(rules=rules))

    found = report()

    assert (finance(found).asked, finance(found).mode) == (0, Mode.ADVISORY)
    assert (finance(found, is_current=False).asked, finance(found, is_current=False).mode) == (6, Mode.REQUIRED)
    assert found.suggestions == ()


def test_rule_report_marks_a_rule_that_is_gone() -> None:
    reported_idea()
    activated(draft(rules=[one for one in rule_set_data()["rules"] if one["id"] != "FIN-1"]))

    found = report()

    assert found.figures.rules[-1].rule == "FIN-1"
    assert finance(found, is_current=False).asked == 1


def test_rule_report_suggestion_routes_as_a_direct_trial_does() -> None:
    editor = rules_editor()
    costly_ideas(10, unwanted=3)

    (found,) = rule_report(viewer=editor, weeks=1).suggestions

    one = found.suggestion
    assert (one.kind, one.rule, one.mode, one.count, one.of) == (
        SuggestionKind.ASK_WEAKER,
        "FIN-1",
        Mode.ADVISORY,
        3,
        10,
    )
    direct = simulate_rules(by=editor, body=changed_body(rule_set_data(), one, why=""), idea_count=200)
    assert (found.trial.outcome, found.trial.first_on, found.trial.days) == (direct.outcome, direct.first_on, 1)
    assert len(found.trial.outcome.changes) == 10


def test_rule_report_tries_a_suggestion_on_ideas_of_the_period_alone() -> None:
    costly_ideas(5, unwanted=5)
    reported_idea(weeks_ago=0)

    (found,) = report().suggestions

    assert found.trial.outcome.tried_count == 5


def test_rule_report_suggests_a_rule_where_a_department_was_added() -> None:
    for number in range(6):
        idea = reported_idea(answered={"reach": "several_teams", "buys": "new"})
        if number < 3:
            overridden(idea, added=("security",))
        reported_idea()

    (found,) = report().suggestions

    one = found.suggestion
    assert (one.kind, one.department, one.mode) == (SuggestionKind.ADD_RULE, "security", Mode.REQUIRED)
    assert (one.question_id, one.answer, one.count, one.of) == ("one_off", 0, 3, 6)
    assert [effect.added for effect in found.trial.outcome.effects()] == [6]


def test_rule_report_does_not_suggest_what_the_rules_of_today_do() -> None:
    for _ in range(5):
        overridden(reported_idea(answered={"reach": "several_teams", "buys": "new"}), added=("security",))
        reported_idea()
    (one,) = report().suggestions
    activated(draft(**changed_body(rule_set_data(), one.suggestion, why="It was needed.")))

    assert report().suggestions == ()


def test_rule_report_suggests_no_rules_that_ask_nobody() -> None:
    for idea in (reported_idea() for _ in range(6)):
        sent_back(idea, by="business", to="legal")

    found = report()

    business = next(one for one in found.figures.rules if one.rule == "BUS-1")
    assert (business.unwanted, business.asked) == (6, 6)
    assert found.suggestions == ()


def test_rule_report_for_somebody_who_edits_no_rules_is_refused() -> None:
    with pytest.raises(NotPermitted) as refused:
        rule_report(viewer=UserFactory(), weeks=1)

    assert refused.value.error_code == "not_rules_editor"


def test_routed_ideas_leave_out_later_rounds() -> None:
    idea = reported_idea()
    RoutingDecision.objects.filter(idea=idea).update(round=2)

    assert not routed_ideas(span=last_weeks(1)).ideas


def test_rule_report_asks_the_database_as_often_for_a_hundred_ideas_as_for_ten() -> None:
    editor, counts = rules_editor(), []
    rule_report(viewer=editor, weeks=1)  # reads the rules, and who the editor is, once
    for ideas in (10, 90):
        for idea in costly_ideas(ideas, unwanted=ideas // 2):
            overridden(idea, added=("security",))
        with CaptureQueriesContext(connection) as asked:
            found = rule_report(viewer=editor, weeks=1)
        assert found.suggestions
        counts.append(len(asked))

    assert counts[0] == counts[1]
