"""What is counted of each ask of a rule."""

import pytest

from ideas.routing.rule_figures import AddedLine, Ask, RoutedIdea, RuleFigures, RuleLine, SentBack, count_rules, share
from ideas.routing.ruleset import Mode

BUSINESS = Ask("BUS-1", "business", Mode.REQUIRED, is_current=True)
FINANCE = Ask("FIN-1", "finance", Mode.REQUIRED, is_current=True)
SLUGS = ("business", "finance", "legal", "security")


def counted(*ideas: RoutedIdea) -> RuleFigures:
    return count_rules(ideas, current=(BUSINESS, FINANCE), departments=SLUGS)


def line(figures: RuleFigures, rule: str) -> RuleLine:
    return next(one for one in figures.rules if one.rule == rule)


def moved(department: str, suggested: str) -> SentBack:
    return SentBack(department, suggested, is_moved=True)


def idea(*sent_back: SentBack, added: set[str] = frozenset(), left_out: set[str] = frozenset()) -> RoutedIdea:
    return RoutedIdea((BUSINESS, FINANCE), sent_back, frozenset(added), frozenset(left_out))


def test_count_rules_without_ideas_has_a_line_for_each_rule() -> None:
    figures = counted()

    assert [(one.rule, one.asked, one.unwanted) for one in figures.rules] == [("BUS-1", 0, 0), ("FIN-1", 0, 0)]
    assert (figures.idea_count, figures.added) == (0, ())


def test_count_rules_tells_what_was_sent_back_and_where_it_went() -> None:
    figures = counted(
        idea(moved("finance", "legal"), added={"legal"}, left_out={"finance"}),
        idea(SentBack("finance", "legal", is_kept=True)),
        idea(SentBack("finance", "security")),
        idea(),
    )

    finance = line(figures, "FIN-1")
    assert (finance.asked, finance.sent_back, finance.kept, finance.went_to) == (4, 3, 1, (("legal", 1),))
    assert finance.named == (("legal", 2), ("security", 1))
    assert (finance.left_out, finance.unwanted, finance.added_beside) == (0, 2, 0)
    assert figures.added == (AddedLine("legal", ideas=4, added=0, sent_on=1, sent_back=0),)


def test_count_rules_follows_a_chain_to_its_end() -> None:
    chain = idea(moved("finance", "legal"), moved("legal", "security"), added={"security"}, left_out={"finance"})

    figures = counted(chain)

    assert line(figures, "FIN-1").went_to == (("security", 1),)
    assert line(figures, "FIN-1").sent_back == 1
    assert figures.added == (AddedLine("legal", 1, 0, 1, 1), AddedLine("security", 1, 0, 1, 0))


def test_count_rules_that_ends_where_it_began_went_nowhere() -> None:
    figures = counted(idea(moved("finance", "legal"), moved("legal", "finance")))

    assert (line(figures, "FIN-1").sent_back, line(figures, "FIN-1").went_to) == (1, ())


def test_count_rules_names_the_most_frequent_place_first() -> None:
    figures = counted(
        idea(moved("finance", "security")), idea(moved("finance", "legal")), idea(moved("finance", "security"))
    )

    assert line(figures, "FIN-1").went_to == (("security", 2), ("legal", 1))


def test_count_rules_tells_what_a_triager_added_and_left_out() -> None:
    figures = counted(idea(added={"legal", "business"}), idea(left_out={"finance"}))

    assert [(one.rule, one.left_out, one.added_beside) for one in figures.rules] == [("BUS-1", 0, 1), ("FIN-1", 1, 1)]
    assert figures.added == (AddedLine("legal", ideas=2, added=1, sent_on=0, sent_back=0),)


def test_count_rules_puts_rules_that_read_otherwise_today_last() -> None:
    gone = Ask("AAA-1", "legal", Mode.ADVISORY, is_current=False)

    figures = counted(RoutedIdea((BUSINESS, gone)))

    assert [(one.rule, one.is_current, one.asked) for one in figures.rules] == [
        ("BUS-1", True, 1),
        ("FIN-1", True, 0),
        ("AAA-1", False, 1),
    ]


@pytest.mark.parametrize(("count", "of", "percent"), [(1, 4, None), (0, 0, None), (1, 5, 20), (2, 6, 33), (5, 5, 100)])
def test_share_of_few_cases_is_not_told(count: int, of: int, percent: int | None) -> None:
    assert share(count, of) == percent
