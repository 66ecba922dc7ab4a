"""Every page, one module of addresses a family."""

from frontend.urls import account, design, share

urlpatterns = [*account.urlpatterns, *design.urlpatterns, *share.urlpatterns]
