"""Drafts: begun, saved however incomplete, thrown away."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import Conflict, InvalidValue, NotPermitted, StaleVersion
from ideas.models import Event, Idea, IdeaAuthor, Tag
from ideas.services.answers import draft_answers
from ideas.services.content import IdeaContent
from ideas.services.drafts import MAX_DRAFTS, delete_draft, save_draft, start_draft
from tests.factories import ReviewFactory, UserFactory
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def save(idea: Idea, **content: object) -> Idea:
    return save_draft(idea=idea, by=author_of(idea), content=IdeaContent(**content))  # type: ignore[arg-type]


def problems(caught: pytest.ExceptionInfo[InvalidValue]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in caught.value.problems]


def test_start_draft_makes_ref_author_tally_and_answers() -> None:
    author = UserFactory()

    idea = start_draft(author=author)

    assert idea.ref == f"GS-{int(idea.ref[3:]):06d}"
    assert (idea.stage, idea.version) == ("draft", 1)
    assert author_of(idea) == author
    assert idea.tally.live_version == 0
    assert idea.answer_sets.get().answers == {}


def test_start_draft_on_behalf_names_both() -> None:
    author, other = UserFactory.create_batch(2)

    idea = start_draft(author=author, on_behalf_of=[other])

    assert list(idea.authors.order_by("id").values_list("person", "kind")) == [
        (author.pk, "author"),
        (other.pk, "on_behalf_of"),
    ]


def test_start_draft_with_fifty_drafts_is_refused() -> None:
    author = UserFactory()
    for _ in range(MAX_DRAFTS):
        start_draft(author=author)

    with pytest.raises(Conflict) as caught:
        start_draft(author=author)

    assert caught.value.error_code == "too_many_drafts"
    assert Idea.objects.count() == MAX_DRAFTS


def test_save_draft_keeps_partial_content_and_merges_answers() -> None:
    idea = start_draft(author=UserFactory())

    save(idea, title="Only a title", answers={"reach": "public", "one_off": 1000})
    saved = save(idea, answers={"reach": None, "data": "unknown"})

    assert (saved.title, saved.problem, saved.version) == ("Only a title", "", 3)
    assert draft_answers(idea=saved).typed == {"one_off": 1000, "data": "unknown"}
    assert not Event.objects.exists()


def test_save_draft_with_the_same_content_changes_nothing() -> None:
    idea = complete_draft()

    saved = save(idea, title=idea.title, tags=(), visibility="open")

    assert saved.version == idea.version


def test_save_draft_with_small_tick_keeps_what_was_answered() -> None:
    idea = start_draft(author=UserFactory())
    save(idea, answers={"reach": "public"}, is_small=True)

    assert draft_answers(idea=idea).counting["reach"] == "own_team"

    save(idea, is_small=False)

    assert draft_answers(idea=idea).counting == {"reach": "public"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"title": "x" * 201}, ("title", "too_long")),
        ({"problem": "a\u202eb"}, ("problem", "bidi_control")),
        ({"answers": {"colour": "red"}}, ("answers.colour", "unknown_question")),
        ({"answers": {"reach": "moon"}}, ("answers.reach", "unknown_option")),
        ({"answers": {"one_off": True}}, ("answers.one_off", "unknown_option")),
        ({"visibility": "secret"}, ("visibility", "unknown_option")),
        ({"language": "tlh"}, ("language", "unknown_option")),
        ({"campaign": "none-such"}, ("campaign", "unknown_campaign")),
        ({"tags": ("!!!",)}, ("tags", "no_letters")),
        ({"tags": tuple(f"tag {n}" for n in range(9))}, ("tags", "too_many")),
        ({"co_authors": (uuid.uuid4(),)}, ("co_authors", "unknown_person")),
    ],
)
def test_save_draft_with_wrong_value_is_refused_and_nothing_is_kept(
    content: dict[str, object], problem: tuple[str, str]
) -> None:
    idea = complete_draft()
    before = Idea.objects.values().get(pk=idea.pk)

    with pytest.raises(InvalidValue) as caught:
        save(idea, expected_result="Better", **content)

    assert problems(caught) == [problem]
    assert Idea.objects.values().get(pk=idea.pk) == before
    assert not Tag.objects.exists()


def test_save_draft_with_inactive_or_double_people_is_refused() -> None:
    idea = complete_draft()
    away = UserFactory(is_active=False)

    with pytest.raises(InvalidValue) as caught:
        save(idea, co_authors=(away.public_id,), on_behalf_of=(author_of(idea).public_id,))

    assert problems(caught) == [("co_authors", "unknown_person"), ("on_behalf_of", "named_twice")]
    assert IdeaAuthor.objects.count() == 1


def test_save_draft_replaces_co_authors_tags_and_readers() -> None:
    idea = complete_draft()
    first, second = UserFactory.create_batch(2)
    save(idea, co_authors=(first.public_id,), readers=(first.public_id,), tags=("Keys", "CAFÉ"))

    save(idea, co_authors=(second.public_id,), readers=(), tags=("keys", "Cafe\u0301"))

    assert list(idea.authors.filter(kind="co_author").values_list("person", flat=True)) == [second.pk]
    assert not idea.readers.exists()
    assert sorted(idea.tags.values_list("name", flat=True)) == ["CAFÉ", "Keys"]
    assert Tag.objects.count() == 2


def test_save_draft_by_somebody_else_is_refused() -> None:
    idea = complete_draft()

    with pytest.raises(NotPermitted) as caught:
        save_draft(idea=idea, by=UserFactory(), content=IdeaContent(title="Mine now"))

    assert caught.value.error_code == "not_author"
    assert Idea.objects.get(pk=idea.pk).title == idea.title


def test_save_draft_of_other_version_is_refused() -> None:
    idea = complete_draft()

    with pytest.raises(StaleVersion) as caught:
        save_draft(idea=idea, by=author_of(idea), content=IdeaContent(title="Late"), expected_version=1)

    assert caught.value.current == 2
    assert Idea.objects.get(pk=idea.pk).title == idea.title


def test_save_draft_that_was_sent_is_refused() -> None:
    idea = sent_idea()

    with pytest.raises(Conflict) as caught:
        save(idea, title="Late")

    assert caught.value.error_code == "already_sent"


def test_delete_draft_removes_it() -> None:
    idea = complete_draft()

    delete_draft(idea=idea, by=author_of(idea))

    assert not Idea.objects.exists()


def test_delete_draft_asks_for_nothing_that_the_applications_role_may_not_do() -> None:
    idea = complete_draft()

    with CaptureQueriesContext(connection) as asked:
        delete_draft(idea=idea, by=author_of(idea))

    deleted_from = {match[1] for one in asked for match in [re.match('DELETE FROM "(\\w+)"', one["sql"])] if match}
    assert "ideas_idea" in deleted_from
    assert not deleted_from & {"event", "audit_event", "ideas_clockentry"}


def test_delete_draft_that_was_sent_is_refused() -> None:
    idea = sent_idea()
    ReviewFactory(idea=idea)

    with pytest.raises(Conflict):
        delete_draft(idea=idea, by=author_of(idea))

    assert Idea.objects.count() == 1
