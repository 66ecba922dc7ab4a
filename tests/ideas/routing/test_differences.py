from ideas.routing.differences import FieldChange, PartChange, differences
from ideas.routing.problems import WHOLE
from tests.factories.routing import REMOVED, changed_data, rule_set_data


def only(path: str, value: object) -> PartChange:
    (found,) = differences(rule_set_data(), changed_data(path, value))
    return found


def test_differences_of_the_same_data_are_none() -> None:
    assert differences(rule_set_data(), rule_set_data()) == ()


def test_differences_name_windows_and_points_by_their_tier() -> None:
    window, points = only("sla_working_days/2/review", 12), only("effort_points/2", 4)

    assert (str(window.place), window.fields) == ("tier 2", (FieldChange("review", 10, 12),))
    assert (str(points.place), points.fields) == ("tier 2", (FieldChange("points", 3, 4),))


def test_differences_name_what_a_full_time_reviewer_may_hold() -> None:
    found = only("max_open_points_per_full_time_reviewer", 12)

    assert (found.place, found.fields) == (
        WHOLE,
        (FieldChange("max_open_points_per_full_time_reviewer", 10, 12),),
    )


def test_differences_keep_a_condition_whole() -> None:
    found = only("rules/5/when/in", ["new", "unknown"])

    assert (str(found.place), [one.field for one in found.fields]) == ("rule PRO-1", ["when"])
    assert found.fields[0].after == {"q": "buys", "in": ["new", "unknown"]}


def test_differences_go_into_criteria_by_their_id() -> None:
    found = only("departments/0/criteria/1/anchors/3", "Monthly")

    assert (str(found.place), found.fields) == (
        "department business",
        (FieldChange("criteria.size_of_problem.anchors.3", "Weekly, or one whole team", "Monthly"),),
    )


def test_differences_tell_a_part_that_is_gone_and_the_order_without_it() -> None:
    order, gone = differences(rule_set_data(), changed_data("rules/13", REMOVED))

    assert (order.place, order.fields[0].field) == (WHOLE, "rules.order")
    assert (str(gone.place), gone.is_gone, gone.is_new) == ("rule LEG-3", True, False)
    assert FieldChange("mode", "advisory", None) in gone.fields


def test_differences_tell_another_order_alone() -> None:
    data = rule_set_data()
    data["rules"].reverse()

    (found,) = differences(rule_set_data(), data)

    assert [one.field for one in found.fields] == ["rules.order"]


def test_differences_read_data_that_is_no_rule_set() -> None:
    (found,) = differences({"rules": "none"}, {"rules": 5, "reason_codes": []})

    assert {one.field for one in found.fields} >= {"rules", "reason_codes"}
