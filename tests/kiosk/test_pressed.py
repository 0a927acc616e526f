"""What a key of the kiosk's keypad leads to, whatever else was put into the field."""

import pytest
from flask import Flask

from bawaba_kiosk.screens.frame import pressed


@pytest.mark.parametrize(
    ("typed", "key", "expected"),
    [
        ("05", "1", "051"),
        ("05", "back", "0"),
        ("05 12\u00a03", "", "05123"),
        ("05\0" + "12", "", "0512"),
        ("\u202e05\u2066", "", "05"),
        ("9" * 40, "", "9" * 16),
    ],
)
def test_the_field_holds_what_can_be_seen_and_no_more(typed: str, key: str, expected: str) -> None:
    with Flask(__name__).test_request_context("/phone", method="POST", data={"phone": typed, "key": key}):
        assert pressed("phone", 16) == expected
