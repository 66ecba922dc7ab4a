"""Every page, one module of addresses a family."""

from frontend.urls import account, design

urlpatterns = [*account.urlpatterns, *design.urlpatterns]
