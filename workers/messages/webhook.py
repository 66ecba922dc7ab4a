"""A fact as the body of a webhook. Source: Standard Webhooks 1.0.0; docs/webhooks.md lists the fields."""

from datetime import UTC, datetime

from ideas.events import AuditHeadPublished
from ideas.selectors.audit_heads import AuditHeadNews
from ideas.selectors.outside_news import OutsideNews
from workers import links


def webhook_message(news: OutsideNews) -> dict[str, object]:
    """Return type, moment and data; what may not be told is null."""
    data = {
        "ref": news.ref,
        "url": links.page("idea", news.ref),
        "title": news.title,
        "stage": news.stage,
        "tier": news.tier,
        "visibility": news.visibility,
        "idea_version": news.live_version,
        "votes": news.votes,
        "departments": news.departments,
        "comments": news.comments,
        "department": news.department,
        "due_at": _moment(news.due_at) if news.due_at else None,
        "decision": news.decision,
    }
    return {"type": news.type, "timestamp": _moment(news.occurred_at), "data": data}


def webhook_head(news: AuditHeadNews) -> dict[str, object]:
    """Return the end of the audit trail: number and seal of its last row."""
    data = {"seq": news.seq, "hash": news.hash, "url": links.page("settings-audit")}
    return {"type": AuditHeadPublished.type, "timestamp": _moment(news.occurred_at), "data": data}


def webhook_test(*, name: str, at: datetime) -> dict[str, object]:
    """Return the body of a test message."""
    return {"type": "endpoint.tested", "timestamp": _moment(at), "data": {"name": name}}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
