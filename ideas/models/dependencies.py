"""Reviews that wait for another department's."""

from django.db import models
from django.db.models import F, Q

from ideas.models.reviews import Review


class ReviewDependency(models.Model):
    """One review that begins when another is answered, or at `splits_at`, whichever is first.

    `why` is kept in the words of that day, as routing is. `input_arrived_at`: when the other was answered, before then.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Review, models.CASCADE, related_name="dependents")
    rule_id = models.CharField(max_length=40)
    why = models.TextField()
    splits_at = models.DateTimeField()
    input_arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "needs"], name="review_dependency_once"),
            models.CheckConstraint(condition=~Q(review=F("needs")), name="review_dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} after {self.needs_id}"
