"""Everything about a decision in one document."""

import pytest
from django.utils import timezone

from ideas.models import AnswerSet, AuditEvent, Department, Idea, RuleSet, User
from ideas.services.audit import record_audit
from ideas.workflow import Stage
from tests.api.client import Caller
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import AppealFactory, OutcomeFactory
from tests.factories.clocks import RiskAcceptanceFactory
from tests.factories.ideas import author_of
from tests.factories.questions import QuestionFactory
from tests.factories.reviews import DecisionFactory, pool_member, routed_idea
from tests.factories.routing import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return pool_member(role="lead").person


def pack_of(person: User, ref: str) -> dict[str, object]:
    answer = Caller(person).get(f"/api/v1/ideas/{ref}/decision-pack")
    assert answer.status_code == 200
    body: dict[str, object] = answer.json()
    return body


def decided_idea() -> Idea:
    idea = submitted_idea(stage=Stage.DECLINED)
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(), answers=answers())
    return idea


def refused(person: User, ref: str) -> int:
    return int(Caller(person).get(f"/api/v1/ideas/{ref}/decision-pack").status_code)


def test_pack_of_announced_decision_holds_its_parts_for_everybody() -> None:
    idea = routed_idea(stage=Stage.DECLINED, title="Two keys")
    DecisionFactory(idea=idea, announced=True)
    record_audit(action="discussion.lock", by=None, object_type="idea", object_id=idea.ref)

    body = pack_of(UserFactory(), idea.ref)

    assert (body["idea"]["title"], body["decision"]["kind"], body["audit"]) == ("Two keys", "declined", None)
    assert body["routing"]["tier"] == idea.tier
    assert {"business", "legal"} <= {one["department"] for one in body["departments"]}


def test_pack_gives_the_audit_trail_to_those_who_read_it() -> None:
    idea = submitted_idea(stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)
    record_audit(action="discussion.lock", by=None, object_type="idea", object_id=idea.ref)

    body = pack_of(grant_role(UserFactory(), "triager"), idea.ref)

    assert [row["action"] for row in body["audit"]] == ["discussion.lock"]


def test_pack_never_holds_internal_notes() -> None:
    idea = routed_idea(stage=Stage.DECLINED)
    business = Department.objects.get(slug="business")
    note = {"internal_note": "CANARY", "plain_answer": "We can do this."}
    review = ReviewFactory(idea=idea, submitted=True, department=business, **note)
    DecisionFactory(idea=idea, announced=True)

    answer = Caller(grant_role(UserFactory(), "programme_manager")).get(f"/api/v1/ideas/{idea.ref}/decision-pack")

    assert review.plain_answer in answer.content.decode()
    assert "CANARY" not in answer.content.decode()


def test_pack_before_the_announcement_is_for_author_and_decider_alone() -> None:
    decision = DecisionFactory()
    AnswerSet.objects.create(idea=decision.idea, rule_set=decision.rule_set, answers=answers())
    ref, known = decision.idea.ref, {author_of(decision.idea), decision.decided_by}
    others = [UserFactory(), grant_role(UserFactory(), "triager"), grant_role(UserFactory(), "administrator")]

    assert [pack_of(person, ref)["decision"]["kind"] for person in known] == ["declined", "declined"]
    assert [refused(person, ref) for person in others] == [403, 403, 403]


def test_pack_before_the_decision_is_for_its_decider_alone(lead: User) -> None:
    idea = routed_idea(stage=Stage.READY_FOR_DECISION)

    assert pack_of(lead, idea.ref)["decision"] is None
    assert [refused(person, idea.ref) for person in (UserFactory(), author_of(idea))] == [403, 403]


def test_pack_of_hidden_author_names_nobody() -> None:
    idea = submitted_idea(author=UserFactory(name="Megan Hughes"), author_shown=False, stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)
    record_audit(action="idea.withdraw", by=author_of(idea), object_type="idea", object_id=idea.ref)

    answer = Caller(grant_role(UserFactory(), "administrator")).get(f"/api/v1/ideas/{idea.ref}/decision-pack")

    assert answer.status_code == 200
    assert "Megan" not in answer.content.decode()


def test_pack_of_confidential_idea_is_logged_as_read_and_there_for_its_readers_only() -> None:
    idea = submitted_idea(visibility="confidential", stage=Stage.DECLINED)
    decision = DecisionFactory(idea=idea, announced=True)
    review = ReviewFactory(idea=idea, submitted=True)

    assert refused(grant_role(UserFactory(), "administrator"), idea.ref) == 404
    assert pack_of(review.owner, idea.ref)["decision"]["id"] == str(decision.public_id)
    assert AuditEvent.objects.get(action="idea.read").actor == review.owner


def test_pack_holds_questions_and_risks_for_whom_they_are() -> None:
    decision = DecisionFactory(announced=True, idea=decided_idea())
    idea = decision.idea
    review = ReviewFactory(idea=idea, submitted=True)
    QuestionFactory(
        review=review, text="Who pays?", answer="Three of us.", answered_at=timezone.now(), answered_by=review.owner
    )
    risk = RiskAcceptanceFactory(review=ReviewFactory(idea=idea, state="cancelled"))

    whole, part = pack_of(author_of(idea), idea.ref), pack_of(UserFactory(), idea.ref)

    assert [(one["text"], one["answer"]) for one in whole["questions"]] == [("Who pays?", "Three of us.")]
    assert part["questions"] == []
    assert [one["id"] for one in whole["risks"]] == [one["id"] for one in part["risks"]] == [str(risk.public_id)]


def test_pack_holds_the_appeal_with_its_text_for_whom_it_is() -> None:
    decision = DecisionFactory(announced=True, idea=decided_idea())
    appeal = AppealFactory(decision=decision)

    whole, part = pack_of(author_of(decision.idea), decision.idea.ref), pack_of(UserFactory(), decision.idea.ref)

    assert (whole["appeal"]["text"], part["appeal"]["text"]) == (appeal.text, None)


def test_pack_holds_what_became_of_a_yes() -> None:
    idea = submitted_idea(stage=Stage.IN_DELIVERY)
    DecisionFactory(idea=idea, announced=True, kind="approved", reason_code="good_value")
    OutcomeFactory(idea=idea, stage="in_delivery", note="The key hangs.")

    body = pack_of(UserFactory(), idea.ref)

    assert [(one["stage"], one["note"]) for one in body["progress"]["outcomes"]] == [("in_delivery", "The key hangs.")]
