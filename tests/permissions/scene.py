"""One small organisation that every row of the table is tried on: callers of every kind, ideas in eight states."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from ideas.models import (
    Absence,
    AnswerSet,
    Attachment,
    Comment,
    Delivery,
    Department,
    Idea,
    IdeaTally,
    IdeaVersion,
    Membership,
    Review,
    RuleSet,
    User,
)
from ideas.services.api_tokens import make_api_token
from ideas.services.attachments import add_attachment
from ideas.services.audit import record_audit
from ideas.workflow import Stage
from tests.factories.after_decision import AppealFactory, IdeaOwnerFactory, PrecedentFactory, WatchFactory
from tests.factories.cases import case_idea
from tests.factories.clocks import escalate, promise_of
from tests.factories.escalations import late_review, missed_promise
from tests.factories.fairness import DelegationFactory, InterestFactory, SupplierInterestFactory
from tests.factories.house import SiteFactory
from tests.factories.ideas import IdeaFactory, submitted_idea
from tests.factories.news import NotificationFactory, sealed_endpoint
from tests.factories.outbox import DeliveryFactory
from tests.factories.parts import ConditionFactory
from tests.factories.people import DepartmentFactory, MembershipFactory, UserFactory, grant_role
from tests.factories.questions import QuestionFactory
from tests.factories.reaffirmations import ReaffirmationFactory
from tests.factories.reviews import (
    BallotSeatFactory,
    DecisionFactory,
    EarlyStopFactory,
    ReviewFactory,
    SecondReadingFactory,
)
from tests.factories.routing import answers
from tests.factories.rule_sets import draft
from tests.factories.triage import AnswerTemplateFactory
from tests.factories.workload import BounceFactory

STATES = ("draft", "open", "restricted", "confidential", "hidden", "ready", "decided", "unknown")
CALLERS = (
    "anonymous",
    "deactivated",
    "member",
    "author",
    "reviewer",
    "other_reviewer",
    "lead",
    "triager",
    "programme",
    "decider",
    "administrator",
    "token_read",
    "token_write",
)


@dataclass
class Scene:
    """What was made; `things` holds public ids by kind and state."""

    people: dict[str, User]
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, frozenset[int]] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def person_of(self, caller: str) -> User | None:
        """Return who a caller is; None for nobody."""
        return self.people.get("author" if caller.startswith("token") else caller)

    def visible_to(self, caller: str) -> frozenset[int]:
        """Return the keys of the ideas that the access door lets `caller` see; every request is undone, so they stay."""
        person = self.person_of(caller)
        if caller not in self.seen and person is not None:
            self.seen[caller] = frozenset(Idea.objects.visible_to(person).values_list("pk", flat=True))
        return self.seen.get(caller, frozenset())

    def ask(
        self, caller: str, method: str, address: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Any:
        """Send one request as `caller` and undo what it did."""
        self.client.cookies = SimpleCookie()
        if caller in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[caller]
        given = dict(headers or {})
        if caller in self.tokens:
            given["Authorization"] = f"Bearer {self.tokens[caller]}"
        with _undone():
            response = self._send(method, address, body, given)
            if response.streaming:
                response.streaming_content = [b"".join(response)]  # read to the end, so that the file is closed
            return response

    def _send(self, method: str, address: str, body: Any, headers: dict[str, str]) -> Any:
        if isinstance(body, Form):
            return getattr(self.client, method.lower())(address, body.fields, headers=headers)
        is_json = body is not None
        return self.client.generic(
            method, address, _json(body) if is_json else b"", "application/json" if is_json else "", headers=headers
        )


@dataclass(frozen=True)
class Form:
    """A form's fields, sent as multipart; any other body is sent as JSON."""

    fields: dict[str, Any]


def _json(body: Any) -> bytes:
    return json.dumps(body).encode()


