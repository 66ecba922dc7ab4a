"""Drafting, changing, activating and discarding rules."""

import copy
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted, RoutingChanged, StaleVersion, TooLarge
from ideas.models import AuditEvent, Event, RuleSet
from ideas.routing.outcome import Routing
from ideas.routing.problems import Place
from ideas.selectors.routing import preview_routing
from ideas.selectors.rule_sets import active_rule_set, problems_of, rules_of
from ideas.services.ideas import submit_idea
from ideas.services.rule_sets import MAX_DRAFTS, activate_rule_set, change_rule_set, discard_rule_set, draft_rule_set
from tests.at_once import at_once
from tests.factories import UserFactory
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.ideas import author_of
from tests.factories.people import grant_role
from tests.factories.routing import rule_set_data
from tests.factories.rule_sets import activated, changed, draft, rules_editor

pytestmark = pytest.mark.django_db
RULE = "rule %(name)s"


def with_threshold(row: RuleSet, amount: int) -> list[dict[str, Any]]:
    """The rules with another amount from which Finance is required."""
    rules = copy.deepcopy(row.body["rules"])
    rules[3]["when"]["any"][0]["gte"] = amount
    found: list[dict[str, Any]] = rules
    return found


def acts() -> list[str]:
    return list(AuditEvent.objects.filter(object_type="rule_set").order_by("id").values_list("action", flat=True))


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.error_code


def test_draft_rule_set_copies_the_rules_that_hold() -> None:
    triager = UserFactory()
    grant_role(triager, "triager")

    row = draft_rule_set(by=triager)

    home = RuleSet.objects.get(version=1)
    assert (row.version, row.body, row.copied_from, row.active_from) == (2, home.body, home, None)
    assert (row.drafted_by, row.editor_ids, row.revision) == (triager, [triager.pk], 1)
    assert active_rule_set() == home
    assert acts() == ["rule_set.draft"]


@pytest.mark.parametrize("role", [None, "administrator", "board_chair"])
def test_draft_rule_set_by_others_is_refused(role: str | None) -> None:
    person = UserFactory()
    if role:
        grant_role(person, role)

    with pytest.raises(NotPermitted) as caught:
        draft_rule_set(by=person)

    assert (code_of(caught), RuleSet.objects.count(), acts()) == ("not_rules_editor", 1, [])


def test_draft_rule_set_of_a_file_takes_it_whole_with_keys_it_has_no_form_for() -> None:
    data = {**rule_set_data(), "ruleset": "Ours"}
    data["common_words"]["later"] = {"label": "Later", "short": "later"}

    row = draft_rule_set(by=rules_editor(), body=data)

    assert (row.name, row.body) == ("Ours", data)


def test_draft_rule_set_of_a_wrong_file_names_every_part_and_field() -> None:
    data = rule_set_data()
    data["rules"][3]["why"] = ""
    data["departments"][0]["slug"] = "catering"

    with pytest.raises(InvalidValue) as caught:
        draft_rule_set(by=rules_editor(), body=data)

    assert [str(one.detail) for one in caught.value.problems] == [
        "rule BUS-1, departments: must list departments of this rule set, at least one",
        "rule FIN-1, why: must be a text that is not empty",
        "rule T3-ALL, departments: must list departments of this rule set, at least one",
    ]
    assert (code_of(caught), RuleSet.objects.count()) == ("rule_set_invalid", 1)


@pytest.mark.parametrize("wrong", [{"colour": "re\0d"}, {"colour": "\ud800"}, {"x": 10**30}, {"x": float("inf")}])
def test_draft_rule_set_of_what_no_row_can_hold_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as caught:
        draft_rule_set(by=rules_editor(), body={**rule_set_data(), **wrong})

    assert (code_of(caught), RuleSet.objects.count()) == ("rule_set_invalid", 1)


def test_draft_rule_set_larger_than_256_kib_is_refused() -> None:
    data = rule_set_data()
    data["questions"][0]["hint"] = "x" * 256 * 1024

    with pytest.raises(TooLarge):
        draft_rule_set(by=rules_editor(), body=data)

    assert RuleSet.objects.count() == 1


def test_draft_rule_set_beyond_twenty_is_refused() -> None:
    editor = rules_editor()
    for _ in range(MAX_DRAFTS):
        draft_rule_set(by=editor)

    with pytest.raises(Conflict) as caught:
        draft_rule_set(by=editor)

    assert (code_of(caught), RuleSet.objects.count()) == ("too_many_drafts", 21)


def test_problems_of_department_and_codes_that_are_not_here_are_told() -> None:
    data = rule_set_data()
    data["departments"].append({**data["departments"][0], "slug": "catering"})
    data["confidences"][0]["code"] = "tiny"

    assert [(str(one.place), one.field, one.detail) for one in problems_of(data)] == [
        ("department catering", "slug", "is no department of this organisation"),
        ("rule set", "confidences", "must be exactly these codes: low, medium, high"),
    ]


