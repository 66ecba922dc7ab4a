"""The page of news, its bell, the choices, and the way out of mails."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ideas.models import Notification, Preference, User
from ideas.news import NewsKind
from ideas.stop_links import stop_token
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.news import NotificationFactory, comment_on

pytestmark = pytest.mark.django_db


def signed_in(person: User, client: Client) -> Client:
    client.force_login(person)
    return client


def test_inbox_shows_news_grouped_by_idea_with_its_reason(client: Client) -> None:
    idea = submitted_idea(title="Second key")
    first = NotificationFactory(idea=idea, comment=comment_on(idea))
    NotificationFactory(person=first.person, idea=idea, kind="comment_posted", reason="follower")
    NotificationFactory()

    page = signed_in(first.person, client).get("/news/").content.decode()

    assert page.count('class="card gs-news-group"') == 1
    assert page.count('class="gs-news-row is-unread"') == 2
    assert "mentions you on “Second key”" in page
    assert "because you follow the idea" in page


@pytest.mark.parametrize("kind", NewsKind.values)
def test_inbox_shows_news_of_every_kind(kind: str, client: Client) -> None:
    news = NotificationFactory(idea=submitted_idea(title="Second key"), kind=kind)

    page = signed_in(news.person, client).get("/news/")

    assert page.status_code == 200
    assert page.content.decode().count('class="gs-news-row is-unread"') == 1


def test_inbox_hides_news_of_what_may_not_be_seen_any_more(client: Client) -> None:
    news = NotificationFactory(idea=submitted_idea(visibility="confidential", title="CANARY"))

    page = signed_in(news.person, client).get("/news/").content.decode()

    assert "CANARY" not in page


def test_inbox_makes_no_more_queries_for_more_news(client: Client) -> None:
    person = UserFactory()
    signed_in(person, client).get("/news/")
    counts = []
    for number in (2, 8):
        for _missing in range(number - Notification.objects.filter(person=person).count()):
            idea = submitted_idea(author_shown=False)
            NotificationFactory(person=person, idea=idea, comment=comment_on(idea))
        with CaptureQueriesContext(connection) as queries:
            client.get("/news/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("show", "count"), [("inbox", 2), ("unread", 1), ("done", 1)])
def test_inbox_shows_the_list_that_is_asked_for(client: Client, show: str, count: int) -> None:
    person = UserFactory()
    NotificationFactory(person=person)
    NotificationFactory(person=person, read_at="2026-11-01T09:00Z")
    NotificationFactory(person=person, read_at="2026-11-01T09:00Z", done_at="2026-11-01T09:00Z")

    page = signed_in(person, client).get(f"/news/?show={show}").content.decode()

    assert len(re.findall(r'class="gs-news-row', page)) == count


def test_inbox_of_unknown_list_is_not_there(client: Client) -> None:
    assert signed_in(UserFactory(), client).get("/news/?show=rain").status_code == 404


def test_open_news_marks_it_read_and_leads_to_the_review(client: Client) -> None:
    review = ReviewFactory(assigned=True)
    news = NotificationFactory(
        person=review.owner, idea=review.idea, review=review, kind="review_assigned", reason="reviewer"
    )

    answer = signed_in(review.owner, client).post(reverse("notification-open", args=[news.public_id]))

    news.refresh_from_db()
    assert answer.headers["Location"] == reverse("review", args=[review.public_id])
    assert news.read_at is not None


def test_open_news_of_somebody_else_is_not_there(client: Client) -> None:
    news = NotificationFactory()

    answer = signed_in(UserFactory(), client).post(reverse("notification-open", args=[news.public_id]))

    news.refresh_from_db()
    assert (answer.status_code, news.read_at) == (404, None)


def test_done_puts_news_away_and_brings_it_back(client: Client) -> None:
    news = NotificationFactory()
    address = reverse("notification-done", args=[news.public_id])
    signed_in(news.person, client).post(address)
    news.refresh_from_db()
    put_away = news.done_at is not None

    client.post(address, {"undo": "1"})

    news.refresh_from_db()
    assert (put_away, news.done_at) == (True, None)


def test_read_all_empties_the_bell(client: Client) -> None:
    news = NotificationFactory()
    NotificationFactory(person=news.person)
    before = signed_in(news.person, client).get("/news/bell/").content.decode()

    client.post("/news/read/")

    assert "News, 2 unread" in before
    assert "News, 0 unread" in client.get("/news/bell/").content.decode()


def test_preferences_keep_what_is_chosen_and_nothing_else(client: Client) -> None:
    person = UserFactory()
    page = signed_in(person, client).get("/news/preferences/")
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if name != "quiet_hours"}

    answer = client.post("/news/preferences/", {**data, "comment_mention": "off"})

    person.refresh_from_db()
    assert answer.status_code == 302
    assert list(Preference.objects.values_list("kind", "mail")) == [("comment_mention", "off")]
    assert person.quiet_hours is False


def test_preferences_with_unknown_choice_keep_nothing(client: Client) -> None:
    person = UserFactory()

    answer = signed_in(person, client).post("/news/preferences/", {"comment_mention": "shout"})

    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_preferences_offer_reviewers_their_kinds(client: Client) -> None:
    review = ReviewFactory(assigned=True)
    review.department.memberships.create(person=review.owner)

    page = signed_in(review.owner, client).get("/news/preferences/")

    assert "review_assigned" in page.context["form"].fields
    assert "comment_reported" not in page.context["form"].fields


def test_stop_asks_before_anything_changes(client: Client) -> None:
    person = UserFactory()
    address = reverse("notification-stop", args=[stop_token(person=person, kinds=["comment_mention"])])

    page = client.get(address)

    assert page.status_code == 200
    assert "Somebody mentions you" in page.content.decode()
    assert not Preference.objects.exists()


def test_stop_by_one_click_needs_no_cookie() -> None:
    person = UserFactory()
    client = Client(enforce_csrf_checks=True)
    address = reverse("notification-stop", args=[stop_token(person=person, kinds=["comment_mention"])])

    answer = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert list(Preference.objects.values_list("person", "kind", "mail")) == [(person.pk, "comment_mention", "off")]


def test_stop_with_forged_token_changes_nothing(client: Client) -> None:
    token = stop_token(person=UserFactory(), kinds=["comment_mention"])

    answer = client.post(reverse("notification-stop", args=[token[:-1] + ("a" if token[-1] != "a" else "b")]))

    assert answer.status_code == 404
    assert not Preference.objects.exists()
