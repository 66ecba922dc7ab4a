"""The demo organisation keeps the rules that Groundswell promises (docs/review-process.md 3.14)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from config.demo.loader.casting import PINNED, Casting, let_one_be_due_today
from config.demo.loader.data import read_ideas, read_organisation
from config.demo.loader.moments import Moments
from config.demo.loader.plot import Plot, Plotter
from ideas.models import (
    Absence,
    Campaign,
    ClockEntry,
    Comment,
    Decision,
    Delivery,
    Department,
    Event,
    Idea,
    IdeaAuthor,
    IdeaTally,
    Membership,
    Notification,
    Organisation,
    Promise,
    Question,
    Reminder,
    Review,
    RoutingDecision,
    Score,
    User,
    Vote,
)
from ideas.policies.authorship import authorship_of
from ideas.routing.clock import is_working_day, local_day
from ideas.selectors.calendars import working_calendar
from ideas.selectors.escalated import escalated_idea_ids
from ideas.selectors.next_dates import next_dates
from ideas.selectors.support import breadth_of
from ideas.services.clocks import break_promises
from ideas.services.next_dates import flag_ideas_without_date
from ideas.workflow import DECIDED_STAGES, OPEN_STAGES, Stage, may_move
from tests.factories import UserFactory
from tests.factories.routing import calendar, default_rule_set
from workers.deadlines import keep_deadlines

OPEN_STATES = ("queued", "assigned", "drafting")


def test_demo_has_people_departments_and_campaigns(demo: datetime) -> None:
    assert User.objects.count() == 169
    assert Department.objects.filter(kind="core").count() == 7
    assert Campaign.objects.count() == 2
    assert Organisation.objects.get().is_demo is True
    assert Membership.objects.filter(role="lead").count() >= 20


def test_demo_has_ideas_in_every_stage(demo: datetime) -> None:
    assert Idea.objects.count() == 211
    assert set(Idea.objects.values_list("stage", flat=True)) == set(Stage.values)


def test_demo_gives_every_sent_idea_one_routing_with_a_required_department(demo: datetime) -> None:
    sent = Idea.objects.exclude(stage="draft")

    assert RoutingDecision.objects.count() == sent.count() == 207
    for decision in RoutingDecision.objects.select_related("idea"):
        modes = {rule["mode"] for rule in decision.routing["fired"]}
        assert "required" in modes
        assert decision.tier == decision.idea.tier


def test_demo_opens_one_review_for_each_department_asked(demo: datetime) -> None:
    for decision in RoutingDecision.objects.filter(idea__reviews__isnull=False).distinct():
        asked = {
            department
            for rule in decision.routing["fired"]
            if rule["mode"] in {"required", "advisory"}
            for department in rule["departments"]
        }
        assert set(decision.idea.reviews.values_list("department__slug", flat=True)) == asked
    unreviewed = Idea.objects.filter(reviews__isnull=True).exclude(stage="draft")
    assert set(unreviewed.values_list("stage", flat=True)) == {"submitted", "triage", "merged", "redirected"}


def test_demo_lets_no_author_or_teammate_review(demo: datetime) -> None:
    rows = list(Review.objects.filter(owner__isnull=False).values_list("idea_id", "owner_id"))
    authors = authorship_of({idea for idea, _owner in rows})

    assert [(idea, owner) for idea, owner in rows if owner in authors[idea].conflicted_ids] == []


def test_demo_lets_members_of_the_department_review_who_are_there(demo: datetime) -> None:
    places = set(Membership.objects.values_list("person_id", "department_id"))
    today = timezone.localdate()
    away = set(Absence.objects.filter(from_on__lte=today, to_on__gte=today).values_list("person_id", flat=True))
    given = list(Review.objects.filter(owner__isnull=False).values_list("owner_id", "department_id"))
    open_owners = set(Review.objects.filter(state__in=["assigned", "drafting"]).values_list("owner_id", flat=True))

    assert set(given) <= places
    assert not open_owners & away


def test_demo_makes_everything_due_on_a_working_day_at_closing_time(demo: datetime) -> None:
    working = working_calendar(Organisation.objects.get().calendar)
    dates = [*Review.objects.values_list("due_at", flat=True), *Promise.objects.values_list("due_at", flat=True)]

    for due_at in dates:
        local = due_at.astimezone(working.zone)
        assert local.time() == time(17)
        assert is_working_day(working, local.date())


def test_demo_decides_only_what_every_required_department_answered(demo: datetime) -> None:
    for decision in Decision.objects.select_related("idea"):
        required = decision.idea.reviews.filter(mode="required")
        assert set(required.values_list("state", flat=True)) == {"submitted"}
        assert required.aggregate(last=Max("submitted_at"))["last"] < decision.decided_at
        assert decision.decided_at < decision.announced_at <= demo
    undecided = Idea.objects.filter(decisions__isnull=True).values_list("stage", flat=True)
    assert not set(undecided) & {stage.value for stage in DECIDED_STAGES}


def test_demo_lets_no_author_decide_and_no_reviewer_from_tier_two(demo: datetime) -> None:
    for decision in Decision.objects.select_related("idea"):
        assert not IdeaAuthor.objects.filter(idea=decision.idea, person=decision.decided_by_id).exists()
        if decision.idea.tier >= 2:
            assert not decision.idea.reviews.filter(owner=decision.decided_by_id).exists()


def test_demo_has_a_question_wherever_an_author_is_waited_for(demo: datetime) -> None:
    waiting = Idea.objects.filter(stage="info_needed")

    assert waiting.count() == 4
    for idea in waiting:
        question = Question.objects.get(idea=idea, answered_at__isnull=True)
        review, promise = question.review, Promise.objects.get(idea=idea, kind="decision")
        assert (review.mode, review.paused_for, review.owner) == ("required", "question", question.asked_by)
        assert (review.paused_at, promise.paused_at) == (question.asked_at, question.asked_at)
        assert review.opened_at < question.asked_at < review.due_at
        assert question.asked_at <= demo
        assert set(ClockEntry.objects.filter(idea=idea).values_list("kind", "review", "promise")) == {
            ("start", review.pk, None),
            ("pause", review.pk, None),
            ("start", None, promise.pk),
            ("pause", None, promise.pk),
        }
    assert Review.objects.filter(paused_at__isnull=False).count() == 4


def test_demo_tells_authors_what_they_were_asked(demo: datetime) -> None:
    told = Notification.objects.filter(kind="question_asked", idea__stage="info_needed")

    authors = set(IdeaAuthor.objects.filter(idea__stage="info_needed").values_list("idea", "person"))
    assert set(told.values_list("idea", "person")) == authors
    assert not told.filter(read_at__isnull=False).exists()


def test_demo_explains_every_no(demo: datetime) -> None:
    noes = Decision.objects.filter(kind__in=["declined", "parked"])

    assert noes.count() == 47
    assert not noes.filter(Q(reason_code="") | Q(what_would_change="")).exists()


def test_demo_brings_voters_of_a_merged_idea_along_once(demo: datetime) -> None:
    for merged in Idea.objects.filter(stage="merged"):
        target = merged.merged_into
        authors = set(target.authors.values_list("person_id", flat=True))
        voters = set(merged.votes.values_list("voter_id", flat=True)) - authors
        assert voters <= set(target.votes.values_list("voter_id", flat=True))


def test_demo_lets_only_readers_vote_and_speak_and_no_author_vote(demo: datetime) -> None:
    assert not Vote.objects.filter(idea__authors__person=F("voter")).exists()
    closed = Idea.objects.exclude(visibility="open").exclude(stage="draft")
    pairs = [
        *Vote.objects.filter(idea__in=closed).values_list("idea_id", "voter_id"),
        *Comment.objects.filter(idea__in=closed).values_list("idea_id", "author_id"),
    ]
    for idea_id, person_id in pairs:
        assert Idea.objects.visible_to(User.objects.get(pk=person_id)).filter(pk=idea_id).exists()


def test_demo_counts_what_there_is(demo: datetime) -> None:
    votes = Counter(Vote.objects.values_list("idea_id", flat=True))
    departments = {
        row["idea"]: row["n"] for row in Vote.objects.values("idea").annotate(n=Count("department", distinct=True))
    }
    said = Counter(Comment.objects.values_list("idea_id", flat=True))
    told = Counter(Event.objects.filter(idea__isnull=False).values_list("idea_id", flat=True))

    for tally in IdeaTally.objects.all():
        assert tally.vote_count == votes[tally.pk]
        assert tally.department_count == departments.get(tally.pk, 0)
        assert tally.comment_count == said[tally.pk]
        assert tally.live_version == told[tally.pk]
    assert IdeaTally.objects.filter(takes_votes=True).count() == Idea.objects.filter(stage__in=OPEN_STAGES).count()


def test_demo_lets_votes_come_mostly_from_a_few_departments(demo: datetime) -> None:
    """So that the support of most popular ideas names departments instead of counting small ones together."""
    popular = IdeaTally.objects.filter(vote_count__gte=20)

    named = [sum(part.votes for part in breadth_of(idea=one.idea, tally=one).parts) / one.vote_count for one in popular]

    assert len(named) > 50
    assert sum(share >= 0.4 for share in named) / len(named) > 0.8


def test_demo_keeps_a_next_date_for_open_ideas_alone(demo: datetime) -> None:
    assert not Idea.objects.filter(stage__in=OPEN_STAGES, next_answer_at__isnull=True).exists()
    assert not Idea.objects.exclude(stage__in=OPEN_STAGES).exclude(next_answer_at__isnull=True).exists()


@pytest.fixture
def taken_back(demo: datetime) -> Iterator[None]:
    """What the test does to the demo is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_demo_leaves_every_idea_that_waits_with_a_date_to_come_or_on_the_list(taken_back: None) -> None:
    break_promises()
    waiting = Idea.objects.filter(stage__in=[*OPEN_STAGES, Stage.PARKED])
    dates = next_dates(ideas=waiting, now=timezone.now())
    listed = set(escalated_idea_ids())

    assert {idea.ref for idea in waiting if idea.pk not in dates and idea.pk not in listed} == set()
    assert flag_ideas_without_date() == 0


