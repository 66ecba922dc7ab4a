"""What Slack and Teams are sent, within their limits."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from microsoft_teams.cards import AdaptiveCard

from ideas.selectors.outside_news import OutsideNews
from workers.messages.slack import escape, slack_message
from workers.messages.teams import MAX_CARD_BYTES, plain, teams_message

NEWS = OutsideNews(
    type="review.assigned",
    occurred_at=datetime(2026, 11, 25, 11, 0, tzinfo=UTC),
    ref="GS-000142",
    stage="in_review",
    tier=2,
    visibility="open",
    headline="Review needed – Security",
    title="Paper leave form becomes an online form",
    summary="Asked because: personal information is involved.",
    facts=(("Due", "Mon 20 April"), ("Support", "34 votes from 5 departments")),
    review_id="2f3c9f1e-5a0e-4a53-8d57-6f6f2b0c7a11",
)
HOSTILE = replace(
    NEWS,
    title="<!channel> <https://evil.example|click> & [x](javascript:alert(1)) *bold* " + "A" * 400,
    summary="<script>alert(1)</script>" * 400,
    facts=tuple(("Label" * 50, "<@U123> " + "v" * 5000) for _number in range(30)),
)


def texts(message: Any) -> list[str]:
    """Return every text in a message."""
    if isinstance(message, dict):
        return [text for value in message.values() for text in texts(value)]
    if isinstance(message, list):
        return [text for value in message for text in texts(value)]
    return [message] if isinstance(message, str) else []


def test_slack_message_has_a_text_that_says_it_all() -> None:
    text = slack_message(NEWS)["text"]

    assert text == "Review needed – Security: Paper leave form becomes an online form (GS-000142)"
    assert len(str(text)) <= 280


def test_slack_message_leads_to_idea_and_review_by_links_alone() -> None:
    actions: Any = slack_message(NEWS)["blocks"][-1]  # type: ignore[index]

    assert [button["text"]["text"] for button in actions["elements"]] == ["Open the idea", "Open the review"]
    assert all(button["url"].startswith("http") for button in actions["elements"])


def test_slack_message_of_hostile_text_keeps_to_every_limit() -> None:
    blocks: Any = slack_message(HOSTILE)["blocks"]

    assert len(blocks) <= 50
    assert len(blocks[0]["text"]["text"]) <= 150
    assert len(blocks[1]["text"]["text"]) <= 3000
    assert len(blocks[2]["fields"]) == 10
    assert all(len(field["text"]) <= 2000 for field in blocks[2]["fields"])


def test_slack_message_of_hostile_text_mentions_nobody_and_links_nowhere_else() -> None:
    message = slack_message(HOSTILE)

    for text in texts(message):
        assert "<!" not in text
        assert "<@" not in text
        assert "<https://evil" not in text


def test_slack_message_of_restricted_idea_names_its_ref_alone() -> None:
    news = replace(NEWS, title=None, summary="", facts=(), headline="A review is waiting")

    message = slack_message(news)

    assert message["text"] == "A review is waiting (GS-000142)"
    assert not any("Paper leave" in text for text in texts(message))


def test_escape_shows_words_as_they_are() -> None:
    assert escape("a < b & c > d") == "a &lt; b &amp; c &gt; d"


@pytest.mark.parametrize("news", [NEWS, HOSTILE, replace(NEWS, title=None, summary="", facts=())])
def test_teams_message_is_a_card_of_version_1_4(news: OutsideNews) -> None:
    content: Any = teams_message(news)["attachments"][0]["content"]  # type: ignore[index]

    card = AdaptiveCard.model_validate(content)

    assert card.version == "1.4"
    assert {action["type"] for action in content["actions"]} == {"Action.OpenUrl"}
    assert content["fallbackText"]


def test_teams_message_of_hostile_text_stays_small() -> None:
    assert len(json.dumps(teams_message(HOSTILE)).encode()) <= MAX_CARD_BYTES


def test_plain_takes_marks_for_what_they_are() -> None:
    assert plain("[x](y) *b* _c_") == "\\[x\\](y) \\*b\\* \\_c\\_"
