"""What a person may do with an idea as one of its authors, and know of it without reading it.

Source: docs/permissions.md "Who may do what".
"""

from ideas.models import Decision, Idea, IdeaAuthor, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.workflow import OPEN_STAGES, Stage


def is_author(person: User, idea: Idea) -> bool:
    """Return whether `person` is an author, co-author, or the one for whom `idea` was sent. One query."""
    return person.is_active and IdeaAuthor.objects.filter(idea=idea, person=person).exists()


def is_decided(idea: Idea) -> bool:
    """Return whether the present round has its decision, announced or not. At most one query."""
    return idea.stage != Stage.DRAFT and Decision.objects.filter(idea=idea, round=idea.round).exists()


def can_save_draft(person: User, idea: Idea) -> bool:
    """Return whether `person` may write on, or throw away, the draft `idea`."""
    return idea.stage == Stage.DRAFT and is_author(person, idea)


def can_submit_idea(person: User, idea: Idea) -> bool:
    """Return whether `person` may send the draft `idea`; whether it is complete is another question."""
    return can_save_draft(person, idea)


def can_edit_idea(person: User, idea: Idea) -> bool:
    """Return whether `person` may change the sent `idea`: an author, until it is decided."""
    return idea.stage in OPEN_STAGES and is_author(person, idea) and not is_decided(idea)


def can_withdraw_idea(person: User, idea: Idea) -> bool:
    """Return whether `person` may take `idea` back: an author, until it is decided."""
    return can_edit_idea(person, idea)


def can_attach_file(person: User, idea: Idea) -> bool:
    """Return whether `person` may add or remove files of `idea`: an author, as long as it can be changed."""
    return can_save_draft(person, idea) or can_edit_idea(person, idea)


def can_read_author(person: User, idea: Idea) -> bool:
    """Return whether `person` may know who wrote `idea`: everybody, or its authors alone."""
    return idea.author_shown or is_author(person, idea)


def can_know_confidential_ideas(person: User) -> bool:
    """Return whether `person` may know number, stage and dates of every confidential idea; its text is not meant."""
    return standing_of(person).has(Permission.KNOW_CONFIDENTIAL)
