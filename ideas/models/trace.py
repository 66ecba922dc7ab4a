"""What happened, and what must still be done about it.

`Event` is append-only (a trigger and the role's grants refuse anything else). `Delivery` is the outbox: one row for
each (event, consumer, target). Source: docs/architecture.md "The outbox".
"""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Func, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.querysets.clock import ClockTimestamp
from ideas.querysets.deliveries import DeliveryManager

if TYPE_CHECKING:
    _BigIntegerField = models.BigIntegerField[float | int | str | Combinable, int]
else:
    _BigIntegerField = models.BigIntegerField


class XidField(_BigIntegerField):
    """PostgreSQL's 64-bit transaction id (`xid8`)."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentTransaction(Func):
    """The 64-bit id of the running transaction."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = XidField()


class Event(models.Model):
    """One fact: ids only, no text, no names. Readers' cursor is `(tx, id)` below `pg_snapshot_xmin`."""

    event_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=60)
    schema_version = models.PositiveSmallIntegerField(default=1)
    idea = models.ForeignKey("ideas.Idea", models.DO_NOTHING, null=True, related_name="events", db_constraint=False)
    idea_version = models.PositiveIntegerField(null=True)
    actor = models.ForeignKey("ideas.User", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    request_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, null=True)
    tx = XidField(db_default=CurrentTransaction(), editable=False)
    occurred_at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)

    class Meta:
        db_table = "event"
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key"], condition=Q(dedupe_key__isnull=False), name="event_dedupe"),
            models.UniqueConstraint(
                fields=["idea", "idea_version"], condition=Q(idea__isnull=False), name="event_idea_version_once"
            ),
        ]
        indexes = [
            models.Index(fields=["idea", "id"], condition=Q(idea__isnull=False), name="event_by_idea"),
            models.Index(fields=["tx", "id"], name="event_by_tx"),
            models.Index(fields=["occurred_at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class Delivery(models.Model):
    """One effect that must happen because of an event: the unit of work of the outbox."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        LEASED = "leased", _("being tried")
        DONE = "done", _("done")
        DEAD = "dead", _("given up")
        CANCELLED = "cancelled", _("cancelled")

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    event = models.ForeignKey(Event, models.DO_NOTHING, related_name="deliveries")
    consumer = models.CharField(max_length=40)
    target_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=ClockTimestamp())
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    order_key = models.CharField(max_length=60, null=True)
    order_seq = models.IntegerField(null=True)
    rung_at = models.DateTimeField(null=True)
    last_status = models.IntegerField(null=True)
    last_error = models.CharField(max_length=500, null=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar["DeliveryManager[Delivery]"] = DeliveryManager()

    class Meta:
        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer", "target_id"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "leased", "done", "dead", "cancelled"]), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="leased") | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="delivery_leased_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "dead", "cancelled"]) | Q(finished_at__isnull=False),
                name="delivery_finished_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=["pending", "leased"]), name="delivery_due"),
            models.Index(
                fields=["consumer", "due_at", "id"], condition=Q(state="pending", attempts=0), name="delivery_untried"
            ),
            models.Index(fields=["-finished_at", "-id"], condition=Q(state="dead"), name="delivery_dead"),
            models.Index(
                fields=["finished_at"], condition=Q(state__in=["done", "cancelled"]), name="delivery_finished"
            ),
            models.Index(
                fields=["order_key", "order_seq"],
                condition=Q(state__in=["pending", "leased"], order_key__isnull=False),
                name="delivery_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} of event {self.event_id}: {self.state}"


class AuditEvent(models.Model):
    """An act that somebody may have to answer for; append-only.

    `seq`, `prev_hash` and `hash` are empty until the relay seals the row into the chain. Source: docs/audit.md.
    """

    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    actor = models.ForeignKey("ideas.User", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=1000, blank=True)
    request_id = models.UUIDField(null=True)
    on_behalf_of = models.ForeignKey("ideas.User", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    rules_version = models.PositiveIntegerField(null=True)
    tx = XidField(db_default=CurrentTransaction(), editable=False)
    seq = models.BigIntegerField(null=True, unique=True, editable=False)
    prev_hash = models.BinaryField(null=True)
    hash = models.BinaryField(null=True)

    class Meta:
        db_table = "audit_event"
        constraints = [
            models.CheckConstraint(
                condition=Q(seq__isnull=True, prev_hash__isnull=True, hash__isnull=True)
                | Q(seq__isnull=False, prev_hash__isnull=False, hash__isnull=False),
                name="audit_sealed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["tx", "id"], condition=Q(seq__isnull=True), name="audit_unsealed"),
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["-at", "-id"], name="audit_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class AuditHead(models.Model):
    """The one row that says where the chain of audit rows ends; only `seal_audit_events` writes it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_single")]

    def __str__(self) -> str:
        return f"{self.seq}: {bytes(self.hash).hex()}"


class HttpIdempotency(models.Model):
    """The stored answer to a POST that carried an Idempotency-Key; kept 48 hours."""

    actor = models.ForeignKey("ideas.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "http_idempotency"
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="http_idempotency_once")]
        indexes = [models.Index(fields=["created_at"], name="http_idempotency_oldest")]

    def __str__(self) -> str:
        return self.key


class RateWindow(models.Model):
    """How often one key (a person or an address, and an act) was counted in one window of time."""

    key = models.CharField(max_length=200)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "rate_window"
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="rate_window_once")]
        indexes = [models.Index(fields=["window_start"], name="rate_window_oldest")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Heartbeat(models.Model):
    """When a long-running process (relay, worker, beat) last said that it makes progress."""

    process = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "heartbeat"

    def __str__(self) -> str:
        return f"{self.process} at {self.at}"
