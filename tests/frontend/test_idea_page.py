"""The page of an idea, its support and its discussion, with and without a script."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import AuditEvent, Comment, CommentReport, Follow, Idea, IdeaTally, User, Vote
from ideas.services.comments import post_comment
from ideas.services.moderation import hide_comment, report_comment
from ideas.services.votes import cast_vote
from tests.factories import (
    CommentFactory,
    DepartmentFactory,
    IdeaFactory,
    UserFactory,
    grant_role,
    submitted_idea,
)
from tests.factories.ideas import author_of
from tests.factories.reviews import routed_idea
from tests.payloads import XSS_PAYLOADS

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader() -> User:
    return UserFactory(name="Sam Okafor")


@pytest.fixture
def page(reader: User) -> Client:
    return signed_in(reader)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Seen(HTMLParser):
    """Elements with their attributes, and the text."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(response.content.decode())
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]


def address(idea: Idea) -> str:
    return f"/ideas/{idea.ref}/"


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


def test_support_shows_bars_from_five_votes_up(page: Client) -> None:
    idea = submitted_idea()
    for slug, times in (("parks", 5), ("legal", 2)):
        for _ in range(times):
            cast_vote(voter=UserFactory(department=DepartmentFactory(slug=slug)), idea=idea)

    text = Seen(page.get(f"{address(idea)}support/")).text

    assert "7 people in 2 departments do." in text
    assert "Parks5" in text
    assert "One more (under five votes)2" in text
    assert "Legal" not in text


def test_vote_without_script_comes_back_to_its_page(page: Client, reader: User) -> None:
    idea = submitted_idea()

    response = page.post(f"{address(idea)}vote/", {"vote": "give", "next": "/ideas/?order=new"})

    assert response["Location"] == "/ideas/?order=new"
    assert Vote.objects.get().voter == reader


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", ""]
)
def test_vote_never_leads_off_the_site(page: Client, path: str) -> None:
    idea = submitted_idea()

    assert page.post(f"{address(idea)}vote/", {"vote": "give", "next": path})["Location"] == address(idea)


def test_vote_with_htmx_on_the_board_answers_the_button(page: Client) -> None:
    idea = submitted_idea()

    response = page.post(
        f"{address(idea)}vote/", {"vote": "give"}, headers={**HTMX, "HX-Current-URL": "http://testserver/ideas/"}
    )

    found = Seen(response)
    assert "HX-Retarget" not in response
    assert [form["action"] for form in found.all("form")] == [f"{address(idea)}vote/"]
    assert found.all("button", **{"aria-pressed": "true"})
    assert found.all("input", name="vote", value="withdraw")


def test_vote_with_htmx_on_the_idea_page_answers_the_support(page: Client) -> None:
    idea = submitted_idea()
    here = {**HTMX, "HX-Current-URL": f"http://testserver{address(idea)}?x#y"}

    response = page.post(f"{address(idea)}vote/", {"vote": "give"}, headers=here)

    assert response["HX-Retarget"] == "#support"
    assert "You support this." in Seen(response).text


@pytest.mark.parametrize(("kind", "status"), [("own", 403), ("closed", 409), ("unseen", 404)])
def test_vote_that_is_forbidden_is_refused(page: Client, reader: User, kind: str, status: int) -> None:
    ideas = {"own": {"author": reader}, "closed": {"stage": "declined"}, "unseen": {"visibility": "confidential"}}
    idea = submitted_idea(**ideas[kind])

    assert page.post(f"{address(idea)}vote/", {"vote": "give"}).status_code == status
    assert not Vote.objects.exists()


def test_vote_by_get_is_refused(page: Client) -> None:
    assert page.get(f"{address(submitted_idea())}vote/").status_code == 405


@pytest.mark.parametrize(("act", "levels"), [("follow", ["following"]), ("mute", ["muted"]), ("end", [])])
def test_follow_acts_change_what_reaches_the_reader(page: Client, act: str, levels: list[str]) -> None:
    idea = submitted_idea()
    Follow.objects.create(idea=idea, person=UserFactory())

    page.post(f"{address(idea)}follow/", {"act": "follow"})
    response = page.post(f"{address(idea)}follow/", {"act": act}, headers=HTMX)

    assert response.status_code == 200
    assert [row.level for row in Follow.objects.exclude(pk=Follow.objects.first().pk)] == levels


