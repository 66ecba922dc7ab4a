"""Bodies for changing an answer, and for second readings."""

from api.fields import LineField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import ReviewSerializer
from ideas.models import SecondReading
from ideas.services.review_versions import MAX_REASON_CHARS
from ideas.services.second_readings import MAX_TEXT_CHARS


class RevisionSerializer(ReviewSerializer):
    """A whole answer anew, and why it changes."""

    reason = LineField(max_chars=MAX_REASON_CHARS)


class VerdictSerializer(StrictSerializer):
    """Whether the second reader agrees; `text` is needed where they do not."""

    verdict = WordField(choices=SecondReading.Verdict.values)
    text = ParagraphsField(max_chars=MAX_TEXT_CHARS, allow_blank=True, default="")
