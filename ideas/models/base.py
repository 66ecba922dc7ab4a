"""What every public row has: an id that may leave the server, and the moment it was made."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

if TYPE_CHECKING:
    _CharField = models.CharField[str | int | Combinable, str]
else:
    _CharField = models.CharField


class PublicModel(models.Model):
    """A row known outside by a random UUID; database numbers never leave the server."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class SortKeyField(_CharField):
    """Text in collation "C", filled by `sort_key`, so that engines of different collations agree on the order."""

    def __init__(self, max_length: int = 250) -> None:
        super().__init__(max_length=max_length, db_collation="C", editable=False)

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, path, _args, _kwargs = super().deconstruct()
        return name, path, [], {"max_length": self.max_length}
