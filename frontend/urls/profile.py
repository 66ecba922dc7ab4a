"""Addresses of one's own page."""

from django.urls import URLPattern, path

from frontend.views import absences, profile

urlpatterns: list[URLPattern] = [
    path("profile/", profile.profile, name="profile"),
    path("profile/sessions/<int:number>/end/", profile.end_one_session, name="profile-session-end"),
    path("profile/sessions/end-others/", profile.end_other_sessions, name="profile-sessions-end"),
    path("profile/tokens/", profile.tokens, name="profile-tokens"),
    path("profile/tokens/<uuid:public_id>/revoke/", profile.revoke_token, name="profile-token-revoke"),
    path("absences/add/", absences.add_own, name="absence-add"),
    path("absences/add-for-member/", absences.add_for_member, name="absence-add-for-member"),
    path("absences/<uuid:public_id>/", absences.change, name="absence-change"),
    path("absences/<uuid:public_id>/remove/", absences.remove, name="absence-remove"),
]
