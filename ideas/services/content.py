"""What authors write into an idea: checked here, for drafts and edits, for pages and API."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Idea
from ideas.models.ideas import MAX_TEXT_CHARS, MAX_TITLE_CHARS
from ideas.services.authorship import change_people
from ideas.services.tags import MAX_TAGS, clean_tag_names, set_tags
from ideas.typed_text import TypedText

WORDS: Final = ("title", "problem", "proposal", "expected_result")
# Of what authors write, what stands in the idea's own row.
COLUMNS: Final = frozenset({*WORDS, "language", "visibility", "author_shown", "campaign"})


@dataclass(frozen=True, kw_only=True)
class IdeaContent:
    """The parts of an idea that its authors write; None leaves a part as it is.

    `answers` are merged into those given before, question by question; None for a question takes its answer back.
    While `is_small` is true the answers stay stored, and the ones of a small idea count. `campaign` is a slug, "" for
    none. `tags` are names, the rest are public ids of people. `is_improvement`: its author says that it is an
    improvement idea, whatever its words sound like.
    """

    title: str | None = None
    problem: str | None = None
    proposal: str | None = None
    expected_result: str | None = None
    language: str | None = None
    answers: Mapping[str, object] | None = None
    is_small: bool | None = None
    visibility: str | None = None
    author_shown: bool | None = None
    campaign: str | None = None
    tags: tuple[str, ...] | None = None
    co_authors: tuple[uuid.UUID, ...] | None = None
    on_behalf_of: tuple[uuid.UUID, ...] | None = None
    readers: tuple[uuid.UUID, ...] | None = None
    is_improvement: bool = False


@dataclass(frozen=True)
class Written:
    """What `write_content` changed: names of fields, and people who became authors."""

    fields: frozenset[str]
    new_authors: frozenset[int]


def write_content(*, idea: Idea, content: IdeaContent, is_draft: bool) -> Written:
    """Write `content` into the locked row `idea` and what hangs on it, all but the answers.

    Part of a larger service: the caller holds the lock on the idea, has checked that the person may, and owns the
    transaction. Drafts may be incomplete; a sent idea keeps its four texts.

    Raises:
        InvalidValue: with every wrong value (422).
    """
    typed = TypedText()
    clean = _cleaned(content, typed, is_draft=is_draft)
    campaign = _campaign(clean, typed, idea)
    people = change_people(
        idea=idea,
        co_authors=clean.co_authors,
        on_behalf_of=clean.on_behalf_of,
        readers=clean.readers,
        typed=typed,
    )
    typed.refuse_problems()
    changed = _set_fields(idea, clean) | _set_campaign(idea, campaign, clean)
    if clean.tags is not None and set_tags(idea=idea, names=clean.tags):
        changed.add("tags")
    return Written(frozenset(changed | people.fields), people.new_authors)


def refuse_incomplete(idea: Idea) -> None:
    """Raise unless the four texts of `idea` say something.

    Raises:
        InvalidValue: with one problem, `blank`, for each that is empty (422).
    """
    typed = TypedText()
    for field in WORDS:
        typed.paragraphs(field, getattr(idea, field), max_chars=_max_chars(field), is_required=True)
    typed.refuse_problems()


def _max_chars(field: str) -> int:
    return MAX_TITLE_CHARS if field == "title" else MAX_TEXT_CHARS


def _cleaned(content: IdeaContent, typed: TypedText, *, is_draft: bool) -> IdeaContent:
    words: dict[str, str] = {}
    for field in WORDS:
        value = getattr(content, field)
        if value is not None:
            clean = typed.line if field == "title" else typed.paragraphs
            words[field] = clean(field, value, max_chars=_max_chars(field), is_required=not is_draft)
    _check_choice(typed, "language", content.language, Idea.Language.values)
    _check_choice(typed, "visibility", content.visibility, Idea.Visibility.values)
    tags = None if content.tags is None else clean_tag_names(content.tags, typed)
    if tags is not None and len(tags) > MAX_TAGS:
        typed.add("tags", "too_many", _("At most %(max)d tags.") % {"max": MAX_TAGS})
    return replace(content, tags=tags, **words)  # type: ignore[arg-type]  # mypy reads ** as values of any field


def _check_choice(typed: TypedText, field: str, value: str | None, allowed: list[str]) -> None:
    if value is not None and value not in allowed:
        typed.add(field, "unknown_option", _("Choose one of the values offered."))


def _campaign(content: IdeaContent, typed: TypedText, idea: Idea) -> Campaign | None:
    if not content.campaign:
        return None
    found = Campaign.objects.filter(slug=content.campaign).first()
    if found is None:
        typed.add("campaign", "unknown_campaign", _("There is no such campaign."))
    elif found != idea.campaign and not found.opens_at <= timezone.now() < found.closes_at:
        typed.add("campaign", "campaign_closed", _("This campaign takes no ideas now."))
    return found


def _set_campaign(idea: Idea, campaign: Campaign | None, content: IdeaContent) -> set[str]:
    if content.campaign is None or idea.campaign == campaign:
        return set()
    idea.campaign = campaign
    return {"campaign"}


def _set_fields(idea: Idea, content: IdeaContent) -> set[str]:
    changed = set()
    for field in sorted(COLUMNS - {"campaign"}):
        value = getattr(content, field)
        if value is not None and value != getattr(idea, field):
            setattr(idea, field, value)
            changed.add(field)
    return changed
