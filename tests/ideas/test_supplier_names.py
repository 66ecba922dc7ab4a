"""Names of suppliers that mean the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.supplier_names import supplier_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ACME Ltd.", "acme"),
        ("Acme Limited", "acme"),
        ("  acme,  inc ", "acme"),
        ("A.C.M.E. GmbH", "acme"),
        ("Müller & Söhne AG", "muller and sohne"),
        ("The Co Company Ltd", "the co company ltd"),
        ("!!!", ""),
    ],
)
def test_supplier_key_leaves_out_what_does_not_tell_which_one(name: str, key: str) -> None:
    assert supplier_key(name) == key


@given(st.text(max_size=60))
def test_supplier_key_of_any_name_is_that_of_its_loud_form(name: str) -> None:
    key = supplier_key(name)

    assert supplier_key(key) == key
    assert len(key) <= 200
