"""The places where people work, each with the calendar that counts there."""

from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel, SortKeyField
from ideas.text import sort_key

MAX_SITE_NAME_CHARS: Final = 200


class Site(PublicModel):
    """A place with its own working days. People name theirs in words; it counts where the words are those of `name`.

    `name_sort` is the name as it is compared: without case, accents and spaces at either end.
    """

    name = models.CharField(_("name"), max_length=MAX_SITE_NAME_CHARS)
    name_sort = SortKeyField()
    calendar = models.ForeignKey("ideas.Calendar", models.PROTECT, related_name="sites")

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            # The order of the list too.
            models.UniqueConstraint(fields=["name_sort"], name="site_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="site_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep the name's sort key in step with the name."""
        self.name_sort = site_key(self.name)
        super().save(**options)


def site_key(name: str) -> str:
    """Return what two names of one site have in common."""
    return sort_key(" ".join(name.split()))
