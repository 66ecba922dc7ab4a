"""One object of every kind in a running demonstration, and who may open its page: what the table of permissions is tried on."""

import json

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ideas.models import Membership, RuleSet
from ideas.workflow import Stage
from tests.factories.ideas import submitted_idea
from tests.factories.triage import MergeFactory, review_of_routed_idea
from tests.permissions.routes import all_routes
from tests.permissions.scene import Scene, build_scene
from tests.permissions.table import read_table
from tests.permissions.targets import QUERIES, parts_of


def make_and_tell() -> None:
    """Print the name of the session cookie, the callers' sessions, and by page name who opens which address."""
    with transaction.atomic():
        _make_room()
        scene = build_scene()
        pages = _pages(scene)
    told = {"cookie": settings.SESSION_COOKIE_NAME, "sessions": scene.sessions, "pages": pages}
    print(json.dumps(told))  # noqa: T201


def _make_room() -> None:
    """The scene has leads of its own, and its answers are those of the only rules."""
    Membership.objects.filter(department__slug__in=["finance", "business"], role="lead").update(role="reviewer")
    RuleSet.objects.exclude(version=1).delete()


def _pages(scene: Scene) -> dict[str, tuple[str, str]]:
    table = read_table()
    pages = {}
    for route in all_routes():
        if route.method != "GET" or route.name.startswith("api:") or str(route) not in table:
            continue
        states, answers = table[str(route)]
        _states, parts = parts_of(route)
        for caller, codes in answers.items():
            if caller in scene.sessions and "200" in codes:
                state = states[codes.index("200")]
                address = reverse(route.name, kwargs=dict(parts(scene, state)))
                pages[route.name] = (caller, address + QUERIES.get(str(route), ""))
                break
    return pages | _pages_of_late_stages(scene)


def _pages_of_late_stages(scene: Scene) -> dict[str, tuple[str, str]]:
    """Pages that the table tries only with ideas for which they are shut, and those that show a score as they are with one."""
    target = submitted_idea()
    merged = submitted_idea(stage=Stage.MERGED, merged_into=target)
    MergeFactory(source=merged, target=target, by=scene.people["triager"])
    ideas = {"idea-owner": scene.things["approved"], "idea-outcome": scene.things["approved"], "idea-unmerge": merged}
    pages = {name: ("triager", reverse(name, args=[idea.ref])) for name, idea in ideas.items()}
    review = review_of_routed_idea(owner=scene.people["reviewer"])
    pages["review-also-needs"] = ("reviewer", reverse("review-also-needs", args=[review.public_id]))
    pages["ideas-to-decide"] = ("programme", reverse("ideas-to-decide") + "?order=score")
    return {**pages, "idea-case": ("programme", reverse("idea-case", args=[scene.things["case"].ref]))}
