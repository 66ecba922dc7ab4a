"""Addresses of deliveries that were given up, and of the outbox's health."""

from django.urls import path

from api.v1.views import deliveries

urlpatterns = [
    path("health/outbox", deliveries.Health.as_view(), name="outbox-health"),
    path("deliveries", deliveries.DeliveryList.as_view(), name="deliveries"),
    path("deliveries/retry", deliveries.RetryAll.as_view(), name="deliveries-retry"),
    path("deliveries/<uuid:public_id>", deliveries.DeliveryDetail.as_view(), name="delivery"),
    path("deliveries/<uuid:public_id>/retry", deliveries.Retry.as_view(), name="delivery-retry"),
    path("deliveries/<uuid:public_id>/cancel", deliveries.Cancel.as_view(), name="delivery-cancel"),
]
