"""The triager's desk: the inbox, the lanes, and the place that is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import FirstResponse, Follow, Idea, RoutingOverride, Triage, User
from ideas.workflow import Stage
from tests.csv_files import column
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.triage import FirstResponseFactory, idea_in_triage, promised, triager
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owen() -> User:
    return triager(name="Owen Parry")


def sort_address(idea: Idea) -> str:
    return f"/triage/{idea.ref}/"


def review(**changes: str) -> dict[str, str]:
    return {"lane": "review", "review-template": "clear", "review-text": "", **changes}


def test_inbox_lists_what_waits_the_next_promise_first(owen: User) -> None:
    later = idea_in_triage(due_in=timedelta(days=2))
    sooner = idea_in_triage(due_in=timedelta(days=1))
    late = idea_in_triage(due_in=timedelta(days=-1))
    idea_in_triage(visibility=Idea.Visibility.CONFIDENTIAL)
    own = idea_in_triage(author=owen)
    withdrawn = idea_in_triage()
    Idea.objects.filter(pk=withdrawn.pk).update(stage=Stage.WITHDRAWN, next_answer_at=None)

    response = signed_in(owen).get("/triage/")

    assert [turn.idea for turn in response.context["page"].rows] == [late, sooner, later]
    assert own.title not in response.content.decode()


@pytest.mark.parametrize("address", ["/triage/", "/triage.csv"])
def test_inbox_is_refused_to_others(address: str) -> None:
    idea_in_triage()

    response = signed_in(grant_role(UserFactory(), "administrator")).get(address)

    assert response.status_code == 403


def test_inbox_costs_as_many_statements_for_a_hundred_ideas_as_for_ten(owen: User) -> None:
    client = signed_in(owen)
    counts = []
    for more in (10, 90):
        for _idea in range(more):
            idea_in_triage()
        client.get("/triage/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/triage/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_inbox_as_file_holds_its_rows(owen: User) -> None:
    sooner, later = idea_in_triage(due_in=timedelta(days=1)), idea_in_triage()

    assert column(signed_in(owen).get("/triage.csv"), "Number") == [sooner.ref, later.ref]


def test_sort_shows_the_departments_with_reasons_and_what_the_text_suggests(owen: User) -> None:
    idea = idea_in_triage(problem="A camera at the gate would show who comes.")

    response = signed_in(owen).get(sort_address(idea))

    desk = response.context["desk"]
    asked = {line.name: (line.asked, line.rule_id) for line in desk.departments}
    assert asked["Operations"] == ("asked", "OPS-1")
    assert asked["Security"] == ("no", "")
    assert [(hint.department, hint.phrase) for hint in desk.case.hints] == [("security", "camera")]
    assert "Every idea has a business owner who answers for it" in response.content.decode()


def test_sort_for_review_writes_to_the_author_and_goes_on_to_the_next(owen: User) -> None:
    first, second = idea_in_triage(due_in=timedelta(days=1)), idea_in_triage()

    response = signed_in(owen).post(sort_address(first), review())

    assert (response.status_code, response["Location"]) == (302, sort_address(second))
    assert Triage.objects.get(idea=first).lane == "review"
    assert FirstResponse.objects.get().text == (
        "Thank you. It is clear what you mean; the departments below look at it now."
    )


def test_sort_of_the_last_one_goes_back_to_the_inbox(owen: User) -> None:
    response = signed_in(owen).post(sort_address(idea_in_triage()), review())

    assert response["Location"] == "/triage/"


def test_sort_with_own_words_sends_those(owen: User) -> None:
    idea = idea_in_triage()

    signed_in(owen).post(sort_address(idea), review(**{"review-text": "Good one. Ravi calls you."}))

    assert FirstResponse.objects.get().text == "Good one. Ravi calls you."


def test_sort_after_a_first_response_sends_no_other(owen: User) -> None:
    idea = idea_in_triage()
    FirstResponseFactory(idea=idea)

    signed_in(owen).post(sort_address(idea), {"lane": "review"})

    assert FirstResponse.objects.count() == 1
    assert Triage.objects.get().done_by == owen


def test_sort_only_writing_to_the_author_stays_with_the_idea(owen: User) -> None:
    idea = idea_in_triage()

    response = signed_in(owen).post(
        sort_address(idea), {"lane": "respond", "respond-template": "own", "respond-text": "I call you."}
    )

    assert response["Location"] == sort_address(idea)
    assert FirstResponse.objects.get().text == "I call you."
    assert Triage.objects.get().done_at is None


def test_sort_with_nothing_to_say_keeps_the_form(owen: User) -> None:
    idea = idea_in_triage()

    response = signed_in(owen).post(sort_address(idea), {"lane": "respond", "respond-template": "own"})

    assert response.status_code == 422
    assert "Write something here." in response.content.decode()
    assert not FirstResponse.objects.exists()


def test_sort_brings_a_colleague_together_with_the_author(owen: User) -> None:
    idea, ravi = idea_in_triage(), UserFactory(name="Ravi Patel")

    signed_in(owen).post(
        sort_address(idea),
        {"lane": "match", "match-colleague": "Ravi Patel", "match-similar": "", "match-text": "Talk to each other."},
    )

    assert Follow.objects.get().person == ravi
    assert (
        FirstResponse.objects.get().text == "Talk to each other.\n\nRavi Patel knows about this and follows your idea."
    )
    assert Triage.objects.get().lane == "match"


def test_sort_brings_the_author_together_with_a_similar_idea(owen: User) -> None:
    idea, like = idea_in_triage(), submitted_idea()

    signed_in(owen).post(
        sort_address(idea), {"lane": "match", "match-similar": like.ref.lower(), "match-text": "Look at this one."}
    )

    assert (Follow.objects.get().idea, Follow.objects.get().person) == (like, author_of(idea))
    assert like.ref in FirstResponse.objects.get().text


@pytest.mark.parametrize("similar", ["", "GS-999999", "nonsense"])
def test_sort_with_nothing_to_bring_together_keeps_what_was_typed(owen: User, similar: str) -> None:
    idea = idea_in_triage()

    response = signed_in(owen).post(
        sort_address(idea), {"lane": "match", "match-similar": similar, "match-text": "Talk to each other."}
    )

    assert response.status_code == 422
    assert "Talk to each other." in response.content.decode()
    assert not FirstResponse.objects.exists()
    assert Triage.objects.get().done_at is None


def test_sort_down_no_lane_is_refused(owen: User) -> None:
    response = signed_in(owen).post(sort_address(idea_in_triage()), {"lane": "away"})

    assert response.status_code == 422
    assert Triage.objects.get().done_at is None


def test_sort_of_ones_own_idea_is_refused(owen: User) -> None:
    idea = idea_in_triage(author=owen)

    response = signed_in(owen).post(sort_address(idea), review())

    assert response.status_code == 403
    assert Triage.objects.get().done_at is None


def test_sort_by_somebody_else_is_refused() -> None:
    idea = idea_in_triage()

    response = signed_in(UserFactory()).post(sort_address(idea), review())

    assert response.status_code == 403
    assert Triage.objects.get().done_at is None


def test_override_page_shows_what_holds_and_changes_it(owen: User) -> None:
    idea = idea_in_triage()
    promised(idea)
    client = signed_in(owen)
    assert "What holds now" in client.get(f"/ideas/{idea.ref}/routing/").content.decode()

    response = client.post(
        f"/ideas/{idea.ref}/routing/", {"tier": "2", "ask_legal": "required", "reason": "Duties change."}
    )

    assert response["Location"] == sort_address(idea)
    override = RoutingOverride.objects.get()
    assert (override.to_tier, override.added, override.removed) == (2, ["legal"], [])
    again = client.get(f"/ideas/{idea.ref}/routing/").context["form"]
    assert (again["tier"].value(), again["ask_legal"].value()) == ("2", "required")


def test_override_page_without_a_reason_keeps_the_choice(owen: User) -> None:
    idea = idea_in_triage()

    response = signed_in(owen).post(f"/ideas/{idea.ref}/routing/", {"tier": "2", "reason": ""})

    assert response.status_code == 422
    assert response.context["form"]["tier"].value() == "2"
    assert not RoutingOverride.objects.exists()


def test_sort_as_quick_fix_makes_it_tier_0(owen: User) -> None:
    idea = idea_in_triage()
    promised(idea)

    signed_in(owen).post(sort_address(idea), {"lane": "quick_fix", "quick_fix-reason": "One team, no money."})

    idea.refresh_from_db()
    assert (idea.tier, Triage.objects.get().lane) == (0, "quick_fix")


def test_sort_merges_and_the_page_leads_to_the_other_idea_and_back(owen: User) -> None:
    idea, other = idea_in_triage(), submitted_idea()
    promised(idea)
    client = signed_in(owen)

    client.post(sort_address(idea), {"lane": "merge", "merge-target": other.ref, "merge-reason": "Both want a key."})

    page = client.get(f"/ideas/{idea.ref}/").content.decode()
    assert f"It is merged into {other.ref}." in page
    assert f'href="/ideas/{other.ref}/"' in page
    response = client.post(f"/ideas/{idea.ref}/unmerge/", {"reason": "They differ."})
    idea.refresh_from_db()
    assert (response["Location"], idea.stage) == (f"/ideas/{idea.ref}/", Stage.TRIAGE)


def test_sort_into_an_unknown_idea_keeps_what_was_typed(owen: User) -> None:
    idea = idea_in_triage()

    response = signed_in(owen).post(
        sort_address(idea), {"lane": "merge", "merge-target": "GS-999999", "merge-reason": "Both want a key."}
    )

    assert response.status_code == 422
    assert "Both want a key." in response.content.decode()
    assert Triage.objects.get().done_at is None
