"""What organisation-wide roles may do. Being an administrator gives none of the others.

Source: docs/permissions.md, table "Who may do what".
"""

from enum import Enum


class Permission(Enum):
    """One act that a role may do anywhere in the organisation."""

    KNOW_CONFIDENTIAL = "number, stage and dates of confidential ideas, not their text"
    READ_REVIEWS = "read reviews before the decision"
    OVERRIDE_ROUTING = "override tier and departments, merge, redirect"
    MODERATE_DISCUSSION = "hide comments and lock discussions, with a reason"
    EDIT_RULES = "draft and activate rule sets, campaigns"
    EDIT_CALENDARS = "working days, opening hours and holidays of every calendar"
    MANAGE_ORGANISATION = "name, logo, time zone, currency and calendar of the organisation"
    MANAGE_PEOPLE = "people, departments, memberships, roles"
    MANAGE_ENDPOINTS = "chat channels and webhooks"
    READ_AUDIT = "who did what about an idea, without the text of those they may not read"
    VERIFY_AUDIT = "check that the audit trail is as it was written"
    READ_HEALTH = "health and deliveries that were given up"
    MANAGE_DELIVERIES = "retry and cancel deliveries that were given up"
    DECIDE_INTERESTS = "read declared interests, and decide whether people may go on; let somebody act for somebody"
    STAND_IN_FOR_LEADS = "hand over and take over reviews of a department whose lead and deputy are away"
    DECIDE_TIER_3 = "decide for the board"


ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "triager": frozenset(
        {
            Permission.KNOW_CONFIDENTIAL,
            Permission.READ_AUDIT,
            Permission.READ_REVIEWS,
            Permission.OVERRIDE_ROUTING,
            Permission.MODERATE_DISCUSSION,
            Permission.EDIT_RULES,
            Permission.EDIT_CALENDARS,
        }
    ),
    "programme_manager": frozenset(
        {
            Permission.KNOW_CONFIDENTIAL,
            Permission.READ_AUDIT,
            Permission.READ_REVIEWS,
            Permission.OVERRIDE_ROUTING,
            Permission.MODERATE_DISCUSSION,
            Permission.EDIT_RULES,
            Permission.EDIT_CALENDARS,
            Permission.READ_HEALTH,
            Permission.VERIFY_AUDIT,
            Permission.DECIDE_INTERESTS,
            Permission.STAND_IN_FOR_LEADS,
        }
    ),
    "board_chair": frozenset({Permission.DECIDE_TIER_3}),
    # Calendars too, because nothing can be promised before they are right, and an empty installation has nobody else.
    "administrator": frozenset(
        {
            Permission.KNOW_CONFIDENTIAL,
            Permission.READ_AUDIT,
            Permission.EDIT_CALENDARS,
            Permission.MANAGE_ORGANISATION,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_ENDPOINTS,
            Permission.READ_HEALTH,
            Permission.VERIFY_AUDIT,
            Permission.MANAGE_DELIVERIES,
        }
    ),
}
