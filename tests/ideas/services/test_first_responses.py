"""The first response: written once a round, it keeps the promise and reaches the authors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Calendar, Event, FirstResponse, Idea, Notification, Promise, Triage
from ideas.selectors.timeline import timeline_of
from ideas.services.first_responses import give_first_response
from tests.factories import UserFactory
from tests.factories.ideas import author_of
from tests.factories.triage import FirstResponseFactory, idea_in_triage, triager
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db
WORDS = "Thank you. Operations looks at it this week."


def promised(idea: Idea) -> Promise:
    return Promise.objects.create(
        idea=idea,
        kind=Promise.Kind.FIRST_RESPONSE,
        due_at=timezone.now() + timedelta(days=2),
        calendar=Calendar.objects.get(key="england_and_wales"),
        calendar_version=1,
        working_days=2,
    )


def test_give_first_response_keeps_the_promise_and_leaves_the_idea_in_triage() -> None:
    idea, owen = idea_in_triage(), triager()
    promise = promised(idea)

    response = give_first_response(idea=idea, by=owen, text=f"  {WORDS}\n")

    promise.refresh_from_db()
    assert (response.text, response.by) == (WORDS, owen)
    assert promise.kept_at == response.created_at
    assert Triage.objects.get().done_at is None
    assert AuditEvent.objects.get(action="first_response.give").object_id == idea.ref


def test_give_first_response_is_news_for_the_authors_and_a_line_of_the_history() -> None:
    idea = idea_in_triage()

    response = give_first_response(idea=idea, by=triager(), text=WORDS)
    tell_people(event_id=Event.objects.get(type="first_response.given").pk)

    news = Notification.objects.get()
    assert (news.person, news.kind) == (author_of(idea), "response_given")
    entry = timeline_of(idea=idea, viewer=author_of(idea))[0]
    assert (entry.type, entry.rows["first_response_id"]) == ("first_response.given", response)


def test_give_first_response_twice_is_refused() -> None:
    idea = idea_in_triage()
    FirstResponseFactory(idea=idea)

    with pytest.raises(Conflict) as refusal:
        give_first_response(idea=idea, by=triager(), text=WORDS)

    assert refusal.value.error_code == "first_response_given"
    assert FirstResponse.objects.count() == 1


@pytest.mark.parametrize(("text", "code"), [("", "blank"), (" \n", "blank"), ("x" * 2001, "too_long")])
def test_give_first_response_without_words_that_fit_is_refused(text: str, code: str) -> None:
    idea = idea_in_triage()

    with pytest.raises(InvalidValue) as refusal:
        give_first_response(idea=idea, by=triager(), text=text)

    assert [(one.field, one.code) for one in refusal.value.problems] == [("text", code)]
    assert not FirstResponse.objects.exists()


def test_give_first_response_by_somebody_else_is_refused() -> None:
    idea = idea_in_triage()

    with pytest.raises(NotPermitted):
        give_first_response(idea=idea, by=UserFactory(), text=WORDS)

    assert not FirstResponse.objects.exists()
    assert not Event.objects.exists()
