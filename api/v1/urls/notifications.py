"""Addresses of news and of how it reaches somebody."""

from django.urls import path

from api.v1.views import notifications

urlpatterns = [
    path("notifications", notifications.NotificationList.as_view(), name="notifications"),
    path("notifications/read", notifications.NotificationsRead.as_view(), name="notifications-read"),
    path("notifications/<uuid:public_id>", notifications.NotificationDetail.as_view(), name="notification"),
    path("notifications/<uuid:public_id>/read", notifications.NotificationRead.as_view(), name="notification-read"),
    path("notifications/<uuid:public_id>/done", notifications.NotificationDone.as_view(), name="notification-done"),
    path("me/notification-preferences", notifications.Preferences.as_view(), name="notification-preferences"),
]