@contextmanager
def _undone() -> Iterator[None]:
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def build_scene() -> Scene:
    """Make people, ideas and what hangs on them, inside the caller's transaction."""
    finance = Department.objects.get(slug="finance")
    legal = Department.objects.get(slug="legal")
    business = Department.objects.get(slug="business")
    libraries = DepartmentFactory(slug="libraries", name="Libraries")
    people = {caller: UserFactory(department=libraries) for caller in CALLERS if caller not in {"anonymous"}}
    MembershipFactory(person=people["reviewer"], department=finance)
    MembershipFactory(person=people["lead"], department=finance, role=Membership.Role.LEAD)
    MembershipFactory(person=people["other_reviewer"], department=legal)
    MembershipFactory(person=people["decider"], department=business, role=Membership.Role.LEAD)
    grant_role(people["triager"], "triager")
    grant_role(people["programme"], "programme_manager")
    grant_role(people["administrator"], "administrator")
    scene = Scene(people)
    for state in STATES:
        if state != "unknown":
            scene.ideas[state] = _idea(scene, state)
            _hang_things_on(scene, state, finance)
    scene.things["parked"] = _parked_idea(scene, finance)
    scene.things["case"] = case_idea(author=people["author"], title="An idea with a business case")
    scene.things["told"] = case_idea(author=people["author"], title="A case that is decided", stage=Stage.DECLINED)
    DecisionFactory(idea=scene.things["told"], announced=True)
    _let_legal_block(scene, legal)
    _let_finance_be_late(scene, finance)
    delivery = DeliveryFactory(state="dead", finished_at=timezone.now())
    scene.things["delivery"] = Delivery.objects.get(pk=delivery.pk)
    scene.things["endpoint"] = sealed_endpoint(address="https://hooks.example.org/services/x")
    scene.things["news"] = NotificationFactory(person=scene.people["author"], idea=scene.ideas["open"])
    away = {"from_on": date(2027, 1, 4), "to_on": date(2027, 1, 8)}
    scene.things["rule set"] = draft(people["triager"])
    scene.things["absence"] = Absence.objects.create(person=people["reviewer"], source="feed", **away)
    scene.things["delegation"] = DelegationFactory(
        from_person=people["reviewer"], to_person=people["member"], starts_on=date(2029, 1, 8), asked=True
    )
    scene.things["interest"] = InterestFactory(
        person=people["reviewer"], idea=submitted_idea(title="An idea with an interest"), department=finance
    )
    scene.things["stake"] = SupplierInterestFactory(person=people["reviewer"], mistaken=True)
    scene.things["site"] = SiteFactory(name="Leith")
    scene.things["answer"] = AnswerTemplateFactory(name="Thanks")
    scene.things["bounce"] = BounceFactory(review=scene.reviews["hidden"], by=people["reviewer"])
    _sign_everybody_in(scene)
    return scene


def _idea(scene: Scene, state: str) -> Idea:
    author, title = scene.people["author"], f"An idea at {state}"
    if state == "draft":
        return IdeaFactory(author=author, title=title)
    fields: dict[str, Any] = {
        "restricted": {"visibility": "restricted"},
        "confidential": {"visibility": "confidential"},
        "hidden": {"author_shown": False},
        "ready": {"stage": Stage.READY_FOR_DECISION},
        "decided": {"stage": Stage.DECLINED},
    }.get(state, {})
    return submitted_idea(author=author, title=title, **fields)


def _parked_idea(scene: Scene, finance: Department) -> Idea:
    """An idea that waits for its author."""
    idea = submitted_idea(author=scene.people["author"], stage=Stage.PARKED)
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(), answers=answers())
    ReviewFactory(idea=idea, department=finance, assigned=True, paused_at=timezone.now(), paused_for="parked")
    promise_of(idea)
    return idea


