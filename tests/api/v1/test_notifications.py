"""News and preferences over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Preference
from tests.api.client import Caller, problem
from tests.factories import UserFactory, submitted_idea
from tests.factories.news import NotificationFactory, comment_on

pytestmark = pytest.mark.django_db
NEWS = "/api/v1/notifications"
CHOICES = "/api/v1/me/notification-preferences"


def test_notifications_are_listed_in_words_latest_first() -> None:
    idea = submitted_idea(title="Second key")
    comment = comment_on(idea)
    first = NotificationFactory(idea=idea, comment=comment)
    second = NotificationFactory(person=first.person, idea=idea, kind="comment_posted", reason="follower")
    NotificationFactory()

    results = Caller(first.person).get(NEWS).json()["results"]

    assert [body["id"] for body in results] == [str(second.public_id), str(first.public_id)]
    assert results[1]["headline"] == f"{comment.author.name} mentions you on “Second key”"
    assert (results[1]["idea"], results[1]["allowed_actions"]) == (idea.ref, ["read", "put_away"])


def test_notifications_leave_out_what_may_not_be_seen_any_more() -> None:
    news = NotificationFactory(idea=submitted_idea(visibility="confidential"))

    assert Caller(news.person).get(NEWS).json()["results"] == []
    assert problem(Caller(news.person).get(f"{NEWS}/{news.public_id}")) == (404, "not_found")


def test_notifications_make_the_same_queries_for_one_and_many() -> None:
    person = UserFactory()
    caller = Caller(person)
    caller.get(NEWS)
    counts = []
    for _round in range(2):
        for _number in range(3):
            idea = submitted_idea(author_shown=False)
            NotificationFactory(person=person, idea=idea, comment=comment_on(idea))
            NotificationFactory(person=person, idea=idea, kind="idea_received", reason="author")
        with CaptureQueriesContext(connection) as queries:
            caller.get(NEWS)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_notification_is_read_put_away_and_brought_back() -> None:
    news = NotificationFactory()
    caller = Caller(news.person)

    read = caller.put(f"{NEWS}/{news.public_id}/read").json()
    away = caller.put(f"{NEWS}/{news.public_id}/done").json()
    back = caller.delete(f"{NEWS}/{news.public_id}/done").json()

    assert [one["allowed_actions"] for one in (read, away, back)] == [["put_away"], ["bring_back"], ["put_away"]]
    assert back["done_at"] is None


def test_notification_of_somebody_else_cannot_be_read() -> None:
    news = NotificationFactory()

    assert problem(Caller(UserFactory()).put(f"{NEWS}/{news.public_id}/read")) == (404, "not_found")

    news.refresh_from_db()
    assert news.read_at is None


def test_notifications_are_all_marked_as_read() -> None:
    news = NotificationFactory()
    NotificationFactory(person=news.person)

    answer = Caller(news.person).post(f"{NEWS}/read")

    assert answer.json() == {"read": 2}


def test_notifications_with_unknown_list_are_refused() -> None:
    assert problem(Caller(UserFactory()).get(f"{NEWS}?show=rain")) == (400, "invalid_parameter")


def test_preferences_change_what_is_named_alone() -> None:
    person = UserFactory()

    body = {"quiet_hours": False, "choices": [{"kind": "comment_mention", "mail": "off"}]}
    answer = Caller(person).patch(CHOICES, body).json()

    assert answer["quiet_hours"] is False
    assert {"kind": "comment_mention", "mail": "off", "is_own": True} in answer["choices"]
    assert list(Preference.objects.values_list("kind", "mail")) == [("comment_mention", "off")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"choices": [{"kind": "rain", "mail": "off"}]}, (422, "invalid_choice")),
        ({"choices": [{"kind": "comment_mention", "mail": "shout"}]}, (422, "invalid_choice")),
        ({"quiet_hours": "yes"}, (422, "type")),
        ({"person": 1}, (400, "unknown_field")),
    ],
)
def test_preferences_of_something_wrong_are_refused(body: object, expected: tuple[int, str]) -> None:
    assert problem(Caller(UserFactory()).patch(CHOICES, body)) == expected
    assert not Preference.objects.exists()
