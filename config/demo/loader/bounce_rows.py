"""Writes what departments sent back as “not for us”, and nobody has settled yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from config.demo.loader.data import BounceData, DemoDataError
from config.demo.loader.moments import Moments
from config.demo.loader.review_rows import Story
from config.demo.loader.staff import Staff
from ideas.models import Bounce, Membership, Review, User
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import due_at, is_working_day
from ideas.services.bounces import WORKING_DAYS

FIRST = 1


def write_bounces(
    stories: list[Story], staff: Staff, reviews: Mapping[tuple[str, str], Review], moments: Moments
) -> list[Bounce]:
    """Write them as of the last working day before the load, by the reviewer or the lead; none is late yet."""
    rows = [
        _bounce(story.plot.data.sent_back, story.plot.data.key, staff, reviews, moments)
        for story in stories
        if story.plot.data.sent_back is not None
    ]
    return Bounce.objects.bulk_create(rows)


def _bounce(
    data: BounceData, key: str, staff: Staff, reviews: Mapping[tuple[str, str], Review], moments: Moments
) -> Bounce:
    review = reviews.get((key, data.department))
    if review is None or review.state not in OPEN_STATES:
        raise DemoDataError(f"{key}: {data.department} has nothing to send back.")
    at = moments.after(review.opened_at, _last_working_moment(key, moments), timedelta(hours=1))
    return Bounce(
        review=review,
        idea=review.idea,
        round=review.round,
        number=FIRST,
        suggested=staff.departments[data.suggested],
        reason=data.reason,
        by=review.owner or _lead(review),
        created_at=at,
        due_at=due_at(moments.calendar, at, WORKING_DAYS),
    )


def _lead(review: Review) -> User:
    return Membership.objects.get(department=review.department_id, role=Membership.Role.LEAD).person


def _last_working_moment(key: str, moments: Moments) -> datetime:
    day = moments.day(-1)
    while not is_working_day(moments.calendar, day):
        day -= timedelta(days=1)
    return moments.working(day, Random(key))  # noqa: S311 - chosen for repeatable stories