def _hang_things_on(scene: Scene, state: str, finance: Department) -> None:
    idea = scene.ideas[state]
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(), answers=answers())
    if state == "draft":
        return
    _write_down(scene, state, idea)
    owner = scene.people["reviewer"]
    is_over = state in {"ready", "decided"}
    scene.reviews[state] = ReviewFactory(
        idea=idea, department=finance, owner=owner, submitted=is_over, assigned=not is_over
    )
    if state == "ready":
        SecondReadingFactory(review=scene.reviews[state], reader=scene.people["lead"])
        IdeaVersion.objects.create(idea=idea, version=2, title="Two keys", edited_by=scene.people["author"])
        Idea.objects.filter(pk=idea.pk).update(sent_version=F("sent_version") - 1)
        ReaffirmationFactory(review=scene.reviews[state])
        BallotSeatFactory(
            ballot__idea=idea, ballot__chair=scene.people["decider"], department=finance, holder=scene.people["lead"]
        )
    scene.things[f"question {state}"] = QuestionFactory(review=scene.reviews[state]).public_id
    IdeaTally.objects.filter(idea=idea).update(comment_count=1)
    scene.comments[state] = Comment.objects.create(
        idea=idea, author=scene.people["member"], body="Good.", body_html="<p>Good.</p>"
    )
    if state == "decided":
        scene.things["decision"] = DecisionFactory(idea=idea, decided_by=scene.people["decider"], announced=True)
        scene.things["approved"] = IdeaOwnerFactory(idea=submitted_idea(stage=Stage.APPROVED)).idea
        scene.things["condition"] = ConditionFactory(
            decision=scene.things["decision"], review=None, owner=scene.people["member"]
        )
        scene.things["appeal"] = AppealFactory(decision=DecisionFactory(idea=_idea(scene, "decided"), announced=True))
        _appeal_too_close(scene)
        scene.things["precedent"] = PrecedentFactory()
        scene.things["watch"] = WatchFactory(decision=scene.things["decision"])
        scene.things["kept decision"] = DecisionFactory(
            idea=_idea(scene, "decided"), decided_by=scene.people["decider"]
        )


def _appeal_too_close(scene: Scene) -> None:
    """An appeal about an idea in which a member and the programme manager have an interest."""
    row = AppealFactory(decision=DecisionFactory(idea=_idea(scene, "decided"), announced=True))
    for caller in ("member", "programme"):
        InterestFactory(person=scene.people[caller], idea=row.decision.idea, recused=True)
    scene.things["close appeal"] = row


def _let_legal_block(scene: Scene, legal: Department) -> None:
    """Two ideas that Legal does not support; it asked to stop one of them."""
    for state in ("against", "stopped"):
        scene.things[state] = ReviewFactory(
            submitted=True,
            idea=submitted_idea(author=scene.people["author"], title=f"An idea {state}", stage=Stage.IN_REVIEW),
            department=legal,
            owner=scene.people["other_reviewer"],
            recommendation="do_not_support",
        )
    EarlyStopFactory(review=scene.things["stopped"])
    EarlyStopFactory(review=scene.reviews["open"])
    escalate(scene.reviews["open"])


def _let_finance_be_late(scene: Scene, finance: Department) -> None:
    """An idea whose answer was promised for last week, with a review that is late."""
    idea = submitted_idea(author=scene.people["author"], title="An idea that waits", stage=Stage.IN_REVIEW)
    scene.things["late"] = late_review(idea=idea, department=finance, owner=scene.people["reviewer"])
    missed_promise(idea)


def _write_down(scene: Scene, state: str, idea: Idea) -> None:
    """Give a sent idea its version and, in stages that take one, a file."""
    author = scene.people["author"]
    words = {name: getattr(idea, name) for name in ("title", "problem", "proposal", "expected_result")}
    IdeaVersion.objects.create(idea=idea, version=1, edited_by=author, **words)
    record_audit(action="discussion.unlock", by=scene.people["triager"], object_type="idea", object_id=idea.ref)
    if state in {"open", "confidential"}:
        scene.attachments[state] = add_attachment(idea=idea, by=author, name="a.txt", content=BytesIO(b"A key."))


def _sign_everybody_in(scene: Scene) -> None:
    for caller, person in scene.people.items():
        if caller.startswith("token_"):
            scopes = frozenset({caller.removeprefix("token_")})
            _token, scene.tokens[caller] = make_api_token(
                owner=scene.people["author"], name=caller, scopes=scopes, days=1
            )
            continue
        client = Client()
        client.force_login(person)
        client.get("/livez")  # the session notes when it began once, not anew in every request that is undone
        scene.sessions[caller] = client.cookies[settings.SESSION_COOKIE_NAME].value
    gone = scene.people["deactivated"]
    gone.is_active = False
    gone.save()
