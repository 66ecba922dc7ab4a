"""A discussion keeps its threads, its versions and its count."""

import pytest

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotFound, NotPermitted, StaleVersion, TooMany
from ideas.models import Comment, CommentVersion, Event, Follow, Idea, IdeaReader, IdeaTally, RateWindow, User
from ideas.services.comments import COMMENTS_PER_HOUR, delete_comment, edit_comment, post_comment
from ideas.services.moderation import hide_comment, lock_discussion
from ideas.workflow import COMMENTING_STAGES, Stage
from tests.factories import CommentFactory, FollowFactory, IdeaFactory, UserFactory, grant_role, submitted_idea

pytestmark = pytest.mark.django_db


def _count(idea: Idea) -> int:
    return IdeaTally.objects.get(idea=idea).comment_count


def test_post_comment_by_colleague_is_counted_and_followed() -> None:
    idea = submitted_idea()
    author = UserFactory()

    comment = post_comment(author=author, idea=idea, body="  We **do** this.\r\nSince May. ")

    assert comment.body == "We **do** this.\nSince May."
    assert comment.body_html == "<p>We <strong>do</strong> this.<br>\nSince May.</p>"
    assert (comment.parent, comment.version, comment.edited_at) == (None, 1, None)
    assert _count(idea) == 1
    assert Follow.objects.get().person == author
    event = Event.objects.get()
    assert (event.type, event.actor_id, event.payload) == ("comment.posted", author.pk, {"comment_id": comment.pk})
    assert [one.consumer for one in event.deliveries.all()] == ["notify"]


def test_post_comment_keeps_a_mute() -> None:
    mute = FollowFactory(level=Follow.Level.MUTED)

    post_comment(author=mute.person, idea=mute.idea, body="Only this once.")

    mute.refresh_from_db()
    assert mute.level == Follow.Level.MUTED


def test_post_comment_to_an_answer_joins_its_thread() -> None:
    idea = submitted_idea()
    first = post_comment(author=UserFactory(), idea=idea, body="First")
    answer = post_comment(author=UserFactory(), idea=idea, body="Answer", parent=first)

    second = post_comment(author=UserFactory(), idea=idea, body="Answer to it", parent=answer)

    assert answer.parent == first
    assert second.parent == first


def test_post_comment_to_another_ideas_comment_is_not_found() -> None:
    idea = submitted_idea()

    with pytest.raises(NotFound):
        post_comment(author=UserFactory(), idea=idea, body="Answer", parent=CommentFactory())

    assert _count(idea) == 0


@pytest.mark.parametrize("field", ["deleted_at", "hidden_at"])
def test_post_comment_to_one_that_is_gone_is_refused(field: str) -> None:
    parent = CommentFactory()
    moderator = {"hidden_by": UserFactory(), "hidden_reason": "Rude"} if field == "hidden_at" else {}
    Comment.objects.filter(pk=parent.pk).update(**{field: parent.created_at or "2026-01-01T00:00Z"}, **moderator)

    with pytest.raises(Conflict) as refusal:
        post_comment(author=UserFactory(), idea=parent.idea, body="Answer", parent=parent)

    assert refusal.value.error_code == "comment_gone"
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in COMMENTING_STAGES | {Stage.MERGED}])
def test_post_comment_outside_commenting_stages_is_refused(stage: Stage) -> None:
    idea = IdeaFactory() if stage == Stage.DRAFT else submitted_idea(stage=stage)

    with pytest.raises(IdeaClosed) as refusal:
        post_comment(author=UserFactory(), idea=idea, body="Late")

    assert refusal.value.error_code == "idea_closed"
    assert not Comment.objects.exists()
    assert not Event.objects.exists()


def test_post_comment_in_locked_discussion_is_refused() -> None:
    idea = submitted_idea()
    lock_discussion(idea=idea, by=grant_role(UserFactory(), "triager"), reason="Too heated")

    with pytest.raises(Conflict) as refusal:
        post_comment(author=UserFactory(), idea=idea, body="But")

    assert refusal.value.error_code == "discussion_locked"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "blank"),
        (" \u200b\n", "blank"),
        ("x" * 10_001, "too_long"),
        ("a\u202eb", "bidi_control"),
        ("a\0", "null_character"),
    ],
)
def test_post_comment_with_wrong_text_is_refused(body: str, code: str) -> None:
    idea = submitted_idea()

    with pytest.raises(InvalidValue) as refusal:
        post_comment(author=UserFactory(), idea=idea, body=body)

    assert [(one.field, one.code) for one in refusal.value.problems] == [("body", code)]
    assert not Comment.objects.exists()


def test_post_comment_past_the_hourly_limit_is_refused() -> None:
    idea = submitted_idea()
    author = UserFactory()
    post_comment(author=author, idea=idea, body="One")
    RateWindow.objects.update(count=COMMENTS_PER_HOUR)

    with pytest.raises(TooMany):
        post_comment(author=author, idea=idea, body="Sixty-one")

    assert Comment.objects.count() == 1
    assert _count(idea) == 1