def test_demo_whose_periodic_jobs_run_twice_hears_of_everything_once(taken_back: None) -> None:
    keep_deadlines()
    last = Event.objects.latest("id").pk
    reminded = Reminder.objects.count()

    keep_deadlines()

    again = Event.objects.filter(pk__gt=last).exclude(type="precedents.found")  # these are looked for a few at a time
    assert list(again.values_list("type", flat=True)) == []
    assert Reminder.objects.count() == reminded
    assert reminded > 0


def test_demo_keeps_most_promises_and_is_late_with_some(demo: datetime) -> None:
    promises = Promise.objects.filter(kind="decision", kept_at__isnull=False)
    kept = promises.filter(kept_at__lte=F("due_at")).count() / promises.count()
    late = Review.objects.filter(state__in=OPEN_STATES, mode="required", due_at__lt=demo).count()

    assert 0.8 < kept < 0.95
    assert 4 <= late <= 20


def test_demo_moves_ideas_only_as_the_table_of_moves_allows(demo: datetime) -> None:
    at: dict[int, str] = {}
    for event in Event.objects.filter(type="idea.moved").order_by("id"):
        assert at.get(event.idea_id, "draft") == event.payload["from_stage"]
        assert may_move(event.payload["from_stage"], event.payload["to_stage"])
        at[event.idea_id] = event.payload["to_stage"]
    assert at == dict(Idea.objects.exclude(stage="draft").values_list("pk", "stage"))


