"""Lists on which one act is done with many rows, and answers that are offered, without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import AnswerTemplate, AuditEvent, Department, Event, FirstResponse, Review, User
from tests.csv_files import column
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.house import AbsenceFactory
from tests.factories.reviews import pool_member
from tests.factories.triage import AnswerTemplateFactory, FirstResponseFactory, idea_in_triage, triager
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
LED = "/reviews/several/departments/"


def of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


@pytest.fixture
def lead() -> User:
    return pool_member(lead=True).person


def keys(*rows: Review) -> list[str]:
    return [str(row.public_id) for row in rows]


def test_bulk_page_says_how_many_were_done_and_why_the_rest_not(lead: User) -> None:
    to = pool_member().person
    free = of_business(idea=submitted_idea(title="A free one"))
    theirs = of_business(idea=submitted_idea(title="Already theirs"), assigned=True, owner=to)
    form = {"row": keys(free, theirs), "act": "hand_over", "to": str(to.public_id), "reason": "Two are ill"}

    response = signed_in(lead).post(f"{LED}?department=business", form, follow=True)

    assert response.redirect_chain == [(f"{LED}?department=business", 302)]
    page = response.content.decode()
    assert "1 of 2 done." in page
    assert f"{theirs.idea.ref} Already theirs" in page
    assert "This person has it already." in page
    assert page.count(" checked>") == 2
    free.refresh_from_db()
    assert free.owner == to


def test_bulk_page_marks_who_is_away_and_says_why_they_get_nothing(lead: User) -> None:
    to, review, today = pool_member().person, of_business(assigned=True), timezone.localdate()
    AbsenceFactory(person=to, from_on=today - timedelta(days=1), to_on=today + timedelta(days=1))
    form = {"row": keys(review), "act": "hand_over", "to": str(to.public_id), "reason": "Two are ill"}

    page = signed_in(lead).post(LED, form, follow=True).content.decode()

    assert f"{to.name} (away)</option>" in page
    assert "0 of 1 done." in page
    assert f"{to.name} is away today" in page
    assert Review.objects.get().owner == review.owner


def test_bulk_page_tells_the_outcome_once(lead: User) -> None:
    client = signed_in(lead)
    client.post(LED, {"row": keys(of_business(assigned=True)), "act": "remind"}, follow=True)

    assert "1 of 1 done." not in client.get(LED).content.decode()


def test_bulk_page_without_reason_keeps_what_was_chosen_and_typed(lead: User) -> None:
    to, review = pool_member().person, of_business()
    form = {"row": keys(review), "act": "hand_over", "to": str(to.public_id), "reason": ""}

    response = signed_in(lead).post(LED, form)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Say in a few words why." in page
    assert page.count(" checked>") == 1
    assert f'<option value="{to.public_id}" selected>' in page
    assert not Event.objects.exists()


def test_bulk_page_with_nothing_chosen_says_so(lead: User) -> None:
    of_business(assigned=True)

    response = signed_in(lead).post(LED, {"act": "remind", "row": "nonsense"})

    assert response.status_code == 422
    assert "Choose at least one row." in response.content.decode()
    assert not Event.objects.exists()


def test_bulk_page_does_no_act_of_another_list() -> None:
    place = pool_member()
    review = of_business(assigned=True, owner=place.person)

    response = signed_in(place.person).post("/reviews/several/mine/", {"row": keys(review), "act": "remind"})

    assert response.status_code == 422
    assert not Event.objects.exists()


def test_bulk_page_can_choose_all_without_script(lead: User) -> None:
    for _each in range(3):
        of_business()

    assert signed_in(lead).get(f"{LED}?select=all").content.decode().count(" checked>") == 3


@pytest.mark.parametrize(
    ("query", "titles"),
    [("", ["Late", "Held", "Free"]), ("?late=on", ["Late"]), ("?unheld=on", ["Free"]), ("?department=legal", [])],
)
def test_bulk_page_is_narrowed_by_its_filters(lead: User, query: str, titles: list[str]) -> None:
    pool_member("legal", person=lead)
    for days, title, fields in ((-1, "Late", {"assigned": True}), (3, "Held", {"assigned": True}), (5, "Free", {})):
        due_at = timezone.now() + timedelta(days=days)
        of_business(idea=submitted_idea(title=title), due_at=due_at, **fields)

    response = signed_in(lead).get(LED + query)

    assert [row.review.idea.title for row in response.context["rows"]] == titles


def test_bulk_page_as_file_holds_what_was_chosen(lead: User) -> None:
    first, _second, third = (of_business() for _each in range(3))

    response = signed_in(lead).post(LED, {"row": keys(third, first), "act": "export"})

    assert sorted(column(response, "Number")) == sorted([first.idea.ref, third.idea.ref])


def test_bulk_page_of_reviewer_sends_answers_from_a_template() -> None:
    person = pool_member().person
    reviews = [of_business(assigned=True, owner=person) for _each in range(2)]
    template = AnswerTemplateFactory(of_review=True)
    form = {"row": keys(*reviews), "act": "answer", "template": str(template.public_id), "confidence": "high"}

    response = signed_in(person).post("/reviews/several/mine/", form, follow=True)

    assert "2 of 2 done." in response.content.decode()
    assert set(Review.objects.values_list("state", "plain_answer")) == {("submitted", template.text)}


def test_bulk_page_of_unknown_list_is_not_there(lead: User) -> None:
    assert signed_in(lead).get("/reviews/several/theirs/").status_code == 404


@pytest.mark.parametrize("which", ["mine", "to-take", "departments"])
def test_bulk_page_costs_as_many_statements_for_a_hundred_rows_as_for_ten(lead: User, which: str) -> None:
    client, counts = signed_in(lead), []
    fields = {"assigned": True, "owner": lead} if which == "mine" else {}
    client.get(f"/reviews/several/{which}/")
    for rows in (10, 90):
        for _each in range(rows):
            of_business(**fields)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/reviews/several/{which}/")
        counts.append((len(response.context["rows"]), len(captured)))

    assert [rows for rows, _count in counts] == [10, 100]
    assert counts[0][1] == counts[1][1]


def test_queue_leads_to_the_lists_that_hold_something(lead: User) -> None:
    of_business()

    page = signed_in(lead).get("/reviews/").content.decode()

    assert 'href="/reviews/several/departments/"' in page
    assert 'href="/reviews/several/mine/"' not in page


def test_inbox_sends_several_on_and_says_what_was_not_done() -> None:
    owen = triager()
    first, second = idea_in_triage(), idea_in_triage()
    FirstResponseFactory(idea=second)
    form = {"row": [first.ref, second.ref], "act": "review", "template": "clear"}

    response = signed_in(owen).post("/triage/", form, follow=True)

    page = response.content.decode()
    assert "1 of 2 done." in page
    assert "The author has had a first response already." in page
    assert FirstResponse.objects.get(idea=first).text.startswith("Thank you. It is clear what you mean")
    assert [turn.idea for turn in response.context["page"].rows] == [second]


def test_inbox_without_words_for_the_authors_keeps_the_choice() -> None:
    idea = idea_in_triage()

    response = signed_in(triager()).post("/triage/", {"row": idea.ref, "act": "respond"})

    assert response.status_code == 422
    assert response.content.decode().count(" checked>") == 1
    assert not FirstResponse.objects.exists()


def test_inbox_as_file_holds_what_was_chosen() -> None:
    first, _second = idea_in_triage(), idea_in_triage()

    response = signed_in(triager()).post("/triage/", {"row": first.ref, "act": "export"})

    assert column(response, "Number") == [first.ref]


def test_first_responses_are_the_organisations_own_where_it_has_written_some() -> None:
    template = AnswerTemplateFactory(name="Winter", text="Thank you. We read it before the first frost.")
    idea = idea_in_triage()

    form = {"lane": "review", "review-template": str(template.public_id)}
    response = signed_in(triager()).post(f"/triage/{idea.ref}/", form)

    assert response.status_code == 302
    assert FirstResponse.objects.get().text == template.text


def test_answers_page_adds_changes_and_removes() -> None:
    client = signed_in(triager())
    client.post("/settings/answers/", {"kind": "review", "name": "No concern", "text": "It does not touch our work."})
    row = AnswerTemplate.objects.get()
    address = f"/settings/answers/{row.public_id}/"

    client.post(address, {"name": "No concern", "text": "It does not touch the work of ours."})
    shown = client.get(address).content.decode()
    listed = column(client.get("/settings/answers.csv"), "Words")
    client.post(f"{address}remove/")

    assert "It does not touch the work of ours." in shown
    assert listed == ["It does not touch the work of ours."]
    assert not AnswerTemplate.objects.exists()
    assert [one.action for one in AuditEvent.objects.order_by("id")] == [
        "answer_template.add",
        "answer_template.change",
        "answer_template.remove",
    ]


@pytest.mark.parametrize("address", ["/settings/answers/", "one"])
def test_answers_page_with_wrong_values_keeps_what_was_typed(address: str) -> None:
    row = AnswerTemplateFactory(of_review=True)
    where = f"/settings/answers/{row.public_id}/" if address == "one" else address

    response = signed_in(triager()).post(where, {"kind": "review", "name": "Mine", "text": "Short"})

    assert response.status_code == 422
    assert "Write at least 20 characters" in response.content.decode()
    assert 'value="Mine"' in response.content.decode()
    assert AnswerTemplate.objects.get().text == row.text


def test_answers_page_is_refused_to_others() -> None:
    assert signed_in(UserFactory()).get("/settings/answers/").status_code == 403
