"""Everything about a decision as a PDF, from the page and over the API."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from ideas.models import AuditEvent, Department, User
from ideas.services.audit import record_audit
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import AppealFactory
from tests.factories.clocks import RiskAcceptanceFactory
from tests.factories.ideas import author_of
from tests.factories.parts import ConditionFactory
from tests.factories.reviews import DecisionFactory, routed_idea

pytestmark = pytest.mark.django_db


def page(person: User, ref: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(f"/ideas/{ref}/decision-pack.pdf")


def words(response: Any) -> str:
    """Return the text of a PDF; line breaks and spaces count as one space."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(response.content)).pages)
    return re.sub(r"\s+", " ", text)


def test_paper_of_decision_says_what_the_pages_say() -> None:
    idea = routed_idea(stage=Stage.DECLINED, title="Two keys for every van", problem="One key is lost.")
    business = Department.objects.get(slug="business")
    ReviewFactory(
        idea=idea, submitted=True, department=business, plain_answer="We can do this.", internal_note="CANARY"
    )
    decision = DecisionFactory(
        idea=idea,
        announced=True,
        explanation="It costs far more than what it would save in a year.",
        what_would_change="A cheaper lock.",
    )

    found = words(page(UserFactory(), idea.ref))

    for part in (
        idea.ref,
        "Two keys for every van",
        "One key is lost.",
        "We can do this.",
        "It costs far more",
        "A cheaper lock.",
    ):
        assert part in found
    assert decision.decided_by.name in found
    assert "Audit trail" not in found


def test_paper_never_holds_internal_notes() -> None:
    idea = routed_idea(stage=Stage.DECLINED)
    ReviewFactory(idea=idea, submitted=True, department=Department.objects.get(slug="business"), internal_note="CANARY")
    DecisionFactory(idea=idea, announced=True)

    assert "CANARY" not in words(page(grant_role(UserFactory(), "programme_manager"), idea.ref))


def test_paper_gives_the_audit_trail_to_those_who_read_it() -> None:
    idea = submitted_idea(stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)
    record_audit(action="discussion.lock", by=None, object_type="idea", object_id=idea.ref, reason="Too loud")

    assert "Groundswell locked the discussion: Too loud" in words(page(grant_role(UserFactory(), "triager"), idea.ref))


def test_paper_of_hidden_author_names_nobody_not_even_to_themselves() -> None:
    author = UserFactory(name="Megan Hughes")
    idea = routed_idea(author=author, author_shown=False, stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)

    found = [words(page(person, idea.ref)) for person in (author, grant_role(UserFactory(), "triager"))]

    assert ["Megan" in one for one in found] == [False, False]
    assert ["A colleague who is not shown" in one for one in found] == [True, True]


def test_paper_is_refused_before_the_decision_is_announced() -> None:
    decision = DecisionFactory()
    people = [author_of(decision.idea), UserFactory(), grant_role(UserFactory(), "administrator")]

    assert [page(person, decision.idea.ref).status_code for person in people] == [200, 403, 403]


def test_paper_of_confidential_idea_is_logged_as_read() -> None:
    idea = submitted_idea(visibility="confidential", stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)
    reviewer = ReviewFactory(idea=idea, submitted=True).owner

    assert page(reviewer, idea.ref).status_code == 200

    assert AuditEvent.objects.get(action="idea.read").actor == reviewer


def test_paper_tells_risks_what_conditions_came_to_and_the_appeal_without_its_text() -> None:
    decision = DecisionFactory(announced=True, idea=submitted_idea(stage=Stage.DECLINED))
    met = {"met_at": timezone.now(), "met_by": decision.decided_by, "met_note": "Both joined"}
    ConditionFactory(decision=decision, review=None, text="Two depots", **met)
    RiskAcceptanceFactory(review=ReviewFactory(idea=decision.idea, state="cancelled"))
    appeal = AppealFactory(decision=decision)

    text = words(page(UserFactory(), decision.idea.ref))

    assert [one in text for one in ("Both joined", "Nobody counted the lamps", "The appeal")] == [True, True, True]
    assert appeal.text not in text


def test_paper_is_downloaded_and_kept_by_nobody_on_the_way() -> None:
    idea = DecisionFactory(announced=True).idea

    response = page(UserFactory(), idea.ref)

    assert response["Content-Disposition"] == f'attachment; filename="{idea.ref}-decision.pdf"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_api_gives_the_paper_to_whoever_asks_for_a_pdf() -> None:
    idea = routed_idea(stage=Stage.DECLINED, title="Two keys")
    DecisionFactory(idea=idea, announced=True)
    path = f"/api/v1/ideas/{idea.ref}/decision-pack"

    response = Caller(UserFactory()).get(path, accept="application/pdf")

    assert "Two keys" in words(response)
    assert response["Content-Disposition"] == f'attachment; filename="{idea.ref}-decision.pdf"'


def test_api_refuses_the_paper_with_a_problem() -> None:
    decision = DecisionFactory()

    response = Caller(UserFactory()).get(f"/api/v1/ideas/{decision.idea.ref}/decision-pack", accept="application/pdf")

    assert problem(response) == (403, "not_permitted")


def test_decision_page_links_to_the_paper() -> None:
    decision = DecisionFactory(announced=True)
    client = Client()
    client.force_login(UserFactory())

    answer = client.get(f"/decisions/{decision.public_id}/")

    assert f'href="/ideas/{decision.idea.ref}/decision-pack.pdf"' in answer.content.decode()
