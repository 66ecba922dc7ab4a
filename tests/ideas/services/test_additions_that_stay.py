"""What a reviewer asked as well, when a triager changes the routing later: it stays, or it ends by name and visibly."""

from importlib import import_module

import pytest
from django.db import connection

from ideas.exceptions import Conflict
from ideas.models import AuditEvent, Event, Idea, Notification, Review, RoutingDecision, RoutingOverride, Triage
from ideas.selectors.overrides import additions_to_end, standing_additions, standing_adjustment
from ideas.services.bounces import bounce_review, settle_bounce
from ideas.services.overrides import Change, override_routing, quick_fix
from tests.factories.reviews import ReviewFactory
from tests.factories.triage import triager
from tests.ideas.services.test_additions import WHY, add, follow, held
from tests.ideas.services.test_overrides import idea_in_review, states, submit
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db


def added_to_an_idea() -> Idea:
    """An idea in review of which Security was asked as well, and whose review is open."""
    idea = idea_in_review()
    add(held(idea))
    follow(idea)
    return idea


def why_of(idea: Idea) -> dict[str, str]:
    fired = RoutingDecision.objects.filter(idea=idea).latest("id").routing["fired"]
    return {one["rule_id"]: one["why"] for one in fired if one["rule_id"].startswith(("override", "asked"))}


@pytest.mark.parametrize("required", [frozenset({"legal"}), frozenset({"legal", "security"})])
def test_override_leaves_what_a_reviewer_asked_with_its_own_reason(required: frozenset[str]) -> None:
    idea = added_to_an_idea()

    override = override_routing(idea=idea, by=triager(), change=Change(required=required), reason="The works council.")

    assert states(idea)["security"] == ("required", "queued")
    assert why_of(idea) == {"override": "The works council.", "asked-also-1": WHY}
    assert (override.added, override.removed) == (["legal", "security"], [])
    assert [one.department.slug for one in standing_additions(idea=idea)] == ["security"]
    standing = standing_adjustment(idea=idea)
    assert standing is not None
    assert (standing.required, standing.all_required) == ({"legal"}, {"legal", "security"})


def test_override_that_names_it_ends_it_with_its_reason() -> None:
    idea = added_to_an_idea()

    override = override_routing(
        idea=idea, by=triager(), change=Change(left_out=frozenset({"security"})), reason="They were asked in May."
    )

    assert states(idea)["security"] == ("advisory", "cancelled")
    assert [one.asked_also.slug for one in override.takes_out.all()] == ["security"]
    assert (why_of(idea), standing_additions(idea=idea)) == ({}, ())
    audit = AuditEvent.objects.get(action="routing.override")
    assert (audit.before["departments"]["security"], "security" in audit.after["departments"]) == ("required", False)


def test_end_is_told_to_who_asked_and_to_nobody_where_it_stays() -> None:
    idea, sorter = added_to_an_idea(), triager()
    override_routing(idea=idea, by=sorter, change=Change(tier=2), reason="It is bigger.")
    tell_people(event_id=Event.objects.filter(type="routing.overridden").latest("id").pk)
    told_before = Notification.objects.filter(kind="addition_ended").exists()

    override_routing(idea=idea, by=sorter, change=Change(left_out=frozenset({"security"})), reason="Not needed.")
    tell_people(event_id=Event.objects.filter(type="routing.overridden").latest("id").pk)

    news = Notification.objects.get(kind="addition_ended")
    assert (told_before, news.reason) == (False, "reviewer")
    assert RoutingOverride.objects.get(asked_also__isnull=False).by == news.person


def test_what_was_ended_does_not_come_back_with_the_next_change() -> None:
    idea, sorter = added_to_an_idea(), triager()
    override_routing(idea=idea, by=sorter, change=Change(left_out=frozenset({"security"})), reason="Not needed.")

    override_routing(idea=idea, by=sorter, change=Change(tier=2), reason="It is bigger.")

    asked = {one["rule_id"] for one in RoutingDecision.objects.latest("id").routing["fired"]}
    assert not {one for one in asked if one.startswith("asked-also")}
    assert RoutingOverride.objects.get(asked_also__isnull=False).taken_out_by.reason == "Not needed."


