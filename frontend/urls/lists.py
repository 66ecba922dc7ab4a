"""Addresses of lists as files; each stands beside the page of its list and takes the same filters."""

from django.urls import URLPattern, path

from frontend.lists import (
    answer_templates,
    audit,
    calendars,
    fairness,
    ideas,
    outlines,
    outside,
    own,
    people,
    reports,
    reviews,
    triage,
    workload,
)

urlpatterns: list[URLPattern] = [
    path("ideas.csv", ideas.board_csv, name="board-csv"),
    path("ideas/confidential.csv", outlines.outlines_csv, name="confidential-csv"),
    path("ideas/<idea_ref:ref>/audit.csv", audit.idea_audit_csv, name="idea-audit-csv"),
    path("my-ideas.csv", ideas.mine_csv, name="my-ideas-csv"),
    path("overview/<slug:figure>.csv", ideas.figure_csv, name="overview-csv"),
    path("reviews/to-decide.csv", ideas.to_decide_csv, name="decision-csv"),
    path("reviews/<slug:which>.csv", reviews.reviews_csv, name="review-csv"),
    path("delegations.csv", fairness.delegations_csv, name="delegations-csv"),
    path("interests.csv", fairness.interests_csv, name="interests-csv"),
    path("not-for-us.csv", workload.bounces_csv, name="bounces-csv"),
    path("reports.csv", reports.reports_csv, name="reports-csv"),
    path("triage.csv", triage.triage_csv, name="triage-csv"),
    path("news.csv", outside.news_csv, name="notifications-csv"),
    path("profile/absences.csv", own.absences_csv, name="profile-absences-csv"),
    path("profile/sessions.csv", own.sessions_csv, name="profile-sessions-csv"),
    path("profile/tokens.csv", own.tokens_csv, name="profile-tokens-csv"),
    path("settings/answers.csv", answer_templates.answers_csv, name="settings-answers-csv"),
    path("settings/calendars.csv", calendars.calendars_csv, name="settings-calendars-csv"),
    path("settings/calendars/<slug:key>/holidays.csv", calendars.holidays_csv, name="settings-holidays-csv"),
    path("settings/people.csv", people.people_csv, name="settings-people-csv"),
    path("settings/departments.csv", people.departments_csv, name="settings-departments-csv"),
    path("settings/departments/<slug:slug>/members.csv", people.members_csv, name="settings-members-csv"),
    path("settings/roles.csv", people.roles_csv, name="settings-roles-csv"),
    path("settings/deliveries.csv", outside.deliveries_csv, name="settings-deliveries-csv"),
    path("settings/channels.csv", outside.endpoints_csv, name="settings-endpoints-csv"),
    path("settings/channels/<uuid:public_id>/tries.csv", outside.tries_csv, name="settings-endpoint-tries-csv"),
]
