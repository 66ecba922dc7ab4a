"""Questions to authors, departments and people: who asks, what stands for them, and what an answer sets going."""

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Event, Idea, Question, Review
from ideas.selectors.questions import open_questions_for, questions_of, similar_questions
from ideas.services.questions import QuestionContent, answer_questions, ask_question
from ideas.services.reviews import submit_review
from ideas.services.waiting import park_waiting_ideas, resume_idea
from ideas.workflow import Stage
from tests.factories import DepartmentFactory, UserFactory, submitted_idea
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.ideas import author_of
from tests.factories.questions import QuestionFactory
from tests.factories.reviews import DecisionFactory, pool_member, review_content

pytestmark = pytest.mark.django_db
MONDAY = london(2027, 3, 1, 11)
STOPPING = QuestionContent("How many depots are concerned?", stops_clock=True)


def ask(review: Review, content: QuestionContent = STOPPING) -> Question:
    return ask_question(review=review, by=review.owner, content=content)


def ask_on(moment: datetime, review: Review, text: str = "How many depots are concerned?") -> Question:
    with time_machine.travel(moment, tick=False):
        return ask(review, QuestionContent(text, stops_clock=True))


def answer(question: Question, text: str = "Three of them.") -> list[Question]:
    return answer_questions(idea=question.idea, by=author_of(question.idea), answers={question.public_id: text})


def stage() -> str:
    return Idea.objects.get().stage


def test_ask_question_that_stops_the_clock_waits_for_the_author() -> None:
    review = running_review()

    question = ask_on(MONDAY, review)

    review.refresh_from_db()
    assert (stage(), review.paused_at, review.paused_for) == (Stage.INFO_NEEDED, MONDAY, "question")
    assert (question.is_blocking, question.due_at) == (True, london(2027, 3, 8, 17))
    assert list(Event.objects.order_by("id").values_list("type", flat=True)) == [
        "clock.paused",
        "idea.moved",
        "question.asked",
    ]
    assert AuditEvent.objects.get().action == "question.ask"


def test_ask_question_leaves_reviews_of_other_departments_running() -> None:
    review = running_review()
    other = running_review(idea=review.idea, department=DepartmentFactory(slug="legal"))

    ask(review)

    other.refresh_from_db()
    assert (other.paused_at, other.state) == (None, Review.State.ASSIGNED)


@pytest.mark.parametrize("addressee", ["department", "expert"])
def test_ask_question_of_department_or_person_stops_nothing(addressee: str) -> None:
    review = running_review()
    content = QuestionContent(
        "Is there a contract?",
        addressee=addressee,
        department=DepartmentFactory(slug="legal") if addressee == "department" else None,
        person=UserFactory() if addressee == "expert" else None,
    )

    question = ask(review, content)

    assert (stage(), question.is_blocking) == (Stage.IN_REVIEW, False)
    assert promise_of(review.idea).paused_at is None


def test_ask_question_by_somebody_else_is_refused() -> None:
    review = running_review()

    with pytest.raises(NotPermitted) as refused:
        ask_question(review=review, by=UserFactory(), content=STOPPING)

    assert refused.value.error_code == "not_your_review"
    assert not Question.objects.exists()
    assert not Event.objects.exists()


def test_ask_question_again_while_it_is_open_is_refused() -> None:
    review = running_review()
    ask(review)

    with pytest.raises(Conflict) as refused:
        ask(review, QuestionContent("how many depots are CONCERNED?"))

    assert refused.value.error_code == "already_asked"
    assert Question.objects.count() == 1


def test_ask_question_of_advice_cannot_stop_the_clock() -> None:
    review = running_review(mode=Review.Mode.ADVISORY)

    with pytest.raises(InvalidValue) as refused:
        ask(review)

    assert [(one.field, one.code) for one in refused.value.problems] == [("stops_clock", "cannot_pause")]
    assert not Question.objects.exists()


