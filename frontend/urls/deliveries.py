"""Addresses of the health page and of deliveries that were given up."""

from django.urls import URLPattern, path

from frontend.views import deliveries

urlpatterns: list[URLPattern] = [
    path("settings/health/", deliveries.health, name="settings-health"),
    path("settings/deliveries/retry/", deliveries.retry_all, name="settings-deliveries-retry"),
    path("settings/deliveries/<uuid:public_id>/", deliveries.inspect, name="settings-delivery"),
    path("settings/deliveries/<uuid:public_id>/retry/", deliveries.retry, name="settings-delivery-retry"),
    path("settings/deliveries/<uuid:public_id>/cancel/", deliveries.cancel, name="settings-delivery-cancel"),
]
