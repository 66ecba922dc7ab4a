"""Suppliers: those that people have a stake in, and those that ideas name. Who has a stake does not judge the idea.

Source: docs/review-process.md 3.8.
"""

from collections.abc import Sequence, Set
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Idea, IdeaSupplier, SupplierInterest, User
from ideas.models.interests import MAX_SUPPLIER_CHARS
from ideas.policies.ideas import is_author
from ideas.policies.interests import asked_of_departments, can_name_suppliers
from ideas.services.audit import record_audit
from ideas.services.recusals import held_reviews, lock_reviews, release_conflicted_reviews
from ideas.supplier_names import supplier_key
from ideas.typed_text import TypedText

MAX_SUPPLIERS: Final = 50


@transaction.atomic
def name_suppliers(*, idea: Idea, by: User, names: Sequence[str]) -> list[IdeaSupplier]:
    """Say which suppliers `idea` names; replaces what was said before. At most 50; the same one twice counts once.

    Reviews held by somebody with a stake in one of them go back to their departments.

    Raises:
        NotPermitted: `by` is no author, not in a department asked, nor a triager (403, `not_asked`); or it is too late. Or
            they would take away one in which they have a stake themselves, and are no author (403, `has_interest`).
        InvalidValue: a name is empty, too long or holds no letter (422).

    Emits: ReviewRecused and PoolChanged where a review went back. Audited where something changed.
    """
    lock_reviews(held_reviews(idea=idea))
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    if not can_name_suppliers(by, row):
        raise NotPermitted(_("Authors, reviewers asked and triagers say which suppliers it names."), code="not_asked")
    wanted = _cleaned(names)
    before = {one.name_key: one.name for one in row.suppliers.all()}
    _refuse_own(row, by, before.keys() - wanted.keys())
    if before != wanted:
        row.suppliers.all().delete()
        IdeaSupplier.objects.bulk_create(
            [IdeaSupplier(idea=row, name=name, name_key=key) for key, name in wanted.items()]
        )
        release_conflicted_reviews(reviews=held_reviews(idea=row))
        record_audit(
            action="idea.suppliers",
            by=by,
            object_type="idea",
            object_id=row.ref,
            before={"names": list(before.values())},
            after={"names": list(wanted.values())},
        )
    return list(row.suppliers.order_by("name_key"))


@transaction.atomic
def declare_supplier_interests(*, person: User, names: Sequence[str]) -> list[SupplierInterest]:
    """Say in which suppliers `person` has a stake; replaces what was said before. At most 50.

    Reviews of ideas that name one of them leave the person.

    Raises:
        Conflict: one is taken away, and a department that `person` reviews for is asked about an open idea that names it,
            which they may see (409, `supplier_named`).
        InvalidValue: a name is empty, too long or holds no letter (422).

    Emits: ReviewRecused and PoolChanged where a review went back. Audited where something changed.
    """
    wanted = _cleaned(names)
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = {one.name_key: one.name for one in row.supplier_interests.all()}
    _refuse_named(row, before.keys() - wanted.keys())
    if before != wanted:
        row.supplier_interests.exclude(name_key__in=wanted).delete()
        SupplierInterest.objects.bulk_create(
            [SupplierInterest(person=row, name=name, name_key=key) for key, name in wanted.items()],
            update_conflicts=True,
            unique_fields=["person", "name_key"],
            update_fields=["name"],
        )
        release_conflicted_reviews(reviews=held_reviews(owner=row))
        record_audit(action="person.suppliers", by=person, object_type="person", object_id=row.public_id)
    return list(row.supplier_interests.order_by("name_key"))


def _refuse_own(idea: Idea, by: User, gone: Set[str]) -> None:
    """Nobody makes a conflict of their own go away by taking the supplier off the idea."""
    if gone and not is_author(by, idea) and by.supplier_interests.filter(name_key__in=gone).exists():
        sentence = _(
            "You have a stake in a supplier that this idea names. Somebody else says that it names it no more."
        )
        raise NotPermitted(sentence, code="has_interest")


def _refuse_named(person: User, gone: Set[str]) -> None:
    """Nobody gives an interest up in order to review what it keeps them from; those who review nothing are free to."""
    if not gone:
        return
    if asked_of_departments(person).visible_to(person).filter(suppliers__name_key__in=gone).exists():
        sentence = _(
            "An open idea that your department looks at names this supplier. It stays until that is decided. If you named it "
            "by mistake, ask to have it struck out."
        )
        raise Conflict(sentence, code="supplier_named")


def _cleaned(names: Sequence[str]) -> dict[str, str]:
    """Return the names by what they are compared by."""
    typed = TypedText()
    found: dict[str, str] = {}
    for name in names:
        cleaned = typed.line("names", name, max_chars=MAX_SUPPLIER_CHARS, is_required=True)
        key = supplier_key(cleaned)
        if not key and not typed.problems:
            typed.add("names", "no_letters", _("A supplier’s name holds a letter or a digit."))
        found.setdefault(key, cleaned)
    if len(found) > MAX_SUPPLIERS:
        typed.add("names", "too_many", _("At most %(max)d suppliers.") % {"max": MAX_SUPPLIERS})
    typed.refuse_problems()
    return found
