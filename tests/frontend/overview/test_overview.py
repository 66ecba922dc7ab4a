"""The overview page and its lists."""

import pytest
from django.test import Client
from django.utils import timezone

from frontend.charts import Series, draw_bars, nice_steps
from tests.factories import UserFactory, submitted_idea


@pytest.fixture
def member(client: Client) -> Client:
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/overview/", "/overview/waiting/"])
def test_overview_for_strangers_asks_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?months=3", "?months=12"])
def test_overview_shows_figures_and_tables(member: Client, query: str) -> None:
    submitted_idea()

    html = member.get(f"/overview/{query}").content.decode()

    assert "Promises kept" in html
    assert "First responses in time" in html
    assert html.count("<details") >= 2
    assert 'href="/overview/waiting/?age=0">1</a>' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/overview/?months=7", 400),
        ("/overview/nonsense/", 404),
        ("/overview/waiting/?age=9", 400),
        ("/overview/shared/?month=2026-13", 400),
        ("/overview/shared/?month=0001-01", 400),
        ("/overview/waiting/?cursor=nonsense", 400),
    ],
)
def test_overview_unknown_choice_is_refused(member: Client, path: str, status: int) -> None:
    assert member.get(path).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("figure", ["due", "kept", "missed", "first-responses-missed", "late", "answered"])
def test_overview_list_without_ideas_says_so(member: Client, figure: str) -> None:
    html = member.get(f"/overview/{figure}/").content.decode()

    assert "No idea is behind this number." in html


@pytest.mark.django_db
def test_overview_list_of_a_month_holds_its_ideas(member: Client) -> None:
    idea = submitted_idea()
    month = f"{timezone.localtime(idea.submitted_at):%Y-%m}"

    html = member.get(f"/overview/shared/?month={month}").content.decode()

    assert idea.title in html


@pytest.mark.parametrize(
    ("largest", "steps"), [(0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (13, [0, 5, 10, 15]), (100, [0, 50, 100])]
)
def test_nice_steps_reach_the_largest(largest: int, steps: list[int]) -> None:
    assert nice_steps(largest) == steps


def test_draw_bars_scales_to_the_top_line() -> None:
    chart = draw_bars(["a", "b"], [Series("n", "waiting", [0, 10])]).wide

    assert [bar.height for bar in chart.bars] == [0.0, 196.0]


def test_draw_bars_narrow_keeps_at_most_six_labels_and_the_last() -> None:
    chart = draw_bars([str(number) for number in range(12)], [Series("n", "shared", [1] * 12)]).narrow

    assert [label.lines for label in chart.labels if label.lines != ("",)] == [
        (n,) for n in ("1", "3", "5", "7", "9", "11")
    ]


def test_draw_bars_breaks_long_labels_of_the_narrow_chart_alone() -> None:
    drawing = draw_bars(["2024", "under a week", "1 to 2 weeks"], [Series("n", "waiting", [1, 2, 3])])

    assert [label.lines for label in drawing.wide.labels] == [("2024",), ("under a week",), ("1 to 2 weeks",)]
    assert [label.lines for label in drawing.narrow.labels] == [("2024",), ("under", "a week"), ("1 to 2", "weeks")]
    assert (drawing.wide.height, drawing.narrow.height) == (240, 256)
