"""Every problem that the API answers has its page."""

import pytest
from django.test import Client

from api.errors import SERVER_ERROR, STATUSES
from api.problem_types.registry import PROBLEM_TYPES, slug_of
from config import refusals
from ideas.exceptions import DomainError
from tests.api.codes import reachable, tabled_codes, written_codes


def test_every_code_that_the_api_can_answer_has_its_entry() -> None:
    assert sorted((written_codes() | tabled_codes()) - set(PROBLEM_TYPES)) == []


def test_every_entry_is_a_code_that_is_answered() -> None:
    assert sorted(set(PROBLEM_TYPES) - written_codes() - tabled_codes()) == []


def test_crawl_sees_services_and_refusals_before_a_view() -> None:
    names = {f"{path.parent.name}/{path.name}" for path in reachable()}

    assert {"services/votes.py", "services/decision_content.py", "config/refusals.py", "api/parsers.py"} <= names
    assert {
        "own_idea",
        "too_many_keys",
        "incomplete_body",
        "link_required",
        "blank",
    } <= written_codes() | tabled_codes()


@pytest.mark.parametrize("kind", STATUSES, ids=lambda kind: kind.__name__)
def test_entry_of_a_refusal_has_its_status(kind: type[DomainError]) -> None:
    assert PROBLEM_TYPES[kind.code].status == STATUSES[kind]


@pytest.mark.parametrize(
    "refusal", [one for one in vars(refusals).values() if isinstance(one, refusals.Refusal)], ids=lambda one: one.code
)
def test_entry_of_a_refusal_before_the_view_has_its_status(refusal: refusals.Refusal) -> None:
    assert PROBLEM_TYPES[refusal.code].status == refusal.status


@pytest.mark.parametrize("code", sorted(PROBLEM_TYPES))
def test_problem_page_is_public_and_says_what_to_do(code: str) -> None:
    response = Client().get(f"/problems/{slug_of(code)}", headers={"Accept-Language": "en"})

    page = response.content.decode()
    assert response.status_code == 200
    assert f"<code>{code}</code>" in page
    assert f"<h1>{code.replace('_', ' ').capitalize()}</h1>" in page


def test_problem_list_leads_to_every_page() -> None:
    page = Client().get("/problems/").content.decode()

    assert [code for code in PROBLEM_TYPES if f'href="/problems/{slug_of(code)}"' not in page] == []


@pytest.mark.parametrize("slug", ["no-such-problem", "unknown_field", "Unknown-field", "-"])
def test_problem_page_of_unknown_slug_is_not_found(slug: str) -> None:
    assert Client().get(f"/problems/{slug}").status_code == 404


def test_page_of_our_own_failure_has_its_status() -> None:
    assert PROBLEM_TYPES[SERVER_ERROR.code].status == 500
