"""After the yes: an owner, and each step with its note, its day and its picture."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import Attachment, AuditEvent, Decision, Event, Idea, IdeaOwner, IdeaReader, Outcome, User
from ideas.selectors.recipients import recipients_of
from ideas.services.attachments import check_picture
from ideas.services.decisions import announce_decision, decide_idea
from ideas.services.outcomes import OutcomeContent, name_owner, record_outcome
from ideas.workflow import Stage
from tests.factories import FollowFactory, ReviewFactory, UserFactory, VoteFactory, grant_role, submitted_idea
from tests.factories.after_decision import IdeaOwnerFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, decision_content, pool_member

pytestmark = pytest.mark.django_db

TODAY = date.today()


def approved(**fields: Any) -> Idea:
    return submitted_idea(**{"stage": Stage.APPROVED, **fields})


def owned(**fields: Any) -> tuple[Idea, User]:
    row = IdeaOwnerFactory(idea=approved(**fields))
    return row.idea, row.person


def step(**changes: Any) -> OutcomeContent:
    return OutcomeContent(**{"stage": "in_delivery", "note": "The key is being cut.", "happened_on": TODAY, **changes})


def picture(name: str = "key.png") -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "PNG")
    content.seek(0)
    return content


def nothing_happened() -> bool:
    return not (Outcome.objects.exists() or Event.objects.exists() or AuditEvent.objects.exists())


def test_name_owner_by_the_decider_is_told_and_audited() -> None:
    idea, person = approved(), UserFactory()
    decider = DecisionFactory(idea=idea, announced=True, kind="approved").decided_by

    name_owner(idea=idea, by=decider, person=person)

    row = IdeaOwner.objects.get()
    assert (row.person, row.named_by) == (person, decider)
    event = Event.objects.get()
    assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [(person.pk, "owner_named")]
    assert AuditEvent.objects.get().after == {"owner": str(person.public_id)}


def test_name_owner_twice_changes_nothing() -> None:
    idea, person = owned()

    name_owner(idea=idea, by=person, person=person)

    assert not Event.objects.exists()


def test_name_owner_of_a_restricted_idea_lets_them_read_it() -> None:
    idea, person = approved(visibility="restricted"), UserFactory()

    name_owner(idea=idea, by=grant_role(UserFactory(), "programme_manager"), person=person)

    assert IdeaReader.objects.get().person == person


@pytest.mark.parametrize("who", ["member", "author", "administrator"])
def test_name_owner_by_somebody_else_is_refused(who: str) -> None:
    idea = approved()
    by = author_of(idea) if who == "author" else UserFactory()
    if who == "administrator":
        grant_role(by, "administrator")

    with pytest.raises(NotPermitted) as refused:
        name_owner(idea=idea, by=by, person=by)

    assert refused.value.error_code == "not_owner"
    assert not IdeaOwner.objects.exists()


def test_name_owner_of_what_is_not_approved_is_refused() -> None:
    with pytest.raises(Conflict) as refused:
        name_owner(idea=approved(stage=Stage.DECLINED), by=grant_role(UserFactory(), "triager"), person=UserFactory())

    assert refused.value.error_code == "stage_forbids"
    assert not IdeaOwner.objects.exists()


def test_decide_idea_with_an_owner_names_them_when_it_is_told() -> None:
    lead, person = pool_member(role="lead").person, UserFactory()
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)
    content = decision_content(
        kind="approved", reason_code="good_value", next_step="Cut the key", next_step_on=TODAY, owner=person
    )

    decision = decide_idea(idea=idea, by=lead, content=content)
    before = IdeaOwner.objects.exists()
    announce_decision(decision_id=decision.pk)

    assert not before
    assert IdeaOwner.objects.get().person == person


def test_decide_idea_with_a_no_and_an_owner_is_refused() -> None:
    lead = pool_member(role="lead").person
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)

    with pytest.raises(InvalidValue) as refused:
        decide_idea(idea=idea, by=lead, content=decision_content(owner=UserFactory()))

    assert [one.code for one in refused.value.problems] == ["not_for_no"]
    assert not Decision.objects.exists()


def test_record_outcome_moves_the_idea_and_tells_supporters() -> None:
    idea, person = owned()
    follower, voter = FollowFactory(idea=idea).person, VoteFactory(idea=idea).voter

    outcome = record_outcome(idea=idea, by=person, content=step())

    idea.refresh_from_db()
    assert idea.stage == Stage.IN_DELIVERY
    assert (outcome.note, outcome.happened_on, outcome.recorded_by) == ("The key is being cut.", TODAY, person)
    event = Event.objects.get(type="outcome.recorded")
    assert {(one.person_id, str(one.kind)) for one in recipients_of(event=event)} == {
        (author_of(idea).pk, "own_idea_outcome"),
        (follower.pk, "idea_outcome"),
        (voter.pk, "idea_outcome"),
    }
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.reason) == ("idea.outcome", "The key is being cut.")


def test_record_outcome_with_a_picture_keeps_it() -> None:
    idea, person = owned(stage=Stage.IN_DELIVERY)
    file = check_picture(by=person, name="key.png", content=picture())

    outcome = record_outcome(idea=idea, by=person, content=step(stage="implemented"), picture=file)

    assert outcome.picture == Attachment.objects.get()
    assert outcome.picture.media_type == "image/png"
    assert Idea.objects.get().stage == Stage.IMPLEMENTED


def test_check_picture_of_a_text_is_refused() -> None:
    with pytest.raises(InvalidValue) as refused:
        check_picture(by=UserFactory(), name="a.txt", content=BytesIO(b"Two keys"))

    assert refused.value.error_code == "file_type"


def test_record_outcome_of_stopping_keeps_what_was_learned() -> None:
    idea, person = owned(stage=Stage.IN_DELIVERY)

    record_outcome(idea=idea, by=person, content=step(stage="stopped_learned", note="The lock was changed."))

    assert Idea.objects.get().stage == Stage.STOPPED_LEARNED


def test_record_outcome_without_an_owner_is_refused() -> None:
    idea = approved()

    with pytest.raises(Conflict) as refused:
        record_outcome(idea=idea, by=grant_role(UserFactory(), "triager"), content=step())

    assert refused.value.error_code == "owner_missing"
    assert nothing_happened()


def test_record_outcome_that_cannot_follow_is_refused() -> None:
    idea, person = owned()

    with pytest.raises(Conflict) as refused:
        record_outcome(idea=idea, by=person, content=step(stage="implemented"))

    assert refused.value.error_code == "stage_forbids"
    assert nothing_happened()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": " "}, "note"),
        ({"happened_on": None}, "happened_on"),
        ({"happened_on": TODAY + timedelta(days=2)}, "happened_on"),
        ({"stage": "closed"}, "stage"),
    ],
)
def test_record_outcome_that_lacks_something_is_refused(changes: dict[str, Any], field: str) -> None:
    idea, person = owned()

    with pytest.raises(InvalidValue) as refused:
        record_outcome(idea=idea, by=person, content=step(**changes))

    assert [one.field for one in refused.value.problems] == [field]
    assert nothing_happened()


def test_record_outcome_by_somebody_else_is_refused() -> None:
    idea, _person = owned()

    with pytest.raises(NotPermitted) as refused:
        record_outcome(idea=idea, by=author_of(idea), content=step())

    assert refused.value.error_code == "not_owner"
    assert nothing_happened()
