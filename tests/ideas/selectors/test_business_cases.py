"""The business case: from which answers it is made, and for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Department, Idea, RuleSet, User
from ideas.selectors.business_cases import BusinessCase, business_case
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.cases import case_idea, scored_review
from tests.factories.clocks import RiskAcceptanceFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import BallotSeatFactory, DecisionFactory, pool_member, routed_idea

pytestmark = pytest.mark.django_db


def judge() -> User:
    """Who decides where departments do not agree."""
    return grant_role(UserFactory(), "programme_manager")


def case_of(idea: Idea, viewer: User) -> BusinessCase:
    return business_case(viewer=viewer, ref=idea.ref)


def is_refused(idea: Idea, viewer: User) -> bool:
    try:
        case_of(idea, viewer)
    except NotPermitted:
        return True
    return False


def test_case_has_its_parts_from_the_departments_that_speak_to_them() -> None:
    case = case_of(case_idea(), judge())

    found = {
        part.case.value: [(one.lane.slug, one.lane.state, one.stands_under.value) for one in part.voices]
        for part in case.parts
    }

    assert found == {
        "strategic": [("business", "submitted", "strategic")],
        "economic": [("finance", "submitted", "economic"), ("business", "submitted", "strategic")],
        "commercial": [("procurement", "not_asked", "commercial"), ("commercial", "not_asked", "commercial")],
        "financial": [("finance", "submitted", "economic")],
        "management": [("operations", "lapsed", "management")],
        "assurance": [("security", "not_asked", "assurance"), ("legal", "not_asked", "assurance")],
    }


def test_case_says_amounts_tier_score_and_who_is_missing() -> None:
    idea = case_idea()
    RiskAcceptanceFactory(
        review=ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), state="cancelled")
    )

    case = case_of(idea, judge())

    assert [(one.question_id, one.answer) for one in case.amounts] == [
        ("one_off", "£10,000 to £100,000"),
        ("yearly", "£1,000 to £10,000"),
        ("saving", "£10,000 to £100,000"),
    ]
    assert case.routing is not None
    assert (case.routing.tier, case.routing.tier_reason.name) == (2, "Significant")
    assert case.profile is not None
    assert (case.profile.score, case.disagrees) == (59, True)
    assert [lane.slug for lane in case.missing] == ["operations", "legal"]
    assert [risk.cause for risk in case.risks] == ["Nobody counted the lamps"]


def test_case_follows_the_cases_that_the_rules_name() -> None:
    rule_set = RuleSet.objects.get()
    rule_set.body["departments"][0]["cases"] = ["management"]
    draft = RuleSet.objects.create(version=2, body=rule_set.body)
    idea = case_idea()
    idea.routing_decisions.update(rule_set=draft)

    case = case_of(idea, judge())

    assert [part.case.value for part in case.parts] == [
        "economic",
        "commercial",
        "financial",
        "management",
        "assurance",
    ]


def test_case_before_the_decision_is_for_its_decider_and_the_board_alone() -> None:
    idea = case_idea()
    manager = judge()
    others = [UserFactory(), author_of(idea), grant_role(UserFactory(), "triager"), pool_member(role="lead").person]

    assert [is_refused(idea, person) for person in [manager, *others]] == [False, True, True, True, True]


def test_case_before_the_decision_is_for_who_sits_on_the_board_with_every_answer() -> None:
    idea = case_idea(answered={"novel": "yes"})
    seat = BallotSeatFactory(ballot__idea=idea, department=Department.objects.get(slug="business"))
    owing = BallotSeatFactory(ballot=seat.ballot, department=Department.objects.get(slug="legal"))
    ReviewFactory(idea=idea, department=owing.department, assigned=True, owner=owing.holder, mode="advisory")

    assert [is_refused(idea, one.holder) for one in (seat, owing)] == [False, True]


@pytest.mark.parametrize("stage", [Stage.TRIAGE, Stage.IN_REVIEW])
def test_case_of_an_idea_that_is_not_ready_is_for_nobody(stage: Stage) -> None:
    idea = case_idea(stage=stage)

    assert [is_refused(idea, person) for person in (judge(), author_of(idea))] == [True, True]


def test_case_of_a_smaller_idea_is_not_made() -> None:
    idea = routed_idea(answered={"reach": "several_teams"}, stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)

    assert (idea.tier, is_refused(idea, UserFactory())) == (1, True)


def test_case_of_a_kept_decision_is_for_author_and_deciders_as_before() -> None:
    idea, manager = case_idea(), judge()
    colleague = judge()
    DecisionFactory(idea=idea, decided_by=manager)

    people = [manager, colleague, author_of(idea), UserFactory(), grant_role(UserFactory(), "triager")]

    assert [is_refused(idea, person) for person in people] == [False, False, False, True, True]


def test_case_of_an_announced_decision_is_for_everybody_without_scores() -> None:
    idea = case_idea(stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)

    case = case_of(idea, UserFactory())

    assert (case.profile, case.disagrees) == (None, None)
    assert [one.lane.answer.plain_answer for one in case.parts[0].voices if one.lane.answer] == ["business says so."]


def test_case_of_an_idea_that_may_not_be_seen_is_not_found() -> None:
    idea = case_idea(visibility="confidential", stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)

    with pytest.raises(NotFound):
        case_of(idea, UserFactory())


def test_case_takes_as_many_queries_for_many_answers_as_for_few() -> None:
    counts = []
    for slugs in ([], ["procurement", "commercial", "security", "legal"]):
        idea, viewer = case_idea(), judge()
        for slug in slugs:
            scored_review(idea, slug, {})
        case_of(idea, viewer)  # the rules are read once and kept
        with CaptureQueriesContext(connection) as captured:
            case_of(idea, viewer)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 40
