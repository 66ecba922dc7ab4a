"""What is written into the audit trail, and that docs/audit.md tells all of it."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from ideas.models import AuditEvent
from ideas.services.audit import record_audit
from tests.factories import UserFactory

ROOT = Path(settings.BASE_DIR)
WRITERS = ("ideas/services", "config/demo/loader")
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def written_actions() -> set[str]:
    """Return the names of acts in every module that writes audit rows."""
    found: set[str] = set()
    for path in (path for place in WRITERS for path in (ROOT / place).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if ("record_audit" in text or 'action="' in text) and path.name != "audit.py":
            words = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
            found |= {word for word in words if isinstance(word, str) and ACTION.fullmatch(word)}
    return found


def told_actions() -> set[str]:
    """Return the names of acts in the table of docs/audit.md."""
    text = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = [
        line.split("|")[1] for line in text.partition("## What is recorded")[2].splitlines() if line.startswith("|")
    ]
    return {name for row in rows for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", row)}


def test_every_recorded_act_is_told_and_every_told_act_is_recorded() -> None:
    assert written_actions() == told_actions()


@pytest.mark.django_db
def test_record_audit_keeps_for_whom_and_by_which_rules() -> None:
    actor, absent = UserFactory(), UserFactory()

    record_audit(
        action="decision.make",
        by=actor,
        object_type="decision",
        object_id="1",
        on_behalf_of=absent,
        rules_version=3,
    )

    row = AuditEvent.objects.get()
    assert (row.actor, row.on_behalf_of, row.rules_version, row.seq) == (actor, absent, 3, None)
