"""Signing in and passwords."""

from typing import TYPE_CHECKING

from allauth.account.forms import ChangePasswordForm, LoginForm, SetPasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_PASSWORD_CHARS = 256


def _email_field() -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"})
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=widget,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address, as name@example.org."),
        },
    )


def _password_field(label: "str | _StrPromise", *, is_new: bool, hint: "str | _StrPromise" = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=MAX_PASSWORD_CHARS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if is_new else "current-password"}),
        error_messages={"required": _("Write a password.")},
    )


NEW_PASSWORD_HINT = _("12 characters or more. A few words that only you put together are better than tricks.")


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password; allauth checks them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _email_field()
        self.fields["password"] = _password_field(_("Password"), is_new=False)


class AskPasswordResetForm(forms.Form):
    """The address to which the mail goes."""

    email = _email_field()


class ChoosePasswordForm(forms.Form):
    """A new password, once: the browser shows it on demand and keeps it."""

    password = _password_field(_("New password"), is_new=True, hint=NEW_PASSWORD_HINT)


class NewPasswordForm(SetPasswordForm):  # type: ignore[misc]
    """The first password of somebody who signed in by link."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _write_labels(self)


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """Another password for somebody who has one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        _write_labels(self)


def _write_labels(form: forms.Form) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = NEW_PASSWORD_HINT
    form.fields["password2"].label = _("The new password again")
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
