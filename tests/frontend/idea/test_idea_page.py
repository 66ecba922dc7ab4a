"""The page of an idea as a whole."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import AuditEvent, Idea, User
from ideas.services.comments import post_comment
from tests.factories import CommentFactory, IdeaFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import routed_idea
from tests.pages import Seen, address, signed_in
from tests.payloads import XSS_PAYLOADS

pytestmark = pytest.mark.django_db


def test_idea_page_shows_story_support_departments_history_and_discussion(page: Client) -> None:
    idea = routed_idea(title="Leave form", problem="Nine days.", proposal="One day.", expected_result="No lost forms.")
    comment = post_comment(author=UserFactory(name="Kasia Nowak"), idea=idea, body="**Yes**")

    response = page.get(address(idea))

    found = Seen(response)
    assert response.status_code == 200
    for words in ("Leave form", "Nine days.", "One day.", "No lost forms.", "Who is looking at it", "Kasia Nowak"):
        assert words in found.text
    for part in ("What has happened", "Discussion 1", "Support", "Answer by"):
        assert part in found.text
    assert found.all("li", id=f"comment-{comment.public_id}")
    assert not AuditEvent.objects.exists()


def test_idea_page_of_draft_leads_its_author_to_the_form(page: Client, reader: User) -> None:
    draft = IdeaFactory(author=reader)

    assert page.get(address(draft))["Location"] == f"/ideas/{draft.ref}/draft/"
    assert page.get(address(IdeaFactory())).status_code == 404


def test_idea_page_of_protected_author_names_nobody(page: Client) -> None:
    idea = submitted_idea(author=UserFactory(name="Megan Hughes"), author_shown=False)
    post_comment(author=author_of(idea), idea=idea, body="It is mine")

    found = Seen(page.get(address(idea)))

    assert "Megan" not in found.text
    assert "A colleague who is not shown" in found.text
    assert "Somebody who is not shown" in found.text
    assert "Megan Hughes" in Seen(signed_in(author_of(idea)).get(address(idea))).text


def test_idea_page_of_confidential_idea_logs_the_read_but_not_its_authors(reader: User) -> None:
    idea = submitted_idea(visibility="confidential", author=reader)
    named = UserFactory()
    idea.readers.create(person=named)

    signed_in(reader).get(address(idea))
    assert not AuditEvent.objects.exists()
    signed_in(named).get(address(idea))

    read = AuditEvent.objects.get()
    assert (read.action, read.actor_id, read.object_id) == ("idea.read", named.pk, idea.ref)


def test_idea_page_offers_authors_to_change_it_and_others_not(page: Client) -> None:
    idea = submitted_idea()

    own = Seen(signed_in(author_of(idea)).get(address(idea)))

    assert own.all("a", href=f"/ideas/{idea.ref}/edit/")
    assert own.all("button", disabled="") or [b for b in own.all("button") if "disabled" in b]
    assert not Seen(page.get(address(idea))).all("a", href=f"/ideas/{idea.ref}/edit/")


def test_idea_page_costs_the_same_queries_however_long_the_discussion(page: Client) -> None:
    idea = routed_idea()
    CommentFactory(idea=idea)
    page.get(address(idea))

    with CaptureQueriesContext(connection) as few:
        page.get(address(idea))
    for _ in range(10):
        CommentFactory(idea=idea, parent=CommentFactory(idea=idea))
    with CaptureQueriesContext(connection) as many:
        page.get(address(idea))

    assert len(few) == len(many)


def test_idea_page_shows_hostile_text_as_text(page: Client) -> None:
    idea = submitted_idea(title="x", problem="x", proposal="x", expected_result="x", author=UserFactory(name="x"))
    comments = [post_comment(author=UserFactory(name="x"), idea=idea, body="x") for _ in range(5)]
    tame = Seen(page.get(address(idea)))
    outside = [(tag, set(names)) for tag, names in tame.elements]

    for payload in XSS_PAYLOADS[::3]:
        line = " ".join(payload.split())
        Idea.objects.filter(pk=idea.pk).update(title=line, problem=line, proposal=line, expected_result=line)
        User.objects.filter(authorships__idea=idea).update(name=line)
        User.objects.filter(comments__in=comments).update(name=line)
        found = Seen(page.get(address(idea)))
        assert [(tag, set(names)) for tag, names in found.elements] == outside, payload
