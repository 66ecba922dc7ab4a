"""Ideas written, sent, edited and taken back through the API."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from ideas.models import Event, Idea, Tag, User
from tests.api.client import Caller, places, problem, with_token
from tests.factories import DepartmentFactory, UserFactory, submitted_idea
from tests.factories.drafts import WORDS, complete_draft, sent_idea
from tests.factories.ideas import author_of
from tests.factories.routing import SEVEN, answers

IDEAS = "/api/v1/ideas"


def at(idea: Idea, part: str = "") -> str:
    return f"{IDEAS}/{idea.ref}{part}"


@pytest.fixture(autouse=True)
def _shelves(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_draft_is_made_read_changed_and_sent(api: Caller, member: User) -> None:
    made = api.post(IDEAS, {**WORDS, "answers": answers(reach="several_teams"), "tags": ["Keys"]})
    ref = made.json()["ref"]
    assert (made.status_code, made["Location"], made["ETag"]) == (201, f"{IDEAS}/{ref}", '"2"')
    assert made.json()["allowed_actions"][:4] == ["edit", "submit", "delete", "attach"]

    changed = api.patch(f"{IDEAS}/{ref}", {"title": "Two keys"}, if_match='"2"')
    assert (changed.status_code, changed["ETag"], changed.json()["title"]) == (200, '"3"', "Two keys")

    shown = api.get(f"{IDEAS}/{ref}/routing").json()["shown"]
    sent = api.post(f"{IDEAS}/{ref}/submit", {"shown": shown})

    assert (sent.status_code, sent["ETag"], sent.json()["stage"], sent.json()["tier"]) == (200, '"4"', "submitted", 1)
    assert problem(api.patch(f"{IDEAS}/{ref}", {"title": "Mine"}, if_match='"3"')) == (412, "stale_version")
    assert [one["kind"] for one in sent.json()["promises"]] == ["first_response", "decision"]


def test_draft_and_sending_it_keep_to_their_statements(member: User, django_assert_max_num_queries: Any) -> None:
    caller = with_token(member, "write")
    caller.post(IDEAS, WORDS)  # notes once a minute that the token is used

    with django_assert_max_num_queries(22):
        ref = caller.post(IDEAS, {**WORDS, "answers": answers(reach="several_teams")}).json()["ref"]
    with django_assert_max_num_queries(34):
        sent = caller.post(f"{IDEAS}/{ref}/submit", {})

    assert (sent.status_code, sent.json()["stage"]) == (200, "submitted")


def test_draft_made_twice_with_one_key_is_one(api: Caller) -> None:
    first, second = (api.post(IDEAS, WORDS, idempotency_key="draft-1") for _ in range(2))

    assert first.json()["ref"] == second.json()["ref"]
    assert Idea.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "code", "where"),
    [
        ({"title": "   "}, 422, "blank", "/title"),
        ({"title": "x" * 201}, 422, "too_long", "/title"),
        ({"title": "A", "answers": {"reach": "moon"}}, 422, "unknown_option", "/answers/reach"),
        ({"title": "A", "answers": {"colour": 1}}, 422, "unknown_question", "/answers/colour"),
        ({"title": "A", "answers": {"one_off": True}}, 422, "unknown_option", "/answers/one_off"),
        ({"title": "A", "answers": ["reach"]}, 422, "type", "/answers"),
        ({"title": "A", "co_authors": [str(uuid.UUID(int=1))]}, 422, "unknown_person", "/co_authors"),
        ({"title": "A", "campaign": "none-such"}, 422, "unknown_campaign", "/campaign"),
        ({"title": "A", "stage": "approved"}, 400, "unknown_field", "/stage"),
        ({"title": "A", "author": "me"}, 400, "unknown_field", "/author"),
        ({"title": "A", "version": 7}, 400, "unknown_field", "/version"),
    ],
)
def test_draft_with_wrong_value_is_refused(
    api: Caller, body: dict[str, Any], status: int, code: str, where: str
) -> None:
    response = api.post(IDEAS, body)

    assert problem(response) == (status, code)
    assert places(response) == [(where, code)]
    assert not Idea.objects.exists()


def test_patch_without_and_with_stale_version_changes_nothing(api: Caller, member: User) -> None:
    idea = sent_idea(author=member)

    missing = api.patch(at(idea), {"title": "Mine"})
    stale = api.patch(at(idea), {"title": "Mine"}, if_match='"9"')

    assert (problem(missing), missing["ETag"]) == ((428, "precondition_required"), f'"{idea.version}"')
    assert (problem(stale), stale["ETag"]) == ((412, "stale_version"), f'"{idea.version}"')
    assert Idea.objects.get().title == WORDS["title"]


def test_patch_by_a_reader_is_refused(api: Caller) -> None:
    idea = sent_idea()

    assert problem(api.patch(at(idea), {"title": "Mine"}, if_match='"1"')) == (403, "not_author")
    assert Idea.objects.get().title == WORDS["title"]


def test_submit_of_what_was_not_shown_sends_nothing(api: Caller, member: User) -> None:
    idea = complete_draft(author=member)
    shown = api.get(at(idea, "/routing")).json()["shown"]
    api.patch(at(idea), {"answers": {"buys": "new"}}, if_match=f'"{idea.version}"')

    assert problem(api.post(at(idea, "/submit"), {"shown": shown})) == (409, "routing_changed")
    assert problem(api.post(at(idea, "/submit"), {"shown": "nonsense"})) == (422, "invalid_choice")
    assert Idea.objects.get().stage == "draft"
    assert not Event.objects.exists()


def test_submit_incomplete_names_every_missing_part(api: Caller, member: User) -> None:
    idea = complete_draft(author=member, problem="", answers=None)

    response = api.post(at(idea, "/submit"), {})

    assert problem(response) == (422, "blank")
    assert places(response) == [("/problem", "blank")]


def test_withdraw_and_delete_answer_by_stage(api: Caller, member: User) -> None:
    sent, draft = sent_idea(author=member), complete_draft(author=member)

    assert problem(api.delete(at(sent))) == (409, "already_sent")
    assert problem(api.post(at(draft, "/withdraw"), {})) == (409, "still_draft")
    assert api.post(at(sent, "/withdraw"), {"reason": "Solved"}).json()["stage"] == "withdrawn"
    assert api.delete(at(draft)).status_code == 204
    assert list(Idea.objects.values_list("ref", flat=True)) == [sent.ref]


def test_idea_with_protected_author_names_nobody_and_shows_no_answers(api: Caller) -> None:
    idea = sent_idea(author_shown=False)

    body = api.get(at(idea)).json()

    assert (body["authors"], body["answers"], body["is_own"]) == ([], None, False)
    assert author_of(idea).name not in api.get(at(idea)).content.decode()


def test_idea_that_may_not_be_seen_is_not_there(api: Caller) -> None:
    hidden = sent_idea(visibility="confidential")

    for part in ("", "/routing", "/versions", "/attachments", "/changes?older=1&newer=1"):
        assert problem(api.get(at(hidden, part))) == (404, "not_found")


def test_routing_of_sent_idea_tells_who_why_and_when(api: Caller) -> None:
    DepartmentFactory(slug="business")

    body = api.get(at(sent_idea(), "/routing")).json()

    assert [(one["slug"], one["mode"], one["rule"]) for one in body["departments"]] == [
        ("business", "required", "BUS-1"),
        ("operations", "required", "OPS-1"),
    ]
    assert {one["slug"] for one in [*body["departments"], *body["not_asked"]]} == set(SEVEN)
    assert [one["kind"] for one in body["steps"]] == ["first_response", "decision"]


def test_routing_preview_stores_nothing(api: Caller) -> None:
    body = api.post("/api/v1/routing/preview", {"is_small": True}).json()

    assert (body["tier"], body["unanswered"], body["currency"]) == (0, [], "GBP")
    assert not Idea.objects.exists()


def test_versions_and_changes_are_read(api: Caller, member: User) -> None:
    idea = sent_idea(author=member)
    api.patch(at(idea), {"title": "Two keys for the gatehouse"}, if_match=f'"{idea.version}"')

    versions = api.get(at(idea, "/versions")).json()["results"]
    changes = api.get(at(idea, "/changes?older=1&newer=2")).json()

    assert [one["version"] for one in versions] == [2, 1]
    assert [one["field"] for one in changes["fields"] if one["is_changed"]] == ["title"]


def test_similar_ideas_are_those_that_may_be_read(api: Caller) -> None:
    idea = submitted_idea(title="Quiet headsets for the contact centre")
    submitted_idea(title="Quiet headsets in secret", visibility="confidential")

    found = api.get(f"{IDEAS}/similar?text=quiet%20headsets").json()["results"]

    assert [one["ref"] for one in found] == [idea.ref]


def test_tag_twins_are_one_tag(api: Caller) -> None:
    assert api.post("/api/v1/tags", {"name": "Caf\u00e9"}).status_code == 201
    assert problem(api.post("/api/v1/tags", {"name": "cafe\u0301"})) == (409, "tag_exists")
    assert [one["name"] for one in api.get("/api/v1/tags").json()["results"]] == ["Caf\u00e9"]
    assert Tag.objects.count() == 1


def test_campaigns_are_listed(api: Caller) -> None:
    assert api.get("/api/v1/campaigns").json() == {"results": [], "next": None, "previous": None}


@pytest.mark.django_db
def test_token_that_reads_writes_nothing() -> None:
    person = UserFactory()
    idea = complete_draft(author=person)
    caller = with_token(person, "read")

    assert caller.get(at(idea)).status_code == 200
    assert problem(caller.post(at(idea, "/submit"), {})) == (403, "scope_missing")
    assert Idea.objects.get().stage == "draft"
