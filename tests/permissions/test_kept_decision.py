"""While a decision is not announced, nothing tells it to anybody but its author and its decider.

Source: docs/review-process.md 3.12 "The decision".
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from ideas.models import AnswerSet, Decision, Event, Idea, Notification, RuleSet
from ideas.rates import LIMITER
from ideas.services.decision_content import DecisionContent
from ideas.services.decisions import announce_decision, decide_idea
from ideas.services.review_content import ConditionEntry
from ideas.services.watch_content import WatchEntry
from ideas.workflow import Stage
from tests.factories.ideas import submitted_idea
from tests.factories.reviews import ReviewFactory
from tests.factories.routing import answers
from tests.one_by_one import tell_channels, tell_people
from tests.permissions.routes import Route, all_routes
from tests.permissions.scene import Scene
from tests.permissions.table import read_table
from tests.permissions.targets import HEADERS, QUERIES, parts_of

pytestmark = pytest.mark.django_db
WORD = "quokka"  # stands in every text of the decisions, and nowhere else
OTHERS = ("member", "reviewer", "other_reviewer", "lead", "triager", "programme", "administrator")
LISTED = read_table()
ROUTES = [route for route in all_routes() if route.method == "GET" and str(route) in LISTED]
SOON = date.today() + timedelta(days=30)
YES = DecisionContent(
    kind="approved_with_conditions",
    reason_code="good_value",
    explanation=f"A {WORD} would be glad of it, and so are the seven depots that asked.",
    next_step=f"Buy a {WORD}",
    next_step_on=SOON,
    conditions=(ConditionEntry(text=f"Feed the {WORD}", owner_name="Procurement", due_on=SOON),),
)
NO = DecisionContent(
    kind="declined",
    reason_code="outside_our_power",
    reason_detail=f"The {WORD} act of 1980",
    explanation=f"No {WORD} may be kept at a depot, and nobody here can change that.",
    what_would_change=f"If a {WORD} may be kept.",
    watches=(WatchEntry(kind="policy_change", text=f"The {WORD} act changes"),),
)


@pytest.fixture(scope="module")
def scene(scene: Scene) -> Scene:
    scene.things["yes"] = _decided(scene, "Second keys", YES)
    scene.things["no"] = _decided(scene, "A pet for each depot", NO)
    return scene


def _decided(scene: Scene, title: str, content: DecisionContent) -> Decision:
    idea = submitted_idea(author=scene.people["author"], title=title, stage=Stage.READY_FOR_DECISION)
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(version=1), answers=answers())
    finance = scene.reviews["open"].department
    ReviewFactory(idea=idea, department=finance, owner=scene.people["reviewer"], submitted=True)
    return decide_idea(idea=idea, by=scene.people["decider"], content=content)


def _addresses(scene: Scene, route: Route) -> Iterator[Mapping[str, Any]]:
    """Yield how the address is made: with both ideas, the decision or what hangs on it, else as the table does."""
    names = {name for name, _kind in route.converters}
    yes, no = scene.things["yes"], scene.things["no"]
    if names == {"ref"}:
        yield from ({"ref": one.idea.ref} for one in (yes, no))
        return
    thing = route.name.removeprefix("api:v1:").split("-")[0]
    row = {"decision": no, "condition": yes.conditions.first(), "watch": no.watches.first()}.get(thing)
    row = no if route.name.endswith("appeal-new") else row
    if row is not None and names == {"public_id"}:
        yield {"public_id": row.public_id}
        return
    yield parts_of(route)[1](scene, parts_of(route)[0][0])


def _told(scene: Scene, caller: str) -> list[str]:
    """Return the addresses whose answer to `caller` holds a word or the key of one of the decisions."""
    secrets = (WORD, str(scene.things["yes"].public_id), str(scene.things["no"].public_id))
    told = []
    for route in ROUTES:
        for parts in _addresses(scene, route):
            LIMITER.forget()
            path = reverse(route.name, kwargs=dict(parts))
            response = scene.ask(caller, "GET", path + QUERIES.get(str(route), ""), None, HEADERS.get(str(route)))
            body = response.getvalue().decode(errors="replace").replace(path, "")
            told += [path for secret in secrets if secret in body]
    return sorted(set(told))


@pytest.mark.parametrize("caller", OTHERS)
def test_kept_decision_is_told_by_no_address(scene: Scene, caller: str) -> None:
    assert _told(scene, caller) == []


@pytest.mark.parametrize("caller", ["author", "decider"])
def test_kept_decision_is_told_to_author_and_decider(scene: Scene, caller: str) -> None:
    told = _told(scene, caller)

    assert {f"/ideas/{scene.things[which].idea.ref}/" for which in ("yes", "no")} <= set(told)


@pytest.mark.parametrize("caller", OTHERS)
@pytest.mark.parametrize("which", ["yes", "no"])
def test_kept_decision_moves_no_stage_filter_or_file(scene: Scene, caller: str, which: str) -> None:
    decision = scene.things[which]
    idea = decision.idea

    shown = scene.ask(caller, "GET", f"/api/v1/ideas/{idea.ref}").json()["stage"]
    lists = [f"/api/v1/ideas?stage={decision.kind}&limit=100", f"{reverse('board-csv')}?stage={decision.kind}"]
    found = [path for path in lists if idea.ref in scene.ask(caller, "GET", path).getvalue().decode()]
    searched = scene.ask(caller, "GET", f"/api/v1/ideas?q={WORD}").json()["results"]
    pack = scene.ask(caller, "GET", f"/api/v1/ideas/{idea.ref}/decision-pack")

    assert (shown, found, searched, pack.status_code) == (Stage.READY_FOR_DECISION.value, [], [], 403)


@pytest.mark.parametrize("which", ["yes", "no"])
def test_kept_decision_is_news_for_its_authors_alone_and_for_no_channel(scene: Scene, which: str) -> None:
    decision = scene.things[which]
    event = Event.objects.get(type="decision.made", payload__decision_id=decision.pk)

    tell_people(event_id=event.pk)
    sent = tell_channels(event_id=event.pk)

    told = set(Notification.objects.filter(event=event).values_list("person", flat=True))
    assert (told, sent) == ({scene.people["author"].pk}, 0)


def test_announced_decision_is_told_to_everybody(scene: Scene) -> None:
    decision = scene.things["no"]

    with transaction.atomic():
        announce_decision(decision_id=decision.pk)
        page = scene.ask("member", "GET", f"/ideas/{decision.idea.ref}/").getvalue().decode()
        stage = Idea.objects.values_list("stage", flat=True).get(pk=decision.idea_id)
        transaction.set_rollback(True)  # the other tests need it kept

    assert WORD in page
    assert stage == "declined"
