"""Normalise, then judge by the published rules of each kind and by no others."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum import luhn

from bawaba.core.digits import normalise
from bawaba.core.text import Sentence, T

LONGEST = 64
KUWAIT_WEIGHTS = (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Policy:
    """What a setting decides: whether an unpublished check digit rejects, and how border numbers begin."""

    check_digit: str = "reject"  # or "warn"
    border_first_digits: str = "34"


@dataclass(frozen=True)
class Identifier:
    """A judged number; ``warning`` is set where the policy only warns."""

    kind: str
    value: str
    warning: str = ""


class InvalidIdentifier(Sentence):
    """``reason``: length, form, check_digit, date."""


SAYS = {
    "empty": T("أدخل الرقم.", en="Enter the number."),
    "length": T(
        "عدد الأرقام غير صحيح. تأكد من الرقم كما هو مكتوب في بطاقتك.",
        en="The number of digits is not right. Check it against your card.",
    ),
    "form": T(
        "هذا الرقم ليس من النوع المطلوب. تأكد منه كما هو مكتوب في بطاقتك.",
        en="This is not the kind of number we need. Check it against your card.",
    ),
    "check_digit": T(
        "في الرقم خطأ، لعل رقمين تبدّلا. راجعه مرة أخرى.",
        en="There is a mistake in the number; perhaps two digits were swapped. Please check it again.",
    ),
    "date": T(
        "في الرقم تاريخ غير صحيح. راجعه مرة أخرى.", en="The number contains an impossible date. Please check it again."
    ),
}

Judge = Callable[[str, Policy], str]  # "" or a reason


def parse(kind: str, text: str, policy: Policy | None = None) -> Identifier:
    """The number in its one form, or InvalidIdentifier with a sentence; KeyError for an unknown kind."""
    judge = _JUDGES[kind]
    value = normalise(text[: LONGEST + 1])
    rules = policy or Policy()
    too_long = len(text) > LONGEST  # never cut: what stands behind the cut belongs to what was typed
    reason = "length" if too_long else judge(value, rules) if value else "empty"
    if reason == "check_digit" and kind in _UNPUBLISHED and rules.check_digit == "warn":
        return Identifier(kind, value, warning="check_digit")
    if reason:
        raise InvalidIdentifier(SAYS[reason], reason)
    return Identifier(kind, value)


def kinds() -> tuple[str, ...]:
    """Every kind that ``parse`` knows."""
    return tuple(_JUDGES)


def _digits(value: str, pattern: str, length: int) -> str:
    if not re.fullmatch(r"[0-9]+", value):
        return "form"
    if len(value) != length:
        return "length"
    return "" if re.match(pattern, value) else "form"


def _luhn_ten(first: str) -> Judge:
    def judge(value: str, policy: Policy) -> str:
        del policy
        return _digits(value, first, 10) or ("" if luhn.is_valid(value) else "check_digit")

    return judge


def _border(value: str, policy: Policy) -> str:
    return _digits(value, f"[{policy.border_first_digits}]", 10)


def _emirates(value: str, policy: Policy) -> str:
    del policy  # the year inside need not be the year of birth: no date is derived
    return _digits(value, "784", 15) or ("" if luhn.is_valid(value) else "check_digit")


def _kuwait(value: str, policy: Policy) -> str:
    del policy
    wrong = _digits(value, "[23]", 12)
    if wrong:
        return wrong
    century = 1900 if value[0] == "2" else 2000
    try:
        date(century + int(value[1:3]), int(value[3:5]), int(value[5:7]))
    except ValueError:
        return "date"
    total = sum(weight * int(digit) for weight, digit in zip(KUWAIT_WEIGHTS, value[:11], strict=True))
    check = 11 - total % 11
    return "" if check < 10 and check == int(value[11]) else "check_digit"


def _plain(pattern: str, length: int) -> Judge:
    return lambda value, policy: _digits(value, pattern, length)


def _oman(value: str, policy: Policy) -> str:
    del policy
    if not re.fullmatch(r"[0-9]+", value):
        return "form"
    return "" if 6 <= len(value) <= 9 else "length"


def _passport(value: str, policy: Policy) -> str:
    del policy
    if not re.fullmatch(r"[A-Z0-9]+", value):
        return "form"
    return "" if len(value) <= 9 else "length"


_JUDGES: dict[str, Judge] = {
    "national_id": _luhn_ten("1"),
    "iqama": _luhn_ten("2"),
    "border_number": _border,
    "emirates_id": _emirates,
    "kuwait_civil_id": _kuwait,
    "bahrain_cpr": _plain("[0-9]", 9),
    "qatar_id": _plain("[23]", 11),
    "oman_civil_number": _oman,
    "passport": _passport,
    "visa": _plain("[0-9]", 10),
}
_UNPUBLISHED = frozenset({"national_id", "iqama"})