def test_change_rule_set_raises_the_revision_and_remembers_who() -> None:
    row, second = draft(), rules_editor()

    after = changed(row, by=second, rules=with_threshold(row, 5000))

    after.refresh_from_db()
    assert (after.revision, after.editor_ids) == (2, sorted([row.drafted_by_id, second.pk]))
    assert after.body["rules"][3]["when"]["any"][0]["gte"] == 5000
    assert acts() == ["rule_set.draft", "rule_set.change"]


def test_change_rule_set_to_the_same_changes_nothing() -> None:
    row = draft()

    changed(row, by=rules_editor(), rules=row.body["rules"])

    row.refresh_from_db()
    assert (row.revision, len(row.editor_ids), acts()) == (1, 1, ["rule_set.draft"])


def test_change_rule_set_that_somebody_changed_since_is_refused() -> None:
    row, other = draft(), rules_editor()
    changed(RuleSet.objects.get(pk=row.pk), by=other, rules=with_threshold(row, 5000))

    with pytest.raises(StaleVersion) as caught:
        changed(row, by=other, rules=with_threshold(row, 7000))

    row.refresh_from_db()
    assert (caught.value.current, row.body["rules"][3]["when"]["any"][0]["gte"]) == (2, 5000)


def test_change_rule_set_wrong_in_the_edited_part_is_refused() -> None:
    row = draft()
    rules = with_threshold(row, 5000)
    rules[3]["why"] = ""

    with pytest.raises(InvalidValue), transaction.atomic():
        change_rule_set(
            rule_set=row,
            by=rules_editor(),
            body={**row.body, "rules": rules},
            expected_revision=1,
            edited=(Place(RULE, "FIN-1"),),
        )

    row.refresh_from_db()
    assert (row.revision, row.body["rules"][3]["why"] == "") == (1, False)


def test_change_rule_set_wrong_elsewhere_is_kept_until_it_is_put_right() -> None:
    row, editor = draft(), rules_editor()
    edited = (Place("question %(name)s", "reuse"),)
    questions = [one for one in row.body["questions"] if one["id"] != "reuse"]

    after = change_rule_set(
        rule_set=row, by=editor, body={**row.body, "questions": questions}, expected_revision=1, edited=edited
    )

    assert [str(one) for one in problems_of(after.body)] == [
        "rule LEG-3, when.q: names the question reuse, which does not exist",
        "small idea, answers.reuse: is not a known field",
    ]
    with pytest.raises(Conflict) as caught:
        activated(after)
    assert code_of(caught) == "rule_set_unfinished"
    assert RuleSet.objects.get(pk=row.pk).active_from is None


def test_activate_rule_set_by_a_second_person_holds_at_once() -> None:
    row, second = draft(), rules_editor()

    activated(row, by=second)

    row.refresh_from_db()
    assert active_rule_set() == row
    assert (row.activated_by, row.reason) == (second, "Prices rose.")
    assert acts() == ["rule_set.draft", "rule_set.activate"]
    assert list(Event.objects.values_list("type", "payload")) == [("rule_set.activated", {"rule_set_id": row.pk})]


def test_activate_rule_set_by_whoever_drafted_or_changed_it_is_refused() -> None:
    first, second = rules_editor(), rules_editor()
    row = draft(first)
    row = changed(row, by=second, rules=with_threshold(row, 5000))

    for editor in (first, second):
        with pytest.raises(NotPermitted) as caught:
            activated(row, by=editor)
        assert code_of(caught) == "own_draft"

    row.refresh_from_db()
    assert (row.active_from, Event.objects.count()) == (None, 0)


def test_rule_set_second_person_is_kept_by_the_database() -> None:
    row = draft()
    later = {"active_from": timezone.now(), "activated_at": timezone.now()}

    for by in (row.drafted_by_id, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleSet.objects.filter(pk=row.pk).update(activated_by_id=by, **later)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=row.pk).update(editor_ids=[])


