"""Who may call a view at all. A view that says nothing answers nobody; what a member may do is for the policies."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from ideas.models import ApiToken, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of

if TYPE_CHECKING:
    from rest_framework.views import APIView

# A wider scope contains the narrower ones.
_CONTAINS = {"read": {"read", "write", "admin"}, "write": {"write", "admin"}, "admin": {"admin"}}


class Nobody(BasePermission):
    """The default: a view has to choose."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class Members(BasePermission):
    """Every active member of staff; a token needs the scope `read`, or `write` for what changes something."""

    scope: ClassVar[str | None] = None

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.user, User) or not request.user.is_active:
            return False
        scope = self.scope or ("read" if request.method in SAFE_METHODS else "write")
        self.check_scope(request.auth, scope)
        return True

    def check_scope(self, token: object, scope: str) -> None:
        """Refuse a token without `scope`; a session has every scope."""
        if isinstance(token, ApiToken) and not _CONTAINS[scope].intersection(token.scopes):
            sentence = _("This token lacks the scope “%(scope)s”.") % {"scope": scope}
            raise PermissionDenied(sentence, code="scope_missing")


class MembersOfRules(Members):
    """Members; a token needs the scope `admin` for what changes something, and policies say who may."""

    def check_scope(self, token: object, scope: str) -> None:
        """Refuse a token without `scope`, `admin` in the place of `write`."""
        super().check_scope(token, "admin" if scope == "write" else scope)


class MembersInBrowser(Members):
    """Members with a session: a token may read here, but not make or change what guards an account."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if isinstance(request.auth, ApiToken) and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("Do this signed in with a browser; a token may not."), code="session_required")
        return super().has_permission(request, view)


class Holders(Members):
    """Members one of whose roles gives a permission; a token needs the scope `admin`. Subclasses name it."""

    scope = "admin"
    permission: ClassVar[Permission]

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return (
            super().has_permission(request, view)
            and isinstance(request.user, User)
            and standing_of(request.user).has(self.permission)
        )


class ManagersOfPeople(Holders):
    permission = Permission.MANAGE_PEOPLE


class KeepersOfCalendars(Holders):
    permission = Permission.EDIT_CALENDARS


class ManagersOfEndpoints(Holders):
    permission = Permission.MANAGE_ENDPOINTS


class ReadersOfHealth(Holders):
    permission = Permission.READ_HEALTH


class VerifiersOfAudit(Holders):
    permission = Permission.VERIFY_AUDIT


class ReadersOfAudit(Holders):
    permission = Permission.READ_AUDIT
