"""The rule set that holds now, those before it and the drafts of the next."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Department, Review, RuleSet, User
from ideas.policies.rule_sets import can_edit_rules
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import Place, RuleSetError, RuleSetProblem, gettext_noop
from ideas.routing.ruleset import RuleSet as Rules

NEWEST = Ordering("new", (Key("version", is_descending=True), Key("id", is_descending=True)))


class RuleSetState(StrEnum):
    """Where a version stands; all but discarding follows from its date."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    RETIRED = "retired"
    DISCARDED = "discarded"


def active_rule_set() -> RuleSet:
    """Return the latest rule set whose `active_from` has come, its body unread: `rules_of` keeps it parsed. One query.

    Raises:
        RuleSet.DoesNotExist: the installation was never set up (`manage.py migrate` does it).
    """
    return _begun().defer("body")[0:1].get()


def _begun() -> QuerySet[RuleSet]:
    """Those that hold or have held, the one that holds first."""
    begun = RuleSet.objects.filter(active_from__lte=Now(), discarded_at__isnull=True)
    return begun.order_by("-active_from", "-id")


def rules_of(rule_set: RuleSet, *, currency: str | None = None) -> Rules:
    """Return the parsed rules of one stored version; those with a date never change, so the parse is kept.

    Raises:
        RuleSetError: it is a draft in which something is wrong.
    """
    return _parsed(rule_set.pk, currency) if rule_set.active_from else parse_rule_set(rule_set.body, currency=currency)


@lru_cache(maxsize=16)
def _parsed(rule_set_id: int, currency: str | None) -> Rules:
    return parse_rule_set(RuleSet.objects.get(pk=rule_set_id).body, currency=currency)


def refuse_unless_editor(person: User) -> None:
    """Raise for people who do not edit rules.

    Raises:
        NotPermitted: (403, `not_rules_editor`).
    """
    if not can_edit_rules(person):
        raise NotPermitted(_("Triagers and programme managers edit the rules."), code="not_rules_editor")


def rule_sets_for(*, viewer: User) -> QuerySet[RuleSet]:
    """Return the versions that `viewer` may read, bodies unread, unordered and unevaluated; one query.

    Who edits rules sees all; others those that hold or have held.
    """
    rows = RuleSet.objects.defer("body", "copied_from__body").annotate(active_pk=Subquery(_begun().values("pk")[:1]))
    found = rows.select_related("drafted_by", "activated_by", "copied_from")
    if can_edit_rules(viewer):
        return found
    return found.filter(active_from__lte=Now(), discarded_at__isnull=True)


def rule_set_for(*, viewer: User, version: int) -> RuleSet:
    """Return one version with its body. Two queries.

    Raises:
        NotFound: there is none, or it is not for `viewer` to see (404).
    """
    found = rule_sets_for(viewer=viewer).defer(None).defer("copied_from__body").filter(version=version).first()
    if found is None:
        raise NotFound(_("There is no such version of the rules, or you may not see it."))
    return found


def state_of(row: RuleSet) -> RuleSetState:
    """Return where a row of `rule_sets_for` stands. No query."""
    if row.discarded_at is not None:
        return RuleSetState.DISCARDED
    if row.active_from is None:
        return RuleSetState.DRAFT
    if row.pk == getattr(row, "active_pk", None):
        return RuleSetState.ACTIVE
    return RuleSetState.SCHEDULED if row.active_from > timezone.now() else RuleSetState.RETIRED


def compared_with(rule_set: RuleSet) -> RuleSet | None:
    """Return what `rule_set` is read against: the version that it is a copy of, with its body. One query, or none."""
    return RuleSet.objects.get(pk=rule_set.copied_from_id) if rule_set.copied_from_id else None


def editors_of(rule_set: RuleSet) -> list[User]:
    """Return everybody who drafted or changed it, by name. One query."""
    return list(User.objects.filter(pk__in=rule_set.editor_ids).order_by("name", "pk"))


def problems_of(body: object) -> tuple[RuleSetProblem, ...]:
    """Return all that is wrong with the data of a rule set, for this organisation too. One query.

    A rule set must parse, ask only departments that there are, and offer the recommendations that reviews can hold.
    """
    try:
        rules = parse_rule_set(body)
    except RuleSetError as error:
        return error.problems
    return (*_strange_departments(rules), *_strange_recommendations(rules))


def _strange_departments(rules: Rules) -> tuple[RuleSetProblem, ...]:
    known = set(Department.objects.filter(is_active=True).values_list("slug", flat=True))
    words = gettext_noop("is no department of this organisation")
    return tuple(
        RuleSetProblem(Place(gettext_noop("department %(name)s"), one.slug), "slug", words)
        for one in rules.departments
        if one.slug not in known
    )


def _strange_recommendations(rules: Rules) -> tuple[RuleSetProblem, ...]:
    found: Mapping[str, tuple[set[str], list[str]]] = {
        "recommendations": ({one.code for one in rules.recommendations}, Review.Recommendation.values),
        "confidences": ({one.code for one in rules.confidences}, Review.Confidence.values),
    }
    words = gettext_noop("must be exactly these codes: %(codes)s")
    return tuple(
        RuleSetProblem(Place(gettext_noop("rule set")), field, words, {"codes": ", ".join(codes)})
        for field, (given, codes) in found.items()
        if given != set(codes)
    )


def open_drafts() -> QuerySet[RuleSet]:
    """Return the drafts that nobody discarded, unevaluated."""
    return RuleSet.objects.filter(Q(active_from__isnull=True), discarded_at__isnull=True)
