"""Addresses of the settings."""

from django.urls import URLPattern, path

from frontend.views import answer_templates as answers
from frontend.views import audit
from frontend.views import settings_board as board
from frontend.views import settings_calendars as calendars
from frontend.views import settings_departments as departments
from frontend.views import settings_home as home
from frontend.views import settings_import as people_import
from frontend.views import settings_organisation as organisation
from frontend.views import settings_people as people
from frontend.views import settings_roles as roles
from frontend.views import settings_sites as sites

PERSON = "settings/people/<uuid:public_id>/"
DEPARTMENT = "settings/departments/<slug:slug>/"
CALENDAR = "settings/calendars/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("settings/", home.home, name="settings"),
    path("settings/audit/", audit.audit, name="settings-audit"),
    path("settings/steps/", home.skip_step, name="settings-step"),
    path("settings/organisation/", organisation.organisation, name="settings-organisation"),
    path("settings/organisation/logo/", organisation.change_logo, name="settings-logo"),
    path("organisation/logo", organisation.logo, name="organisation-logo"),
    path("settings/people/", people.people, name="settings-people"),
    path("settings/people/add/", people.add, name="settings-person-add"),
    path("settings/people/import/", people_import.try_import, name="settings-import"),
    path("settings/people/import/confirm/", people_import.confirm_import, name="settings-import-confirm"),
    path(PERSON, people.person, name="settings-person"),
    path(f"{PERSON}invite/", people.invite, name="settings-person-invite"),
    path(f"{PERSON}deactivate/", people.deactivate, name="settings-person-deactivate"),
    path(f"{PERSON}reactivate/", people.reactivate, name="settings-person-reactivate"),
    path("settings/departments/", departments.departments, name="settings-departments"),
    path("settings/departments/add/", departments.add, name="settings-department-add"),
    path(DEPARTMENT, departments.department, name="settings-department"),
    path(f"{DEPARTMENT}leaders/", departments.name_leaders, name="settings-leaders"),
    path(f"{DEPARTMENT}members/", departments.add_one, name="settings-member-add"),
    path(f"{DEPARTMENT}members/<uuid:public_id>/", departments.member, name="settings-member"),
    path(f"{DEPARTMENT}members/<uuid:public_id>/remove/", departments.remove, name="settings-member-remove"),
    path("settings/board/", board.seats, name="settings-board"),
    path("settings/board/<slug:slug>/", board.seat, name="settings-seat"),
    path("settings/roles/", roles.roles, name="settings-roles"),
    path("settings/roles/<uuid:public_id>/revoke/", roles.revoke, name="settings-role-revoke"),
    path("settings/answers/", answers.templates, name="settings-answers"),
    path("settings/answers/<uuid:public_id>/", answers.template, name="settings-answer"),
    path("settings/answers/<uuid:public_id>/remove/", answers.remove, name="settings-answer-remove"),
    path("settings/sites/", sites.sites, name="settings-sites"),
    path("settings/sites/<uuid:public_id>/", sites.site, name="settings-site"),
    path("settings/sites/<uuid:public_id>/remove/", sites.remove, name="settings-site-remove"),
    path("settings/calendars/", calendars.calendars, name="settings-calendars"),
    path(CALENDAR, calendars.calendar, name="settings-calendar"),
    path(f"{CALENDAR}holidays/", calendars.add_day, name="settings-holiday-add"),
    path(f"{CALENDAR}holidays/refill/", calendars.refill, name="settings-holidays-refill"),
    path(f"{CALENDAR}holidays/<uuid:public_id>/remove/", calendars.remove_day, name="settings-holiday-remove"),
]
