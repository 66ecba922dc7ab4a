"""The table of the measured audit trail. How fast anything is, is never asserted."""

from benchmarks.audit import Measured, as_json, as_markdown


def test_table_says_whether_the_target_is_met() -> None:
    fast = Measured(100_000, 6.0, (3.0, 2.0, 9.0), 0.4)
    slow = Measured(100_000, 6.0, (11.0, 10.5, 2.0), 0.4)

    assert "| 3.0 | ≤ 10 | met |" in as_markdown(fast)
    assert "| 10.5 | ≤ 10 | **not met** |" in as_markdown(slow)
    assert as_json(fast)["verify_median"] == 3.0
