"""Addresses of the settings of chat channels and webhooks."""

from django.urls import URLPattern, path

from frontend.views import endpoints

_ONE = "settings/channels/<uuid:public_id>/"
urlpatterns: list[URLPattern] = [
    path("settings/channels/", endpoints.endpoints, name="settings-endpoints"),
    path("settings/channels/new/<slug:kind>/", endpoints.new, name="settings-endpoint-new"),
    path(_ONE, endpoints.endpoint, name="settings-endpoint"),
    path(f"{_ONE}tries/", endpoints.attempts, name="settings-endpoint-attempts"),
    path(f"{_ONE}edit/", endpoints.edit, name="settings-endpoint-edit"),
    path(f"{_ONE}test/", endpoints.test, name="settings-endpoint-test"),
    path(f"{_ONE}secret/", endpoints.rotate, name="settings-endpoint-rotate"),
    path(f"{_ONE}stop/", endpoints.stop, name="settings-endpoint-stop"),
    path(f"{_ONE}start/", endpoints.start, name="settings-endpoint-start"),
    path(f"{_ONE}delete/", endpoints.delete, name="settings-endpoint-delete"),
]
