"""Addresses of working calendars and days away."""

from django.urls import path

from api.v1.views import absences, calendars

urlpatterns = [
    path("calendars", calendars.CalendarList.as_view(), name="calendars"),
    path("calendars/<slug:key>/add", calendars.CalendarAdd.as_view(), name="calendar-add"),
    path("me/absences", absences.OwnAbsences.as_view(), name="own-absences"),
    path("absences", absences.AbsenceList.as_view(), name="absences"),
    path("absences/<uuid:public_id>", absences.AbsenceDetail.as_view(), name="absence"),
]
