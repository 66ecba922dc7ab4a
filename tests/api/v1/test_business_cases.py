"""The business case and the score over the API."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ideas.models import Department, Idea, User
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.cases import case_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, routed_idea

pytestmark = pytest.mark.django_db
PROFILE = {
    "score": 59,
    "departments": [
        {
            "department": "business",
            "name": "Business",
            "score": 63,
            "recommendation": "support",
            "confidence": "high",
        },
        {
            "department": "finance",
            "name": "Finance",
            "score": 56,
            "recommendation": "do_not_support",
            "confidence": "low",
        },
        {
            "department": "operations",
            "name": "Operations",
            "score": None,
            "recommendation": None,
            "confidence": None,
        },
    ],
}


def judge() -> User:
    return grant_role(UserFactory(), "programme_manager")


def get(person: User, idea: Idea, what: str, **headers: Any) -> Any:
    return Caller(person).get(f"/api/v1/ideas/{idea.ref}/{what}", **headers)


def test_case_holds_whole_texts_the_cases_and_the_score() -> None:
    idea = case_idea(problem="word " * 200)

    body = get(judge(), idea, "case").json()

    cases = {one["case"]: one["departments"] for one in body["cases"]}
    assert (body["idea"], body["problem"], body["tier"], body["tier_name"]) == (
        idea.ref,
        idea.problem,
        2,
        "Significant",
    )
    assert [one["answer"] for one in body["amounts"]] == [
        "£10,000 to £100,000",
        "£1,000 to £10,000",
        "£10,000 to £100,000",
    ]
    assert [(one["department"], one["answer"], one["stands_under"]) for one in cases["economic"]] == [
        ("finance", "finance says so.", "economic"),
        ("business", None, "strategic"),
    ]
    assert [one["text"] for one in cases["strategic"][0]["conditions"]] == ["Count the keys first"]
    assert (body["missing"], body["risks"], body["disagrees"], body["score"]) == (["operations"], [], True, PROFILE)


def test_case_holds_neither_notes_nor_authors_nor_the_decision() -> None:
    idea = case_idea(author=UserFactory(name="CANARY Hughes"))
    idea.reviews.update(internal_note="CANARY")
    DecisionFactory(idea=idea, explanation="CANARY is what was decided, and nobody else reads it yet.")

    answers = [get(person, idea, "case") for person in (judge(), author_of(idea))]

    assert [one.status_code for one in answers] == [200, 200]
    assert not any("CANARY" in one.content.decode() for one in answers)


def test_case_is_refused_with_a_problem() -> None:
    assert problem(get(UserFactory(), case_idea(), "case")) == (403, "not_permitted")


def test_case_as_a_pdf_is_one_page() -> None:
    idea = case_idea()

    answer = get(judge(), idea, "case", accept="application/pdf")

    assert len(PdfReader(BytesIO(answer.content)).pages) == 1
    assert answer["Content-Disposition"] == f'attachment; filename="{idea.ref}-case.pdf"'


def test_departments_tell_the_score_to_those_who_may_read_every_answer() -> None:
    idea = case_idea(stage=Stage.IN_REVIEW)
    owing = ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True).owner
    people = [grant_role(UserFactory(), "triager"), grant_role(owing, "triager"), UserFactory(), author_of(idea)]

    scores = [get(person, idea, "departments").json()["score"] for person in people]

    legal = {"department": "legal", "name": "Legal", "score": None, "recommendation": None, "confidence": None}
    assert scores == [{**PROFILE, "departments": [*PROFILE["departments"], legal]}, None, None, None]


def test_pack_holds_the_score_and_leads_to_the_case() -> None:
    idea = case_idea()

    before = get(judge(), idea, "decision-pack").json()
    DecisionFactory(idea=idea, announced=True)
    after = get(UserFactory(), idea, "decision-pack").json()

    assert (before["score"], before["business_case"]) == (PROFILE, f"/api/v1/ideas/{idea.ref}/case")
    assert (after["score"], after["business_case"]) == (None, f"/api/v1/ideas/{idea.ref}/case")


def test_pack_of_a_smaller_idea_leads_to_no_case() -> None:
    idea = routed_idea(stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)

    assert get(UserFactory(), idea, "decision-pack").json()["business_case"] is None


def test_rule_set_tells_the_cases_of_each_department() -> None:
    departments = Caller(UserFactory()).get("/api/v1/routing/rule-set").json()["departments"]

    assert {one["department"]: one["cases"] for one in departments if one["department"] in {"business", "finance"}} == {
        "business": ["strategic", "economic"],
        "finance": ["economic", "financial"],
    }