def test_ask_question_of_a_protected_idea_cannot_go_to_people_who_may_not_see_it() -> None:
    review = running_review(idea=submitted_idea(stage="in_review", visibility=Idea.Visibility.RESTRICTED))

    with pytest.raises(InvalidValue) as refused:
        ask(review, QuestionContent("Who?", addressee="expert", person=UserFactory()))

    assert [(one.field, one.code) for one in refused.value.problems] == [("person", "invalid_choice")]


def test_ask_question_after_the_review_is_in_is_refused() -> None:
    review = running_review(assigned=False, submitted=True)

    with pytest.raises(Conflict) as refused:
        ask(review)

    assert refused.value.error_code == "review_closed"
    assert not Question.objects.exists()


def test_ask_question_about_a_decided_idea_is_refused() -> None:
    review = running_review()
    DecisionFactory(idea=review.idea)

    with pytest.raises(IdeaClosed):
        ask(review)

    assert not Question.objects.exists()


def test_answer_questions_of_two_departments_lets_both_go_on_in_one_go() -> None:
    first = running_review()
    second = running_review(idea=first.idea, department=DepartmentFactory(slug="legal"))
    asked = [ask_on(MONDAY, first), ask_on(MONDAY, second, "Which law?")]

    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        answer_questions(idea=first.idea, by=author_of(first.idea), answers={one.public_id: "Three." for one in asked})

    dates = set(Review.objects.values_list("due_at", "paused_at"))
    assert dates == {(london(2027, 3, 16, 17), None)}
    assert (stage(), Idea.objects.get().next_answer_at) == (Stage.IN_REVIEW, london(2027, 3, 30, 17))
    assert Event.objects.filter(type="questions.answered").count() == 1


def test_answer_questions_leaves_blank_ones_open_and_the_clock_standing() -> None:
    review = running_review()
    first, second = ask(review), ask(review, QuestionContent("Since when?", stops_clock=True))

    answer_questions(
        idea=review.idea,
        by=author_of(review.idea),
        answers={first.public_id: "Three.", second.public_id: "  "},
    )

    assert list(Question.objects.order_by("id").values_list("answer", flat=True)) == ["Three.", ""]
    assert (stage(), Review.objects.get().paused_for) == (Stage.INFO_NEEDED, "question")


def test_answer_questions_by_somebody_else_is_refused() -> None:
    question = ask(running_review())

    with pytest.raises(NotPermitted) as refused:
        answer_questions(idea=question.idea, by=UserFactory(), answers={question.public_id: "Three."})

    question.refresh_from_db()
    assert (refused.value.error_code, question.answer) == ("not_your_question", "")


def test_answer_questions_of_an_unknown_number_is_refused() -> None:
    question = ask(running_review())

    with pytest.raises(NotPermitted):
        answer_questions(idea=question.idea, by=author_of(question.idea), answers={uuid.uuid4(): "Three."})

    assert stage() == Stage.INFO_NEEDED


def test_answer_questions_twice_is_refused_and_keeps_the_first() -> None:
    question = ask(running_review())
    answer(question)

    with pytest.raises(Conflict) as refused:
        answer(question, "Four of them.")

    question.refresh_from_db()
    assert (refused.value.error_code, question.answer) == ("already_answered", "Three of them.")


def test_answer_questions_with_nothing_written_is_refused() -> None:
    question = ask(running_review())

    with pytest.raises(InvalidValue):
        answer(question, "   ")

    assert stage() == Stage.INFO_NEEDED


def test_answer_questions_by_the_department_asked_is_its_reviewers_act() -> None:
    member = pool_member("legal").person
    question = ask(
        running_review(),
        QuestionContent("Is there a law?", addressee="department", department=DepartmentFactory(slug="legal")),
    )

    answer_questions(idea=question.idea, by=member, answers={question.public_id: "There is."})

    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("There is.", member)


def test_submit_review_without_waiting_brings_the_idea_back_and_makes_it_ready() -> None:
    review = running_review(department=DepartmentFactory(slug="business"))
    ask_on(MONDAY, review)

    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        submit_review(review=review, by=review.owner, content=review_content())

    assert stage() == Stage.READY_FOR_DECISION
    assert Idea.objects.get().next_answer_at == promise_of(review.idea).due_at == london(2027, 3, 25, 17)


