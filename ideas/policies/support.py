"""Who may vote, follow, comment and keep order in a discussion.

Each of these is asked about an idea that the person may see. Source: docs/permissions.md "Who may do what".
"""

from ideas.models import Comment, Idea, IdeaTally, User
from ideas.policies.ideas import is_author
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.workflow import COMMENTING_STAGES, Stage


def vote_is_open(*, takes_votes: bool, is_own: bool) -> bool:
    """Return the rule of votes itself: the idea takes them, and it is not one's own. For rows of lists."""
    return takes_votes and not is_own


def can_vote(person: User, idea: Idea) -> bool:
    """Return whether `person` may give or take back a vote for `idea` now. At most two queries."""
    takes_votes = IdeaTally.objects.filter(idea=idea, takes_votes=True).exists()
    return person.is_active and vote_is_open(takes_votes=takes_votes, is_own=takes_votes and is_author(person, idea))


def can_follow_idea(person: User, idea: Idea) -> bool:
    """Return whether `person` may follow or mute `idea`: everybody who sees it, once it is sent."""
    return person.is_active and idea.stage != Stage.DRAFT


def can_comment_idea(person: User, idea: Idea) -> bool:
    """Return whether `person` may add to the discussion of `idea`."""
    return person.is_active and idea.stage in COMMENTING_STAGES and idea.comments_locked_at is None


def can_edit_comment(person: User, comment: Comment) -> bool:
    """Return whether `person` may change `comment`: their own, while it stands and the discussion is open."""
    return _stands(comment) and comment.author_id == person.pk and can_comment_idea(person, comment.idea)


def can_delete_comment(person: User, comment: Comment) -> bool:
    """Return whether `person` may take `comment` back: their own, also after the discussion was closed."""
    return person.is_active and comment.deleted_at is None and comment.author_id == person.pk


def can_reply_comment(person: User, comment: Comment) -> bool:
    """Return whether `person` may answer `comment`."""
    return _stands(comment) and can_comment_idea(person, comment.idea)


def can_report_comment(person: User, comment: Comment) -> bool:
    """Return whether `person` may report `comment` to the triagers: anybody's but their own."""
    return person.is_active and _stands(comment) and comment.author_id != person.pk


def can_moderate_discussion(person: User) -> bool:
    """Return whether `person` may hide comments and lock discussions. Two queries, none once asked."""
    return standing_of(person).has(Permission.MODERATE_DISCUSSION)


def can_hide_comment(person: User, comment: Comment) -> bool:
    """Return whether `person` may hide `comment` from readers, or show it again."""
    return comment.deleted_at is None and can_moderate_discussion(person)


def can_lock_discussion(person: User, idea: Idea) -> bool:
    """Return whether `person` may lock or unlock the discussion of `idea`."""
    return idea.stage != Stage.DRAFT and can_moderate_discussion(person)


def _stands(comment: Comment) -> bool:
    return comment.deleted_at is None and comment.hidden_at is None
