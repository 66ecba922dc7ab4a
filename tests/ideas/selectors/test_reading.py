"""Ideas, versions, files and similar ideas for those who may read them."""

import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import NotFound
from ideas.models import Idea, User
from ideas.selectors.ideas import attachment_for_reader, attachments_of, idea_for_reader, my_ideas
from ideas.selectors.similar import similar_ideas
from ideas.selectors.versions import Op, version_diff, versions_of, word_diff
from ideas.services.attachments import add_attachment, remove_attachment
from ideas.services.content import IdeaContent
from ideas.services.ideas import edit_idea, withdraw_idea
from tests.factories import IdeaFactory, UserFactory, submitted_idea
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def test_idea_for_reader_of_hidden_and_missing_idea_is_the_same_refusal() -> None:
    hidden = IdeaFactory()
    sentences = set()

    for ref in (hidden.ref, "GS-999999"):
        with pytest.raises(NotFound) as caught:
            idea_for_reader(viewer=UserFactory(), ref=ref)
        sentences.add(str(caught.value.sentence))

    assert len(sentences) == 1


def test_my_ideas_are_mine_alone_in_a_fixed_number_of_queries() -> None:
    author = UserFactory()
    mine = [submitted_idea(author=author) for _ in range(3)]
    submitted_idea()

    with CaptureQueriesContext(connection) as queries:
        found = [(idea.pk, idea.has_answer) for idea in my_ideas(viewer=author)]

    assert sorted(found) == sorted((idea.pk, False) for idea in mine)
    assert len(queries) == 4  # what the reader is, ideas, authors, tags


def test_version_diff_shows_words_that_came_and_went() -> None:
    idea = sent_idea(title="One key for the depot")
    edit_idea(
        idea=idea,
        by=author_of(idea),
        content=IdeaContent(title="Two keys for the depot"),
        expected_version=idea.version,
    )

    title, *rest = version_diff(idea=idea, older=1, newer=2)

    assert [(piece.op.value, piece.text) for piece in title.pieces] == [
        ("removed", "One"),
        ("added", "Two"),
        ("same", " "),
        ("removed", "key"),
        ("added", "keys"),
        ("same", " for the depot"),
    ]
    assert [field.is_changed for field in rest] == [False, False, False]
    assert [row.version for row in versions_of(idea=idea)] == [2, 1]


def test_version_diff_of_missing_version_is_refused() -> None:
    with pytest.raises(NotFound):
        version_diff(idea=sent_idea(), older=1, newer=2)


def test_word_diff_puts_together_both_texts() -> None:
    older, newer = "Nobody walks back.\n\nWe save time.", "Nobody walks.\n\nWe save an hour!"

    pieces = word_diff(older, newer)

    assert "".join(piece.text for piece in pieces if piece.op != Op.ADDED) == older
    assert "".join(piece.text for piece in pieces if piece.op != Op.REMOVED) == newer


def test_word_diff_of_very_long_texts_shows_both_whole() -> None:
    assert [piece.op for piece in word_diff("a " * 5000, "b " * 5000)] == [Op.REMOVED, Op.ADDED]


@pytest.fixture
def _shelves(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_shelves")
def test_attachment_for_reader_is_there_for_those_who_see_its_idea() -> None:
    idea = complete_draft()
    author = author_of(idea)
    attachment = add_attachment(idea=idea, by=author, name="a.txt", content=io.BytesIO(b"a"))

    assert attachment_for_reader(viewer=author, public_id=attachment.public_id) == attachment
    with pytest.raises(NotFound):
        attachment_for_reader(viewer=UserFactory(), public_id=attachment.public_id)


@pytest.mark.usefixtures("_shelves")
def test_attachment_for_reader_that_was_removed_is_gone() -> None:
    idea = complete_draft()
    attachment = add_attachment(idea=idea, by=author_of(idea), name="a.txt", content=io.BytesIO(b"a"))
    remove_attachment(attachment=attachment, by=author_of(idea))

    assert not attachments_of(idea=idea).exists()
    for key in (attachment.public_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            attachment_for_reader(viewer=author_of(idea), public_id=key)


def alike(text: str, viewer: User | None = None, **options: Any) -> list[str]:
    return [idea.title for idea in similar_ideas(viewer=viewer or UserFactory(), text=text, **options)]


def test_similar_ideas_finds_titles_and_texts_and_nothing_else() -> None:
    submitted_idea(title="Quiet headsets for the contact centre")
    submitted_idea(title="Softer voices", problem="Callers hear the next desk; a headset would help.")
    submitted_idea(
        title="Compost bins behind the canteen", problem="Peel goes to landfill.", proposal="", expected_result=""
    )

    assert alike("quiet headset for contact center") == ["Quiet headsets for the contact centre", "Softer voices"]


def test_similar_ideas_leaves_out_what_the_viewer_may_not_see() -> None:
    submitted_idea(title="Quiet headsets for the contact centre", visibility="confidential")
    IdeaFactory(title="Quiet headsets for the contact centre")
    withdrawn = sent_idea(title="Quiet headsets for the contact centre")
    withdraw_idea(idea=withdrawn, by=author_of(withdrawn))

    assert alike("Quiet headsets for the contact centre") == []


@pytest.mark.parametrize("text", ["", "abc", "   ", "!!! ??? ***", "' | & ! ( : *", "\\", "% _"])
def test_similar_ideas_of_signs_alone_finds_nothing(text: str) -> None:
    submitted_idea(title="Quiet headsets for the contact centre")

    assert alike(text) == []


def test_similar_ideas_keeps_to_the_limit_in_four_queries() -> None:
    viewer = UserFactory()
    own = Idea.objects.get(pk=submitted_idea(title="Quiet headsets zero").pk)
    for number in ("one", "two", "three"):
        submitted_idea(title=f"Quiet headsets {number}")

    with CaptureQueriesContext(connection) as queries:
        found = alike("Quiet headsets", viewer, limit=2, leave_out=own)

    assert len(found) == 2
    assert own.title not in found
    assert len(queries) == 4  # what the reader is, two for candidates, the most alike
