"""The typed request of pages, and who may come in."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from frontend.once import once_for_each_form
from ideas.models import User

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def for_members(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only people in who are signed in; others go to the sign-in page and come back here. A form with a key is done once."""
    return login_required(once_for_each_form(view))  # type: ignore[return-value]
