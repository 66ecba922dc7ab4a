"""Facts about people, endpoints, digests and the audit trail."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class EndpointFailing(DomainEvent):
    """Several tries in a row failed: the endpoint rests for a while; its owner hears of it by another channel."""

    type = "endpoint.failing"
    consumers = ("notify",)
    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class EndpointStopped(DomainEvent):
    type = "endpoint.stopped"
    consumers = ("notify",)
    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class EndpointTested(DomainEvent):
    """Somebody asked for a test message; its one delivery is added with the endpoint as target."""

    type = "endpoint.tested"
    consumers = ()
    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class PersonInvited(DomainEvent):
    """A mail with a link to choose a password is owed to the person."""

    type = "person.invited"
    consumers = ("account_mail",)
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(DomainEvent):
    """Somebody typed an address to get a new password; `person_id` is None where nobody has it.

    It is recorded either way, so that the answer takes as long for a stranger as for a member.
    """

    type = "person.password_reset_asked"
    consumers = ("account_mail",)
    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(DomainEvent):
    type = "person.deactivated"
    consumers = ()
    person_id: int


@dataclass(frozen=True, kw_only=True)
class DigestDue(DomainEvent):
    """The daily mail of one person."""

    type = "digest.due"
    consumers = ("email",)
    digest_id: int


@dataclass(frozen=True, kw_only=True)
class AuditHeadPublished(DomainEvent):
    """The end of the chain of audit rows, once a day; `hash` in hex. Channels that keep it vouch for the trail."""

    type = "audit.head_published"
    consumers = ("notify",)
    seq: int
    hash: str
