"""Lists take as many statements for a hundred rows as for ten: as a page, over the API, and as a file."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Department, Review, User
from ideas.workflow import Stage
from tests.csv_files import text_of
from tests.factories import DepartmentFactory, MembershipFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import AppealFactory, WatchFactory, sleeping_idea
from tests.factories.escalations import EscalationFactory, missed_promise
from tests.factories.house import SiteFactory
from tests.factories.parts import ConditionFactory
from tests.factories.reviews import DecisionFactory
from tests.factories.triage import AnswerTemplateFactory, idea_in_triage
from tests.factories.workload import BounceFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 100


@pytest.fixture
def reader() -> User:
    """Lead of Finance, programme manager and triager, so that every list holds something."""
    person = UserFactory()
    MembershipFactory(person=person, department=finance(), lead=True)
    grant_role(person, "triager")
    return grant_role(person, "programme_manager")


def finance() -> Department:
    return Department.objects.get(slug="finance")


def _idea(_reader: User) -> None:
    submitted_idea(next_answer_at=timezone.now() - timedelta(days=1))


def _review(reader: User) -> None:
    """Of the reader, in the queue, and of a colleague, who sees to it late."""
    ReviewFactory(assigned=True, owner=reader, department=finance())
    ReviewFactory(department=finance())
    ReviewFactory(assigned=True, department=finance(), due_at=timezone.now() - timedelta(days=1))


def _of_every_department(_reader: User) -> None:
    departments = Department.objects.filter(kind="core").order_by("pk")
    ReviewFactory(department=departments[Review.objects.count() % 7], opened_at=timezone.now() - timedelta(days=9))


def _to_sort(_reader: User) -> None:
    idea_in_triage()


def _bounce(_reader: User) -> None:
    BounceFactory()


def _watch(_reader: User) -> None:
    WatchFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))


def _appeal(_reader: User) -> None:
    AppealFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))


def _condition(reader: User) -> None:
    idea = submitted_idea(stage=Stage.APPROVED_WITH_CONDITIONS)
    decision = DecisionFactory(idea=idea, kind="approved_with_conditions", announced=True)
    ConditionFactory(decision=decision, review=None, owner=reader, due_on=date(2027, 3, 1))


def _escalated(_reader: User) -> None:
    EscalationFactory(on_board=True)
    missed_promise()


def _site(_reader: User) -> None:
    DepartmentFactory(site=SiteFactory())


def _template(_reader: User) -> None:
    AnswerTemplateFactory()


def costs(client: Client, addresses: tuple[str, ...]) -> dict[str, int]:
    """Return how many statements each address takes, what is read once for all left out."""
    counts = {}
    for address in addresses:
        client.get("/help/")
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            if response.streaming:
                text_of(response)
        assert response.status_code == 200, address
        counts[address] = len(queries)
    return counts


@pytest.mark.parametrize(
    ("make_one", "addresses"),
    [
        (_idea, ("/ideas/", "/overview/", "/overview/late/", "/api/v1/ideas?limit=100", "/api/v1/overview")),
        (_review, ("/reviews/", "/api/v1/reviews?scope=mine&limit=100", "/reviews/mine.csv")),
        (
            _review,
            ("/reviews/several/departments/?late=on", "/api/v1/reviews?scope=department&limit=100"),
        ),
        (_review, ("/reviews/several/to-take/", "/api/v1/reviews?scope=claimable&limit=100")),
        (
            _of_every_department,
            ("/departments/load/", "/departments/finance/load/", "/api/v1/departments/finance/load"),
        ),
        (_to_sort, ("/triage/", "/triage.csv")),
        (_bounce, ("/not-for-us/", "/api/v1/bounces?limit=100", "/not-for-us.csv")),
        (_watch, ("/watches/", "/api/v1/watches?limit=100", "/watches.csv")),
        (_appeal, ("/appeals/", "/api/v1/appeals?limit=100", "/appeals.csv")),
        (_condition, ("/conditions/", "/api/v1/conditions?limit=100", "/conditions.csv")),
        (_escalated, ("/escalated/", "/api/v1/escalated-ideas?limit=100", "/escalated.csv")),
        (_site, ("/settings/sites/", "/api/v1/sites?limit=100", "/settings/sites.csv")),
        (_template, ("/settings/answers/", "/api/v1/answer-templates?limit=100", "/settings/answers.csv")),
    ],
)
def test_list_takes_as_many_statements_for_a_hundred_rows_as_for_ten(
    reader: User, make_one: Callable[[User], None], addresses: tuple[str, ...]
) -> None:
    client = signed_in(reader)
    for _number in range(FEW):
        make_one(reader)
    costs(client, addresses)

    few = costs(client, addresses)
    for _number in range(MANY - FEW):
        make_one(reader)

    assert costs(client, addresses) == few