def test_rule_set_with_a_date_keeps_its_words_in_the_database() -> None:
    row = activated(draft())

    for change in ({"body": {}}, {"active_from": None}, {"name": "Another"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleSet.objects.filter(pk=row.pk).update(**change)


def test_activate_rule_set_from_a_date_holds_from_then_without_any_job(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = timezone.now() + timedelta(days=2)
    row = activated(draft(), active_from=soon)
    assert active_rule_set().version == 1

    monkeypatch.setattr("ideas.selectors.rule_sets.Now", lambda: soon + timedelta(seconds=1))

    assert active_rule_set() == row


@pytest.mark.parametrize(("days", "code"), [(-1, "in_the_past"), (400, "too_far")])
def test_activate_rule_set_from_a_moment_that_cannot_be_is_refused(days: int, code: str) -> None:
    row = draft()

    with pytest.raises(InvalidValue) as caught:
        activated(row, active_from=timezone.now() + timedelta(days=days))

    assert [one.code for one in caught.value.problems] == [code]
    assert RuleSet.objects.get(pk=row.pk).active_from is None


def test_activate_rule_set_without_a_reason_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        activated(draft(), reason=" ")

    assert [one.field for one in caught.value.problems] == ["reason"]


def test_activate_rule_set_changed_since_it_was_read_is_refused() -> None:
    row = draft()
    changed(RuleSet.objects.get(pk=row.pk), by=rules_editor(), rules=with_threshold(row, 5000))

    with pytest.raises(StaleVersion):
        activated(row)

    assert active_rule_set().version == 1


def test_scheduled_rule_set_is_not_changed_but_can_be_discarded() -> None:
    row = activated(draft(), active_from=timezone.now() + timedelta(days=2))

    with pytest.raises(Conflict) as caught:
        changed(row, by=rules_editor(), rules=with_threshold(row, 5000))
    assert code_of(caught) == "rule_set_closed"

    discard_rule_set(rule_set=row, by=rules_editor())
    discard_rule_set(rule_set=row, by=rules_editor())

    assert acts() == ["rule_set.draft", "rule_set.activate", "rule_set.discard"]


def test_discarded_rule_set_never_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = timezone.now() + timedelta(days=2)
    discard_rule_set(rule_set=activated(draft(), active_from=soon), by=rules_editor())

    monkeypatch.setattr("ideas.selectors.rule_sets.Now", lambda: soon + timedelta(days=1))

    assert active_rule_set().version == 1


def test_discard_rule_set_that_holds_is_refused() -> None:
    row = activated(draft())

    with pytest.raises(Conflict) as caught:
        discard_rule_set(rule_set=row, by=rules_editor())

    assert (code_of(caught), active_rule_set()) == ("rule_set_closed", row)


def test_activated_rule_set_routes_new_ideas_and_leaves_past_explanations_unchanged() -> None:
    """Invariant 16 of docs/review-process.md 3.14."""
    old = sent_idea()
    before = old.routing_decisions.get()
    row = draft()
    rules = copy.deepcopy(row.body["rules"])
    rules[0]["why"] = "Business answers for all of it"
    rules[15]["when"] = {"all": []}  # T3-ADV: asked at every tier

    activated(changed(row, by=row.drafted_by, rules=rules))

    after = old.routing_decisions.get()
    assert (after.routing, after.rule_set_id) == (before.routing, before.rule_set_id)
    assert Routing.from_json(after.routing).fired[0].why == "Every idea has a business owner who answers for it"
    assert rules_of(after.rule_set).rules[0].why == "Every idea has a business owner who answers for it"
    new = Routing.from_json(sent_idea().routing_decisions.get().routing)
    assert new.fired[0].why == "Business answers for all of it"
    assert [one.slug for one in new.departments] == ["business", "procurement", "commercial", "operations"]


def test_submit_idea_shown_by_rules_that_no_longer_hold_is_answered_with_the_new_routing() -> None:
    idea = complete_draft()
    author = author_of(idea)
    shown = preview_routing(author=author, answers=idea.answer_sets.get().answers).shown
    row = activated(draft())

    with pytest.raises(RoutingChanged) as caught:
        submit_idea(idea=idea, by=author, shown=shown)

    assert caught.value.preview.shown.rule_set == row.version
    assert submit_idea(idea=idea, by=author, shown=caught.value.preview.shown).ref


def test_problem_sentences_are_translated_with_their_figures() -> None:
    data = rule_set_data()
    data["tiers"][0]["any"][1]["gte"] = -1

    with translation.override("de"), pytest.raises(InvalidValue) as caught:
        draft_rule_set(by=rules_editor(), body=data)

    assert "any[1].gte" in str(caught.value.problems[0].detail)


def test_activate_rule_set_needs_the_revision_that_was_read() -> None:
    row = draft()

    with pytest.raises(StaleVersion):
        activate_rule_set(rule_set=row, by=rules_editor(), expected_revision=9, reason="Why not.")

    assert RuleSet.objects.get(pk=row.pk).active_from is None


@pytest.mark.django_db(transaction=True)
def test_draft_twice_at_once_gives_two_numbers() -> None:
    editor, last = rules_editor(), RuleSet.objects.order_by("-version")[0].version

    at_once(*[partial(draft_rule_set, by=editor)] * 2)

    drafted = RuleSet.objects.filter(drafted_by=editor).order_by("version")
    assert list(drafted.values_list("version", flat=True)) == [last + 1, last + 2]
