"""The addresses as evaluation mode has them."""

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler429, handler500
from config.urls import urlpatterns as others

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [path("", include("frontend.urls.personas")), *others]