def test_change_that_only_repeats_what_a_reviewer_asked_is_refused() -> None:
    idea = added_to_an_idea()

    with pytest.raises(Conflict) as refusal:
        override_routing(idea=idea, by=triager(), change=Change(required=frozenset({"security"})), reason="Again.")

    assert refusal.value.error_code == "nothing_changed"
    assert RoutingOverride.objects.count() == 1


def test_not_for_us_of_a_department_that_was_asked_as_well_moves_it_on() -> None:
    idea = added_to_an_idea()
    sent_back = held(idea, "security")
    legal = ReviewFactory(department__slug="legal").department
    assert sent_back.owner is not None
    bounce = bounce_review(review=sent_back, by=sent_back.owner, suggested=legal, reason="A point of law.")

    settle_bounce(bounce=bounce, by=triager(), outcome="moved", reason="It is one.")

    assert (states(idea)["security"], standing_additions(idea=idea)) == (("advisory", "cancelled"), ())
    change = RoutingOverride.objects.latest("id")
    assert (change.added, change.removed) == (["legal"], ["security"])
    assert [one.asked_also.slug for one in change.takes_out.all()] == ["security"]


def test_quick_fix_ends_what_nobody_has_answered_and_says_which() -> None:
    idea = added_to_an_idea()
    assert [one.department.slug for one in additions_to_end(idea=idea)] == ["security"]

    quick_fix(idea=idea, by=triager(), reason="It stays in one team.")

    idea.refresh_from_db()
    change = RoutingOverride.objects.latest("id")
    assert (idea.tier, change.removed, change.reason) == (0, ["security"], "It stays in one team.")
    assert [one.asked_also.slug for one in change.takes_out.all()] == ["security"]
    assert states(idea)["security"] == ("advisory", "cancelled")
    assert Triage.objects.get().lane == "quick_fix"


def test_quick_fix_keeps_what_was_answered() -> None:
    idea = added_to_an_idea()
    submit(idea, "security")

    quick_fix(idea=idea, by=triager(), reason="It stays in one team.")

    assert (states(idea)["security"], additions_to_end(idea=idea)) == (("required", "submitted"), ())
    assert [one.department.slug for one in standing_additions(idea=idea)] == ["security"]
    assert not RoutingOverride.objects.filter(taken_out_by__isnull=False).exists()


def test_quick_fix_that_would_leave_nobody_to_answer_is_refused_and_ends_nothing() -> None:
    idea = added_to_an_idea()
    submit(idea, "business")
    events = Event.objects.count()

    with pytest.raises(Conflict) as refusal:
        quick_fix(idea=idea, by=triager(), reason="It stays in one team.")

    assert refusal.value.error_code == "nobody_left_to_answer"
    assert states(idea)["security"] == ("required", "queued")
    assert (RoutingOverride.objects.count(), Event.objects.count()) == (1, events)
    assert Review.objects.filter(idea=idea, state="cancelled").count() == 0


def test_change_of_before_is_named_as_what_took_the_department_out() -> None:
    idea, sorter = added_to_an_idea(), triager()
    change = override_routing(idea=idea, by=sorter, change=Change(left_out=frozenset({"security"})), reason="No.")
    override_routing(idea=idea, by=sorter, change=Change(tier=2), reason="It is bigger.")
    add(held(idea, "business"), "legal")
    RoutingOverride.objects.update(taken_out_by=None)

    with connection.cursor() as cursor:
        cursor.execute(import_module("ideas.migrations.0047_additions_taken_out_before").TAKE_OUT)

    found = RoutingOverride.objects.filter(asked_also__isnull=False).order_by("id")
    assert [(one.asked_also.slug, one.taken_out_by) for one in found] == [("security", change), ("legal", None)]
