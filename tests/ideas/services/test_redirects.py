"""Sending what is no idea to where it belongs."""

import pytest

from ideas.exceptions import InvalidValue, NotPermitted
from ideas.models import AuditEvent, Event, Idea, Notification, Redirect, Triage
from ideas.services.redirects import redirect_idea
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory
from tests.factories.ideas import author_of
from tests.factories.triage import idea_in_triage, triager
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db
WORDS = "The People team hears this in confidence; call them today."


def test_redirect_closes_the_idea_hides_it_and_tells_the_author() -> None:
    idea = idea_in_triage()
    review = ReviewFactory(idea=idea)

    redirect = redirect_idea(idea=idea, by=triager(), door="people_team", words=WORDS)
    tell_people(event_id=Event.objects.get(type="idea.redirected").pk)

    idea.refresh_from_db()
    review.refresh_from_db()
    assert (idea.stage, idea.visibility, idea.next_answer_at) == (Stage.REDIRECTED, "confidential", None)
    assert (redirect.label, review.state) == ("People team", "cancelled")
    assert Notification.objects.get().person == author_of(idea)
    assert Triage.objects.get().lane == "redirect"
    assert AuditEvent.objects.get(action="idea.redirect").after == {"door": "people_team", "is_hidden": True}


def test_redirect_that_stays_visible_changes_nothing_about_who_reads_it() -> None:
    idea = idea_in_triage()

    redirect_idea(idea=idea, by=triager(), door="service_desk", words=WORDS, is_hidden=False)

    idea.refresh_from_db()
    assert idea.visibility == "open"


@pytest.mark.parametrize(("door", "words", "code"), [("moon", WORDS, "unknown_door"), ("people_team", " ", "blank")])
def test_redirect_to_nowhere_or_without_words_is_refused(door: str, words: str, code: str) -> None:
    idea = idea_in_triage()

    with pytest.raises(InvalidValue) as refusal:
        redirect_idea(idea=idea, by=triager(), door=door, words=words)

    assert refusal.value.problems[0].code == code
    assert Idea.objects.get().stage == Stage.TRIAGE
    assert not Redirect.objects.exists()


def test_redirect_by_somebody_else_is_refused() -> None:
    idea = idea_in_triage()

    with pytest.raises(NotPermitted):
        redirect_idea(idea=idea, by=UserFactory(), door="people_team", words=WORDS)

    assert not Redirect.objects.exists()
