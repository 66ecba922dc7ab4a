"""From an empty database to the first routed idea, through the pages alone."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from ideas.models import Delivery, Idea, Organisation, Review, User
from ideas.services.administrators import create_administrator
from ideas.workflow import Stage
from tests.factories.drafts import WORDS
from tests.factories.routing import answers
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db
PASSWORD = "four brown otters sing"
DEPARTMENTS = ("business", "operations")


def work_off() -> None:
    """Run every delivery that is due, and those they lead to."""
    while due := list(Delivery.objects.due().values_list("pk", flat=True)):
        for delivery_id in due:
            run_delivery(delivery_id)


def administrator(capsys: pytest.CaptureFixture[str]) -> Client:
    """Come in with the link that the command line prints."""
    create_administrator(email="lewis@example.org", name="Lewis Grant")
    call_command("sign_in_link", "--administrator")
    link = capsys.readouterr().out.strip().removeprefix("http://testserver")
    client = Client()
    client.post(link)
    return client


def test_new_administrator_gets_to_the_first_routed_idea(
    capsys: pytest.CaptureFixture[str], tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = administrator(capsys)
    home = {"name": "Aldermere", "time_zone": "Europe/London", "currency": "GBP", "announce_delay_seconds": "60"}
    client.post("/settings/organisation/", {**home, "calendar": "england_and_wales"})
    for number in range(4):
        person = {"name": f"Reviewer {number}", "email": f"reviewer{number}@example.org"}
        client.post("/settings/people/add/", person)
    for number, slug in enumerate(DEPARTMENTS):
        page = f"/settings/departments/{slug}/"
        client.post(f"{page}leaders/", {"lead": f"reviewer{2 * number}@example.org", "deputy": ""})
        client.post(f"{page}members/", {"person": f"reviewer{2 * number + 1}@example.org", "capacity": "1", "tags": ""})
    client.post("/settings/people/add/", {"name": "Megan Hughes", "email": "megan@example.org", "is_invited": "on"})
    work_off()

    invited = re.findall(r"http://testserver(/link/[\w-]+/)", mail.outbox[-1].body)[0]
    megan = Client()
    megan.post(invited, {"password": PASSWORD})
    chosen = {f"answers__{question}": str(answer) for question, answer in answers(reach="several_teams").items()}
    typed = {**WORDS, **chosen, "visibility": "open", "author_shown": "on", "act": "send"}
    first = megan.post("/share/", typed)
    idea = Idea.objects.get()
    megan.post(f"/ideas/{idea.ref}/draft/", {**typed, "shown": first.context["forecast"].shown})
    work_off()

    idea.refresh_from_db()
    owners = dict(Review.objects.filter(idea=idea).values_list("department__slug", "owner__name"))
    assert Organisation.objects.get().name == "Aldermere"
    assert User.objects.count() == 6
    assert idea.stage == Stage.IN_REVIEW
    assert set(owners) == set(DEPARTMENTS)
    assert all(owner.startswith("Reviewer") for owner in owners.values())
    assert [step.key for step in client.get("/settings/").context["steps"] if step.is_done] == ["organisation", "idea"]
