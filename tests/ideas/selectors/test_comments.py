"""A discussion shows each reader what is theirs to read, and who may do what about it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import NotFound
from ideas.models import IdeaAuthor
from ideas.selectors.comments import THREADS_A_PAGE, comment_for_reader, discussion_of, open_reports
from ideas.services.comments import delete_comment, post_comment
from ideas.services.moderation import hide_comment, lock_discussion, report_comment
from tests.factories import CommentFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def test_discussion_threads_answers_below_their_first_comment_oldest_first() -> None:
    idea = submitted_idea()
    first, second = CommentFactory(idea=idea, body="1"), CommentFactory(idea=idea, body="2")
    for body, parent in (("1a", first), ("2a", second), ("1b", first)):
        CommentFactory(idea=idea, body=body, parent=parent)

    threads = discussion_of(idea=idea, viewer=UserFactory()).threads

    assert [(one.body, [answer.body for answer in one.replies]) for one in threads] == [
        ("1", ["1a", "1b"]),
        ("2", ["2a"]),
    ]


@pytest.mark.parametrize(
    ("who", "body", "reason", "acts"),
    [
        ("reader", "", "", set()),
        ("writer", "Rude", "Not nice", {"delete"}),
        ("triager", "Rude", "Not nice", {"unhide"}),
    ],
)
def test_discussion_hides_text_from_all_but_writer_and_moderators(
    who: str, body: str, reason: str, acts: set[str]
) -> None:
    idea = submitted_idea()
    people = {"reader": UserFactory(), "writer": UserFactory(), "triager": grant_role(UserFactory(), "triager")}
    comment = post_comment(author=people["writer"], idea=idea, body="Rude")
    hide_comment(comment=comment, by=people["triager"], reason="Not nice")

    shown = discussion_of(idea=idea, viewer=people[who]).threads[0]

    assert (shown.is_hidden, shown.body, shown.hidden_reason, shown.may) == (True, body, reason, acts)


def test_discussion_shows_a_deleted_comments_text_to_nobody() -> None:
    idea = submitted_idea()
    writer = UserFactory()
    comment = post_comment(author=writer, idea=idea, body="Oops")
    delete_comment(comment=comment, by=writer)

    for viewer in (writer, grant_role(UserFactory(), "triager")):
        shown = discussion_of(idea=idea, viewer=viewer).threads[0]
        assert (shown.is_deleted, shown.body, shown.body_html, shown.may) == (True, "", "", set())


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("reader", {"reply", "report"}),
        ("writer", {"reply", "edit", "delete"}),
        ("triager", {"reply", "report", "hide"}),
    ],
)
def test_discussion_names_the_acts_open_to_each(who: str, acts: set[str]) -> None:
    people = {"reader": UserFactory(), "writer": UserFactory(), "triager": grant_role(UserFactory(), "triager")}
    comment = CommentFactory(author=people["writer"])

    assert discussion_of(idea=comment.idea, viewer=people[who]).threads[0].may == acts


def test_discussion_that_is_locked_takes_nothing_more() -> None:
    writer = UserFactory()
    comment = CommentFactory(author=writer)
    idea = lock_discussion(idea=comment.idea, by=grant_role(UserFactory(), "triager"), reason="Done")

    discussion = discussion_of(idea=idea, viewer=writer)

    assert (discussion.is_locked, discussion.locked_reason, discussion.can_comment) == (True, "Done", False)
    assert discussion.threads[0].may == {"delete"}


@pytest.mark.parametrize("kind", ["author", "co_author", "on_behalf_of"])
def test_discussion_keeps_the_name_of_authors_who_are_not_shown(kind: str) -> None:
    idea = submitted_idea(author_shown=False)
    author = author_of(idea)
    if kind != "author":
        author = UserFactory()
        IdeaAuthor.objects.create(idea=idea, person=author, kind=kind)
    CommentFactory(idea=idea, author=author)
    CommentFactory(idea=idea, author=UserFactory(name="Sam Okafor"))

    seen = discussion_of(idea=idea, viewer=grant_role(UserFactory(), "administrator")).threads
    own = discussion_of(idea=idea, viewer=author_of(idea)).threads

    assert [(one.person and one.person.name, one.is_by_author) for one in seen] == [(None, True), ("Sam Okafor", False)]
    assert own[0].person == author


def test_discussion_costs_the_same_queries_however_long() -> None:
    idea = submitted_idea()
    for _ in range(THREADS_A_PAGE + 5):
        CommentFactory(idea=idea, parent=CommentFactory(idea=idea))
    viewer = UserFactory()

    with CaptureQueriesContext(connection) as queries:
        first = discussion_of(idea=idea, viewer=viewer)
        assert sum(len(one.replies) for one in first.threads) == THREADS_A_PAGE

    assert len(queries) == 4
    rest = discussion_of(idea=idea, viewer=viewer, cursor=first.next)
    assert len(rest.threads) == 5


def test_comment_for_reader_of_an_idea_not_seen_is_not_found() -> None:
    comment = CommentFactory(idea=submitted_idea(visibility="confidential"))

    with pytest.raises(NotFound):
        comment_for_reader(viewer=UserFactory(), public_id=comment.public_id)


def test_open_reports_are_for_those_who_moderate() -> None:
    comment = CommentFactory()
    report = report_comment(comment=comment, by=UserFactory(), reason="Rude")
    hidden_from_all = CommentFactory(idea=submitted_idea(visibility="confidential"))
    report_comment(comment=hidden_from_all, by=UserFactory(), reason="Rude")

    assert list(open_reports(viewer=grant_role(UserFactory(), "triager"))) == [report]
    assert list(open_reports(viewer=UserFactory())) == []
