"""What a person is, as far as it decides which ideas they may see: read by one statement, once in a request."""

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from ideas.correlation import request_id

if TYPE_CHECKING:
    from ideas.models import User

_CACHE: Final = "_groundswell_reader"
_BUSINESS: Final = "business"
_FACTS: Final = """
    select array(select role from ideas_rolegrant where person_id = %(person)s),
           (select jsonb_agg(jsonb_build_array(place.department_id, place.role, department.slug))
            from ideas_membership as place join ideas_department as department on department.id = place.department_id
            where place.person_id = %(person)s),
           exists (select from ideas_ideareader where person_id = %(person)s),
           exists (select from ideas_review where owner_id = %(person)s),
           exists (select from ideas_user where manager_id = %(person)s)
"""


@dataclass(frozen=True)
class Place:
    """A membership: the department's key and slug, and the role in it."""

    department: int
    role: str
    slug: str


@dataclass(frozen=True)
class Reader:
    """Roles and places of one person, and whether something is theirs at all.

    `is_named`: some idea names them as its reader. `owns_reviews`: some review is or was theirs. `manages`: somebody
    reports to them.
    """

    roles: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    is_named: bool = False
    owns_reviews: bool = False
    manages: bool = False

    @property
    def leads(self) -> bool:
        """Whether they lead a department."""
        return any(place.role == "lead" for place in self.places)

    @property
    def decides_for_business(self) -> bool:
        """Whether they are lead or deputy of Business."""
        return any(place.slug == _BUSINESS and place.role in {"lead", "deputy"} for place in self.places)


def reader_of(person: "User") -> Reader:
    """Return what `person` is now. One query, none for the same instance later in the same request or job.

    Outside of requests and jobs nothing is kept: what lives longer, such as a socket, asks anew each time.
    """
    running = request_id.get()
    kept: tuple[uuid.UUID, Reader] | None = person.__dict__.get(_CACHE)
    if kept is not None and kept[0] == running:
        return kept[1]
    found = _read(person.pk)
    if running is not None:
        person.__dict__[_CACHE] = (running, found)
    return found


def _read(person: int) -> Reader:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"person": person})
        row: Any = cursor.fetchone()
    roles, places, is_named, owns_reviews, manages = row
    return Reader(
        roles=frozenset(roles),
        places=tuple(Place(*place) for place in json.loads(places)) if places else (),
        is_named=is_named,
        owns_reviews=owns_reviews,
        manages=manages,
    )
