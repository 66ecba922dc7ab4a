"""The list of what ideas sleep for, waking one, and the page of an idea in its next round."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import Decision, Idea, Reopening, User, Watch
from ideas.services.watches import wake_idea
from ideas.workflow import Stage
from tests.csv_files import rows_of
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.after_decision import WatchFactory, sleeping_idea
from tests.factories.reviews import DecisionFactory, pool_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def triager() -> User:
    return grant_role(UserFactory(), "triager")


def watch(**fields: Any) -> Watch:
    return WatchFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True, **fields))


def test_watches_shows_deciders_their_own_and_triagers_all(triager: User) -> None:
    first, second = watch(), watch()
    WatchFactory(decision=DecisionFactory(idea=sleeping_idea(title="Not told yet")))
    WatchFactory(decision=DecisionFactory(idea=sleeping_idea(title="Own", author=triager), announced=True))

    own = signed_in(first.decision.decided_by).get("/watches/").content.decode()
    everything = signed_in(triager).get("/watches/").content.decode()
    none = signed_in(UserFactory()).get("/watches/").content.decode()

    refs = [row.decision.idea.ref for row in (first, second)]
    assert [ref in own for ref in refs] == [True, False]
    assert [ref in everything for ref in refs] == [True, True]
    assert "“Key policy” changes" in everything
    assert "Not told yet" not in everything
    assert "Own" not in everything
    assert "Nothing to watch over" in none


def test_watches_costs_the_same_for_ten_and_for_thirty_rows(triager: User) -> None:
    client = signed_in(triager)
    counts = []
    for number in (10, 20):
        for _row in range(number):
            watch()
        client.get("/watches/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/watches/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_watches_file_has_the_rows_of_the_page(triager: User) -> None:
    row = watch()

    found = rows_of(signed_in(triager).get("/watches.csv"))

    assert [line[0] for line in found] == [row.decision.idea.ref]
    assert found[0][3] == "“Key policy” changes"


def test_wake_leads_to_the_idea_which_says_why(triager: User) -> None:
    row, client = watch(), signed_in(triager)
    idea = row.decision.idea

    response = client.post(f"/watches/{row.public_id}/wake/", {"reason": "The key policy changed in May."})

    assert response.headers["Location"] == f"/ideas/{idea.ref}/"
    page = client.get(f"/ideas/{idea.ref}/").content.decode()
    assert "Looked at again, round 2" in page
    assert f"/decisions/{row.decision.public_id}/" in page
    assert page.count("The key policy changed in May.") == 2  # beside the title, and in the history


def test_wake_without_a_reason_asks_for_one(triager: User) -> None:
    row = watch()

    response = signed_in(triager).post(f"/watches/{row.public_id}/wake/", {"reason": " "})

    assert response.status_code == 422
    assert not Reopening.objects.exists()


def test_wake_of_an_idea_that_is_awake_says_so(triager: User) -> None:
    row = watch()
    wake_idea(watch=row, by=triager, reason="It changed.")

    response = signed_in(triager).post(f"/watches/{row.public_id}/wake/", {"reason": "It changed."})

    assert response.status_code == 409
    assert Reopening.objects.count() == 1


def test_decision_of_a_past_round_stays_readable_with_its_answers(triager: User) -> None:
    row = watch()
    idea = row.decision.idea
    ReviewFactory(idea=idea, submitted=True, internal_note="Between us.", plain_answer="We tried it in spring.")
    wake_idea(watch=row, by=triager, reason="It changed.")

    page = signed_in(UserFactory()).get(f"/decisions/{row.decision.public_id}/").content.decode()

    assert row.decision.explanation in page
    assert "We tried it in spring." in page
    assert "Between us." not in page


def test_idea_in_its_first_round_costs_no_statement_for_rounds() -> None:
    idea, client = sleeping_idea(), signed_in(UserFactory())
    client.get(f"/ideas/{idea.ref}/")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/ideas/{idea.ref}/")

    assert not [one for one in queries if "reopening" in one["sql"]]


def test_decide_takes_watches_and_shows_them_with_the_answer() -> None:
    lead = pool_member(role="lead").person
    idea = sleeping_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)
    ends = (date.today() + timedelta(days=90)).isoformat()
    given = {
        "version": "1",
        "condition_rows": "1",
        "kind": "declined",
        "reason_code": "contract_prevents_until",
        "reason_detail": ends,
        "explanation": "The rota tool’s contract forbids it for another three months.",
        "what_would_change": "When the contract ends.",
        "watches__contract_end__text": "Rota tool",
        "watches__contract_end__on": ends,
    }

    client: Client = signed_in(lead)
    response = client.post(f"/ideas/{idea.ref}/decide/", given)

    decision = Decision.objects.get()
    assert response.headers["Location"] == f"/decisions/{decision.public_id}/"
    assert list(decision.watches.values_list("kind", "text")) == [("contract_end", "Rota tool")]
    assert "the contract “Rota tool” ends" in client.get(f"/decisions/{decision.public_id}/").content.decode()


def test_decide_with_half_a_watch_keeps_what_was_typed() -> None:
    lead = pool_member(role="lead").person
    idea = sleeping_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)
    given = {
        "kind": "declined",
        "reason_code": "not_affordable_now",
        "explanation": "Readers cost more than we have, and nothing else would do.",
        "what_would_change": "Cheaper readers.",
        "watches__cost_below__amount": "500",
    }

    response = signed_in(lead).post(f"/ideas/{idea.ref}/decide/", given)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Say what must cost less." in page
    assert 'value="500"' in page
    assert not Idea.objects.get().decisions.exists()
