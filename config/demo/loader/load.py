"""Loads the demo organisation in one transaction: everything or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from config.demo.loader.bounce_rows import write_bounces
from config.demo.loader.casting import Casting, let_one_be_due_today
from config.demo.loader.data import read_ideas, read_organisation
from config.demo.loader.idea_rows import move_on, tally_of, write_answers, write_ideas
from config.demo.loader.journal import Year, write_events
from config.demo.loader.moments import Moments
from config.demo.loader.news_rows import write_news
from config.demo.loader.plot import Plotter
from config.demo.loader.question_rows import write_questions
from config.demo.loader.review_rows import Story, write_decisions, write_reviews
from config.demo.loader.staff import Staff, write_staff
from config.demo.loader.support_rows import write_comments, write_votes
from ideas.exceptions import Conflict
from ideas.models import Comment, IdeaTally, Membership, Organisation, User
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.services.audit import record_audit


@transaction.atomic
def load_demo(*, now: datetime | None = None) -> int:
    """Fill an empty database with the demo organisation, relative to `now`; return how many ideas it has.

    Raises:
        Conflict: there are people already (409, `not_empty`).
        DemoDataError: the files do not fit together.
    """
    Organisation.objects.select_for_update().get(pk=1)
    if User.objects.exists():
        raise Conflict("There are people in this database already; the demo goes into an empty one.", code="not_empty")
    moments = Moments(now or timezone.now(), working_calendar(organisation().calendar))
    people = read_organisation()
    staff = write_staff(people, moments)
    rule_set = active_rule_set()
    rules = rules_of(rule_set, currency=people.currency)
    plotter = Plotter(rules, moments)
    plots = [plotter.plot(data) for data in read_ideas()]
    let_one_be_due_today(plots, plotter)
    casting = Casting(people, moments, rules.max_open_points)
    casting.cast(plots)
    ideas = write_ideas(plots, staff)
    stories = [Story(plot, ideas[plot.data.key]) for plot in plots]
    write_answers(plots, ideas, staff, rule_set, rules)
    reviews = write_reviews(stories, staff, rules)
    decisions = write_decisions(stories, staff, rule_set, moments)
    ballots = write_votes(stories, staff, moments)
    comments = write_comments(stories, staff)
    move_on(plots, ideas)
    asked = write_questions(stories, staff, reviews)
    bounces = write_bounces(stories, staff, reviews, moments)
    year = Year(staff, stories, reviews, decisions, comments, ballots, asked, bounces)
    _write_tallies(year)
    _remember_assignments(casting, staff)
    write_news(moments)
    record_audit(action="demo.load", by=None, object_type="organisation", object_id=1, after={"ideas": len(plots)})
    return len(plots)


def _write_tallies(year: Year) -> None:
    facts = write_events(year)
    said = _count(year.comments)
    IdeaTally.objects.bulk_create(
        tally_of(
            story.plot,
            story.idea,
            departments=[ballot.vote.department_id for ballot in year.ballots[story.plot.data.key]],
            comments=said.get(story.idea.pk, 0),
            facts=facts[story.idea.pk],
        )
        for story in year.stories
    )


def _count(comments: list[Comment]) -> dict[int, int]:
    found: dict[int, int] = {}
    for comment in comments:
        found[comment.idea_id] = found.get(comment.idea_id, 0) + 1
    return found


def _remember_assignments(casting: Casting, staff: Staff) -> None:
    for key, at in casting.last_given().items():
        Membership.objects.filter(person=staff.people[key]).update(last_assigned_at=at)
