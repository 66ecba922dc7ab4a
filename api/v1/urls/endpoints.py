"""Addresses of chat channels and webhooks."""

from django.urls import path

from api.v1.views import endpoints

_ONE = "endpoints/<uuid:public_id>"
urlpatterns = [
    path("endpoints", endpoints.EndpointList.as_view(), name="endpoints"),
    path(_ONE, endpoints.EndpointDetail.as_view(), name="endpoint"),
    path(f"{_ONE}/test", endpoints.EndpointTest.as_view(), name="endpoint-test"),
    path(f"{_ONE}/secret", endpoints.EndpointSecret.as_view(), name="endpoint-secret"),
    path(f"{_ONE}/stop", endpoints.EndpointStop.as_view(), name="endpoint-stop"),
    path(f"{_ONE}/start", endpoints.EndpointStart.as_view(), name="endpoint-start"),
    path(f"{_ONE}/attempts", endpoints.AttemptList.as_view(), name="endpoint-attempts"),
]
