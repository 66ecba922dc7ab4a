"""A suggestion becomes a draft, and those who edit rules hear of suggestions once a week."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from ideas.exceptions import Conflict, NotPermitted
from ideas.models import AuditEvent, Calendar, Event, Holiday, Idea, Notification, RuleSet
from ideas.news import NewsKind, NewsReason
from ideas.selectors.news_words import Place, story_of
from ideas.selectors.recipients import recipients_of
from ideas.selectors.rule_sets import active_rule_set
from ideas.services.defaults import install_defaults
from ideas.services.notifications import tell_people_of
from ideas.services.rule_suggestions import draft_suggestion, report_on_rules
from tests.at_once import at_once
from tests.factories import UserFactory
from tests.factories.people import grant_role
from tests.factories.routing import rule_set_data
from tests.factories.rule_reports import costly_ideas, sent_back
from tests.factories.rule_sets import rules_editor

ADVICE = "ask_weaker.FIN-1.finance.advisory"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # London, where the working day begins


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.mark.django_db
def test_draft_suggestion_is_the_rules_that_hold_with_the_one_change() -> None:
    editor = rules_editor()
    costly_ideas(5, unwanted=2)

    row = draft_suggestion(by=editor, weeks=1, key=ADVICE)

    wanted = rule_set_data()
    next(rule for rule in wanted["rules"] if rule["id"] == "FIN-1")["mode"] = "advisory"
    assert (row.version, row.active_from, row.drafted_by, row.editor_ids) == (2, None, editor, [editor.pk])
    assert row.body == wanted
    assert active_rule_set().version == 1
    assert AuditEvent.objects.get(action="rule_set.draft").after == {
        "name": row.name,
        "copied_from": 1,
        "suggestion": ADVICE,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("weeks", "key"), [(1, "ask_weaker.FIN-1.finance.notify"), (1, ""), (4, "add_rule.legal")])
def test_draft_suggestion_that_the_report_does_not_make_is_refused(weeks: int, key: str) -> None:
    costly_ideas(5, unwanted=2)

    with pytest.raises(Conflict) as refused:
        draft_suggestion(by=rules_editor(), weeks=weeks, key=key)

    assert refused.value.error_code == "suggestion_gone"
    assert RuleSet.objects.count() == 1
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_draft_suggestion_by_somebody_who_edits_no_rules_is_refused() -> None:
    costly_ideas(5, unwanted=2)

    with pytest.raises(NotPermitted):
        draft_suggestion(by=UserFactory(), weeks=1, key=ADVICE)

    assert RuleSet.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_report_on_rules_tells_who_may_change_them() -> None:
    costly_ideas(5, unwanted=2, weeks_ago=4)
    manager, sorter = rules_editor(), grant_role(UserFactory(), "triager")
    grant_role(UserFactory(), "administrator")

    assert report_on_rules() == 1

    event = Event.objects.get(type="rules.reported")
    assert event.payload == {"suggestion_count": 1, "suggestions": [ADVICE], "is_new": True}
    assert {(one.person_id, one.kind, one.reason) for one in recipients_of(event=event)} == {
        (manager.pk, NewsKind.RULES_REPORTED, NewsReason.RULES_EDITOR),
        (sorter.pk, NewsKind.RULES_REPORTED, NewsReason.RULES_EDITOR),
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_report_on_rules_leads_to_the_report_of_the_same_weeks() -> None:
    costly_ideas(5, unwanted=2)
    rules_editor()
    report_on_rules()

    tell_people_of(event_ids=[Event.objects.get(type="rules.reported").pk])

    news = Notification.objects.get()
    story = story_of(news, zone=UTC)
    assert (news.mail_state, story.headline) == ("digest", "The figures suggest a change of the rules")
    assert story.place == Place("rules", "", query="weeks=4")
    assert story.place.ending == "?weeks=4"


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_report_on_rules_without_a_suggestion_tells_nobody() -> None:
    rules_editor()
    costly_ideas(5, unwanted=1)

    assert report_on_rules() == 0

    event = Event.objects.get(type="rules.reported")
    assert recipients_of(event=event) == []


@pytest.mark.django_db
def test_report_on_rules_again_in_the_same_week_does_nothing(monday: time_machine.Traveller) -> None:
    costly_ideas(5, unwanted=2)
    report_on_rules()

    monday.move_to(MONDAY.replace(day=27))

    assert report_on_rules() == 0
    assert Event.objects.filter(type="rules.reported").count() == 1
    monday.move_to(MONDAY.replace(day=30))
    assert report_on_rules() == 1
    assert Event.objects.filter(type="rules.reported").count() == 2


def told() -> list[bool]:
    """Whether anybody heard of each weekly look."""
    return [recipients_of(event=event) != [] for event in Event.objects.filter(type="rules.reported").order_by("id")]


@pytest.mark.django_db
def test_report_on_rules_tells_the_same_suggestion_once_whatever_its_figures(monday: time_machine.Traveller) -> None:
    rules_editor()
    costly_ideas(6, unwanted=2)
    report_on_rules()
    monday.move_to(MONDAY.replace(day=30))
    costly_ideas(5, unwanted=3)

    assert report_on_rules() == 1

    assert told() == [True, False]


@pytest.mark.django_db
def test_report_on_rules_tells_again_what_came_back_after_a_week_without(monday: time_machine.Traveller) -> None:
    rules_editor()
    costly = costly_ideas(5, unwanted=2)
    report_on_rules()
    monday.move_to(MONDAY.replace(day=30))
    Idea.objects.filter(pk=costly[0].pk).update(stage="withdrawn")
    assert report_on_rules() == 0
    monday.move_to(datetime(2026, 12, 7, 9, 0, tzinfo=UTC))
    Idea.objects.filter(pk=costly[0].pk).update(stage="in_review")

    assert report_on_rules() == 1

    assert told() == [True, False, True]


@pytest.mark.django_db
def test_report_on_rules_tells_of_other_suggestions_than_the_week_before(monday: time_machine.Traveller) -> None:
    rules_editor()
    report = costly_ideas(5, unwanted=2)
    report_on_rules()
    monday.move_to(MONDAY.replace(day=30))
    for idea in report[2:]:
        sent_back(idea, to="legal", outcome="moved")

    report_on_rules()

    keys = [event.payload["suggestions"] for event in Event.objects.filter(type="rules.reported").order_by("id")]
    assert keys[0] != keys[1]
    assert told() == [True, True]


@pytest.mark.django_db
def test_report_on_rules_waits_for_the_first_working_morning(monday: time_machine.Traveller) -> None:
    costly_ideas(5, unwanted=2)
    calendar = Calendar.objects.get(key="england_and_wales")
    Holiday.objects.create(calendar=calendar, on=MONDAY.date(), name="A day off")

    for day, hour in ((22, 12), (23, 9), (24, 8)):
        monday.move_to(MONDAY.replace(day=day, hour=hour))
        assert report_on_rules() == 0
    assert not Event.objects.filter(type="rules.reported").exists()
    monday.move_to(MONDAY.replace(day=24))

    assert report_on_rules() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("monday")
def test_report_on_rules_twice_at_once_is_told_once() -> None:
    install_defaults()
    costly_ideas(5, unwanted=2)

    at_once(report_on_rules, report_on_rules)

    assert Event.objects.filter(type="rules.reported").count() == 1
