"""Every address of Groundswell, and the floors that it is compared with."""

from django.urls import path

from benchmarks import floors
from config.urls import handler400, handler403, handler404, handler429, handler500
from config.urls import urlpatterns as own_patterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [
    path("floor/bare", floors.bare),
    path("floor/psy", floors.psy),
    path("floor/reviews", floors.reviews),
    path("floor/drf", floors.DrfList.as_view()),
    *own_patterns,
]
