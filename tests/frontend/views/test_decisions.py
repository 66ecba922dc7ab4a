"""Deciding in a page, and what the page of an idea shows of its reviews and decision."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from frontend.idea_parts import idea_parts
from ideas import outbox
from ideas.events import DecisionMade, IdeaEdited, IdeaSubmitted
from ideas.models import Decision, Idea, Review
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member, routed_idea, submitted_event
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db

TOMORROW = date.today() + timedelta(days=1)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ready_idea(**fields: Any) -> Idea:
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION, **fields)
    ReviewFactory(idea=idea, submitted=True)
    return idea


def form(**changes: str) -> dict[str, str]:
    return {
        "version": "1",
        "condition_rows": "1",
        "kind": "declined",
        "reason_code": "benefit_too_small",
        "explanation": "The stores are open from six, so nobody waits for the key any more.",
        "what_would_change": "If the stores close before seven again.",
        **changes,
    }


@pytest.fixture
def decider() -> Client:
    return signed_in(pool_member(role="lead").person)


def test_decision_leads_to_the_idea_its_reason_names() -> None:
    other, decision = submitted_idea(), DecisionFactory(announced=True, reason_code="tried_before")
    Decision.objects.update(reason_detail=other.ref)

    page = signed_in(UserFactory()).get(f"/decisions/{decision.public_id}/").content.decode()

    assert f'<a href="/ideas/{other.ref}/">{other.ref}</a>' in page


def test_decide_by_naming_an_idea_that_is_not_there_keeps_what_was_typed(decider: Client) -> None:
    typed = form(reason_code="tried_before", reason_detail="GS-999999")

    response = decider.post(f"/ideas/{ready_idea().ref}/decide/", typed)

    assert response.status_code == 422
    assert "Name another idea, one that everybody here may read." in response.content.decode()
    assert response.context["form"].data["explanation"] == typed["explanation"]
    assert not Decision.objects.exists()


def test_decide_shows_the_form_to_the_decider(decider: Client) -> None:
    page = decider.get(f"/ideas/{ready_idea().ref}/decide/").content.decode()

    assert "It is already happening" in page
    assert "Your decision" in page


@pytest.mark.parametrize("who", ["member", "author"])
def test_decide_by_somebody_else_is_refused(decider: Client, who: str) -> None:
    idea = ready_idea()
    other = UserFactory() if who == "member" else author_of(idea)

    assert signed_in(other).get(f"/ideas/{idea.ref}/decide/").status_code == 403
    assert signed_in(other).post(f"/ideas/{idea.ref}/decide/", form()).status_code == 403
    assert not Decision.objects.exists()


def test_decide_of_invisible_idea_is_not_there() -> None:
    idea = ready_idea(visibility="confidential")

    assert signed_in(UserFactory()).get(f"/ideas/{idea.ref}/decide/").status_code == 404
    assert signed_in(UserFactory()).get("/ideas/nonsense/decide/").status_code == 404


def test_decide_records_and_leads_to_the_decision(decider: Client) -> None:
    idea = ready_idea()

    response = decider.post(f"/ideas/{idea.ref}/decide/", form())

    row = Decision.objects.get()
    assert response["Location"] == f"/decisions/{row.public_id}/"
    page = decider.get(response["Location"]).content.decode()
    assert "No, and why" in page
    assert "Announce now" in page


def test_decide_yes_with_conditions_keeps_them(decider: Client) -> None:
    typed = form(
        kind="approved_with_conditions",
        reason_code="good_value",
        next_step="Buy the key",
        next_step_on=TOMORROW.isoformat(),
        conditions__0__text="Sign for it",
        conditions__0__owner_name="Stores",
        conditions__0__due_on=TOMORROW.isoformat(),
    )

    decider.post(f"/ideas/{ready_idea().ref}/decide/", typed)

    assert Decision.objects.get().conditions.get().text == "Sign for it"


REFUSED = [
    ({"reason_code": ""}, "Choose a reason."),
    ({"explanation": "Too short, sorry"}, "Explain it in at least 40 characters"),
    ({"what_would_change": ""}, "Say what would change the answer."),
    ({"kind": "approved", "reason_code": "good_value"}, "Say by when."),
    ({"next_step_on": "31/12/2027x"}, "Enter a valid date."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_decide_that_lacks_something_keeps_what_was_typed(
    decider: Client, changes: dict[str, str], sentence: str
) -> None:
    response = decider.post(f"/ideas/{ready_idea().ref}/decide/", form(next_step="Typed with care") | changes)

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Typed with care"' in page
    assert not Decision.objects.exists()


def test_decide_before_all_are_in_is_a_conflict(decider: Client) -> None:
    response = decider.post(f"/ideas/{submitted_idea().ref}/decide/", form())

    assert response.status_code == 409
    assert "Departments that must be heard have not all answered." in response.content.decode()


def test_decide_after_an_edit_asks_to_read_again(decider: Client) -> None:
    idea = ready_idea(version=2)

    response = decider.post(f"/ideas/{idea.ref}/decide/", form())

    assert response.status_code == 412
    assert 'name="version" value="2"' in response.content.decode()
    assert not Decision.objects.exists()


def test_decide_without_a_condition_leads_to_the_first_field_of_conditions(decider: Client) -> None:
    idea = ready_idea()
    address = f"/ideas/{idea.ref}/decide/"

    response = decider.post(address, form(kind="approved_with_conditions", reason_code="good_value"))

    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_conditions__0__text">Name at least one condition.</a>' in page
    assert page.count('id="id_conditions__0__text"') == 1
    assert not Decision.objects.exists()


def test_decide_with_one_more_condition_keeps_what_was_typed(decider: Client) -> None:
    page = decider.post(f"/ideas/{ready_idea().ref}/decide/", form(act="add", next_step="Buy")).content.decode()

    assert 'name="conditions__1__text"' in page
    assert 'value="Buy"' in page


PLAIN = "We like your plan. The stores will open at six. You can get the key there. It is free. We do it on Monday."


def test_decide_asks_how_it_reads_and_keeps_what_was_typed(decider: Client) -> None:
    idea = ready_idea()

    page = decider.post(f"/ideas/{idea.ref}/decide/", form(act="read", explanation=PLAIN))

    assert page.status_code == 200
    assert "Reads like a text for children. Everybody understands it." in page.content.decode()
    assert page.context["form"]["explanation"].value() == PLAIN
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("language", "text"), [("other", PLAIN), ("en", "Too short to tell.")])
def test_decide_of_a_text_whose_reading_age_is_not_known_says_so(decider: Client, language: str, text: str) -> None:
    idea = ready_idea(language=language)

    page = decider.post(f"/ideas/{idea.ref}/decide/", form(act="read", explanation=text)).content.decode()

    assert "It cannot be told yet" in page
    assert "Reads like" not in page


def test_decision_before_announcement_is_there_for_author_and_decider_alone() -> None:
    row = DecisionFactory()
    path = f"/decisions/{row.public_id}/"

    assert signed_in(author_of(row.idea)).get(path).status_code == 200
    assert signed_in(row.decided_by).get(path).status_code == 200
    assert signed_in(UserFactory()).get(path).status_code == 404


def test_announce_by_the_decider_tells_everybody() -> None:
    row = DecisionFactory()

    signed_in(row.decided_by).post(f"/decisions/{row.public_id}/announce/")

    assert Idea.objects.get().stage == Stage.DECLINED
    assert signed_in(UserFactory()).get(f"/decisions/{row.public_id}/").status_code == 200


def test_announce_by_the_author_is_refused() -> None:
    row = DecisionFactory()

    assert signed_in(author_of(row.idea)).post(f"/decisions/{row.public_id}/announce/").status_code == 403
    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION


def opened() -> Idea:
    idea = routed_idea(answered={"reach": "several_teams", "data": "personal"})
    outbox.record(IdeaSubmitted(idea_id=idea.pk, actor_id=author_of(idea).pk))
    open_reviews(idea_id=idea.pk, event=submitted_event(idea))
    idea.refresh_from_db()
    return idea


def drawn(partial: str, idea: Idea, viewer: Any) -> str:
    parts = idea_parts(idea=idea, viewer=viewer)
    context = {"parts": parts, "card": parts.decision, "idea": idea}
    return render_to_string(f"frontend/partials/reviews/{partial}.html", context)


def test_lanes_show_seven_departments_with_reason_and_rule() -> None:
    html = drawn("lanes", opened(), UserFactory())

    assert html.count('class="gs-lane"') == 7
    assert "“names or details”" in html
    assert 'href="/rules/#SEC-1"' in html


def test_departments_of_idea_are_a_fragment() -> None:
    idea = opened()

    response = signed_in(UserFactory()).get(f"/ideas/{idea.ref}/departments/")

    html = response.content.decode()
    assert html.count('class="gs-lane"') == 7
    assert '<section class="card gs-sheet gs-time" id="idea-timeline" hx-swap-oob="outerMorph"' in html
    assert '<article id="decision" hx-swap-oob="outerMorph" hidden>' in html
    assert '<div class="gs-next" id="idea-next" hx-swap-oob="outerMorph"' in html


def test_departments_of_idea_beside_the_decision_form_are_the_lanes_alone() -> None:
    idea = opened()

    response = signed_in(UserFactory()).get(f"/ideas/{idea.ref}/departments/?deciding=1")

    html = response.content.decode()
    assert html.count('class="gs-lane"') == 7
    assert "?deciding=1" in html
    assert "hx-swap-oob" not in html


def test_timeline_shows_what_comes_and_what_was() -> None:
    idea = opened()
    Review.objects.filter(department__slug="security").update(owner=UserFactory(), state="assigned")

    html = drawn("timeline", idea, UserFactory())

    assert "Answer by" in html
    assert "departments are asked" in html
    assert "shared the idea" in html


def test_timeline_of_long_history_leads_to_earlier_pages() -> None:
    idea = submitted_idea()
    for version in range(2, 24):
        outbox.record(IdeaEdited(idea_id=idea.pk, version=version))
    viewer = UserFactory()
    parts = idea_parts(idea=idea, viewer=viewer)

    page = signed_in(viewer).get(f"/ideas/{idea.ref}/history/?before={parts.older_than}").content.decode()

    assert len(parts.history) == 20
    assert page.count("changed the idea") == 2


def test_history_with_a_strange_cursor_starts_at_the_end() -> None:
    idea = opened()

    assert signed_in(UserFactory()).get(f"/ideas/{idea.ref}/history/?before=x' or 1=1").status_code == 200


@pytest.mark.parametrize("kind", Decision.Kind.values)
def test_decision_card_is_drawn_for_each_kind(kind: str) -> None:
    row = DecisionFactory(kind=kind, announced=True, wakes_on=TOMORROW, next_step="Buy it", next_step_on=TOMORROW)
    row.conditions.create(text="Sign for it", owner_name="Stores", due_on=TOMORROW)
    outbox.record(DecisionMade(idea_id=row.idea_id, decision_id=row.pk))

    html = drawn("decision", row.idea, UserFactory())

    assert f'data-stage="{kind}"' in html
    assert "Sign for it" in html
    assert "Announce now" not in html


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (Stage.IN_REVIEW, "Departments that must be heard have not all answered"),
        (Stage.WITHDRAWN, "Nothing is left to decide"),
    ],
)
def test_decide_of_idea_that_is_not_ready_says_why_instead_of_a_form(
    decider: Client, stage: Stage, sentence: str
) -> None:
    idea = submitted_idea(stage=stage)

    response = decider.get(f"/ideas/{idea.ref}/decide/")

    page = response.content.decode()
    assert response.status_code == 409
    assert sentence in page
    assert "Your decision" not in page


def test_decide_of_idea_that_is_not_ready_any_more_keeps_what_was_typed(decider: Client) -> None:
    idea = submitted_idea()

    response = decider.post(
        f"/ideas/{idea.ref}/decide/", form(explanation="Typed for a quarter of an hour, and kept here.")
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "have not all answered" in page
    assert "Typed for a quarter of an hour, and kept here." in page
    assert not Decision.objects.exists()


def test_decide_of_idea_that_the_lead_has_decided_says_so_to_the_deputy() -> None:
    idea, lead = ready_idea(), pool_member(role="lead").person
    DecisionFactory(idea=idea, decided_by=lead)

    response = signed_in(pool_member(role="deputy").person).get(f"/ideas/{idea.ref}/decide/")

    assert response.status_code == 409
    assert "This idea has its decision already." in response.content.decode()


@pytest.mark.parametrize(("explanation", "status"), [("Quite other words, typed in another tab.", 409), (None, 302)])
def test_decide_after_the_decision_shows_it_and_loses_no_words(explanation: str | None, status: int) -> None:
    idea, lead = ready_idea(), pool_member(role="lead").person
    row = DecisionFactory(idea=idea, decided_by=lead)
    typed = explanation or row.explanation.replace(" ", "\r\n", 1)

    response = signed_in(lead).post(f"/ideas/{idea.ref}/decide/", form(explanation=typed))

    assert response.status_code == status
    assert response.get("Location") == (f"/decisions/{row.public_id}/" if status == 302 else None)
    assert (f">{typed}</textarea>" in response.content.decode()) is (status == 409)
    assert Decision.objects.get().explanation == row.explanation
