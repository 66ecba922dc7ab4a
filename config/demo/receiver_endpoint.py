"""The demo organisation's webhook, which leads to the demo's own receiver on this machine."""

from ideas.events import PUBLIC_EVENT_TYPES
from ideas.models import Endpoint, Organisation, RoleGrant
from ideas.secrets import decrypt
from ideas.selectors.endpoints import needs_secret_again
from ideas.services.endpoint_content import EndpointContent
from ideas.services.endpoints import create_endpoint, edit_endpoint, rotate_secret

NAME = "Demo receiver on this machine"


def connect_receiver(*, port: int) -> str:
    """Make the demo's webhook lead to `port` and return its secret; nothing where the database holds no demo.

    OUTBOUND_ALLOW must name the port. Source: docs/webhooks.md "Try it".
    """
    if not Organisation.objects.filter(is_demo=True).exists():
        return ""
    grant = RoleGrant.objects.filter(role="administrator").select_related("person").order_by("id").first()
    if grant is None:
        return ""
    content = EndpointContent(name=NAME, event_types=PUBLIC_EVENT_TYPES, address=f"http://127.0.0.1:{port}/")
    endpoint = Endpoint.objects.filter(name=NAME).first()
    if endpoint is None:
        return create_endpoint(by=grant.person, kind="webhook", content=content).secret
    if needs_secret_again(endpoint):
        rotate_secret(endpoint=endpoint, by=grant.person)
        endpoint.refresh_from_db()
    edited = edit_endpoint(endpoint=endpoint, by=grant.person, content=content, expected_version=endpoint.version)
    return decrypt(edited.secret_encrypted, key_id=edited.key_id)
