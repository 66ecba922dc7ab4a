"""Addresses of the news: what reached its reader, how it does, and the way out of mails."""

from django.urls import URLPattern, path

from frontend.views import stop_mail

urlpatterns: list[URLPattern] = [
    path("news/stop/<str:token>/", stop_mail.stop, name="notification-stop"),
]
