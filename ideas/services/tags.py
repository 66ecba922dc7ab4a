"""Themes of ideas."""

import unicodedata
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ideas.exceptions import Conflict
from ideas.models import Idea, IdeaTag, Tag, User
from ideas.services.rate_limits import count_or_refuse
from ideas.typed_text import TypedText

MAX_TAGS: Final = 8
MAX_TAG_CHARS: Final = 50
NEW_TAGS_AN_HOUR: Final = 30


def make_tag(*, name: str, by: User) -> Tag:
    """Add the tag `name`; upper and lower case, signs and Unicode forms make no difference.

    Raises:
        InvalidValue: the name is no clean line of 1 to 50 characters with a letter or digit (422).
        Conflict: the tag exists (409, `tag_exists`).
        TooMany: more than 30 new tags in an hour (429).
    """
    typed = TypedText()
    cleaned = _clean_name("name", name, typed)
    typed.refuse_problems()
    with transaction.atomic():
        count_or_refuse(key=f"tag:{by.pk}", limit=NEW_TAGS_AN_HOUR, window_seconds=3600)
        if Tag.objects.filter(slug=slug_of(cleaned)).exists():
            raise Conflict(_("This tag exists already."), code="tag_exists")
        return _create(cleaned)


def clean_tag_names(names: tuple[str, ...], typed: TypedText) -> tuple[str, ...]:
    """Return `names` cleaned, each once regardless of case; what is wrong goes to `typed` as field `tags`."""
    cleaned = [_clean_name("tags", name, typed) for name in names]
    return tuple({slug_of(name): name for name in cleaned}.values())


def set_tags(*, idea: Idea, names: tuple[str, ...]) -> bool:
    """Make the tags `names`, already clean, those of `idea`; missing ones are made. Return whether that changed it.

    Part of a larger service that holds the lock on the idea.
    """
    known = {tag.slug: tag for tag in Tag.objects.filter(slug__in=[slug_of(name) for name in names])}
    wanted = {(known.get(slug_of(name)) or _create(name)).pk for name in names}
    before = set(IdeaTag.objects.filter(idea=idea).values_list("tag_id", flat=True))
    IdeaTag.objects.filter(idea=idea, tag__in=before - wanted).delete()
    IdeaTag.objects.bulk_create([IdeaTag(idea=idea, tag_id=key) for key in sorted(wanted - before)])
    return before != wanted


def _clean_name(field: str, name: str, typed: TypedText) -> str:
    cleaned = typed.line(field, name, max_chars=MAX_TAG_CHARS, is_required=True)
    if not (slug_of(cleaned) or typed.problems):
        typed.add(field, "no_letters", _("A tag needs a letter or a digit."))
    return cleaned


def slug_of(name: str) -> str:
    """Return what makes a tag the same as another: letters and digits in lower case, normal form C.

    Made here and not by the database, whose idea of upper case depends on its locale.
    """
    return unicodedata.normalize("NFC", slugify(name, allow_unicode=True))[:60]


def _create(name: str) -> Tag:
    """Add a tag, or return the one that stands by now."""
    return Tag.objects.get_or_create(slug=slug_of(name), defaults={"name": name})[0]
