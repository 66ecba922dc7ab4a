"""Pages of interests and suppliers, without JavaScript."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from frontend.views import interests
from ideas.models import Interest, Review, User
from tests.csv_files import rows_of
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.fairness import InterestFactory, stake_of
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def signed_in(person: User | None) -> Client:
    client = Client()
    client.force_login(person)
    return client


def held() -> Review:
    place = pool_member()
    return ReviewFactory(department=place.department, assigned=True, owner=place.person)


def test_review_page_asks_for_an_interest() -> None:
    review = held()

    page = signed_in(review.owner).get(f"/reviews/{review.public_id}/").content.decode()

    assert f"/ideas/{review.idea.ref}/interest/" in page


def test_declare_page_takes_an_actual_interest_and_leads_back_to_the_desk() -> None:
    review = held()
    fields = {"nature": "actual", "kind": "personal", "reach": "indirect", "text": "My sister runs the firm."}

    response = signed_in(review.owner).post(f"/ideas/{review.idea.ref}/interest/", fields)

    assert (response.status_code, response["Location"]) == (302, "/reviews/")
    assert (Interest.objects.get().state, Interest.objects.get().is_direct) == ("recused", False)


def test_declare_page_without_words_keeps_what_was_chosen() -> None:
    review = held()

    response = signed_in(review.owner).post(f"/ideas/{review.idea.ref}/interest/", {"nature": "potential"})

    assert response.status_code == 422
    assert 'value="potential"' in response.content.decode()
    assert not Interest.objects.exists()


def test_review_page_with_an_undecided_interest_offers_no_sending() -> None:
    review = held()
    InterestFactory(person=review.owner, idea=review.idea)

    page = signed_in(review.owner).get(f"/reviews/{review.public_id}/").content.decode()

    assert 'value="save"' in page
    assert 'value="submit"' not in page


def test_interest_page_lets_the_lead_decide() -> None:
    place = pool_member(role="lead")
    interest = InterestFactory(department=place.department)
    client = signed_in(place.person)

    listed = client.get("/interests/").content.decode()
    page = client.get(f"/interests/{interest.public_id}/").content.decode()
    response = client.post(f"/interests/{interest.public_id}/", {"answer": "go_on", "mitigation": "Mira reads it."})

    assert interest.person.name in listed
    assert interest.text not in listed
    assert interest.text in page
    assert response.status_code == 302
    assert Interest.objects.get().state == "mitigated"


def test_interest_page_of_its_person_shows_it_without_a_form() -> None:
    interest = InterestFactory()

    page = signed_in(interest.person).get(f"/interests/{interest.public_id}/").content.decode()

    assert interest.text in page
    assert 'name="mitigation"' not in page


def test_interests_as_a_file_leave_their_words_out() -> None:
    place = pool_member(role="lead")
    interest = InterestFactory(department=place.department)

    text = b"".join(signed_in(place.person).get("/interests.csv")).decode()

    assert interest.idea.ref in text
    assert interest.text not in text


def test_suppliers_page_of_an_idea_keeps_one_a_line() -> None:
    idea = submitted_idea()

    response = signed_in(author_of(idea)).post(f"/ideas/{idea.ref}/suppliers/", {"names": "Acme\n\nApex\n"})

    assert response.status_code == 302
    assert list(idea.suppliers.values_list("name", flat=True)) == ["Acme", "Apex"]


def test_suppliers_page_of_a_person_shows_and_changes_their_list() -> None:
    person = UserFactory()
    stake_of(person, "Acme")
    client = signed_in(person)

    assert "Acme" in client.get("/profile/").content.decode()
    assert client.post("/profile/suppliers/", {"names": "!!"}).status_code == 422
    assert client.post("/profile/suppliers/", {"names": ""}).status_code == 302
    assert not person.supplier_interests.exists()


def test_interest_named_by_mistake_is_struck_out_with_a_reason() -> None:
    interest = InterestFactory(recused=True)
    client = signed_in(grant_role(UserFactory(), "programme_manager"))
    path = f"/interests/{interest.public_id}/"

    listed = client.get("/interests/?show=aside").content.decode()
    shown = client.get(path).content.decode()
    empty = client.post(f"{path}strike/", {"reason": ""})
    struck = client.post(f"{path}strike/", {"reason": "It was another idea."})

    assert path in listed
    assert path not in client.get("/interests/").content.decode()
    assert f'action="{path}strike/"' in shown
    assert (empty.status_code, "Say in a few words why." in empty.content.decode()) == (422, True)
    assert struck["Location"] == "/interests/"
    assert "It was another idea." in client.get(path).content.decode()
    assert Interest.objects.get().state == "struck"


def test_interest_is_not_offered_to_be_struck_out_by_its_lead() -> None:
    lead = pool_member(role="lead")
    interest = InterestFactory(recused=True, department=lead.department)
    path = f"/interests/{interest.public_id}/"

    shown = signed_in(lead.person).get(path).content.decode()
    refused = signed_in(lead.person).post(f"{path}strike/", {"reason": "It was another idea."})

    assert "/strike/" not in shown
    assert refused.status_code == 403
    assert Interest.objects.get().state == "recused"


def test_interests_of_people_who_stepped_aside_go_on_over_pages_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interests, "ROWS", 1)
    first, second = InterestFactory(recused=True), InterestFactory(recused=True)
    client = signed_in(grant_role(UserFactory(), "programme_manager"))

    page = client.get("/interests/?show=aside").content.decode()
    (more,) = re.findall(r'href="(\?show=aside&amp;cursor=[^"]+)"', page)
    rest = client.get("/interests/" + more.replace("&amp;", "&")).content.decode()
    file = client.get("/interests.csv?show=aside")

    assert [str(one.public_id) in page for one in (first, second)] == [True, False]
    assert [str(one.public_id) in rest for one in (first, second)] == [False, True]
    assert len(rows_of(file)) == 2


def test_interest_that_somebody_else_decided_meanwhile_says_so_and_keeps_what_was_typed() -> None:
    review = held()
    lead = pool_member(role="lead").person
    row = InterestFactory(
        person=review.owner, idea=review.idea, department=review.department, state="recused", decided_by=lead
    )

    sent = signed_in(lead).post(
        f"/interests/{row.public_id}/", {"answer": "go_on", "mitigation": "A colleague reads it."}
    )

    page = sent.content.decode()
    assert sent.status_code == 409
    assert "It is decided already." in page
    assert ">A colleague reads it.</textarea>" in page
    assert 'name="answer"' not in page
    row.refresh_from_db()
    assert (row.state, row.mitigation) == ("recused", "")


def test_interest_struck_out_meanwhile_is_not_offered_again() -> None:
    manager = UserFactory()
    grant_role(manager, "programme_manager")
    row = InterestFactory(state="struck", struck_by=manager, struck_reason="The wrong idea.", struck_at=timezone.now())

    sent = signed_in(manager).post(f"/interests/{row.public_id}/strike/", {"reason": "Named by mistake."})

    page = sent.content.decode()
    assert sent.status_code == 409
    assert "It was decided about already" in page
    assert "Strike it out" not in page
    assert ">Named by mistake.</textarea>" in page
    row.refresh_from_db()
    assert row.struck_reason == "The wrong idea."


@pytest.mark.parametrize(
    ("said", "count"),
    [({"state": "clear", "nature": "none", "kind": "", "text": ""}, 1), ({"state": "declared"}, 0)],
)
def test_declare_page_offers_no_denial_of_what_was_named(said: dict[str, str], count: int) -> None:
    review = held()
    InterestFactory(person=review.owner, idea=review.idea, **said)

    page = signed_in(review.owner).get(f"/ideas/{review.idea.ref}/interest/").content.decode()

    assert page.count("I have no interest") == count
    assert page.count("Actual: it affects me now") == 1


def test_declare_page_refuses_a_denial_from_an_older_page_with_its_reason() -> None:
    review = held()
    InterestFactory(person=review.owner, idea=review.idea, state="declared")

    sent = signed_in(review.owner).post(f"/ideas/{review.idea.ref}/interest/", {"nature": "none"})

    assert sent.status_code == 409
    assert "your lead decides about it" in sent.content.decode()
    assert Interest.objects.get().state == "declared"


def test_review_page_says_to_whoever_stepped_aside_that_they_did() -> None:
    place = pool_member()
    review = ReviewFactory(department=place.department, assigned=True, owner=pool_member().person)
    row = InterestFactory(person=place.person, idea=review.idea, state="recused")

    own = signed_in(place.person).get(f"/reviews/{review.public_id}/").content.decode()
    other = signed_in(review.owner).get(f"/reviews/{review.public_id}/").content.decode()

    assert "You stepped aside from this idea." in own
    assert f"/interests/{row.public_id}/" in own
    assert "stepped aside" not in other
