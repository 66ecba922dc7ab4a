"""Who asks, reads and answers questions about an idea.

Source: docs/permissions.md "Who may do what".
"""

from django.db.models import Q

from ideas.models import Idea, Question, Review, User
from ideas.policies.deciders import deciders_of
from ideas.policies.ideas import is_author, is_decided
from ideas.policies.permissions import Permission
from ideas.policies.reviews import OPEN_STATES, can_submit_review
from ideas.policies.roles import standing_of
from ideas.workflow import Stage


def can_ask_question(user: User, review: Review) -> bool:
    """Whether `user` may ask about the idea of `review`: who writes the review, until it is in."""
    return review.state in OPEN_STATES and can_submit_review(user, review)


def can_read_questions(user: User, idea: Idea) -> bool:
    """Whether `user`, who may see `idea`, reads what its departments ask, and the answers.

    Its authors, the departments asked, triagers, programme managers, who decides, and whoever was asked something.
    """
    if is_author(user, idea):
        return True
    standing = standing_of(user)
    mine = standing.reviews_for | standing.leads | standing.deputises
    if standing.has(Permission.READ_REVIEWS) or _is_asked(user, mine, idea):
        return True
    asked = Question.objects.filter(idea=idea)
    if asked.filter(to_person=user).exists() or asked.filter(to_department__in=mine).exists():
        return user.is_active
    return any(one.person == user for one in deciders_of(idea))


def can_answer_question(user: User, question: Question) -> bool:
    """Whether `user` may answer `question`: an author, a reviewer of the department, or the person asked."""
    if question.addressee == Question.Addressee.AUTHOR:
        return is_author(user, question.idea)
    if question.addressee == Question.Addressee.EXPERT:
        return user.is_active and question.to_person_id == user.pk
    return question.to_department_id in standing_of(user).reviews_for


def waits_for_author(idea: Idea) -> bool:
    """Whether `idea` is parked because its author did not answer, and not by a decision. At most one query."""
    return idea.stage == Stage.PARKED and not is_decided(idea)


def can_resume_idea(user: User, idea: Idea) -> bool:
    """Whether `user` may let `idea` go on after it was parked for want of an answer: one of its authors."""
    return waits_for_author(idea) and is_author(user, idea)


def _is_asked(user: User, department_ids: frozenset[int], idea: Idea) -> bool:
    concerned = Q(department__in=department_ids) | Q(owner=user)
    return user.is_active and Review.objects.filter(concerned, idea=idea, round=idea.round).exists()
