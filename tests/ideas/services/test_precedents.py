"""Approved ideas are compared with declined ones, and whoever came first is credited."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.events.precedents import PrecedentsFound
from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Event, Idea, IdeaAuthor, Precedent, User
from ideas.news import NewsKind, NewsReason
from ideas.selectors.precedents import credits_of
from ideas.selectors.recipients import recipients_of
from ideas.services.precedents import find_precedents, settle_precedent
from ideas.workflow import Stage
from tests.factories import UserFactory, grant_role
from tests.factories.after_decision import PrecedentFactory
from tests.factories.ideas import author_of, submitted_idea
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db

TITLE = "A second key for the tool store at the depot"
WHY = "The same key, asked for two years before."


def declined(*, months: int = 24, title: str = "A second key for the depot's tool store", **fields: Any) -> Idea:
    told = timezone.now() - timedelta(days=months * 30)
    idea = submitted_idea(title=title, stage=Stage.DECLINED, **fields)
    Idea.objects.filter(pk=idea.pk).update(submitted_at=told - timedelta(days=20))
    DecisionFactory(idea=idea, kind="declined", announced_at=told)
    return idea


def approved(**fields: Any) -> Idea:
    return submitted_idea(**{"title": TITLE, "stage": Stage.APPROVED, **fields})


@pytest.fixture
def triager() -> User:
    return grant_role(UserFactory(), "triager")


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.IN_DELIVERY, Stage.IMPLEMENTED])
def test_find_precedents_finds_a_declined_idea_like_an_approved_one(stage: Stage) -> None:
    earlier, other = declined(), declined(title="Fewer printed payslips")
    idea = approved(stage=stage)

    found = find_precedents()

    assert found == 1
    assert list(Precedent.objects.values_list("idea", "earlier", "state")) == [(idea.pk, earlier.pk, "open")]
    assert Event.objects.get(type=PrecedentsFound.type).idea_id == idea.pk
    assert other.pk not in set(Precedent.objects.values_list("earlier", flat=True))


def test_find_precedents_twice_finds_once() -> None:
    declined()
    approved()

    assert (find_precedents(), find_precedents()) == (1, 0)
    assert Event.objects.filter(type=PrecedentsFound.type).count() == 1


@pytest.mark.parametrize(
    "earlier",
    [{"months": 37}, {"visibility": "confidential"}, {"title": "Fewer printed payslips"}],
    ids=["older than 36 months", "confidential", "something else"],
)
def test_find_precedents_leaves_out_what_does_not_count(earlier: dict[str, Any]) -> None:
    declined(**earlier)
    approved()

    assert find_precedents() == 0
    assert not Precedent.objects.exists()


def test_find_precedents_leaves_out_ideas_of_the_same_author_and_later_ones() -> None:
    idea = approved()
    own, later = declined(), declined()
    IdeaAuthor.objects.filter(idea=own).update(person=author_of(idea))
    Idea.objects.filter(pk=later.pk).update(submitted_at=timezone.now() + timedelta(minutes=1))

    assert find_precedents() == 0


def test_find_precedents_leaves_ideas_that_are_not_approved() -> None:
    declined()
    approved(stage=Stage.IN_REVIEW)

    assert find_precedents() == 0


def test_precedents_are_put_to_triagers(triager: User) -> None:
    declined()
    approved()
    find_precedents()

    told = recipients_of(event=Event.objects.get(type=PrecedentsFound.type))

    assert [(one.person_id, one.kind, one.reason) for one in told] == [
        (triager.pk, NewsKind.PRECEDENTS_FOUND, NewsReason.TRIAGER)
    ]


def test_settle_precedent_credits_the_first_author_and_tells_them(triager: User) -> None:
    row = PrecedentFactory()

    settled = settle_precedent(precedent=row, by=triager, state="credited", reason=WHY)

    assert (settled.state, settled.reason, settled.settled_by) == ("credited", WHY, triager)
    told = recipients_of(event=Event.objects.get(type="precedent.credited"))
    assert [(one.person_id, one.kind) for one in told] == [(author_of(row.earlier).pk, NewsKind.PRECEDENT_CREDITED)]
    assert Event.objects.get(type="precedent.named").idea_id == row.idea_id
    audit = AuditEvent.objects.get(action="precedent.credit")
    assert (audit.object_id, audit.after, audit.reason) == (row.idea.ref, {"earlier": row.earlier.ref}, WHY)


def test_settle_precedent_dismissed_tells_nobody(triager: User) -> None:
    row = PrecedentFactory()

    settle_precedent(precedent=row, by=triager, state="dismissed", reason="That was about locks.")

    assert AuditEvent.objects.get().action == "precedent.dismiss"
    assert not Event.objects.exists()
    assert list(credits_of(idea=row.idea, viewer=triager)) == []


@pytest.mark.parametrize("which", ["idea", "earlier"])
def test_settle_precedent_by_an_author_of_one_of_the_two_is_refused(which: str) -> None:
    row = PrecedentFactory()
    author = grant_role(author_of(getattr(row, which)), "triager")

    with pytest.raises(NotPermitted) as refused:
        settle_precedent(precedent=row, by=author, state="credited", reason=WHY)

    assert refused.value.error_code == "own_idea"
    row.refresh_from_db()
    assert row.state == "open"


def test_settle_precedent_by_a_member_is_refused() -> None:
    row = PrecedentFactory()

    with pytest.raises(NotPermitted) as refused:
        settle_precedent(precedent=row, by=UserFactory(), state="credited", reason=WHY)

    assert refused.value.error_code == "not_triager"
    row.refresh_from_db()
    assert row.state == "open"


def test_settle_precedent_twice_is_refused(triager: User) -> None:
    row = PrecedentFactory()
    settle_precedent(precedent=row, by=triager, state="dismissed", reason=WHY)

    with pytest.raises(Conflict) as refused:
        settle_precedent(precedent=row, by=triager, state="credited", reason=WHY)

    assert refused.value.error_code == "precedent_settled"
    assert not Event.objects.exists()


@pytest.mark.parametrize(("state", "reason"), [("credited", " "), ("open", WHY)])
def test_settle_precedent_without_answer_or_reason_is_refused(triager: User, state: str, reason: str) -> None:
    row = PrecedentFactory()

    with pytest.raises(InvalidValue):
        settle_precedent(precedent=row, by=triager, state=state, reason=reason)

    row.refresh_from_db()
    assert row.state == "open"
