"""Addresses of the news: what reached its reader, how it does, and the way out of mails."""

from django.urls import URLPattern, path

from frontend.views import notifications, stop_mail

urlpatterns: list[URLPattern] = [
    path("news/", notifications.inbox, name="notifications"),
    path("news/list/", notifications.inbox_list, name="notification-list"),
    path("news/bell/", notifications.bell, name="notification-bell"),
    path("news/read/", notifications.read_all, name="notification-read-all"),
    path("news/preferences/", notifications.preferences, name="notification-preferences"),
    path("news/stop/<str:token>/", stop_mail.stop, name="notification-stop"),
    path("news/<uuid:public_id>/open/", notifications.open_news, name="notification-open"),
    path("news/<uuid:public_id>/read/", notifications.read, name="notification-read"),
    path("news/<uuid:public_id>/done/", notifications.done, name="notification-done"),
]
