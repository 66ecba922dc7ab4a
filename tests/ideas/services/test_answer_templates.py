"""Answers that are given often: written once, and sent by reviewers for their reviews."""

from typing import Any

import pytest

from ideas.exceptions import Conflict, DomainError, InvalidValue, NotFound, NotPermitted
from ideas.models import AnswerTemplate, AuditEvent, Department, Event, Review, User
from ideas.services.answer_templates import (
    add_answer_template,
    answer_from_template,
    change_answer_template,
    remove_answer_template,
)
from ideas.services.reviews import save_review
from tests.factories import ReviewFactory, UserFactory
from tests.factories.reviews import pool_member, review_content
from tests.factories.triage import AnswerTemplateFactory, triager

pytestmark = pytest.mark.django_db
WORDS = {"kind": "first_response", "name": "Thanks", "text": "Thank you."}


def review_of(person: User, **fields: Any) -> Review:
    business = Department.objects.get(slug="business")
    return ReviewFactory(department=business, assigned=True, owner=person, **fields)


def test_add_answer_template_offers_it_and_is_audited() -> None:
    owen = triager()

    row = add_answer_template(by=owen, kind="review", name=" No concern ", text="It does not touch our work.")

    assert (row.kind, row.name, row.text) == ("review", "No concern", "It does not touch our work.")
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.actor, audit.object_id) == ("answer_template.add", owen, str(row.public_id))
    assert audit.after == {"kind": "review", "name": "No concern", "text": "It does not touch our work."}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"kind": "decision"}, "kind", "unknown_option"),
        ({"name": " "}, "name", "blank"),
        ({"name": "x" * 81}, "name", "too_long"),
        ({"text": ""}, "text", "blank"),
        ({"kind": "review"}, "text", "too_short"),
    ],
)
def test_add_answer_template_with_wrong_value_is_refused(changes: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        add_answer_template(by=triager(), **{**WORDS, **changes})

    assert [(one.field, one.code) for one in refused.value.problems] == [(field, code)]
    assert not AnswerTemplate.objects.exists()


def test_add_answer_template_of_known_name_is_refused_once_in_its_kind() -> None:
    owen = triager()
    AnswerTemplateFactory(name="THANKS")
    AnswerTemplateFactory(of_review=True, name="Other")

    with pytest.raises(Conflict) as refused:
        add_answer_template(by=owen, **WORDS)
    add_answer_template(by=owen, **{**WORDS, "name": "Other"})

    assert refused.value.error_code == "answer_template_exists"
    assert AnswerTemplate.objects.count() == 3


def test_add_answer_template_beyond_a_hundred_is_refused() -> None:
    AnswerTemplateFactory.create_batch(100)

    with pytest.raises(Conflict) as refused:
        add_answer_template(by=triager(), **WORDS)

    assert refused.value.error_code == "answer_templates_full"
    assert AnswerTemplate.objects.count() == 100


def test_answer_templates_by_others_are_refused() -> None:
    row, other = AnswerTemplateFactory(), UserFactory()

    for act in (
        lambda: add_answer_template(by=other, **WORDS),
        lambda: change_answer_template(template=row, by=other, name="a", text="b"),
        lambda: remove_answer_template(template=row, by=other),
    ):
        with pytest.raises(NotPermitted):
            act()

    assert AnswerTemplate.objects.get().text == row.text
    assert not AuditEvent.objects.exists()


def test_change_answer_template_says_before_and_after() -> None:
    row = AnswerTemplateFactory(name="Thanks", text="Thank you.")

    change_answer_template(template=row, by=triager(), name="Thanks", text="Many thanks.")

    audit = AuditEvent.objects.get()
    assert (audit.before["text"], audit.after["text"]) == ("Thank you.", "Many thanks.")
    assert AnswerTemplate.objects.get().text == "Many thanks."


def test_change_answer_template_to_the_same_changes_nothing() -> None:
    row = AnswerTemplateFactory(name="Thanks", text="Thank you.")

    change_answer_template(template=row, by=triager(), name="Thanks ", text="Thank you.")

    assert not AuditEvent.objects.exists()


def test_remove_answer_template_twice_is_refused() -> None:
    row, owen = AnswerTemplateFactory(), triager()
    remove_answer_template(template=row, by=owen)

    with pytest.raises(NotFound):
        remove_answer_template(template=row, by=owen)

    assert not AnswerTemplate.objects.exists()
    assert AuditEvent.objects.get().action == "answer_template.remove"


def test_answer_from_template_keeps_scores_and_notes_of_the_draft() -> None:
    reviewer = pool_member().person
    review = review_of(reviewer)
    scores = {"fit_with_goals": review_content().scores["fit_with_goals"]}
    draft = review_content(recommendation="", plain_answer="", scores=scores, internal_note="As last year.")
    save_review(review=review, by=reviewer, content=draft)
    template = AnswerTemplateFactory(of_review=True)

    row = answer_from_template(review=review, by=reviewer, template=template, confidence="medium")

    assert (row.state, row.recommendation, row.confidence) == ("submitted", "support", "medium")
    assert (row.plain_answer, row.internal_note) == (template.text, "As last year.")
    assert dict(row.scores.values_list("criterion_id", "value")) == {
        "fit_with_goals": 4,
        "size_of_problem": None,
        "people_ready": None,
    }
    assert dict(row.answers.values_list("question_id", "text")) == {"problem": "Everybody who starts at six."}


@pytest.mark.parametrize("begun", [{"plain_answer": "We can."}, {"recommendation": "do_not_support"}])
def test_answer_from_template_leaves_a_draft_with_words_alone(begun: dict[str, str]) -> None:
    reviewer = pool_member().person
    review = review_of(reviewer, state="drafting", **begun)

    with pytest.raises(Conflict) as refused:
        answer_from_template(
            review=review, by=reviewer, template=AnswerTemplateFactory(of_review=True), confidence="high"
        )

    assert refused.value.error_code == "draft_has_words"
    review.refresh_from_db()
    assert review.state == "drafting"


@pytest.mark.parametrize(("by_owner", "trait"), [(False, {"of_review": True}), (True, {})])
def test_answer_from_template_by_others_or_of_other_kind_is_refused(by_owner: bool, trait: dict[str, bool]) -> None:
    reviewer = pool_member().person
    review = review_of(reviewer)
    by = reviewer if by_owner else pool_member().person

    with pytest.raises(DomainError):
        answer_from_template(review=review, by=by, template=AnswerTemplateFactory(**trait), confidence="high")

    review.refresh_from_db()
    assert review.state == "assigned"
    assert not Event.objects.exists()
