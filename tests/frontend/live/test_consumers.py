"""One socket: who may open it, what it may follow, what it is told, when it is closed."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from frontend import consumers, hub
from frontend.routing import websocket_application
from ideas.models import Idea, User
from tests.factories import MembershipFactory, UserFactory, submitted_idea

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "http://testserver"


@pytest.fixture(autouse=True)
def _hub_of_this_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub belongs to one event loop; this one hears the broker only through `heard`."""
    own = hub.Hub("redis://localhost:1")
    own.hears = True
    monkeypatch.setattr(hub, "_hub", own)


class Page(ApplicationCommunicator):
    """The browser's end of one socket."""

    def __init__(self, headers: list[tuple[bytes, bytes]]) -> None:
        scope = {"type": "websocket", "path": "/ws/", "query_string": b"", "headers": headers, "subprotocols": []}
        super().__init__(websocket_application, scope)

    async def connect(self) -> bool:
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(5))["type"] == "websocket.accept"

    async def send_to(self, *, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send_input({"type": "websocket.receive", "text": text_data, "bytes": bytes_data})

    async def receive_from(self) -> str:
        return str((await self.receive_output(5))["text"])


class Reader:
    """A connection whose buffer is full until `may_write` is set, and the consumer that writes to it."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.error: Exception | None = None
        self.may_write = asyncio.Event()
        self.may_write.set()
        self.consumer = consumers.LiveConsumer()
        self.consumer.base_send = self.take
        self.consumer._pending, self.consumer._sending = {}, None

    async def take(self, message: dict[str, Any]) -> None:
        await self.may_write.wait()
        if self.error is not None:
            raise self.error
        self.got.append(message["text"])

    async def has(self, number: int) -> None:
        for _turn in range(1000):
            if len(self.got) == number:
                return
            await asyncio.sleep(0.001)
        raise AssertionError(f"{self.got} are not {number} frames")


def session_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def end_session(how: str, person: User) -> None:
    """End the one session of `person` in one of three ways, without telling anybody."""
    if how == "person":
        User.objects.filter(pk=person.pk).update(is_active=False)
    elif how == "password":
        person.set_password("another long one")
        person.save()
    else:
        own = [row for row in Session.objects.all() if row.get_decoded()[SESSION_KEY] == str(person.pk)]
        Session.objects.filter(pk__in=[row.pk for row in own]).delete()


def socket(cookie: str | None, origin: str | None = ORIGIN) -> Page:
    headers = [] if origin is None else [(b"origin", origin.encode())]
    if cookie:
        headers.append((b"cookie", f"sessionid={cookie}".encode()))
    return Page(headers)


async def opened(person: User) -> Page:
    page = socket(await sync_to_async(session_of)(person))
    assert await page.connect()
    return page


async def say(page: Page, **message: Any) -> None:
    await page.send_to(text_data=json.dumps(message))


async def heard(page: Page) -> Any:
    return json.loads(await page.receive_from())


async def closed_with(page: Page) -> int:
    output = await page.receive_output(5)
    assert output["type"] == "websocket.close"
    return int(output["code"])


async def followed(topic: str, *, by: int = 1) -> None:
    """Wait until as many sockets follow `topic`; 10 seconds at most."""
    for _turn in range(1000):
        if hub.hub().follower_count(topic) == by:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{topic} never had {by} followers")


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://sub.testserver",
        "http://testserver.evil.example",
        "https://testserver",
        "http://testserver:8001",
        "http://testserver.",
        "http://TESTSERVER.evil",
    ],
)
async def test_socket_of_foreign_origin_is_refused(origin: str | None) -> None:
    page = socket(await sync_to_async(lambda: session_of(UserFactory()))(), origin)

    assert await page.connect() is False


async def test_socket_without_session_is_closed_as_signed_out() -> None:
    page = socket(None)
    await page.connect()

    assert await closed_with(page) == consumers.SIGNED_OUT


async def test_socket_of_deactivated_person_is_closed_as_signed_out() -> None:
    page = socket(await sync_to_async(lambda: session_of(UserFactory(is_active=False)))())
    await page.connect()

    assert await closed_with(page) == consumers.SIGNED_OUT


async def test_socket_sixth_of_a_person_is_closed() -> None:
    person = await sync_to_async(UserFactory)()
    pages = [await opened(person) for _number in range(consumers.MAX_SOCKETS)]

    sixth = socket(await sync_to_async(session_of)(person))
    await sixth.connect()

    assert await closed_with(sixth) == consumers.TOO_MANY
    assert len(pages) == consumers.MAX_SOCKETS


async def test_subscribe_to_open_idea_tells_later_version_with_figures() -> None:
    tally = {"vote_count": 6, "department_count": 2, "live_version": 9, "content_version": 4}
    idea = await sync_to_async(submitted_idea)(tally=tally)
    page = await opened(await sync_to_async(UserFactory)())

    await say(page, type="subscribe", shown={f"idea:{idea.ref}": 8})

    assert await heard(page) == {
        "t": f"idea:{idea.ref}",
        "v": 9,
        "c": 4,
        "f": {"votes": 6, "departments": 2, "comments": 0, "stage": "in_review"},
    }


async def test_subscribe_at_present_version_is_silent_until_the_next_frame() -> None:
    idea = await sync_to_async(submitted_idea)(tally={"live_version": 9})
    page = await opened(await sync_to_async(UserFactory)())
    await say(page, type="subscribe", shown={f"idea:{idea.ref}": 9})
    await followed(f"idea:{idea.ref}")

    assert await page.receive_nothing()
    hub.hub().heard(json.dumps({"t": f"idea:{idea.ref}", "v": 10}))

    assert await heard(page) == {"t": f"idea:{idea.ref}", "v": 10}


@pytest.mark.parametrize("visibility", [Idea.Visibility.RESTRICTED, Idea.Visibility.CONFIDENTIAL])
async def test_subscribe_to_invisible_idea_is_as_silent_as_an_unknown_one(visibility: str) -> None:
    idea = await sync_to_async(submitted_idea)(visibility=visibility, tally={"live_version": 9})
    page = await opened(await sync_to_async(UserFactory)())

    for topic in [f"idea:{idea.ref}", "idea:GS-000000", "queue:nonsense", "rights:somebody"]:
        await say(page, type="subscribe", shown={topic: 0})
    hub.hub().heard(json.dumps({"t": f"idea:{idea.ref}", "v": 10}))

    assert await page.receive_nothing()


async def test_subscribe_to_restricted_idea_by_reader_carries_no_figures() -> None:
    author = await sync_to_async(UserFactory)()
    idea = await sync_to_async(submitted_idea)(visibility="restricted", author=author, tally={"live_version": 9})
    page = await opened(author)

    await say(page, type="subscribe", shown={f"idea:{idea.ref}": 0})

    assert await heard(page) == {"t": f"idea:{idea.ref}", "v": 9}


async def test_subscribe_to_me_is_told_under_that_name() -> None:
    person = await sync_to_async(UserFactory)()
    page = await opened(person)
    await say(page, type="subscribe", shown={"me": 0})
    await followed(f"person:{person.public_id}")

    hub.hub().heard(json.dumps({"t": f"person:{person.public_id}", "v": 5}))

    assert await heard(page) == {"t": "me", "v": 5}


async def test_subscribe_to_queue_is_for_members_of_the_department() -> None:
    member = await sync_to_async(MembershipFactory)()
    topic = f"queue:{member.department.public_id}"
    inside, outside = await opened(member.person), await opened(await sync_to_async(UserFactory)())
    for page in (inside, outside):
        await say(page, type="subscribe", shown={topic: 0})
    await followed(topic)
    assert await outside.receive_nothing()

    hub.hub().heard(json.dumps({"t": topic, "v": 5}))

    assert await heard(inside) == {"t": topic, "v": 5}
    assert await outside.receive_nothing()


async def test_resync_answers_what_differs_alone() -> None:
    stale, fresh = [
        await sync_to_async(submitted_idea)(visibility="restricted", tally={"live_version": 4}) for _ in range(2)
    ]
    person = await sync_to_async(UserFactory)()
    for idea in (stale, fresh):
        await idea.readers.acreate(person=person)
    page = await opened(person)

    await say(page, type="resync", shown={f"idea:{stale.ref}": 3, f"idea:{fresh.ref}": 4, "idea:GS-000000": 0})

    assert await heard(page) == {"t": f"idea:{stale.ref}", "v": 4}
    assert await page.receive_nothing()


async def test_resync_tells_how_far_figures_reach() -> None:
    tally = {"live_version": 21, "content_version": 20}
    idea = await sync_to_async(submitted_idea)(tally=tally)
    page = await opened(await sync_to_async(UserFactory)())

    await say(page, type="resync", shown={f"idea:{idea.ref}": 19})

    frame = await heard(page)
    assert (frame["v"], frame["c"]) == (21, 20)


async def test_slow_reader_gets_the_latest_frame_of_each_topic_and_holds_up_nobody() -> None:
    person = await sync_to_async(UserFactory)()
    slow, quick = Reader(), Reader()
    for reader in (slow, quick):
        reader.consumer._topics = {"board": "board", f"person:{person.public_id}": "me"}
    slow.may_write.clear()

    for version in (1, 2, 3):
        for reader in (slow, quick):
            reader.consumer.offer(hub.Frame("board", version, f'{{"t":"board","v":{version}}}'))
    for reader in (slow, quick):
        topic = f"person:{person.public_id}"
        reader.consumer.offer(hub.Frame(topic, 9, f'{{"t":"{topic}","v":9}}'))
    assert (len(slow.got), len(quick.got)) == (0, 4)
    slow.may_write.set()
    await slow.has(3)

    assert slow.got == ['{"t":"board","v":1}', '{"t":"board","v":3}', '{"t":"me","v":9}']
    assert quick.got == [f'{{"t":"board","v":{version}}}' for version in (1, 2, 3)] + ['{"t":"me","v":9}']


async def test_connection_that_is_gone_stops_no_other_one() -> None:
    gone, other = Reader(), Reader()
    gone.error = OSError("closed")
    owner = hub.Hub("redis://localhost:1")
    for reader in (gone, other):
        reader.consumer._topics = {"board": "board"}
        owner.follow("board", reader.consumer)

    owner.heard('{"t": "board", "v": 1}')

    assert (gone.got, other.got) == ([], ['{"t":"board","v":1}'])


async def test_rights_lost_ends_frames_of_the_topic() -> None:
    person = await sync_to_async(UserFactory)()
    idea = await sync_to_async(submitted_idea)(visibility="restricted", tally={"live_version": 9})
    await idea.readers.acreate(person=person)
    page = await opened(person)
    await say(page, type="subscribe", shown={f"idea:{idea.ref}": 9})
    await followed(f"idea:{idea.ref}")

    await idea.readers.all().adelete()
    hub.hub().heard(json.dumps({"t": f"rights:{person.public_id}", "v": 1}))
    await followed(f"idea:{idea.ref}", by=0)
    hub.hub().heard(json.dumps({"t": f"idea:{idea.ref}", "v": 10}))

    assert await page.receive_nothing()


async def test_rights_lost_unheard_are_found_by_the_regular_look() -> None:
    person = await sync_to_async(UserFactory)()
    kept = await sync_to_async(submitted_idea)(tally={"live_version": 9})
    lost = await sync_to_async(submitted_idea)(tally={"live_version": 9})
    page = await opened(person)
    await say(page, type="subscribe", shown={f"idea:{kept.ref}": 9, f"idea:{lost.ref}": 9})
    await followed(f"idea:{lost.ref}")

    await Idea.objects.filter(pk=lost.pk).aupdate(visibility="restricted")
    await hub.hub().recheck_everybody()

    await followed(f"idea:{lost.ref}", by=0)
    await followed(f"idea:{kept.ref}")
    assert await page.receive_nothing()


@pytest.mark.parametrize("how", ["session", "person", "password"])
async def test_session_ended_unheard_is_closed_by_the_regular_look(how: str) -> None:
    person, other = await sync_to_async(UserFactory)(), await sync_to_async(UserFactory)()
    page, kept = await opened(person), await opened(other)
    for one in (page, kept):
        await say(one, type="subscribe", shown={"board": 2**60})
    await followed("board", by=2)

    await sync_to_async(end_session)(how, person)
    await hub.hub().recheck_everybody()

    assert await closed_with(page) == consumers.SIGNED_OUT
    assert await kept.receive_nothing()


async def test_session_ended_closes_at_once_when_rights_change() -> None:
    person = await sync_to_async(UserFactory)()
    page = await opened(person)

    await User.objects.filter(pk=person.pk).aupdate(is_active=False)
    hub.hub().heard(json.dumps({"t": f"rights:{person.public_id}", "v": 1}))

    assert await closed_with(page) == consumers.SIGNED_OUT


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null"])
async def test_message_that_is_no_object_is_ignored(text: str) -> None:
    page = await opened(await sync_to_async(UserFactory)())

    await page.send_to(text_data=text)

    assert await page.receive_nothing()


async def test_message_of_unknown_type_closes() -> None:
    page = await opened(await sync_to_async(UserFactory)())

    await say(page, type="delete-everything")

    assert await closed_with(page) == consumers.BAD_MESSAGE


async def test_message_in_bytes_closes() -> None:
    page = await opened(await sync_to_async(UserFactory)())

    await page.send_to(bytes_data=b"\x00")

    assert await closed_with(page) == consumers.BAD_MESSAGE


async def test_messages_in_a_flood_close() -> None:
    page = await opened(await sync_to_async(UserFactory)())

    for _number in range(consumers.MAX_MESSAGES + 1):
        await page.send_to(text_data="{")

    assert await closed_with(page) == consumers.TOO_MANY


async def test_page_of_many_ideas_follows_them_all_by_one_message() -> None:
    ideas = [
        await sync_to_async(submitted_idea)(tally={"live_version": 4}) for _number in range(consumers.MAX_MESSAGES + 5)
    ]
    page = await opened(await sync_to_async(UserFactory)())

    await say(page, type="subscribe", shown={f"idea:{idea.ref}": 4 for idea in ideas})
    for idea in ideas:
        await followed(f"idea:{idea.ref}")

    assert await page.receive_nothing()


async def test_socket_that_ended_in_a_flood_counts_no_longer() -> None:
    person = await sync_to_async(UserFactory)()
    for _time in range(consumers.MAX_SOCKETS + 1):
        page = await opened(person)
        for _number in range(consumers.MAX_MESSAGES * 2):
            await page.send_to(text_data="{")
        assert await closed_with(page) == consumers.TOO_MANY
        await page.send_input({"type": "websocket.disconnect", "code": consumers.TOO_MANY})
        await page.wait()

    last = await opened(person)
    await say(last, type="subscribe", shown={"me": 0})

    await followed(f"person:{person.public_id}")


async def test_socket_whose_server_fails_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    person = await sync_to_async(UserFactory)()
    page = await opened(person)
    await say(page, type="subscribe", shown={"me": 0})
    await followed(f"person:{person.public_id}")

    async def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(consumers.LiveConsumer, "_obey", fail)
    await say(page, type="resync", shown={})
    with pytest.raises(ZeroDivisionError):
        await page.wait()

    await followed(f"person:{person.public_id}", by=0)