def test_post_comment_mentions_people_by_full_name() -> None:
    idea = submitted_idea()
    helen, zoe = UserFactory(name="Helen Pritchard"), UserFactory(name="Zoë O’Neill")
    UserFactory(name="Sam Okafor", is_active=False)
    UserFactory(name="Ann Lee")
    UserFactory(name="Ann Lee")

    comment = post_comment(
        author=UserFactory(),
        idea=idea,
        body="@helen pritchard and @Zoe O’Neill. Not @Sam Okafor, not @Ann Lee, not me@Helen Pritchard.",
    )

    assert set(comment.mentions.values_list("person", flat=True)) == {helen.pk, zoe.pk}
    assert comment.body_html.count("<strong>") == 2


def test_post_comment_on_restricted_idea_mentions_only_its_readers() -> None:
    idea = submitted_idea(visibility="restricted")
    reader, _stranger = UserFactory(name="Ann Lee"), UserFactory(name="Ann Lee")
    IdeaReader.objects.create(idea=idea, person=reader)
    UserFactory(name="Sam Okafor")

    comment = post_comment(author=UserFactory(), idea=idea, body="@Ann Lee and @Sam Okafor")

    assert list(comment.mentions.values_list("person", flat=True)) == [reader.pk]
    assert comment.body_html == "<p><strong>@Ann Lee</strong> and @Sam Okafor</p>"


def test_post_comment_does_not_mention_its_author() -> None:
    author = UserFactory(name="Ann Lee")

    comment = post_comment(author=author, idea=submitted_idea(), body="I am @Ann Lee")

    assert not comment.mentions.exists()


def test_edit_comment_keeps_what_it_said_and_shows_that_it_was_edited() -> None:
    author = UserFactory()
    comment = post_comment(author=author, idea=submitted_idea(), body="Befor")

    edited = edit_comment(comment=comment, by=author, body="Before", expected_version=1)

    assert (edited.body, edited.body_html, edited.version) == ("Before", "<p>Before</p>", 2)
    assert edited.edited_at is not None
    assert [(old.version, old.body) for old in CommentVersion.objects.all()] == [(1, "Befor")]
    assert list(Event.objects.order_by("id").values_list("type", flat=True)) == ["comment.posted", "comment.edited"]


def test_edit_comment_with_same_text_changes_nothing() -> None:
    author = UserFactory()
    comment = post_comment(author=author, idea=submitted_idea(), body="Same")

    edited = edit_comment(comment=comment, by=author, body="Same ", expected_version=1)

    assert (edited.version, edited.edited_at) == (1, None)
    assert not CommentVersion.objects.exists()


def test_edit_comment_of_stale_version_is_refused() -> None:
    author = UserFactory()
    comment = post_comment(author=author, idea=submitted_idea(), body="One")
    edit_comment(comment=comment, by=author, body="Two", expected_version=1)

    with pytest.raises(StaleVersion) as refusal:
        edit_comment(comment=comment, by=author, body="Three", expected_version=1)

    assert refusal.value.current == 2
    assert Comment.objects.get().body == "Two"


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_change_comment_of_somebody_else_is_refused(act: str) -> None:
    comment = post_comment(author=UserFactory(), idea=submitted_idea(), body="Mine")
    stranger = grant_role(UserFactory(), "triager")

    with pytest.raises(NotPermitted) as refusal:
        _change(act, comment, stranger)

    assert refusal.value.error_code == "not_own_comment"
    comment.refresh_from_db()
    assert (comment.body, comment.version, comment.deleted_at) == ("Mine", 1, None)


def _change(act: str, comment: Comment, by: User) -> Comment:
    if act == "edit":
        return edit_comment(comment=comment, by=by, body="Yours", expected_version=1)
    return delete_comment(comment=comment, by=by)


def test_edit_comment_that_was_hidden_is_refused() -> None:
    author = UserFactory()
    comment = post_comment(author=author, idea=submitted_idea(), body="Rude")
    hide_comment(comment=comment, by=grant_role(UserFactory(), "triager"), reason="Rude")

    with pytest.raises(Conflict) as refusal:
        edit_comment(comment=comment, by=author, body="Nice", expected_version=1)

    assert refusal.value.error_code == "comment_gone"
    assert Comment.objects.get().body == "Rude"


def test_delete_comment_is_counted_once_and_keeps_its_place() -> None:
    author = UserFactory()
    idea = submitted_idea()
    comment = post_comment(author=author, idea=idea, body="Oh")
    post_comment(author=UserFactory(), idea=idea, body="Answer", parent=comment)

    delete_comment(comment=comment, by=author)
    delete_comment(comment=comment, by=author)

    assert _count(idea) == 1
    assert Comment.objects.get(pk=comment.pk).deleted_at is not None
    assert Event.objects.filter(type="comment.deleted").count() == 1


def test_delete_comment_that_is_hidden_is_not_counted_again() -> None:
    author = UserFactory()
    idea = submitted_idea()
    comment = post_comment(author=author, idea=idea, body="Oh")
    hide_comment(comment=comment, by=grant_role(UserFactory(), "triager"), reason="Off topic")

    delete_comment(comment=comment, by=author)

    assert _count(idea) == 0
