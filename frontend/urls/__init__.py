"""Every page, one module of addresses a family."""

from frontend.urls import design

urlpatterns = [*design.urlpatterns]