def test_demo_tells_everything_in_order_and_owes_no_delivery(demo: datetime) -> None:
    moments = list(Event.objects.order_by("id").values_list("occurred_at", flat=True))

    assert moments == sorted(moments)
    assert moments[-1] <= demo
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    assert Event.objects.filter(type="vote.cast").count() == Vote.objects.count()


def test_demo_comments_every_low_score(demo: datetime) -> None:
    assert Score.objects.filter(value__lte=2).exists()
    assert not Score.objects.filter(value__lte=2, comment="").exists()


def test_demo_gives_tom_four_open_reviews(demo: datetime) -> None:
    tom = User.objects.get(email="tom.ashworth@aldermere.example")

    held = Review.objects.filter(owner=tom, state__in=OPEN_STATES)

    assert held.count() == len(PINNED) == 4


def test_demo_leaves_news_for_people_and_mails_nobody(demo: datetime) -> None:
    tom = User.objects.get(email="tom.ashworth@aldermere.example")
    news = Notification.objects.all()

    assert news.filter(person=tom, kind="review_assigned").count() >= 4
    assert 100 < news.count() < 3000
    assert news.filter(read_at__isnull=True).exists()
    assert set(news.values_list("mail_state", flat=True)) == {"none"}
    assert not news.filter(created_at__gt=demo).exists()


