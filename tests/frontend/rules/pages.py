"""Addresses and forms of the rules' pages."""

from typing import Any

from django.test import Client

from ideas.models import RuleSet


def address(row: RuleSet, *rest: object) -> str:
    return "/".join(["/rules/versions", str(row.version), *(str(one) for one in rest), ""])


def filled(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back from a form in which nothing was changed."""
    response = client.get(url)
    assert response.status_code == 200
    form = response.context["form"]
    sent: dict[str, Any] = {"act": "save", "named": response.context["named"]}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, False, [], ""):
            sent[name] = "on" if value is True else value
    return sent


def body_of(row: RuleSet) -> dict[str, Any]:
    found: dict[str, Any] = RuleSet.objects.get(pk=row.pk).body
    return found
