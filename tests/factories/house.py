"""The organisation, what guards accounts, and what the program remembers about itself."""

from datetime import date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import (
    Absence,
    ApiToken,
    Attempt,
    AuditEvent,
    AuditHead,
    Calendar,
    Campaign,
    Digest,
    Endpoint,
    Heartbeat,
    Holiday,
    HttpIdempotency,
    Organisation,
    Preference,
    RateWindow,
    RoleGrant,
    RuleSet,
    SignInLink,
    Site,
)
from ideas.news import NewsKind
from tests.factories.people import UserFactory


def _soon() -> datetime:
    return timezone.now() + timedelta(hours=1)


class CalendarFactory(DjangoModelFactory[Calendar]):
    class Meta:
        model = Calendar

    key = factory.Sequence(lambda number: f"calendar-{number}")
    name = "Depots"


class HolidayFactory(DjangoModelFactory[Holiday]):
    class Meta:
        model = Holiday

    calendar = factory.SubFactory(CalendarFactory)
    on = date(2026, 12, 25)
    name = "Christmas Day"


class SiteFactory(DjangoModelFactory[Site]):
    """A place in Scotland."""

    class Meta:
        model = Site

    name = factory.Sequence(lambda number: f"Depot {number}")
    calendar = factory.LazyFunction(lambda: Calendar.objects.get(key="scotland"))


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """The one row that there is."""

    class Meta:
        model = Organisation
        django_get_or_create = ("id",)

    id = 1
    calendar = factory.SubFactory(CalendarFactory)


class CampaignFactory(DjangoModelFactory[Campaign]):
    """A campaign that is open."""

    class Meta:
        model = Campaign

    slug = factory.Sequence(lambda number: f"campaign-{number}")
    title = "Winter"
    question = "What keeps the depots warm?"
    sponsor = factory.SubFactory(UserFactory)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(_soon)


class RuleSetFactory(DjangoModelFactory[RuleSet]):
    """A rule set that is not active and asks nothing."""

    class Meta:
        model = RuleSet

    name = "Draft"
    version = factory.Sequence(lambda number: number + 100)
    body = factory.LazyFunction(dict)


class RoleGrantFactory(DjangoModelFactory[RoleGrant]):
    class Meta:
        model = RoleGrant

    person = factory.SubFactory(UserFactory)
    role = "triager"


class AbsenceFactory(DjangoModelFactory[Absence]):
    class Meta:
        model = Absence

    person = factory.SubFactory(UserFactory)
    from_on = date(2026, 12, 1)
    to_on = date(2026, 12, 5)


class SignInLinkFactory(DjangoModelFactory[SignInLink]):
    """A link whose token nobody has."""

    class Meta:
        model = SignInLink

    person = factory.SubFactory(UserFactory)
    purpose = SignInLink.Purpose.SIGN_IN
    token_hash = factory.Sequence(lambda number: f"{number:064x}")
    expires_at = factory.LazyFunction(_soon)


class ApiTokenFactory(DjangoModelFactory[ApiToken]):
    """A token whose secret nobody has."""

    class Meta:
        model = ApiToken

    person = factory.SubFactory(UserFactory)
    name = "Reporting"
    prefix = "gsp_test"
    token_hash = factory.Sequence(lambda number: f"{number:064x}")
    scopes = factory.LazyFunction(lambda: ["read"])
    expires_at = factory.LazyFunction(_soon)


class PreferenceFactory(DjangoModelFactory[Preference]):
    class Meta:
        model = Preference

    person = factory.SubFactory(UserFactory)
    kind = NewsKind.COMMENT_MENTION
    mail = "off"


class DigestFactory(DjangoModelFactory[Digest]):
    class Meta:
        model = Digest

    person = factory.SubFactory(UserFactory)
    day = date(2026, 11, 25)


class EndpointFactory(DjangoModelFactory[Endpoint]):
    """A webhook whose address no key can read."""

    class Meta:
        model = Endpoint

    kind = Endpoint.Kind.WEBHOOK
    name = "Receiver"
    address_encrypted = "sealed"
    address_hint = "example.org…last"
    key_id = "0" * 8
    made_by = factory.SubFactory(UserFactory)


class AttemptFactory(DjangoModelFactory[Attempt]):
    class Meta:
        model = Attempt

    endpoint = factory.SubFactory(EndpointFactory)
    outcome = "delivered"


class AuditEventFactory(DjangoModelFactory[AuditEvent]):
    """An act of the system."""

    class Meta:
        model = AuditEvent

    action = "person.invite"
    object_type = "person"
    object_id = "1"


class AuditHeadFactory(DjangoModelFactory[AuditHead]):
    """The end of an empty chain."""

    class Meta:
        model = AuditHead
        django_get_or_create = ("id",)

    id = 1
    hash = bytes(32)


class HttpIdempotencyFactory(DjangoModelFactory[HttpIdempotency]):
    class Meta:
        model = HttpIdempotency

    actor = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda number: f"key-{number}")
    fingerprint = b"asked"
    status = 201
    body = b"{}"


class RateWindowFactory(DjangoModelFactory[RateWindow]):
    class Meta:
        model = RateWindow

    key = factory.Sequence(lambda number: f"act:{number}")
    window_start = factory.LazyFunction(timezone.now)


class HeartbeatFactory(DjangoModelFactory[Heartbeat]):
    class Meta:
        model = Heartbeat

    process = factory.Sequence(lambda number: f"process-{number}")
    at = factory.LazyFunction(timezone.now)
