"""Addresses of departments and people."""

from django.urls import path

from api.v1.views import directory, workload

urlpatterns = [
    path("departments", directory.DepartmentList.as_view(), name="departments"),
    path("departments/<uuid:public_id>", directory.DepartmentDetail.as_view(), name="department"),
    path("departments/<slug:slug>/load", workload.DepartmentLoad.as_view(), name="department-load"),
    path("people", directory.PersonList.as_view(), name="people"),
    path("people/<uuid:public_id>", directory.PersonDetail.as_view(), name="person"),
]
