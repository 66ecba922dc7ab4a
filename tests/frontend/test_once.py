"""Forms that are sent twice: by a double click, a reload, a second press on a slow line."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client

from ideas.models import Comment, HttpIdempotency, Idea, User
from tests.at_once import at_once
from tests.factories import UserFactory, submitted_idea
from tests.pages import HTMX, Seen, address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    return UserFactory(name="Sam Okafor")


@pytest.fixture
def page(reader: User) -> Client:
    return signed_in(reader)


def say(page: Client, idea: Idea, body: str = "I know", key: str = "k-1", **options: Any) -> Any:
    return page.post(f"{address(idea)}comments/", {"body": body, "once": key}, **options)


def test_form_sent_twice_makes_one_row_and_leads_to_it_both_times(page: Client) -> None:
    idea = submitted_idea()

    first, second = say(page, idea), say(page, idea)

    comment = Comment.objects.get()
    assert (first.status_code, second.status_code) == (302, 303)
    assert first["Location"] == second["Location"] == f"{address(idea)}#comment-{comment.public_id}"
    assert "This was sent twice. It is done once." in Seen(page.get(address(idea))).text


def test_form_drawn_twice_has_another_key_each_time(page: Client) -> None:
    idea = submitted_idea()

    drawn = [Seen(page.get(address(idea))).all("input", name="once")[0]["value"] for _time in range(2)]

    assert len(set(drawn)) == 2
    assert all(re.fullmatch(r"[\w-]{22}", key or "") for key in drawn)


@pytest.mark.parametrize(("body", "key"), [("I know more", "k-1"), ("I know", "k-2")])
def test_form_with_other_words_or_another_key_makes_its_own_row(page: Client, body: str, key: str) -> None:
    idea = submitted_idea()
    say(page, idea)

    say(page, idea, body, key)

    assert list(Comment.objects.order_by("id").values_list("body", flat=True)) == ["I know", body]


@pytest.mark.parametrize("sent", [{}, {"once": ""}])
def test_form_without_a_key_makes_a_row_each_time(page: Client, sent: dict[str, str]) -> None:
    idea = submitted_idea()

    for _time in range(2):
        page.post(f"{address(idea)}comments/", {"body": "I know", **sent})

    assert Comment.objects.count() == 2
    assert not HttpIdempotency.objects.exists()


def test_form_of_another_person_with_the_same_key_makes_their_own_row(page: Client, reader: User) -> None:
    idea, other = submitted_idea(), UserFactory()
    say(page, idea)

    say(signed_in(other), idea)

    assert list(Comment.objects.order_by("id").values_list("author", flat=True)) == [reader.pk, other.pk]


def test_form_of_another_idea_with_the_same_key_makes_its_own_row(page: Client) -> None:
    one, other = submitted_idea(), submitted_idea()
    say(page, one)

    say(page, other)

    assert list(Comment.objects.order_by("id").values_list("idea", flat=True)) == [one.pk, other.pk]


def test_form_refused_is_judged_anew_and_may_be_mended_under_its_key(page: Client) -> None:
    idea = submitted_idea()

    refused = [say(page, idea, "a\u202eb"), say(page, idea, "a\u202eb")]
    mended = say(page, idea, "a b")

    assert [response.status_code for response in refused] == [422, 422]
    assert mended.status_code == 302
    assert Comment.objects.get().body == "a b"
    assert HttpIdempotency.objects.count() == 1


def test_form_kept_says_nothing_of_what_was_typed(page: Client, reader: User) -> None:
    idea = submitted_idea()

    say(page, idea, "Not for the shelf", key="never stored")

    kept = HttpIdempotency.objects.get()
    assert (kept.actor, kept.status, bytes(kept.body)) == (reader, 303, b"")
    assert kept.headers == {"Location": f"{address(idea)}#comment-{Comment.objects.get().public_id}"}
    assert re.fullmatch(r"form:[0-9a-f]{64}", kept.key)


def test_form_sent_twice_with_htmx_leads_to_the_part_of_the_page(page: Client) -> None:
    idea = submitted_idea()

    first, second = say(page, idea, headers=HTMX), say(page, idea, headers=HTMX)

    assert first.status_code == 200
    assert (second.status_code, second["Location"]) == (303, f"{address(idea)}comments/")
    assert [one["id"] for one in Seen(page.get(second["Location"], headers=HTMX)).all("section")] == ["talk"]
    assert Comment.objects.count() == 1


def test_form_of_nobody_signed_in_leads_to_sign_in_and_keeps_nothing(client: Client) -> None:
    idea = submitted_idea()

    response = say(client, idea)

    assert response["Location"].startswith("/accounts/login/")
    assert not HttpIdempotency.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_makes_one_row_and_leads_to_it_both_times(reader: User) -> None:
    idea = submitted_idea()
    pages = [signed_in(reader), signed_in(reader)]

    answers = at_once(*(partial(say, page, idea) for page in pages))

    comment = Comment.objects.get()
    assert sorted(response.status_code for response in answers) == [302, 303]
    assert {response["Location"] for response in answers} == {f"{address(idea)}#comment-{comment.public_id}"}
