"""What journeys begin with: ideas brought to a stage inside the running program, by the services that its pages call."""

import json
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from ideas.models import Ballot, Idea, Membership, Notification, Review, SecondReading, Triage, User
from ideas.routing.ruleset import RuleSet
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.services.ballots import close_due_ballots, vote_in_ballot
from ideas.services.content import IdeaContent
from ideas.services.decision_content import DecisionContent
from ideas.services.decisions import announce_now, decide_idea
from ideas.services.drafts import write_draft
from ideas.services.first_responses import send_for_review
from ideas.services.follows import follow_idea
from ideas.services.ideas import submit_idea
from ideas.services.review_content import ReviewContent, ScoreEntry
from ideas.services.review_owners import take_over_review
from ideas.services.reviews import submit_review
from ideas.services.second_readers import choose_second_readers
from ideas.services.second_readings import give_second_reading
from ideas.services.watch_content import WatchEntry
from ideas.workflow import Stage
from tests.e2e.answers import ANSWERS, PLAIN_ANSWER
from tests.installation import wait_for

SECONDS: Final = 40


def serve() -> None:
    """Do one act for each line that comes in, `[name, given, named]`, and answer each with a line of JSON."""
    for line in sys.stdin:
        name, given, named = json.loads(line)
        try:
            told: object = {"told": globals()[name](*given, **named)}
        except Exception:
            told = {"failed": traceback.format_exc()}
        print(json.dumps(told), flush=True)  # noqa: T201


def new_idea(title: str, *, author: str = "Sam Okafor", **answers: str) -> dict[str, Any]:
    """An idea that was sent and waits in triage; with `novel="yes"` it is the board's, else Business and Operations answer."""
    writer = _person(author)
    words = {"problem": "The lamp over the back door is off.", "proposal": "Fit one that sees people coming."}
    unsaid = {question.id: "unknown" for question in rules_of(active_rule_set()).questions}
    given = unsaid | {key: int(value) if value.isdigit() else value for key, value in (ANSWERS | answers).items()}
    content = IdeaContent(title=title, expected_result="Nobody falls.", answers=given, **words)
    idea = write_draft(author=writer, content=content)
    submit_idea(idea=idea, by=writer)
    _wait(lambda: Triage.objects.filter(idea=idea).exists())
    return _told(idea)


def idea_in_review(title: str, *, author: str = "Sam Okafor", **answers: str) -> dict[str, Any]:
    """An idea whose required reviews are in the hands of their reviewers."""
    idea = Idea.objects.get(ref=new_idea(title, author=author, **answers)["ref"])
    send_for_review(idea=idea, by=_person("Owen Parry"), text="Thank you, it is clear what you mean.")
    asked = Review.objects.filter(idea=idea, mode=Review.Mode.REQUIRED)
    waiting = asked.filter(owner__isnull=True)
    _wait(lambda: asked.exists() and not waiting.filter(unassignable_at__isnull=True).exists())
    for review in waiting.select_related("department"):
        # Reviewers of the demonstration carry much already; where nobody has room, whoever leads takes it over.
        lead = Membership.objects.select_related("person").get(department=review.department, role="lead").person
        take_over_review(review=review, by=lead, reason="Nobody else has room.")
    return _told(idea)


def ready_idea(title: str, *, author: str = "Sam Okafor", **answers: str) -> dict[str, Any]:
    """An idea that every required department supports, and that waits for its decision; at tier 3 for the board."""
    idea = Idea.objects.get(ref=idea_in_review(title, author=author, **answers)["ref"])
    rules = rules_of(active_rule_set())
    for review in Review.objects.filter(idea=idea, mode=Review.Mode.REQUIRED).select_related("department", "owner"):
        assert review.owner is not None
        submit_review(review=review, by=review.owner, content=_support(rules, review.department.slug))
    _read_twice(idea)
    idea.refresh_from_db()
    assert idea.stage == Stage.READY_FOR_DECISION, idea.stage
    return _told(idea)


