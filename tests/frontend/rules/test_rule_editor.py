"""Editing a draft of the rules part by part."""

import pytest
from django.test import Client

from ideas.models import RuleSet, User
from tests.factories.routing import rule_set_data
from tests.factories.rule_sets import draft
from tests.frontend.rules.pages import address, body_of, filled

pytestmark = pytest.mark.django_db
SINGLE = ("reasons", "small-idea", "general", "other")
SECTIONS = {"questions": 15, "tiers": 4, "rules": 16, "departments": 7}
PARTS = [(section, str(n)) for section, count in SECTIONS.items() for n in range(count)]


@pytest.mark.parametrize(("section", "part"), PARTS)
def test_part_saved_as_it_stands_changes_nothing(client: Client, editor: User, section: str, part: str) -> None:
    row = draft(editor)
    url = address(row, "edit", section, part)

    response = client.post(url, filled(client, url))

    row.refresh_from_db()
    assert (response.status_code, row.body, row.revision) == (302, rule_set_data(), 1)


@pytest.mark.parametrize("section", SINGLE)
def test_section_saved_as_it_stands_changes_nothing(client: Client, editor: User, section: str) -> None:
    row = draft(editor)
    url = address(row, "edit", section)

    response = client.post(url, filled(client, url))

    row.refresh_from_db()
    assert (response.status_code, row.body, row.revision) == (302, rule_set_data(), 1)


