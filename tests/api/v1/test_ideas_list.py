"""Ideas as lists of the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import User
from ideas.policies.ideas import can_attach_file, can_edit_idea, can_withdraw_idea
from ideas.policies.questions import can_resume_idea
from ideas.policies.support import can_comment_idea, can_follow_idea, can_lock_discussion, can_vote
from ideas.selectors.acts import standings_of
from ideas.selectors.ideas import ideas_for_reader
from ideas.services.votes import cast_vote
from ideas.workflow import Stage
from tests.api.client import Caller, places, problem
from tests.factories import DepartmentFactory, IdeaFactory, UserFactory, grant_role, submitted_idea

IDEAS = "/api/v1/ideas"


def test_ideas_listed_with_figures_and_acts(api: Caller, member: User) -> None:
    author = UserFactory(name="Ana Petrova", department=DepartmentFactory(slug="libraries"))
    idea = submitted_idea(author=author, title="Lend loops", problem="p" * 300, tally={"vote_count": 4})
    cast_vote(voter=member, idea=idea)

    row = api.get(IDEAS).json()["results"][0]

    assert row.pop("authors")[0]["name"] == "Ana Petrova"
    assert row.pop("submitted_at").endswith("Z")
    assert row.pop("next_answer_at").endswith("Z")
    assert row == {
        "ref": idea.ref,
        "title": "Lend loops",
        "summary": "p" * 280,
        "stage": "in_review",
        "tier": 1,
        "visibility": "open",
        "are_authors_protected": False,
        "campaign": None,
        "tags": [],
        "version": 1,
        "figures": {"votes": 5, "departments": None, "comments": 0},
        "has_voted": True,
        "is_own": False,
        "allowed_actions": ["withdraw_vote", "comment", "follow"],
    }


def test_ideas_of_protected_author_name_nobody(api: Caller) -> None:
    submitted_idea(author_shown=False)

    row = api.get(IDEAS).json()["results"][0]

    assert (row["authors"], row["are_authors_protected"]) == ([], True)


@pytest.mark.parametrize("order", ["hot", "new", "top", "due", "best"])
def test_ideas_in_pages_show_each_once(api: Caller, order: str) -> None:
    for number in range(5):
        submitted_idea(title=f"Bicycle {number}", tally={"vote_count": number // 2, "heat": number // 2})

    shown, address = [], f"{IDEAS}?order={order}&limit=2&q=bicycle"
    while address:
        page = api.get(address).json()
        shown += [one["title"] for one in page["results"]]
        address = page["next"]

    assert len(shown) == 5
    assert set(shown) == {f"Bicycle {number}" for number in range(5)}


def test_ideas_by_filters_leave_out_the_rest(api: Caller) -> None:
    submitted_idea(title="asleep", stage="parked")
    submitted_idea(title="open")

    response = api.get(f"{IDEAS}?stage=parked,declined")

    assert [one["title"] for one in response.json()["results"]] == ["asleep"]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("order=secret", (400, "invalid_parameter")),
        ("ordering=new", (400, "unknown_parameter")),
        ("title__startswith=a", (400, "unknown_parameter")),
        ("stage=draft", (400, "invalid_parameter")),
        ("due=late&due=soon", (400, "repeated_parameter")),
        ("breadth=1", (400, "invalid_parameter")),
        ("q=%00", (400, "invalid_parameter")),
        ("q=" + "x" * 201, (422, "too_long")),
        ("campaign=%00", (400, "invalid_parameter")),
        ("cursor=edited", (400, "invalid_cursor")),
        ("limit=0", (400, "invalid_parameter")),
    ],
)
def test_ideas_with_wrong_parameters_are_refused(api: Caller, query: str, answer: tuple[int, str]) -> None:
    assert problem(api.get(f"{IDEAS}?{query}")) == answer


def test_ideas_cursor_of_another_filter_or_person_is_refused(api: Caller) -> None:
    for _ in range(3):
        submitted_idea()
    cursor = api.get(f"{IDEAS}?limit=1").json()["next"].partition("cursor=")[2]

    assert problem(api.get(f"{IDEAS}?limit=1&order=new&cursor={cursor}")) == (400, "invalid_cursor")
    assert problem(Caller(UserFactory()).get(f"{IDEAS}?limit=1&cursor={cursor}")) == (400, "invalid_cursor")
    assert api.get(f"{IDEAS}?limit=2&cursor={cursor}").status_code == 200


def test_ideas_cost_the_same_queries_however_many(api: Caller) -> None:
    for _ in range(12):
        submitted_idea()
    api.get(IDEAS)

    with CaptureQueriesContext(connection) as few:
        api.get(f"{IDEAS}?limit=1")
    with CaptureQueriesContext(connection) as many:
        api.get(f"{IDEAS}?limit=12")

    assert len(few) == len(many)
    assert len(many) == 5  # session and person, what the reader is, keys of the page, its rows


def test_standings_agree_with_the_policies_of_single_ideas(member: User) -> None:
    triager = grant_role(UserFactory(), "triager")
    for stage in Stage:
        if stage != Stage.MERGED:
            (IdeaFactory if stage == Stage.DRAFT else submitted_idea)(author=member, stage=stage)

    for viewer in (member, triager, UserFactory()):
        ideas = list(ideas_for_reader(viewer=viewer))
        for key, standing in standings_of(viewer=viewer, ideas=ideas).items():
            idea = next(one for one in ideas if one.pk == key)
            assert ("withdraw" in standing.acts) == can_withdraw_idea(viewer, idea)
            assert ("attach" in standing.acts) == can_attach_file(viewer, idea)
            assert ("resume" in standing.acts) == can_resume_idea(viewer, idea)
            assert ("edit" in standing.acts) == (
                can_edit_idea(viewer, idea) or (viewer == member and idea.stage == "draft")
            )
            assert bool({"vote", "withdraw_vote"} & set(standing.acts)) == can_vote(viewer, idea)
            assert ("comment" in standing.acts) == can_comment_idea(viewer, idea)
            assert ("follow" in standing.acts) == can_follow_idea(viewer, idea)
            assert ("lock_discussion" in standing.acts) == can_lock_discussion(viewer, idea)


def test_ideas_search_by_unknown_field_names_the_parameter(api: Caller) -> None:
    assert places(api.get(f"{IDEAS}?search=x")) == [("search", "unknown_parameter")]