def declined_idea(title: str, *, author: str = "Sam Okafor") -> dict[str, Any]:
    """An idea that was declined, and is watched over for a change of policy; everybody knows."""
    content = DecisionContent(
        kind="declined",
        reason_code="benefit_too_small",
        explanation="The yard is lit by the street lamp until six, and nobody is there earlier.",
        what_would_change="If the first shift begins before six.",
        watches=(WatchEntry("policy_change", "The rules on lighting of yards"),),
    )
    return _decided(ready_idea(title, author=author), content)


def approved_idea(title: str, *, owner: str, follower: str) -> dict[str, Any]:
    """An approved idea with an owner, and with somebody who follows it; everybody knows."""
    told = ready_idea(title)
    follow_idea(idea=Idea.objects.get(ref=told["ref"]), by=_person(follower))
    content = DecisionContent(
        kind="approved",
        reason_code="quick_win",
        explanation="Yes. The lamp costs little, and everybody who starts early walks past that door.",
        next_step="Order the lamp.",
        next_step_on=timezone.localdate() + timedelta(days=7),
        owner=_person(owner),
    )
    return _decided(told, content)


def let_board_vote(ref: str, choices: dict[str, str]) -> None:
    """Let the holders of these departments' seats vote, each with a reason."""
    ballot = Ballot.objects.get(idea__ref=ref)
    for seat in ballot.seats.select_related("department", "holder").filter(department__slug__in=choices):
        assert seat.holder is not None
        choice = choices[seat.department.slug]
        vote_in_ballot(ballot=ballot, by=seat.holder, choice=choice, reason=f"{seat.department.name} has looked at it.")


def let_time_of_ballot_pass(ref: str) -> None:
    """Let the last moment of the vote be over, and the job come round that counts it."""
    Ballot.objects.filter(idea__ref=ref).update(closes_at=timezone.now() - timedelta(minutes=1))
    close_due_ballots()


def news_kept_for_the_daily_mail(name: str, ref: str) -> int:
    """How many comments that name this person their next daily mail will tell."""
    kept = Notification.objects.filter(person=_person(name), idea__ref=ref, kind="comment_mention")
    return kept.filter(mail_state=Notification.MailState.DIGEST).count()


def count_ideas(title: str) -> int:
    """How many ideas and drafts have this title."""
    return Idea.objects.filter(title=title).count()


def _decided(told: dict[str, Any], content: DecisionContent) -> dict[str, Any]:
    idea, decider = Idea.objects.get(ref=told["ref"]), _person(told["leads"]["business"][0])
    announce_now(decision=decide_idea(idea=idea, by=decider, content=content), by=decider)
    return _told(idea)


def _read_twice(idea: Idea) -> None:
    """Let everybody who is asked to read an answer a second time agree with it."""
    waiting = SecondReading.objects.filter(review__idea=idea, verdict="").select_related("review", "reader")
    choose_second_readers()
    for reading in waiting:
        assert reading.reader is not None
        give_second_reading(review=reading.review, by=reading.reader, verdict="agree", text="")


def _support(rules: RuleSet, slug: str) -> ReviewContent:
    guide = rules.department(slug)
    assert guide is not None
    scores = {criterion.id: ScoreEntry(4) for criterion in guide.criteria}
    return ReviewContent(recommendation="support", confidence="high", plain_answer=PLAIN_ANSWER, scores=scores)


def _told(idea: Idea) -> dict[str, Any]:
    """What journeys look at: the idea's address, who holds which review, and who leads the departments."""
    reviews = Review.objects.filter(idea=idea, mode=Review.Mode.REQUIRED).select_related("department", "owner")
    places = Membership.objects.filter(role__in=["lead", "deputy"]).order_by("-role").select_related("person")
    leads: dict[str, list[str]] = {}
    for place in places.select_related("department"):
        leads.setdefault(place.department.slug, []).append(place.person.name)
    return {
        "ref": idea.ref,
        "address": f"/ideas/{idea.ref}/",
        "owners": {one.department.slug: one.owner.name for one in reviews if one.owner},
        "reviews": {one.department.slug: f"/reviews/{one.public_id}/" for one in reviews},
        "leads": leads,
    }


def _person(name: str) -> User:
    return User.objects.get(name=name)


def _wait(condition: Callable[[], object]) -> None:
    """Wait until the workers of the running program have done something."""
    time.sleep(0.2)
    wait_for(condition, seconds=SECONDS)