def test_rule_saved_with_another_threshold_keeps_the_rest(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", 3)

    client.post(url, {**filled(client, url), "when__0__amount": "5000", "why": "Costs of 5,000 or more"})

    wanted = rule_set_data()
    wanted["rules"][3]["when"]["any"][0]["gte"] = 5000
    wanted["rules"][3]["why"] = "Costs of 5,000 or more"
    assert body_of(row) == wanted


def test_rule_wrong_is_refused_with_part_and_field_and_keeps_what_was_typed(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", 3)

    response = client.post(url, {**filled(client, url), "when__0__amount": "5000", "why": " "})

    assert response.status_code == 422
    assert "rule FIN-1, why: must be a text that is not empty" in response.content.decode()
    assert response.context["form"]["when__0__amount"].value() == "5000"
    assert body_of(row) == rule_set_data()


def test_rule_row_more_is_drawn_without_saving_and_shows_the_answers_of_its_question(
    client: Client, editor: User
) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", 3)
    sent = {**filled(client, url), "act": "add:when"}

    more = client.post(url, sent)
    shown = client.post(url, {**sent, "act": "show", "when__count": "7", "when__6__subject": "reach"})

    form = shown.context["form"]
    assert (more.status_code, more.context["form"].sent("when__count")) == (200, "7")
    assert [value for value, _label in form.fields["when__6__values"].choices] == [
        "own_team",
        "several_teams",
        "whole_org",
        "public",
        "unknown",
    ]
    assert body_of(row) == rule_set_data()


def test_rows_for_which_nothing_is_chosen_fall_away(client: Client, editor: User) -> None:
    row = draft(editor)
    url, reasons = address(row, "edit", "rules", 3), address(row, "edit", "reasons")

    client.post(url, {**filled(client, url), "when__0__subject": ""})
    sent = filled(client, reasons)
    count = sent["reasons__count"]
    spare = {"reasons__count": count + 1, f"reasons__{count}__kind": "no"}
    response = client.post(reasons, {**sent, **spare, "reasons__0__code": "", "reasons__0__label": ""})
    assert response.status_code == 302, response.context["form"].errors

    wanted = rule_set_data()
    del wanted["rules"][3]["when"]["any"][0]
    del wanted["reason_codes"]["yes"][0]
    assert body_of(row) == wanted


def test_new_rule_with_a_group_is_added_at_the_end(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", "new")
    sent = {
        "act": "save",
        "version": "1",
        "id": "LEG-4",
        "departments": ["legal"],
        "mode": "advisory",
        "why": "A camera in the street",
        "join": "any",
        "when__count": "4",
        "when__0__subject": "novel",
        "when__0__operator": "in",
        "when__0__values": ["yes"],
        "when__1__subject": "(tier)",
        "when__1__operator": "gte",
        "when__1__amount": "2",
        "when__1__group": "A",
        "when__2__subject": "one_off",
        "when__2__operator": "in",
        "when__2__values": ["1000", "unknown"],
        "when__2__group": "A",
    }

    response = client.post(url, sent)

    assert response.status_code == 302
    grouped = {"all": [{"tier_gte": 2}, {"q": "one_off", "in": [1000, "unknown"]}]}
    assert body_of(row)["rules"][16] == {
        "id": "LEG-4",
        "departments": ["legal"],
        "mode": "advisory",
        "when": {"any": [{"q": "novel", "in": ["yes"]}, grouped]},
        "why": "A camera in the street",
    }


def test_tier_window_and_words_are_written_where_they_belong(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "tiers", 1)

    client.post(url, {**filled(client, url), "review": "12", "points": "4", "name": "Large"})

    wanted = rule_set_data()
    wanted["sla_working_days"]["2"]["review"] = 12
    wanted["effort_points"]["2"] = 4
    wanted["tier_words"]["2"]["name"] = "Large"
    assert body_of(row) == wanted


def test_question_taken_out_leaves_named_problems_and_no_activation(client: Client, editor: User) -> None:
    row = draft(editor)

    client.post(address(row, "edit", "questions", 9, "arrange"), {"act": "remove", "version": "1"})

    page = client.get(address(row)).content.decode()
    assert "rule LEG-3, when.q: names the question reuse, which does not exist" in page
    assert "small idea, answers.reuse: is not a known field" in page
    assert client.get(address(row, "try")).status_code == 409


def test_part_moved_up_changes_the_order_alone(client: Client, editor: User) -> None:
    row = draft(editor)

    client.post(address(row, "edit", "rules", 1, "arrange"), {"act": "up", "version": "1"})

    wanted = rule_set_data()
    wanted["rules"][0], wanted["rules"][1] = wanted["rules"][1], wanted["rules"][0]
    assert body_of(row) == wanted


def test_keys_without_a_form_are_kept_shown_and_checked(client: Client, editor: User) -> None:
    row = draft(editor)
    RuleSet.objects.filter(pk=row.pk).update(body={**row.body, "doors": [{"id": "hr"}]})
    url = address(row, "edit", "general")

    client.post(url, {**filled(client, url), "max_open_points_per_full_time_reviewer": "12"})
    other = client.get(address(row, "edit", "other"))

    assert body_of(row)["doors"] == [{"id": "hr"}]
    assert '"doors"' in other.context["form"]["other"].value()


def test_other_data_that_is_wrong_is_refused_and_comes_back(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "other")

    for typed in ("{", "[]", '{"rules": []}', '{"schema_version": 1, "schema_version": 1}', '{"colour": "red"}'):
        response = client.post(url, {"act": "save", "version": "1", "other": typed})
        assert response.status_code == 422
        assert response.context["form"]["other"].value() == typed

    assert body_of(row) == rule_set_data()


def test_two_editors_at_once_second_keeps_what_was_typed_and_may_save_again(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", 3)
    mine = {**filled(client, url), "why": "Mine"}
    other = address(row, "edit", "rules", 0)
    client.post(other, {**filled(client, other), "why": "Theirs"})

    refused = client.post(url, mine)

    assert refused.status_code == 412
    assert refused.context["form"]["why"].value() == "Mine"
    assert body_of(row)["rules"][3]["why"] != "Mine"
    client.post(url, {**mine, "version": refused.context["form"]["version"].value()})
    assert [body_of(row)["rules"][n]["why"] for n in (0, 3)] == ["Theirs", "Mine"]


def test_part_that_moved_since_is_still_the_one_saved(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", 3)
    sent = {**filled(client, url), "why": "Mine", "version": "2"}
    client.post(address(row, "edit", "rules", 3, "arrange"), {"act": "up", "version": "1"})

    client.post(url, sent)

    moved = body_of(row)["rules"][2]
    assert (moved["id"], moved["why"]) == ("FIN-1", "Mine")


def test_condition_too_deep_for_rows_is_shown_and_taken_as_json(client: Client, editor: User) -> None:
    row = draft(editor)
    deep = {"all": [{"any": [{"all": [{"tier_gte": 1}]}, {"tier_eq": 3}]}]}
    rules = [*row.body["rules"][:1], {**row.body["rules"][1], "when": deep}, *row.body["rules"][2:]]
    RuleSet.objects.filter(pk=row.pk).update(body={**row.body, "rules": rules})
    url = address(row, "edit", "rules", 1)
    sent = filled(client, url)

    refused = client.post(url, {**sent, "when_json": "{"})
    client.post(url, {**sent, "why": "Deeper"})

    assert (refused.status_code, refused.context["form"]["when_json"].value()) == (422, "{")
    assert (body_of(row)["rules"][1]["when"], body_of(row)["rules"][1]["why"]) == (deep, "Deeper")
