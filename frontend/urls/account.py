"""Addresses of signing in and out. There is none to sign up."""

from django.urls import URLPattern, path

from frontend.views import account

urlpatterns: list[URLPattern] = [
    path("accounts/login/", account.SignInView.as_view(), name="account_login"),
    path("accounts/logout/", account.SignOutView.as_view(), name="account_logout"),
    path("accounts/inactive/", account.InactiveView.as_view(), name="account_inactive"),
    path("accounts/password/forgotten/", account.forgotten_password, name="account_reset_password"),
    path("accounts/password/change/", account.PasswordChangeView.as_view(), name="account_change_password"),
    path("accounts/password/set/", account.PasswordSetView.as_view(), name="account_set_password"),
    path("link/<str:token>/", account.follow_link, name="follow-link"),
]