def test_demo_personas_have_no_password(demo: datetime) -> None:
    assert [
        one.persona_order for one in User.objects.filter(persona_order__isnull=False).order_by("persona_order")
    ] == [*range(1, 9)]
    assert not any(person.has_usable_password() for person in User.objects.all())


def test_demo_refs_go_on_where_the_sequence_stands(demo: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select last_value from idea_number")
        last = cursor.fetchone()[0]

    assert Idea.objects.aggregate(last=Max("ref"))["last"] == f"GS-{last:06d}"


@pytest.mark.django_db
def test_load_demo_into_a_database_with_people_is_refused() -> None:
    UserFactory()

    with pytest.raises(CommandError, match="There are people in this database already"):
        call_command("load_demo")

    assert not Idea.objects.exists()


NOWS = [
    datetime(2026, 11, 21, 22, 0, tzinfo=UTC),  # a Saturday night
    datetime(2026, 12, 25, 0, 5, tzinfo=UTC),  # a holiday, just after midnight
    datetime(2027, 3, 29, 7, 0, tzinfo=UTC),  # the Monday after the clocks changed, before opening
    datetime(2027, 1, 4, 9, 30, tzinfo=UTC),
    datetime(2026, 10, 28, 12, 0, tzinfo=UTC),
    datetime(2026, 7, 1, 16, 59, tzinfo=UTC),
]


def plots_at(now: datetime) -> tuple[list[Plot], Plotter]:
    plotter = Plotter(default_rule_set(), Moments(now, calendar()))
    plots = [plotter.plot(data) for data in read_ideas()]
    let_one_be_due_today(plots, plotter)
    casting = Casting(read_organisation(), plotter.moments, default_rule_set().max_open_points)
    casting.cast(plots)
    return plots, plotter


@pytest.mark.parametrize("now", NOWS)
def test_plots_on_any_day_stay_in_the_past_and_in_order(now: datetime) -> None:
    plots, _plotter = plots_at(now)

    for plot in plots:
        stages = [at for _stage, at in plot.stages]
        spoken = [one.at for comment in plot.comments for one in (comment, *comment.replies)]
        answered = [one.submitted_at for one in plot.reviews if one.submitted_at is not None]
        assert stages == sorted(stages)
        assert max([plot.shared_at, *stages, *spoken, *answered]) <= now
        assert min([plot.shared_at + timedelta(days=1), *spoken, *answered]) > plot.shared_at
        if plot.decided_at is not None:
            assert max(answered) < plot.decided_at < stages[-1]


@pytest.mark.parametrize("now", [one for one in NOWS[2:5] if is_working_day(calendar(), local_day(calendar(), one))])
def test_plots_on_a_working_day_let_a_review_of_tom_be_due(now: datetime) -> None:
    plots, plotter = plots_at(now)

    due = [
        plotter.moments.local_day(review.due_at)
        for plot in plots
        for review in plot.reviews
        if (plot.data.key, review.ask.slug) in PINNED
    ]

    assert plotter.moments.today in due
