"""Pages of appeals."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Appeal, User
from ideas.workflow import Stage
from tests.csv_files import rows_of
from tests.factories import UserFactory, grant_role
from tests.factories.after_decision import AppealFactory, sleeping_idea
from tests.factories.fairness import InterestFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

TEXT = "The stores open at seven now, so everybody waits for the key."


@pytest.fixture
def judge() -> User:
    return grant_role(UserFactory(), "programme_manager")


def appeal() -> Appeal:
    return AppealFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))


def test_idea_page_offers_an_appeal_to_its_author_alone() -> None:
    decision = DecisionFactory(idea=sleeping_idea(), announced=True)
    address = f"/decisions/{decision.public_id}/appeal/"

    own = signed_in(author_of(decision.idea)).get(f"/ideas/{decision.idea.ref}/").content.decode()
    other = signed_in(UserFactory()).get(f"/ideas/{decision.idea.ref}/").content.decode()

    assert (address in own, address in other) == (True, False)


def test_appeal_is_sent_and_shown_with_its_date() -> None:
    decision = DecisionFactory(idea=sleeping_idea(), announced=True)
    client = signed_in(author_of(decision.idea))

    response = client.post(f"/decisions/{decision.public_id}/appeal/", {"ground": "factual_error", "text": TEXT})

    assert response.headers["Location"] == f"/ideas/{decision.idea.ref}/"
    own = client.get(f"/ideas/{decision.idea.ref}/").content.decode()
    other = signed_in(UserFactory()).get(f"/ideas/{decision.idea.ref}/").content.decode()
    assert TEXT in own
    assert TEXT not in other
    assert "Somebody who was not involved answers by" in other


def test_appeal_that_is_too_short_keeps_what_was_typed() -> None:
    decision = DecisionFactory(idea=sleeping_idea(), announced=True)

    response = signed_in(author_of(decision.idea)).post(
        f"/decisions/{decision.public_id}/appeal/", {"ground": "factual_error", "text": "No, it is not."}
    )

    assert response.status_code == 422
    assert "No, it is not." in response.content.decode()
    assert not Appeal.objects.exists()


def test_appeal_is_answered_by_somebody_who_was_not_involved(judge: User) -> None:
    row, client = appeal(), signed_in(judge)

    shown = client.get(f"/appeals/{row.public_id}/").content.decode()
    response = client.post(f"/appeals/{row.public_id}/", {"is_granted": "yes", "reasons": TEXT})

    assert row.text in shown
    assert row.decision.explanation in shown
    assert response.status_code == 302
    row.decision.idea.refresh_from_db()
    assert row.decision.idea.stage == Stage.TRIAGE


def test_appeal_refused_is_read_by_everybody_with_its_reasons(judge: User) -> None:
    row = appeal()
    signed_in(judge).post(
        f"/appeals/{row.public_id}/",
        {"is_granted": "no", "reasons": "The stores open at six, not at seven, on every day."},
    )

    page = signed_in(UserFactory()).get(f"/ideas/{row.decision.idea.ref}/").content.decode()

    assert page.count("The stores open at six, not at seven") == 2  # beside the answer, and in the history


def test_appeals_lists_what_waits_for_the_reader(judge: User) -> None:
    row, own = appeal(), AppealFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True, decided_by=judge))

    page = signed_in(judge).get("/appeals/").content.decode()
    found = rows_of(signed_in(judge).get("/appeals.csv"))
    other = signed_in(UserFactory()).get("/appeals/").content.decode()

    assert row.decision.idea.ref in page
    assert own.decision.idea.ref not in page
    assert [line[0] for line in found] == [row.decision.idea.ref]
    assert "No appeal waits for you" in other


def test_appeal_is_not_found_by_a_judge_with_an_interest(judge: User) -> None:
    row = appeal()
    InterestFactory(idea=row.decision.idea, person=judge, recused=True)
    client = signed_in(judge)

    shown = client.get(f"/appeals/{row.public_id}/")
    unknown = client.get(f"/appeals/{uuid4()}/")
    answered = client.post(f"/appeals/{row.public_id}/", {"is_granted": "yes", "reasons": TEXT})

    row.refresh_from_db()
    assert [one.status_code for one in (shown, unknown, answered)] == [404, 404, 404]
    assert row.text not in shown.content.decode()
    assert row.decided_at is None


def test_appeals_costs_the_same_for_ten_and_for_thirty_rows(judge: User) -> None:
    client = signed_in(judge)
    counts = []
    for number in (10, 20):
        for _row in range(number):
            appeal()
        client.get("/appeals/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/appeals/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
