"""Every part of the design system on one page, for those who build and check pages; not in production."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend import design
from frontend.forms.gallery import ERRONEOUS, GalleryForm

TIMES = {"days_9": 9, "days_2": 2, "past": -4}


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the parts, some with data of their own, a form that was accepted and one that was not."""
    now = timezone.now()
    context = {
        "stages": list(design.STAGES),
        "reviews": list(design.REVIEWS),
        "tones": ("neutral", "info", "active", "owed", "late", "decide", "yes", "no"),
        "form": GalleryForm(),
        "erroneous": GalleryForm(ERRONEOUS, auto_id="wrong_%s"),
        "today": now,
        "tomorrow": now + timedelta(days=1),
        **{name: now + timedelta(days=days) for name, days in TIMES.items()},
        "card": _card(),
        "comment": _comment(),
        "steps": [{"date": now + timedelta(days=3), "text": "The departments give their answers"}],
        "items": _items(),
        "diff": [("same", "Leave answered in "), ("out", "nine"), ("in", "one"), ("same", " working days.")],
        "parts": [("0.0", "30.8"), ("32.0", "22.4"), ("55.6", "19.6"), ("76.4", "14.0"), ("91.6", "8.4")],
        "bars": (("Highways", 11), ("Libraries", 7), ("Customer Services", 5)),
        "skeleton_label": "Loading ideas",
        "return_to": "/gallery/",
    }
    return render(request, "frontend/pages/gallery.html", context)


def _card() -> dict[str, object]:
    now = timezone.now()
    return {
        "ref": "GS-000412",
        "url": "#card",
        "title": "Replace the paper leave form with the online form we already pay for",
        "author_name": "Megan Hughes",
        "department_name": "Highways",
        "submitted_at": now - timedelta(days=15),
        "summary": "Depot crews wait nine days for a signature that travels by internal post.",
        "stage": "in_review",
        "live_version": 17,
        "votes": 34,
        "departments": 5,
        "parts": [("0.0", "60.0"), ("61.2", "38.8")],
        "has_voted": True,
        "can_vote": True,
        "vote_url": "/gallery/",
        "pips": ("support", "support_with_conditions", "drafting", "late"),
        "pips_label": "2 of 4 answers in",
        "tags": ({"name": "Less paper", "url": "#tag"},),
        "why": "12 of its 34 votes came in the last three days, from four departments.",
        "when_label": "Answer by",
        "when_date": now + timedelta(days=9),
        "when_note": "in 9 working days",
        "is_unread": True,
        "news": "2 new comments",
    }


def _comment() -> dict[str, object]:
    now = timezone.now()
    reply = {
        "id": 2,
        "author_name": "Megan Hughes",
        "created_at": now - timedelta(hours=3),
        "edited_at": now,
        "body_html": "It would. The parking form never closes.",
        "badge": "author",
    }
    return {
        "id": 1,
        "author_name": "Kasia Nowak",
        "department_name": "Highways",
        "created_at": now - timedelta(days=2),
        "body_html": "Night crews finish at six, before the office opens.",
        "replies": [reply],
    }


def _items() -> list[dict[str, object]]:
    hint = "Two in each department, so that nobody's leave stops the clock."
    return [
        {"label": "Your organisation", "is_done": True, "url": "#organisation"},
        {"label": "Departments and their leads", "is_done": True, "url": "#departments"},
        {"label": "Reviewers", "is_done": False, "url": "#reviewers", "action": "Add people", "hint": hint},
        {"label": "Slack or Teams, with a test message", "is_done": False, "url": "#chat", "action": "Connect"},
    ]
