"""Who is named with @ in a comment.

`@Helen Pritchard` names the one person of that name who is active and may see the idea; case and accents do not matter.
A name that two of them carry names nobody. It works without a script, and in the API.
"""

import re
from collections import defaultdict

from ideas.models import Idea, User
from ideas.text import sort_key

MAX_MENTIONS = 10
MAX_NAME_WORDS = 5
_WORD = r"[^\W\d_][\w.'’-]*"
_NAME = re.compile(rf"(?<![\w@/.])@({_WORD}(?:[ ]{_WORD}){{0,{MAX_NAME_WORDS - 1}}})")


def people_mentioned(*, body: str, idea: Idea) -> dict[str, User]:
    """Return the people named in `body`, by the words that name them, at most 10.

    One query, and for an idea that is not open one more for each person found.
    """
    candidates = _candidates(body)
    if not candidates:
        return {}
    keys = {sort_key(words) for longest_first in candidates for words in longest_first}
    people = defaultdict(list)
    for person in User.objects.filter(name_sort__in=keys, is_active=True).order_by("id")[: 10 * MAX_MENTIONS]:
        if _may_see(person, idea):
            people[person.name_sort].append(person)
    named: dict[str, User] = {}
    for longest_first in candidates:
        words = next((words for words in longest_first if len(people.get(sort_key(words), ())) == 1), None)
        if words is not None:
            named[words] = people[sort_key(words)][0]
    return dict(list(named.items())[:MAX_MENTIONS])


def _candidates(body: str) -> list[list[str]]:
    """Return for each @ the names that may be meant, the longest first."""
    found = []
    for match in _NAME.finditer(body):
        words = match[1].split(" ")
        spans = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
        found.append([one for span in spans for one in dict.fromkeys((span, span.rstrip(".'’-")))])
    return found[: 10 * MAX_MENTIONS]


def _may_see(person: User, idea: Idea) -> bool:
    return idea.is_open or Idea.objects.visible_to(person).filter(pk=idea.pk).exists()
