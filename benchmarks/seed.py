"""Fills the database by COPY: `python -m benchmarks.seed IDEAS PEOPLE` prints what the load needs as JSON.

The first half of the people write and have voted; the second half has not, so that their votes are new.
"""

import json
import math
import random
import secrets
import sys
from collections.abc import Collection, Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.plans import ANSWERS  # noqa: E402
from benchmarks.settings import AUTHENTICATION_BACKENDS  # noqa: E402
from ideas.models import AnswerSet, ApiToken, Department, Idea, IdeaAuthor, IdeaTally, Membership, User, Vote  # noqa: E402
from ideas.selectors.rule_sets import active_rule_set  # noqa: E402
from ideas.services.api_tokens import PREFIX, hash_of  # noqa: E402
from ideas.text import sort_key  # noqa: E402
from ideas.workflow import Stage  # noqa: E402

REVIEWERS = 12
SESSIONS = 1000
MOST_VOTES = 12
SECONDS_A_WEEK = 604_800
_PLACES = ("depot", "gatehouse", "ward kitchen", "post room", "north stair", "workshop", "front desk", "archive")
_THINGS = ("key", "trolley", "form", "radio", "label printer", "meter", "van", "ladder")


def copy_rows(model: type[Model], rows: Iterable[Model], *, given: Collection[str] = ()) -> None:
    """Write unsaved rows by COPY; columns with a default of the database are left to it, unless they are `given`."""
    fields = [
        one
        for one in model._meta.concrete_fields
        if one.name in given or not (one.generated or one.has_db_default() or one.get_internal_type() == "BigAutoField")
    ]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    with connection.cursor() as cursor, cursor.copy(f'copy "{model._meta.db_table}" ({columns}) from stdin') as copy:
        for row in rows:
            copy.write_row([one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields])


@transaction.atomic
def fill(*, ideas: int, people: int) -> dict[str, Any]:
    """Make reviewers, `people` others with a token each, and `ideas` sent ideas with authors and votes."""
    departments = list(Department.objects.filter(kind=Department.Kind.CORE).order_by("pk"))
    _make_reviewers(departments)
    members = _make_people("member", people, departments)
    tokens = [PREFIX + secrets.token_urlsafe(32) for _person in members]
    copy_rows(ApiToken, map(_token, members, tokens))
    refs = _make_ideas(ideas, members[: people // 2])
    return {"tokens": tokens, "refs": refs, "sessions": sessions_of(members[:SESSIONS])}


def _make_people(kind: str, number: int, departments: list[Department]) -> list[User]:
    rows = [
        User(
            email=f"{kind}-{each}@example.org",
            name=f"{kind.title()} {each}",
            name_sort=sort_key(f"{kind.title()} {each}"),
            password="!",  # noqa: S106 - nobody signs in by password
            department=departments[each % len(departments)],
        )
        for each in range(number)
    ]
    copy_rows(User, rows)
    return list(User.objects.filter(email__startswith=f"{kind}-").order_by("pk"))


def _make_reviewers(departments: list[Department]) -> None:
    people = _make_people("reviewer", REVIEWERS * len(departments), departments)
    roles = (Membership.Role.LEAD, *[Membership.Role.REVIEWER] * (REVIEWERS - 1))
    Membership.objects.bulk_create(
        Membership(
            person=person, department=person.department, role=roles[each // len(departments)], capacity=Decimal(1)
        )
        for each, person in enumerate(people)
    )


def _token(person: User, secret: str) -> ApiToken:
    return ApiToken(
        person=person,
        name="benchmark",
        prefix=secret[:8],
        token_hash=hash_of(secret),
        scopes=["write"],
        expires_at=timezone.now() + timedelta(days=2),
    )


def _make_ideas(number: int, writers: list[User]) -> list[str]:
    now, chance = timezone.now(), random.Random(7)
    with connection.cursor() as cursor:
        cursor.execute("select nextval('idea_number') from generate_series(1, %s)", [number])
        refs = [f"GS-{row[0]:06d}" for row in cursor.fetchall()]
    copy_rows(Idea, (_idea(ref, now - timedelta(minutes=7 * each)) for each, ref in enumerate(refs)))
    rows = list(Idea.objects.filter(ref__in=refs).only("pk", "ref", "submitted_at").order_by("pk"))
    people = range(len(writers))
    authors = [chance.choice(people) for _row in rows]
    copy_rows(
        IdeaAuthor, (IdeaAuthor(idea=row, person=writers[author]) for row, author in zip(rows, authors, strict=True))
    )
    rule_set = active_rule_set()
    copy_rows(AnswerSet, (AnswerSet(idea=row, rule_set=rule_set, answers=ANSWERS) for row in rows))
    votes, tallies = [], []
    for row, author in zip(rows, authors, strict=True):
        voters = [
            writers[one]
            for one in chance.sample(people, min(chance.randint(0, MOST_VOTES), len(people)))
            if one != author
        ]
        votes += [Vote(idea=row, voter=voter, department_id=voter.department_id) for voter in voters]
        tallies.append(_tally(row, voters))
    copy_rows(IdeaTally, tallies)
    copy_rows(Vote, votes)
    return refs


def _idea(ref: str, at: Any) -> Idea:
    thing, place = secrets.choice(_THINGS), secrets.choice(_PLACES)
    return Idea(
        ref=ref,
        title=f"A second {thing} at the {place}",
        problem=f"The only {thing} of the {place} is two floors away. " * 5,
        proposal=f"Keep another {thing} at the {place} and say where it is. " * 3,
        expected_result="Nobody walks back for it.",
        stage=Stage.IN_REVIEW,
        tier=1,
        submitted_at=at,
        routed_at=at,
        next_answer_at=at + timedelta(days=14),
    )


def _tally(idea: Idea, voters: list[User]) -> IdeaTally:
    submitted = idea.submitted_at.timestamp() if idea.submitted_at else 0.0
    return IdeaTally(
        idea=idea,
        vote_count=len(voters),
        department_count=len({voter.department_id for voter in voters}),
        heat=math.log10(max(len(voters), 1)) + submitted / SECONDS_A_WEEK,
        takes_votes=True,
    )


def sessions_of(people: list[User]) -> list[str]:
    """Sign people in as a browser would; return the keys of their sessions."""
    store, keys = SessionStore(), []
    rows = []
    for person in people:
        key = secrets.token_hex(16)
        content = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        rows.append(
            Session(
                session_key=key, session_data=store.encode(content), expire_date=timezone.now() + timedelta(hours=6)
            )
        )
        keys.append(key)
    copy_rows(Session, rows)
    return keys


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill(ideas=int(sys.argv[1]), people=int(sys.argv[2]))))
