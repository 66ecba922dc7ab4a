"""Who did what about an idea, as far as each reader may know it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Idea, User
from ideas.selectors.idea_audit import AuditEntry, audit_of_idea
from ideas.services.audit import record_audit
from tests.factories import CommentFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def triager() -> User:
    return grant_role(UserFactory(), "triager")


def written(idea: Idea, *, by: User | None = None, action: str = "discussion.lock") -> None:
    record_audit(
        action=action,
        by=by or UserFactory(),
        object_type="idea",
        object_id=idea.ref,
        after={"is": 1},
        reason="Too loud",
    )


def entries(viewer: User, idea: Idea) -> list[AuditEntry]:
    audit = audit_of_idea(viewer=viewer, ref=idea.ref)
    return [audit.entry_of(row) for row in audit.rows.order_by("id")]


def test_audit_of_idea_holds_what_hangs_on_it_and_nothing_of_others(triager: User) -> None:
    idea, actor = submitted_idea(), UserFactory()
    comment, review = CommentFactory(idea=idea), ReviewFactory(idea=idea)
    written(idea, by=actor)
    written(submitted_idea())
    record_audit(action="comment.hide", by=actor, object_type="comment", object_id=comment.public_id)
    record_audit(action="review.hand_over", by=actor, object_type="review", object_id=review.public_id)
    record_audit(action="review.hand_over", by=actor, object_type="review", object_id=ReviewFactory().public_id)

    found = entries(triager, idea)

    assert [(entry.action, entry.actor) for entry in found] == [
        ("discussion.lock", actor),
        ("comment.hide", actor),
        ("review.hand_over", actor),
    ]
    assert (found[0].reason, found[0].after, found[0].hides_text) == ("Too loud", {"is": 1}, False)


def test_audit_of_idea_tells_a_decision_once_it_is_announced(triager: User) -> None:
    decision = DecisionFactory()
    record_audit(action="decision.make", by=decision.decided_by, object_type="decision", object_id=decision.public_id)
    before = entries(triager, decision.idea)

    decision.announced_at = timezone.now()
    decision.save()

    assert (before, [entry.action for entry in entries(triager, decision.idea)]) == ([], ["decision.make"])


def test_audit_of_confidential_idea_gives_neither_reasons_nor_values() -> None:
    idea = submitted_idea(visibility="confidential")
    written(idea)

    (entry,) = entries(grant_role(UserFactory(), "administrator"), idea)

    assert (entry.action, entry.hides_text) == ("discussion.lock", True)
    assert (entry.reason, entry.before, entry.after) == ("", {}, {})


def test_audit_of_idea_does_not_name_an_author_who_is_not_shown(triager: User) -> None:
    idea = submitted_idea(author_shown=False)
    written(idea, by=author_of(idea), action="idea.withdraw")
    written(idea, by=triager)

    first, second = entries(triager, idea)

    assert (first.actor, first.is_protected) == (None, True)
    assert (second.actor, second.is_protected) == (triager, False)


def test_audit_of_idea_for_a_member_is_refused() -> None:
    with pytest.raises(NotPermitted):
        audit_of_idea(viewer=UserFactory(), ref=submitted_idea().ref)


def test_audit_of_restricted_idea_is_not_there_for_an_administrator() -> None:
    with pytest.raises(NotFound):
        audit_of_idea(
            viewer=grant_role(UserFactory(), "administrator"), ref=submitted_idea(visibility="restricted").ref
        )


def test_audit_of_idea_asks_as_much_for_a_hundred_rows_as_for_ten(triager: User) -> None:
    idea = submitted_idea()
    counts = []
    for number in (10, 90):
        for _row in range(number):
            written(idea)
        with CaptureQueriesContext(connection) as queries:
            entries(User.objects.get(pk=triager.pk), idea)
        counts.append(len(queries))

    assert counts[0] == counts[1]