def test_follow_of_an_unknown_kind_is_refused(page: Client) -> None:
    assert page.post(f"{address(submitted_idea())}follow/", {"act": "stalk"}).status_code == 422


def test_comment_without_script_comes_back_to_it(page: Client, reader: User) -> None:
    idea = submitted_idea()

    response = page.post(f"{address(idea)}comments/", {"body": "I know"})

    comment = Comment.objects.get()
    assert comment.author == reader
    assert response["Location"] == f"{address(idea)}#comment-{comment.public_id}"


def test_comment_with_htmx_answers_the_discussion_with_an_empty_form(page: Client) -> None:
    idea = submitted_idea()

    response = page.post(f"{address(idea)}comments/", {"body": "I know"}, headers=HTMX)

    found = Seen(response)
    assert [one["id"] for one in found.all("section")] == ["talk"]
    assert "Discussion 1" in found.text
    assert response.context["form"]["body"].value() is None


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_comment_refused_keeps_what_was_typed(page: Client, headers: dict[str, str]) -> None:
    idea = submitted_idea()
    typed = "a\u202eb " + "long " * 10

    response = page.post(f"{address(idea)}comments/", {"body": typed}, headers=headers)

    assert response.status_code == 422
    assert response.context["form"]["body"].value() == typed
    assert "turns the direction of reading" in Seen(response).text
    assert not Comment.objects.exists()


def test_comment_on_closed_discussion_keeps_what_was_typed(page: Client) -> None:
    idea = submitted_idea()
    Idea.objects.filter(pk=idea.pk).update(comments_locked_at=idea.submitted_at, comments_locked_reason="Enough")

    response = page.post(f"{address(idea)}comments/", {"body": "But"})

    assert response.status_code == 409
    assert response.context["form"]["body"].value() == "But"
    assert "Enough" in Seen(response).text


def test_comment_in_answer_names_whom_it_answers(page: Client) -> None:
    comment = CommentFactory(author=UserFactory(name="Kasia Nowak"))
    idea = comment.idea

    found = Seen(page.get(f"{address(idea)}?reply_to={comment.public_id}"))
    page.post(f"{address(idea)}comments/", {"body": "Thanks", "reply_to": str(comment.public_id)})

    assert "In answer to Kasia Nowak" in found.text
    assert Comment.objects.get(body="Thanks").parent == comment


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_comment_in_answer_to_nothing_is_a_comment_of_its_own(page: Client, named: str) -> None:
    idea = submitted_idea()

    assert "In answer to" not in Seen(page.get(f"{address(idea)}?reply_to={named}")).text
    assert page.post(f"{address(idea)}comments/", {"body": "x", "reply_to": named}).status_code in {404, 422}
    assert not Comment.objects.exists()


def test_comment_edited_shows_that_it_was(page: Client, reader: User) -> None:
    comment = post_comment(author=reader, idea=submitted_idea(), body="Befor")
    form = f"/comments/{comment.public_id}/edit/"

    assert page.get(form).context["form"]["body"].value() == "Befor"
    assert page.post(form, {"body": "Before", "version": "1"}).status_code == 302
    stale = page.post(form, {"body": "After", "version": "1"})

    assert stale.status_code == 412
    assert stale.context["form"]["body"].value() == "After"
    assert stale.context["form"]["version"].value() == "2"
    assert " edited" in Seen(page.get(address(comment.idea))).text


def test_comment_deleted_after_the_question(page: Client, reader: User) -> None:
    comment = post_comment(author=reader, idea=submitted_idea(), body="Oops")

    assert "Delete your comment?" in Seen(page.get(f"/comments/{comment.public_id}/delete/")).text
    assert page.post(f"/comments/{comment.public_id}/delete/").status_code == 302

    text = Seen(page.get(address(comment.idea))).text
    assert "This comment was deleted." in text
    assert "Oops" not in text


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_comment_of_somebody_else_is_not_mine_to_change(page: Client, act: str) -> None:
    comment = CommentFactory()

    assert page.get(f"/comments/{comment.public_id}/{act}/").status_code == 403
    response = page.post(f"/comments/{comment.public_id}/{act}/", {"body": "x", "version": "1"})

    assert response.status_code == 403
    comment.refresh_from_db()
    assert (comment.version, comment.deleted_at) == (1, None)