def test_park_waiting_ideas_after_ten_working_days_parks_once() -> None:
    review = running_review()
    ask_on(MONDAY, review)

    with time_machine.travel(london(2027, 3, 15, 17, 1), tick=False):
        found = [park_waiting_ideas(), park_waiting_ideas()]

    review.refresh_from_db()
    assert (found, stage(), review.paused_for) == ([1, 0], Stage.PARKED, "parked")
    assert review.due_at == london(2027, 3, 30, 17)
    assert Event.objects.filter(type="idea.parked_for_author").count() == 1
    assert Idea.objects.get().next_answer_at is None


def test_park_waiting_ideas_on_the_tenth_day_leaves_it() -> None:
    ask_on(MONDAY, running_review())

    with time_machine.travel(london(2027, 3, 15, 16, 59), tick=False):
        assert park_waiting_ideas() == 0

    assert stage() == Stage.INFO_NEEDED


def parked_review() -> Review:
    review = running_review()
    ask_on(MONDAY, review)
    with time_machine.travel(london(2027, 3, 15, 18), tick=False):
        park_waiting_ideas()
    return review


def test_resume_idea_by_its_author_moves_dates_by_the_wait_and_keeps_the_round() -> None:
    review = parked_review()

    with time_machine.travel(london(2027, 3, 18, 12), tick=False):
        resume_idea(idea=review.idea, by=author_of(review.idea))

    review.refresh_from_db()
    idea = Idea.objects.get()
    assert (idea.stage, idea.round, review.paused_at) == (Stage.IN_REVIEW, 1, None)
    assert review.due_at == london(2027, 4, 1, 17)
    assert idea.next_answer_at == promise_of(idea).due_at


def test_resume_idea_by_somebody_else_is_refused() -> None:
    review = parked_review()

    with pytest.raises(NotPermitted):
        resume_idea(idea=review.idea, by=UserFactory())

    assert stage() == Stage.PARKED


def test_resume_idea_that_does_not_wait_is_refused() -> None:
    review = running_review()

    with pytest.raises(Conflict) as refused:
        resume_idea(idea=review.idea, by=author_of(review.idea))

    assert refused.value.error_code == "not_waiting"


def test_answer_questions_of_a_parked_idea_lets_it_go_on() -> None:
    review = parked_review()

    answer(Question.objects.get())

    assert (stage(), Review.objects.get().paused_at) == (Stage.IN_REVIEW, None)
    assert Question.objects.get().answer == "Three of them."
    assert review.idea.round == 1


def test_ask_question_after_two_pauses_cannot_stop_the_clock_again() -> None:
    review = running_review()
    for day in (1, 2):
        question = ask_on(london(2027, 3, day, 11), review, f"Number {day}?")
        with time_machine.travel(london(2027, 3, day, 15), tick=False):
            answer(question)

    with pytest.raises(InvalidValue) as refused:
        ask_on(london(2027, 3, 3, 11), review, "And a third?")

    assert [one.code for one in refused.value.problems] == ["cannot_pause"]
    assert stage() == Stage.IN_REVIEW


def test_questions_of_an_idea_are_nothing_for_a_member_who_is_not_concerned() -> None:
    question = ask(running_review())

    assert list(questions_of(viewer=UserFactory(), idea=question.idea)) == []
    assert list(questions_of(viewer=author_of(question.idea), idea=question.idea)) == [question]


def test_open_questions_for_gives_the_author_one_merged_list() -> None:
    first = running_review()
    second = running_review(idea=first.idea, department=DepartmentFactory(slug="legal"))
    asked = [ask(first), ask(second, QuestionContent("Which law?"))]

    assert open_questions_for(viewer=author_of(first.idea), idea=Idea.objects.get()) == asked


def test_similar_questions_finds_much_the_same_words_and_nothing_else() -> None:
    near = QuestionFactory(text="How many depots are concerned by this?")
    QuestionFactory(review=near.review, idea=near.idea, text="Who pays?")

    assert similar_questions(idea=near.idea, text="How many depots does it concern?") == [near]
