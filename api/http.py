"""The request as views of the API know it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from api.problems import malformed_json

if TYPE_CHECKING:
    from ideas.models import ApiToken, User


class MemberRequest(Request):
    """A request whose caller passed the view's permissions: `user` is a member of staff.

    `auth` is the personal token, None with a session. `parameters` are the checked query parameters.
    """

    parameters: Mapping[str, Any]

    if TYPE_CHECKING:

        @property
        def user(self) -> "User": ...

        @user.setter
        def user(self, value: "User") -> None: ...

        @property
        def auth(self) -> "ApiToken | None": ...

        @auth.setter
        def auth(self, value: "ApiToken | None") -> None: ...

    def _parse(self) -> tuple[Any, MultiValueDict[str, Any]]:
        """Parse the body; one that is announced as JSON but empty, or has no type, is not taken for `{}`."""
        has_body = self.stream is not None
        media_type = self.content_type or ""
        if not has_body and media_type.partition(";")[0].strip().lower() == "application/json":
            raise malformed_json()
        if has_body and not media_type:
            raise UnsupportedMediaType("")
        if not has_body:
            return QueryDict() if "form" in media_type else {}, MultiValueDict()
        parsed: tuple[Any, MultiValueDict[str, Any]] = super()._parse()  # type: ignore[misc]
        return parsed
