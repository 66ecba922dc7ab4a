"""Bodies for changing an answer, and for second readings."""

from django.utils.translation import gettext_lazy as _

from api.fields import LineField, ParagraphsField, WholeNumberField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import ReviewSerializer
from ideas.models import SecondReading
from ideas.services.review_versions import MAX_REASON_CHARS
from ideas.services.second_readings import MAX_TEXT_CHARS


class RevisionSerializer(ReviewSerializer):
    """A whole answer anew, and why it changes."""

    reason = LineField(max_chars=MAX_REASON_CHARS)


class ReaffirmationSerializer(StrictSerializer):
    version = WholeNumberField(least=1, most=1_000_000, help_text=_("`to_version` of the review's `reaffirmation`"))


class VerdictSerializer(StrictSerializer):
    """Whether the second reader agrees; `text` is needed where they do not."""

    verdict = WordField(choices=SecondReading.Verdict.values)
    text = ParagraphsField(max_chars=MAX_TEXT_CHARS, allow_blank=True, default="")
