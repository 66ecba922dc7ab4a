"""The page of the report on the rules, its file, and the button that makes a draft."""

import pytest
from django.test import Client
from django.urls import reverse

from frontend.news import path_to
from ideas.models import RuleSet, User
from ideas.selectors.news_words import Place
from tests.csv_files import rows_of
from tests.factories import UserFactory
from tests.factories.rule_reports import costly_ideas, overridden, reported_idea, sent_back
from tests.factories.rule_sets import rules_editor
from tests.pages import Seen
from tests.signing_in import sign_in
from workers.links import link_to

pytestmark = pytest.mark.django_db
PAGE = "/rules/report/"
ADVICE = "ask_weaker.FIN-1.finance.advisory"


@pytest.fixture
def editor(client: Client) -> User:
    person = rules_editor()
    sign_in(client, person)
    return person


@pytest.mark.usefixtures("editor")
def test_report_without_ideas_says_so(client: Client) -> None:
    page = client.get(PAGE)

    assert page.status_code == 200
    assert "0 ideas were sent in these days." in Seen(page).text
    assert "Nobody was added by hand." in Seen(page).text
    assert "Make a draft of it" not in Seen(page).text


@pytest.mark.usefixtures("editor")
def test_report_names_what_is_suggested_and_what_it_would_do(client: Client) -> None:
    costly_ideas(10, unwanted=3)

    words = Seen(client.get(f"{PAGE}?weeks=4")).text

    assert "Let rule FIN-1 ask Finance for advice only" in words
    assert "3 of the 10 ideas that it sent to Finance were not for it" in words
    assert (
        "Tried on the newest 10 ideas of the period, whatever became of them: 10 would have been routed otherwise."
        in words
    )


@pytest.mark.usefixtures("editor")
def test_report_words_the_other_kinds_of_suggestions(client: Client) -> None:
    for _ in range(5):
        sent_back(reported_idea(), outcome="moved")
        overridden(reported_idea(answered={"reach": "several_teams"}), added=("security",))

    words = Seen(client.get(PAGE)).text

    assert "Let rule FIN-1 ask Legal instead of Finance" in words
    assert "5 of the 5 ideas that it sent to Finance ended at Legal." in words
    assert "Add a rule: where “Rough one-off cost, with staff time” is under £1,000, require Security" in words
    assert "Triagers added Security to 5 of the 5 ideas with this answer in which no rule asked it." in words


@pytest.mark.usefixtures("editor")
def test_report_of_a_strange_period_is_refused(client: Client) -> None:
    assert client.get(f"{PAGE}?weeks=3").status_code == 400
    assert client.post(f"{PAGE}draft/", {"weeks": "3", "suggestion": ADVICE}).status_code == 400
    assert RuleSet.objects.count() == 1


def test_report_for_a_member_is_refused_and_not_offered(client: Client) -> None:
    sign_in(client, UserFactory())

    assert client.get(PAGE).status_code == 403
    assert client.get("/rules/report.csv").status_code == 403
    for page in ("/rules/", "/overview/"):
        assert PAGE not in client.get(page).content.decode()


@pytest.mark.usefixtures("editor")
def test_report_is_offered_to_those_who_edit_rules(client: Client) -> None:
    for page in ("/rules/", "/rules/versions/", "/overview/"):
        assert PAGE in client.get(page).content.decode()


def test_draft_button_leads_to_the_draft(client: Client, editor: User) -> None:
    costly_ideas(5, unwanted=2)

    answer = client.post(f"{PAGE}draft/", {"weeks": "1", "suggestion": ADVICE})

    row = RuleSet.objects.get(version=2)
    assert answer["Location"] == reverse("rule-set", args=[2])
    assert (row.drafted_by, row.active_from) == (editor, None)


@pytest.mark.usefixtures("editor")
def test_draft_button_of_a_suggestion_that_is_gone_is_refused(client: Client) -> None:
    answer = client.post(f"{PAGE}draft/", {"weeks": "1", "suggestion": ADVICE})

    assert answer.status_code == 409
    assert RuleSet.objects.count() == 1


@pytest.mark.usefixtures("editor")
def test_report_as_a_file_holds_both_tables(client: Client) -> None:
    costly_ideas(9, unwanted=3)
    overridden(reported_idea(), added=("security",))

    rows = rows_of(client.get("/rules/report.csv"))

    finance = ["FIN-1", "Finance", "Required", "yes", "10", "3", "30", "0", "Legal 3", "", "0", "0", "1", "10", ""]
    security = ["No rule asked", "Security", "", "yes", "10", "0", "", "0", "", "", "0", "", "1", "10", "0"]
    assert next(row for row in rows if row[0] == "FIN-1") == finance
    assert rows[-1] == security


def test_news_of_the_report_leads_to_its_weeks() -> None:
    place = Place("rules", "", query="weeks=4")

    assert path_to(place) == "/rules/report/?weeks=4"
    assert link_to(place).endswith("/rules/report/?weeks=4")


def test_news_of_a_missed_promise_leads_to_the_apology() -> None:
    assert link_to(Place("apologise", "GS-000001")).endswith("/ideas/GS-000001/apology/")
    assert path_to(Place("comment", "GS-000001", "7")) == "/ideas/GS-000001/#comment-7"