def test_comment_reported_hidden_and_settled(page: Client) -> None:
    comment = post_comment(author=UserFactory(), idea=submitted_idea(), body="Rude words")
    triager = signed_in(grant_role(UserFactory(), "triager"))

    assert page.post(f"/comments/{comment.public_id}/report/", {"reason": ""}).status_code == 422
    assert page.post(f"/comments/{comment.public_id}/report/", {"reason": "Rude"}).status_code == 302
    assert "Rude words" in Seen(triager.get("/reports/")).text
    assert triager.post(f"/comments/{comment.public_id}/hide/", {"reason": "Not nice"}).status_code == 302

    assert "No comment waits for you" in Seen(triager.get("/reports/")).text
    text = Seen(page.get(address(comment.idea))).text
    assert "hidden by the improvement office" in text
    assert "Rude words" not in text
    assert triager.post(f"/comments/{comment.public_id}/unhide/").status_code == 302
    assert "Rude words" in Seen(page.get(address(comment.idea))).text


def test_comment_reported_and_kept(page: Client, reader: User) -> None:
    comment = CommentFactory()
    report_comment(comment=comment, by=reader, reason="Rude")

    response = signed_in(grant_role(UserFactory(), "triager")).post(f"/comments/{comment.public_id}/keep/")

    assert response["Location"] == "/reports/"
    assert CommentReport.objects.get().settled_at is not None


def test_discussion_locked_and_opened_by_triager(page: Client) -> None:
    idea = submitted_idea()
    triager = signed_in(grant_role(UserFactory(), "triager"))

    assert triager.post(f"{address(idea)}comments/lock/", {"reason": "Two people only"}).status_code == 302
    assert "Two people only" in Seen(page.get(address(idea))).text
    assert triager.post(f"{address(idea)}comments/unlock/").status_code == 302
    assert Idea.objects.get().comments_locked_at is None


def test_moderation_by_others_is_refused(page: Client) -> None:
    comment = CommentFactory()
    idea = comment.idea

    answers = [
        page.get("/reports/"),
        page.get(f"/comments/{comment.public_id}/hide/"),
        page.post(f"/comments/{comment.public_id}/hide/", {"reason": "x"}),
        page.post(f"/comments/{comment.public_id}/unhide/"),
        page.post(f"/comments/{comment.public_id}/keep/"),
        page.get(f"{address(idea)}comments/lock/"),
        page.post(f"{address(idea)}comments/lock/", {"reason": "x"}),
        page.post(f"{address(idea)}comments/unlock/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 8
    assert not AuditEvent.objects.exists()


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


def test_comments_of_hostile_text_stay_inside_their_place(page: Client) -> None:
    idea = submitted_idea()
    for payload in XSS_PAYLOADS[:25]:
        post_comment(author=UserFactory(), idea=idea, body=payload)

    found = Seen(page.get(address(idea)))

    bodies = found.all("div", **{"class": "gs-comment-body"})
    assert len(bodies) == 25
    assert all("hx-ignore" in one for one in bodies)
    assert not [name for _tag, names in found.elements for name in names if name.startswith("on")]
    assert not found.all("iframe") + found.all("img") + found.all("style") + found.all("object") + found.all("base")
    assert IdeaTally.objects.get(idea=idea).comment_count == 25


def test_hidden_reason_is_for_writer_and_moderators(page: Client) -> None:
    writer = UserFactory()
    comment = post_comment(author=writer, idea=submitted_idea(), body="Rude")
    hide_comment(comment=comment, by=grant_role(UserFactory(), "triager"), reason="Names a resident")

    assert "Names a resident" not in Seen(page.get(address(comment.idea))).text
    assert "Names a resident" in Seen(signed_in(writer).get(address(comment.idea))).text
